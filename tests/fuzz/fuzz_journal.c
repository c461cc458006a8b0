/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz_journal.c - a journal from anywhere: read, decided, and rendered in every format.
 */
#include "fuzz.h"

#include "report.h"
#include "report_document.h"

#include <stdlib.h>

static void render(const struct rxt_study *study, const struct rxt_decision *decision)
{
    static const struct rxt_screen screens[] = {{false, 0}, {true, 1}};
    for (size_t i = 0; rxt_formats[i]; i++) {
        for (int s = 0; s < 2; s++) {
            struct rxt_text text = {0};
            rxt_report_format(&text, rxt_formats[i], study, decision, &screens[s]);
            rxt_text_free(&text);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct rxt_study *study = NULL;
    struct rxt_decision *decision = NULL;
    char *path = fuzz_file("journal.jsonl", data, n);
    if (rxt_journal_read(path, &study, NULL) == RXT_OK && rxt_decide(&decision, study) == RXT_OK) {
        render(study, decision);
    }
    rxt_decision_close(decision);
    rxt_study_close(study);
    free(path);
    return 0;
}
