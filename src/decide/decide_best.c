/* SPDX-License-Identifier: BSD-3-Clause
 * decide_best.c - which layout of a step is the best.
 *
 * A layout that was dropped after a few rounds has its median from other times of the day than one that ran to the
 * end: medians only say where to begin, and rounds that both ran in decide. Ratios of medians may run in a circle;
 * then these rows are tied, and the walk ends after as many steps as there are rows.
 */
#include "decide_parts.h"

#include <math.h>

/* The rows of a step, and whether one of them has an interval. */
struct field {
    const struct rxt_verdict_of_kernel *k;
    size_t step;
    bool has_interval;
};

static struct field field_of(const struct rxt_verdict_of_kernel *k, size_t step)
{
    struct field field = {k, step, false};
    for (size_t r = 0; r < k->n_rows; r++) {
        field.has_interval |=
            k->rows[r].step == step && rxt_row_is_candidate(&k->rows[r]) && k->rows[r].cost.has_interval;
    }
    return field;
}

/* May this row be the best of its step? One that was launched in few rounds may not while others have an
 * interval. */
static bool is_eligible(const struct field *field, const struct rxt_row *row)
{
    return row->step == field->step && rxt_row_is_candidate(row) && isfinite(row->cost.value) &&
           (row->cost.has_interval || !field->has_interval);
}

/* The smallest median; of equals the one with fewer ranks, which needs less memory. */
static const struct rxt_row *smallest_median(const struct field *field)
{
    const struct rxt_row *best = NULL;
    for (size_t i = 0; i < field->k->n_rows; i++) {
        const struct rxt_row *row = &field->k->rows[i];
        if (is_eligible(field, row) &&
            (!best || row->cost.value < best->cost.value ||
             (!(row->cost.value > best->cost.value) && row->layout.ranks < best->layout.ranks))) {
            best = row;
        }
    }
    return best;
}

/* The eligible row that is faster than `than` by most, over the rounds that both ran in; NULL if none is. */
static const struct rxt_row *faster(const struct field *field, const struct rxt_series *series,
                                    const struct rxt_row *than)
{
    const struct rxt_row *rows = field->k->rows;
    const struct rxt_row *next = NULL;
    double least = 1.0;
    for (size_t i = 0; i < field->k->n_rows; i++) {
        if (!is_eligible(field, &rows[i])) {
            continue;
        }
        const struct rxt_estimate ratio = rxt_estimate_ratio(&series[i], &series[than - rows]);
        const bool is_known = ratio.has_interval || !than->cost.has_interval;
        if (is_known && ratio.value < least) {
            least = ratio.value;
            next = &rows[i];
        }
    }
    return next;
}

const struct rxt_row *rxt_best_find(const struct rxt_verdict_of_kernel *k, const struct rxt_series *series,
                                    size_t step)
{
    const struct field field = field_of(k, step);
    const struct rxt_row *best = smallest_median(&field);
    for (size_t turn = 0; best && turn < k->n_rows; turn++) {
        const struct rxt_row *next = faster(&field, series, best);
        if (!next) {
            break;
        }
        best = next;
    }
    return best;
}
