/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz_merge.c - two journals, parted by an empty line: what merges can be read.
 */
#include "fuzz.h"

#include "journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static size_t first_length(const uint8_t *data, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        if (data[i] == '\n' && data[i - 1] == '\n') {
            return i;
        }
    }
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const size_t length = first_length(data, n), next = length < n ? length + 1 : n;
    char *const paths[] = {fuzz_file("a.jsonl", data, length), fuzz_file("b.jsonl", data + next, n - next)};
    char folder[4200], journal[4300];
    struct rxt_study *study = NULL, *again = NULL;
    snprintf(folder, sizeof folder, "%s/merged", fuzz_folder());
    snprintf(journal, sizeof journal, "%s/" RXT_JOURNAL_NAME, folder);
    struct rxt_merge *merge = NULL;
    if (rxt_merge_open(&merge, paths, 2, folder) == RXT_OK && rxt_merge_commit(merge) == RXT_OK) {
        study = rxt_merge_take(merge);
        fuzz_claim(rxt_journal_read(journal, &again, NULL) == RXT_OK, "a merged journal can be read");
        fuzz_claim(again->n_samples == study->n_samples && again->n_failures == study->n_failures,
                   "a merged journal holds what was merged");
    }
    rxt_merge_close(merge);
    rxt_study_close(study);
    rxt_study_close(again);
    unlink(journal);
    rmdir(folder);
    free(paths[0]);
    free(paths[1]);
    return 0;
}
