/* SPDX-License-Identifier: BSD-3-Clause
 * study_ahead.c - who is ahead while a study runs.
 */
#include "study_state.h"

#include "decide.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* The layouts that lead for some subject, the one that leads for most of them first. */
struct leader {
    const char *text;
    size_t n;
};

static int by_count(const void *a, const void *b)
{
    const size_t x = ((const struct leader *)a)->n, y = ((const struct leader *)b)->n;
    return (x < y) - (x > y);
}

static size_t count_leaders(const struct rxt_decision *decision, struct leader *leaders)
{
    size_t n = 0;
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_row *row = decision->kernels[k].recommended;
        size_t i = 0;
        while (row && i < n && strcmp(leaders[i].text, row->text) != 0) {
            i++;
        }
        if (row) {
            leaders[i] = (struct leader){row->text, i < n ? leaders[i].n + 1 : 1};
            n += i == n;
        }
    }
    qsort(leaders, n, sizeof *leaders, by_count);
    return n;
}

void rxt_study_ahead(const struct rxt_study *so_far, struct rxt_text *out)
{
    enum { SHOWN = 3 };
    struct rxt_decision *decision = NULL;
    if (rxt_decide(&decision, so_far) != RXT_OK) {
        return;
    }
    struct leader *leaders = calloc(decision->n_kernels + 1, sizeof *leaders);
    const size_t n = leaders ? count_leaders(decision, leaders) : 0;
    for (size_t i = 0; i < n && i < SHOWN; i++) {
        rxt_text_add(out, "%s%s", i > 0 ? ", " : "", leaders[i].text);
        if (decision->n_kernels > 1) {
            rxt_text_add(out, " for %zu", leaders[i].n);
        }
    }
    free(leaders);
    rxt_decision_close(decision);
}
