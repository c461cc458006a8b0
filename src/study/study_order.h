/* SPDX-License-Identifier: BSD-3-Clause
 * study_order.h - in which order the launches of a round come, and which of them the time allows.
 *
 * Pure: times are arguments, so that the promises of order and budget can be tried without a clock.
 */
#ifndef RXT_STUDY_ORDER_H
#define RXT_STUDY_ORDER_H

#include "layout.h"

#include "rxt/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Order 0 ... n - 1 at random: the same for the same seed and round, another one for another round. */
void rxt_round_shuffle(size_t *order, size_t n, uint64_t seed, int round);

/** Order 0 ... n - 1 for one of several rounds, so that each stands equally often at each place and equally often behind each
 *  other one, within a block of n rounds (2 n if n is odd): what a launch leaves to the next one hits all alike.
 *
 *  since  in  the first round with these n; round - since counts them
 *
 *  Errors:  RXT_E_MEMORY
 *  Source:  Williams, Aust. J. Sci. Res. A 2 (1949); each block is one of his squares, of a fresh random permutation, its
 *           rows in random order
 */
RXT_CHECKED enum rxt_err rxt_round_balance(size_t *order, size_t n, uint64_t seed, int since, int round);

/** Put the layouts that tell most first; those that tell as much keep their order.
 *
 *  In round 0: serial, then the ends of the range (one rank, and one thread each), then hybrids, then the plain line;
 *  later, the contenders before the bases (serial and the plain line).
 */
void rxt_round_hurry(size_t *order, const struct rxt_layout *layouts, size_t n, int round);

/** Tell whether a launch may begin: one as long as its layout's longest (half of any's, if it has had none) ends a
 *  second before the time is over.
 *
 *  left_s  in  until every launch must have ended; INFINITY: no limit
 */
bool rxt_launch_fits(double left_s, double took_s, double longest_s);

/** Return how long a study goes on at most: its rounds, by the last one, or till it must have ended; 0: nobody knows.
 *
 *  rounds_s  in  0: none has ended
 *  left_s    in  until every launch must have ended; INFINITY: no limit
 */
double rxt_study_left(double rounds_s, double left_s);

/* What ends a launch that takes too long. */
enum rxt_limit {
    RXT_LIMIT_TIMEOUT, /* --timeout, or its default */
    RXT_LIMIT_BUDGET,  /* the budget is over, and none was right so far */
    RXT_LIMIT_SPENT,   /* the budget is over */
    RXT_LIMIT_JOB      /* the time limit of a batch job is near */
};

/* What it is known from how long a launch may take. */
struct rxt_launch_limits {
    double asked_s;       /* by --timeout; 0: not */
    double longest_s;     /* what a right launch may well take, by those that were; 0: there was none */
    double budget_left_s; /* INFINITY: there is no budget */
    double left_s;        /* until every launch must have ended; INFINITY: no limit */
};

/** Return after how many seconds a launch is ended, and by what: as asked for; else far above what right ones take, and when the
 *  budget is over, though none is ended before half a minute while no right one is known; never later than all must have
 *  ended. */
double rxt_launch_limit(const struct rxt_launch_limits *limits, enum rxt_limit *by);
/** Return what a launch of so many workers may well take, by one of others: that of fewer takes longer. */
double rxt_launch_like(double wall_s, size_t n_workers, size_t n_here);

#endif
