/* SPDX-License-Identifier: BSD-3-Clause
 * layout_twin.c - the same placement under another name.
 */
#include "layout.h"

#include <stdlib.h>

static bool is_same(const struct rxt_plan *a, const struct rxt_plan *b)
{
    bool same = a->n_places == b->n_places;
    for (size_t i = 0; same && i < a->n_places; i++) {
        same = a->place[i].pu == b->place[i].pu;
    }
    return same;
}

bool rxt_layout_twin(const struct rxt_topology *topology, const struct rxt_layout *layout,
                     const struct rxt_plan_options *options, struct rxt_layout *out)
{
    struct rxt_plan *plan = NULL;
    bool found = rxt_plan_make(&plan, topology, layout, options) != RXT_OK || layout->policy == RXT_BY_NONE;
    const bool is_none = found;
    for (enum rxt_policy policy = RXT_BY_SPREAD; policy < RXT_BY_NONE && !found; policy++) {
        struct rxt_plan *other = NULL;
        *out = *layout;
        out->policy = policy;
        found = policy != layout->policy && rxt_plan_make(&other, topology, out, options) == RXT_OK &&
                is_same(plan, other);
        rxt_plan_close(other);
    }
    rxt_plan_close(plan);
    return found && !is_none;
}
