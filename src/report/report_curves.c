/* SPDX-License-Identifier: BSD-3-Clause
 * report_curves.c - the points of the curves of a scaling study.
 */
#include "report_curves.h"

#include <math.h>

const struct rxt_row *rxt_curve_point(const struct rxt_verdict_of_kernel *kernel, size_t step,
                                      enum rxt_mode mode)
{
    const struct rxt_row *best = NULL;
    for (size_t i = 0; i < kernel->n_rows; i++) {
        const struct rxt_row *row = &kernel->rows[i];
        if (row->step == step && row->layout.policy != RXT_BY_NONE && isfinite(row->speedup.value) &&
            rxt_layout_mode(&row->layout) == mode && (!best || row->speedup.value > best->speedup.value)) {
            best = row;
        }
    }
    return best;
}

size_t rxt_curve_points(const struct rxt_verdict_of_kernel *kernel, enum rxt_mode mode)
{
    size_t n = 0;
    for (size_t s = 0; s < kernel->n_steps; s++) {
        n += rxt_curve_point(kernel, s, mode) != NULL;
    }
    return n;
}

const struct rxt_row *rxt_curve_at(const struct rxt_verdict_of_kernel *kernel, size_t step,
                                   enum rxt_mode mode)
{
    const struct rxt_row *row = rxt_curve_point(kernel, step, mode);
    return row || mode == RXT_MODE_HYBRID ? row : rxt_curve_point(kernel, step, RXT_MODE_SERIAL);
}
