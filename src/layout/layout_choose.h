/* SPDX-License-Identifier: BSD-3-Clause
 * layout_choose.h - which cores a layout gets, how often each of them, and how many ranks a domain gets.
 */
#ifndef RXT_LAYOUT_CHOOSE_H
#define RXT_LAYOUT_CHOOSE_H

#include "layout.h"

/* Cores that suffice. The ranks are dealt to the domains of a level, or to all cores as one domain. */
struct rxt_chosen {
    int least_kind;   /* cores of this kind and of the more powerful ones  */
    int depth;        /* how often a core may be filled, rxt_slots_of_core */
    int level;        /* -1: all cores as one domain                       */
    size_t n_domains; /* of that level, or 1                               */
    int *share;       /* for each domain, the ranks that it gets           */
};

/** Choose as rxt_plan_make says.
 *
 *  out  out  free its share; share is NULL on error
 *
 *  Errors:  as rxt_plan_make
 */
RXT_CHECKED
enum rxt_err rxt_choose(struct rxt_chosen *out, const struct rxt_topology *topology,
                        const struct rxt_layout *layout, const struct rxt_plan_options *options);

#endif
