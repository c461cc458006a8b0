/* SPDX-License-Identifier: BSD-3-Clause
 * layout_place.h - place ranks of equal size on a ground.
 */
#ifndef RXT_LAYOUT_PLACE_H
#define RXT_LAYOUT_PLACE_H

#include "layout_ground.h"

/* Which domains get the ranks, where there is a choice: all alike, as few as possible, or the first. */
enum rxt_style { RXT_STYLE_SPREAD, RXT_STYLE_COMPACT, RXT_STYLE_IN_ORDER };

struct rxt_placing {
    enum rxt_style style;
    int ranks, threads;
    int depth;       /* how often a core may be filled, see rxt_slots_of_core             */
    bool shares_pus; /* more threads than PUs: then more often, rather than to cut a rank */
};

/** Place ranks x threads workers.
 *
 *  What matters, in this order: no rank is cut by a level whose domains hold all ranks whole; no core is
 *  idle beside a shared one; a core is shared by threads of one rank rather than of two.
 *  A domain whose finer domains can hold all its ranks uncut hands them down to these; where they
 *  cannot, its ranks are laid over its cores one after another, beginning where few domains are cut.
 *
 *  spot_of  out  ranks x threads (threads run fastest): index of the spot of each thread; ranks
 *                are numbered in the order of the ground
 *
 *  Errors:  RXT_E_MEMORY
 *  Source:  own
 */
RXT_CHECKED
enum rxt_err rxt_place_ranks(const struct rxt_ground *ground, const struct rxt_placing *placing,
                             size_t *spot_of);

/** Divide k ranks among n domains that take least[i] to most[i] of them; k lies between their sums. */
void rxt_place_share(enum rxt_style style, size_t n, const int *least, const int *most, int k, int *share);

#endif
