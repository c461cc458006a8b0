/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz_journal.c - a journal from anywhere: read, decided, and rendered in every format.
 */
#include "fuzz.h"

#include "report.h"

#include <stdlib.h>

static void render(const struct rxt_study *study, const struct rxt_decision *decision)
{
    for (size_t i = 0; rxt_formats[i]; i++) {
        for (int colour = 0; colour < 2; colour++) {
            struct rxt_text text = {0};
            rxt_report_format(&text, rxt_formats[i], study, decision, colour);
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
