/* SPDX-License-Identifier: BSD-3-Clause
 * layout_room.h - how many whole ranks domains hold, pass by pass.
 */
#ifndef RXT_LAYOUT_ROOM_H
#define RXT_LAYOUT_ROOM_H

#include "machine.h"

#include <stdbool.h>
#include <stddef.h>

/* The cores of a domain, by the number of their PUs. */
struct rxt_room {
    size_t n_cores;
    int n_of_width[RXT_MAX_SMT + 1];
};

/* Ranks of so many threads. depth: how often a core may be filled, see rxt_slots_of_core. */
struct rxt_filling {
    int threads;
    int widest; /* most PUs of a core of the topology */
    int depth;
};

void rxt_room_add(struct rxt_room *room, int width);

/** Return how many threads a core of this width takes when cores are filled in `depth` passes: one
 *  more PU of each core in a pass, and then, when even the widest is full, all its PUs once more. */
size_t rxt_slots_of_core(int width, int widest, int depth);

/* Domains are filled in passes, so that what matters more comes first:
 *   0           no rank
 *   1           whole ranks, one thread a core
 *   2 .. T      one rank more for a domain with T-1, then T-2, ... cores that are still idle
 *   T+1 ..      whole ranks on cores filled 2, 3, ... depth times
 * Within a pass it is free which domains get the ranks. */

/** Return the ranks that n domains hold, each of them whole in one, when `pass` is over. */
size_t rxt_rooms_hold(const struct rxt_room *rooms, size_t n, const struct rxt_filling *filling, int pass);
/** Return the last pass. */
int rxt_last_pass(const struct rxt_filling *filling);
/** Return the least pass when n domains hold k ranks; k must not be more than they hold in the last. */
int rxt_rooms_pass(const struct rxt_room *rooms, size_t n, const struct rxt_filling *filling, size_t k);
/** Return whether k whole ranks in these domains leave a core idle beside a shared one. */
bool rxt_rooms_waste(const struct rxt_room *rooms, size_t n, const struct rxt_filling *filling, size_t k);
/** Raise the depth until the domains hold k ranks; one core at least must be there. */
void rxt_rooms_deepen(const struct rxt_room *rooms, size_t n, struct rxt_filling *filling, size_t k);

#endif
