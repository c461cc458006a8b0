/* SPDX-License-Identifier: BSD-3-Clause
 * decide_sizes.c - a kernel that was studied at several sizes: at which of them the winner changes.
 */
#include "decide_parts.h"

#include "text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One of the sizes. */
struct at_size {
    double size;
    const struct rxt_verdict_of_kernel *k;
};

static int by_size(const void *a, const void *b)
{
    const double x = ((const struct at_size *)a)->size, y = ((const struct at_size *)b)->size;
    return (x > y) - (x < y);
}

/* The sizes of a kernel that stands under other names; *param is what they are sizes by. */
static size_t gather(const struct rxt_decision *d, const struct rxt_header *header, const char *kernel,
                     struct at_size *out, const char **param)
{
    size_t n = 0;
    for (size_t k = 0; k < d->n_kernels; k++) {
        const struct rxt_entry *entry = rxt_header_entry(header, d->kernels[k].kernel);
        const double size = entry && entry->runs && !strcmp(entry->runs, kernel)
                                ? rxt_entry_size(entry, entry->params)
                                : (double)NAN;
        if (isfinite(size) && entry->size_param) {
            out[n++] = (struct at_size){size, &d->kernels[k]};
            *param = entry->size_param;
        }
    }
    qsort(out, n, sizeof *out, by_size);
    return n;
}

/* Is the winner of before shown to be one no more? A layout that left early was not compared to the end. */
static bool has_lost(const struct rxt_row *then, const struct rxt_row *now)
{
    return then != now && (then->verdict == RXT_IS_OUT || then->verdict == RXT_IS_DROPPED);
}

/* Is the best shown to be no worse than any other that was compared to the end? Chance is no winner. */
static bool is_winner(const struct rxt_verdict_of_kernel *k)
{
    bool is = k->best != NULL;
    for (size_t i = 0; i < k->n_rows && is; i++) {
        is = k->rows[i].verdict != RXT_IS_UNDECIDED && k->rows[i].verdict != RXT_IS_OPEN;
    }
    return is;
}

/* The row of a winner at another size; NULL: there was none yet. */
static const struct rxt_row *row_at(const struct at_size *size, const struct at_size *before,
                                    const struct rxt_row *winner)
{
    return winner ? &size->k->rows[winner - before->k->rows] : NULL;
}

/* A winner stays while it is not shown to be slower, so that two that are equal do not change places. */
static void tell(const struct at_size *sizes, size_t n, const char *param, char *out, size_t n_bytes)
{
    const struct rxt_row *winner = NULL;
    struct rxt_text text = {0};
    size_t n_changes = 0, n_none = 0, n_timed = 0;
    for (size_t i = 0; i < n; i++) {
        const struct rxt_row *best = sizes[i].k->best;
        const struct rxt_row *then = i > 0 ? row_at(&sizes[i], &sizes[i - 1], winner) : NULL;
        n_timed += best != NULL;
        if (best && !then && !is_winner(sizes[i].k)) {
            n_none++;
            if (n_none == 1) {
                rxt_text_add(&text, "no winner is shown from %s = %.15g on", param, sizes[i].size);
            }
        } else if (best && (!then || has_lost(then, best))) {
            rxt_text_add(&text, "%s%s (%s) from %s = %.15g on", text.n > 0 ? ", then " : "", best->text,
                         rxt_mode_name(rxt_layout_mode(&best->layout)), param, sizes[i].size);
            if (then && then->verdict == RXT_IS_DROPPED) {
                rxt_text_add(&text, " (%s left early there)", then->text);
            }
            n_changes += winner != NULL;
            then = best;
        }
        winner = then;
    }
    if (winner && n_changes + n_none == 0) {
        rxt_text_add(&text, "; no change of the winner is shown up to %s = %.15g", param, sizes[n - 1].size);
    }
    snprintf(out, n_bytes, "%s", n_timed > 0 ? rxt_text_of(&text) : "no size has a time");
    rxt_text_free(&text);
}

static bool is_told(const struct rxt_decision *d, const char *kernel)
{
    bool is = false;
    for (size_t i = 0; i < d->n_sizes; i++) {
        is |= !strcmp(d->sizes[i].kernel, kernel);
    }
    return is;
}

enum rxt_err rxt_sizes_find(struct rxt_decision *d, const struct rxt_header *header)
{
    struct at_size *at = calloc(d->n_kernels + 1, sizeof *at);
    d->sizes = calloc(d->n_kernels + 1, sizeof *d->sizes);
    for (size_t k = 0; at && d->sizes && k < d->n_kernels && d->scaling == RXT_SCALING_NONE; k++) {
        const struct rxt_entry *entry = rxt_header_entry(header, d->kernels[k].kernel);
        const char *param = NULL;
        const size_t n =
            entry && entry->runs && !is_told(d, entry->runs) ? gather(d, header, entry->runs, at, &param) : 0;
        if (n > 1) {
            struct rxt_sizes *sizes = &d->sizes[d->n_sizes++];
            *sizes = (struct rxt_sizes){.kernel = entry->runs, .param = param, .n = n};
            tell(at, n, param, sizes->turn, sizeof sizes->turn);
        }
    }
    const bool has_room = at && d->sizes;
    free(at);
    return has_room ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for the sizes of a study");
}
