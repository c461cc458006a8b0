/* SPDX-License-Identifier: BSD-3-Clause
 * decide_race_verdict.h - what the sources of a race's verdicts share.
 */
#ifndef RXT_DECIDE_RACE_VERDICT_H
#define RXT_DECIDE_RACE_VERDICT_H

#include "decide_race_parts.h"

/* A race that is judged. */
struct rxt_race_judged {
    const struct rxt_race *race;
    struct rxt_race_stand stand; /* up to the end of its screening */
    struct rxt_race_sheet sheet;
    struct rxt_race_result *out;
    bool *is_candidate, *is_able; /* finalists and serial, that are not wrong; and that may be the best */
    double *beaten;               /* by how much, by those that may */
    size_t from;                  /* the first confirming round */
    size_t m;                     /* finalists and serial */
};

/** Look up the interval of a's ratio to b, as logarithms, over the confirming rounds. False: there is none, and *out has the
 *  median alone. */
bool rxt_race_interval(const struct rxt_race_judged *judged, size_t a, size_t b, struct rxt_estimate *out);

/** Find the best: NULL verdicts are not asked. SIZE_MAX: no candidate has a value. */
size_t rxt_race_best(const struct rxt_race_judged *judged);

/** Return by how much, at most, a layout is slower than the fastest that ran, of verdicts that are known; NaN while some are
 *  open. */
double rxt_race_regret(const struct rxt_race_judged *judged, size_t of);
/** Return by how much, at most, a dropped layout may be faster than the best, by what was known when it left: a limit that
 *  fails in one of twenty. */
double rxt_race_drop_limit(const struct rxt_race_moment *moment, size_t layout, double effect_of_best);
/** The effect of a layout at a moment of the screening; of serial, which was not screened, by the finalist that loses
 *  least against it. */
double rxt_race_effect_of(const struct rxt_race_judged *judged, const struct rxt_race_moment *moment,
                          size_t of);

#endif
