/* SPDX-License-Identifier: BSD-3-Clause
 * decide_common.c - one layout for many subjects: the one that costs the least where it costs most.
 */
#include "decide_parts.h"

#include <math.h>

/* Of a layout that left a race too: what is known of it is what it cost then. */
static bool has_ratio(const struct rxt_row *row)
{
    return (rxt_row_is_candidate(row) || row->drop.n_rounds > 0) && isfinite(row->ratio.value);
}

/* Where a layout costs most, over the best there; false: it has no time for a subject that has a best, or of one nothing
 * is concluded. */
static bool find_worst(const struct rxt_decision *d, size_t layout, struct rxt_common *out)
{
    *out = (struct rxt_common){.n_subjects = 0};
    for (size_t k = 0; k < d->n_kernels; k++) {
        const struct rxt_row *row = &d->kernels[k].rows[layout];
        if (!d->kernels[k].best) {
            continue;
        }
        if (!has_ratio(row) || d->kernels[k].steps[d->kernels[k].best->step].is_busy) {
            return false;
        }
        out->n_subjects++;
        if (!out->row || row->ratio.value > out->row->ratio.value) {
            out->row = row;
            out->kernel = &d->kernels[k];
        }
    }
    return out->n_subjects > 1;
}

/* Of two that cost as much, the one of fewer workers, then of fewer ranks. */
static bool is_better(const struct rxt_row *row, const struct rxt_row *than)
{
    const double cost = row->ratio.value, other = than->ratio.value;
    return cost < other ||
           (!(cost > other) && (row->workers < than->workers ||
                                (row->workers == than->workers && row->layout.ranks < than->layout.ranks)));
}

void rxt_common_find(struct rxt_decision *d)
{
    const size_t n = d->n_kernels > 1 && d->scaling == RXT_SCALING_NONE ? d->kernels[0].n_rows : 0;
    for (size_t i = 0; i < n; i++) {
        struct rxt_common here;
        if (find_worst(d, i, &here) && (!d->common.row || is_better(here.row, d->common.row))) {
            d->common = here;
        }
    }
}
