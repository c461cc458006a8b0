/* SPDX-License-Identifier: BSD-3-Clause
 * watch_proof.h - did the threads of a program run where the plan puts them? Judged by what the watches of a launch saw.
 *
 * Pure. Judged are the workers (watch_worker.h).
 */
#ifndef RXT_WATCH_PROOF_H
#define RXT_WATCH_PROOF_H

#include "watched.h"

#include <stdbool.h>
#include <stddef.h>

/* What was planned for each rank. */
struct rxt_watch_plan {
    int n_threads; /* that its program was given, >= 1                          */
    bool shares;   /* several of them on one core: hardware threads, or more threads than cores */
    bool is_free;  /* nothing is bound                                          */
};

enum rxt_proof_state {
    RXT_PROOF_HOLDS,
    RXT_PROOF_OPEN,   /* it could not be seen: why */
    RXT_PROOF_REJECTS /* the sample is in no statistic: why */
};

struct rxt_watch_proof {
    enum rxt_proof_state state;
    char why[512];   /* "" if it holds, and while nothing is bound */
    char told[1024]; /* what is worth to be said, sentences; "" */
    bool
        is_stacked; /* threads of one rank were bound to one core: places of OpenMP, or a library, did that */
    bool are_single;           /* several ranks, and each a world of MPI of its own */
    int least_used, most_used; /* workers at work at once: of the rank with the fewest, and the most */
    double
        cpu_share; /* the least of a worker: of the time that it was ready to run, what it ran; NaN: not known */
};

/** Judge a launch.
 *
 *  ranks  in   n >= 1 records, in any order
 *
 *  Rejected are: a worker that was seen outside of its rank's plan in at least a quarter of its busy looks, or may go there
 *  by the mask that it kept; two workers bound to one core, where two busy threads met in at least a quarter of the looks
 *  that saw two; ranks that are worlds of their own. Of a mask that came after the start, who brought it is told.
 */
void rxt_watch_judge(const struct rxt_watched *ranks, size_t n, const struct rxt_watch_plan *plan,
                     struct rxt_watch_proof *out);

/** Return how many workers of a rank were at work at once, at most. Beyond the threads that it was given, only those count that
 *  had a quarter of the busiest one's CPU time. */
int rxt_watch_used(const struct rxt_watched *rank, int n_given);

#endif
