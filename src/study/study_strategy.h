/* SPDX-License-Identifier: BSD-3-Clause
 * study_strategy.h - which launch comes next, and when to stop: by the journal so far, and by the time that is left.
 */
#ifndef RXT_STUDY_STRATEGY_H
#define RXT_STUDY_STRATEGY_H

#include "study.h"

/* What a strategy knows of the clock. */
struct rxt_time {
    double elapsed_s; /* since the study began, or went on */
    double left_s;    /* until every launch must have ended; INFINITY: no limit */
};

/* The next launch. */
struct rxt_turn {
    int round, place; /* place in the round's order, from 0 */
    size_t layout;    /* of the study's */
    const bool *
        wants; /* for each subject, whether it is launched: of those that share a launch; until the next call */
    const json_t *
        drops; /* which layouts left behind the round before, for each subject; NULL: none; until the next call */
    size_t n_launches; /* at most, of this round */
    int n_rounds;      /* at most, of the study */
    double round_s;    /* that the round before took; 0 in the first */
};

/* A strategy: one const object. Its order follows from the study's seed and the round, what is still to be done from the
 * journal, so that a study that was killed goes on where it was. */
struct rxt_strategy {
    const char *name; /* in the header: what tells a reader of the journal who was dropped when */
    enum rxt_err (*open)(void **state, const struct rxt_study_spec *spec);
    /** Tell the next launch in *out; false in *is_one: the study is done, or no launch fits into the time (*ran_out).
     *
     *  so_far  in  its header is this study's
     */
    enum rxt_err (*next)(void *state, const struct rxt_study *so_far, const struct rxt_time *time,
                         struct rxt_turn *out, bool *is_one, bool *ran_out);
    void (*close)(void *state); /* accepts NULL */
};

/** A few rounds of every layout, then fresh rounds of those that are left (decide_race.h); and the same without dropping
 *  any, every layout in every round. */
extern const struct rxt_strategy rxt_strategy_race, rxt_strategy_rounds;

/** The one that a study asks for. */
const struct rxt_strategy *rxt_strategy_of(const struct rxt_study_spec *spec);

#endif
