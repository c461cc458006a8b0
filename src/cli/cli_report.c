/* SPDX-License-Identifier: BSD-3-Clause
 * cli_report.c - decide, print, and leave the reports in the folder of a study.
 */
#include "cli.h"

#include "decide.h"
#include "report.h"
#include "text.h"

enum rxt_err rxt_study_report(const struct rxt_study *study, const char *folder, bool json, bool colour)
{
    struct rxt_decision *decision = NULL;
    struct rxt_text text = {0};
    enum rxt_err err = rxt_decide(&decision, study);
    if (err != RXT_OK) {
        return err;
    }
    if (json) {
        rxt_format_json.write(&text, study, decision);
    } else {
        rxt_report_terminal(&text, study, decision, colour);
    }
    err = text.failed ? rxt_fail(RXT_E_MEMORY, "no room for a report") : rxt_print(rxt_text_of(&text));
    const enum rxt_err written = rxt_report_write(study, decision, folder);
    err = err == RXT_OK ? written : err;
    if (err == RXT_OK && decision->is_wrong) {
        err = rxt_fail(RXT_E_WRONG, "a layout gave a wrong answer; see the report");
    }
    rxt_text_free(&text);
    rxt_decision_close(decision);
    return err;
}
