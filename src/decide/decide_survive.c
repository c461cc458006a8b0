/* SPDX-License-Identifier: BSD-3-Clause
 * decide_survive.c - which layouts are worth another round.
 */
#include "decide.h"

static bool is_out(const struct rxt_decision *d, const struct rxt_layout *layout)
{
    bool is = d->n_kernels > 0;
    for (size_t k = 0; k < d->n_kernels; k++) {
        for (size_t i = 0; i < d->kernels[k].n_rows; i++) {
            const struct rxt_row *row = &d->kernels[k].rows[i];
            is &= !rxt_layout_equal(&row->layout, layout) || row->verdict == RXT_IS_OUT;
        }
    }
    return is;
}

void rxt_decide_survivors(const struct rxt_study *so_far, const struct rxt_layout *layouts, size_t n,
                          bool *survives)
{
    struct rxt_decision *decision = NULL;
    if (rxt_decide(&decision, so_far) == RXT_OK) {
        for (size_t i = 0; i < n; i++) {
            const bool is_base =
                rxt_layout_mode(&layouts[i]) == RXT_MODE_SERIAL || layouts[i].policy == RXT_BY_NONE;
            survives[i] = is_base || !is_out(decision, &layouts[i]);
        }
    }
    rxt_decision_close(decision);
}
