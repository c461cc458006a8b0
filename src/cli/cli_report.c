/* SPDX-License-Identifier: BSD-3-Clause
 * cli_report.c - decide, print, and leave the reports in the folder of a study.
 */
#include "cli.h"

#include "decide.h"
#include "report.h"
#include "text.h"

/* A kernel of which no layout gave a sample that counts: then nothing was studied. */
static enum rxt_err find_empty(const struct rxt_decision *decision)
{
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_verdict_of_kernel *kernel = &decision->kernels[k];
        size_t n = 0;
        const char *note = NULL;
        for (size_t i = 0; i < kernel->n_rows; i++) {
            n += kernel->rows[i].n_launches;
            note = note ? note : kernel->rows[i].note;
        }
        if (n == 0 && note) {
            return rxt_fail(RXT_E_LAUNCH, "kernel '%s' gave no sample under any layout: %s", kernel->kernel,
                            note);
        }
    }
    return RXT_OK;
}

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
    err = err == RXT_OK ? find_empty(decision) : err;
    rxt_text_free(&text);
    rxt_decision_close(decision);
    return err;
}
