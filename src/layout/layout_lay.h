/* SPDX-License-Identifier: BSD-3-Clause
 * layout_lay.h - lay ranks over the cores of a block one after another.
 */
#ifndef RXT_LAYOUT_LAY_H
#define RXT_LAYOUT_LAY_H

#include "layout_ground.h"

/* k ranks of so many threads on the cores [begin, end) of a ground. */
struct rxt_block {
    const struct rxt_ground *ground;
    size_t begin, end;
    int k, threads;
    int depth;      /* how often a core may be filled, more only if that does not do */
    bool far_apart; /* where cores stay idle */
};

/** Give each thread a spot: one a core if there are enough cores, beginning where few domains are
 *  cut; else every core one at least, and a core to threads of one rank if each rank can have
 *  enough cores of its own.
 *
 *  spot_of  out  k x threads (threads run fastest)
 */
void rxt_lay(const struct rxt_block *block, size_t *spot_of);

#endif
