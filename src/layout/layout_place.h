/* SPDX-License-Identifier: BSD-3-Clause
 * layout_place.h - place ranks of equal size on a ground.
 */
#ifndef RXT_LAYOUT_PLACE_H
#define RXT_LAYOUT_PLACE_H

#include "layout_ground.h"

/* Which domains get the ranks, where there is a choice: all alike, as few as possible, or the first. */
enum rxt_style { RXT_STYLE_SPREAD, RXT_STYLE_COMPACT, RXT_STYLE_IN_ORDER };

/** Place ranks x threads workers.
 *
 *  A domain whose finer domains can hold all its ranks uncut hands them down to these; where they
 *  cannot, its ranks are laid over its cores one after another, beginning where few domains are cut.
 *
 *  depth    in   passes of rxt_slots_of_core; its slots must hold all workers
 *  spot_of  out  ranks x threads (threads run fastest): index of the spot of each thread; ranks
 *                are numbered in the order of the ground
 *
 *  Errors:  RXT_E_MEMORY
 *  Source:  own
 */
RXT_CHECKED
enum rxt_err rxt_place_ranks(const struct rxt_ground *ground, enum rxt_style style, int depth, int ranks,
                             int threads, size_t *spot_of);

/** Divide k ranks among n domains that take least[i] to most[i] of them; sum of most >= k. If k is
 *  less than the sum of least, least does not count. */
void rxt_place_share(enum rxt_style style, size_t n, const int *least, const int *most, int k, int *share);

#endif
