/* SPDX-License-Identifier: BSD-3-Clause
 * decide_race_replay.h - a race whose rounds are gone through again: what its sources share.
 */
#ifndef RXT_DECIDE_RACE_REPLAY_H
#define RXT_DECIDE_RACE_REPLAY_H

#include "decide_race_parts.h"

/* What the rounds so far gave of a layout. They are added one by one: a race of thousands is gone through before each launch. */
struct rxt_race_tally {
    double cost;
    size_t n_launched, n_values;
};

struct rxt_race_replay {
    const struct rxt_race *race;
    struct rxt_race_stand *out;
    struct rxt_race_sheet sheet;
    size_t n_finalists; /* the most that reach the confirmation */
    bool screens, is_hard;
    struct rxt_race_tally *tally; /* n_layouts */
};

static inline bool rxt_race_is_base(const struct rxt_race *race, size_t i)
{
    return race->racers[i].part == RXT_RACE_SERIAL || race->racers[i].part == RXT_RACE_PLAIN;
}
/* What a launch took so far; what was launched at no known cost costs nothing. */
static inline double rxt_race_cost(const struct rxt_race_replay *replay, size_t i)
{
    const struct rxt_race_tally *tally = &replay->tally[i];
    return tally->n_launched > 0 ? tally->cost / (double)tally->n_launched : 0.0;
}
/** Add that up over serial and the plain line, or the contenders that are alive, or both. */
double rxt_race_cost_of(const struct rxt_race_replay *replay, bool of_bases, bool of_alive);
size_t rxt_race_count_alive(const struct rxt_race_replay *replay);

/** Behind a screening round: note the effects of all that are alive, and keep the fastest. RXT_E_MEMORY. */
RXT_CHECKED enum rxt_err rxt_race_drop(struct rxt_race_replay *replay);

#endif
