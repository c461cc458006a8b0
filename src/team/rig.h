/* SPDX-License-Identifier: BSD-3-Clause
 * rig.h - a team to try kernels with: its ranks are children of one process, and every body goes through its hands.
 *
 * No MPI and no OpenMP: ranks talk through memory that they share, threads are POSIX threads that meet at barriers, all of
 * which ThreadSanitizer sees. Nothing is bound, timed or proven. So a layout of more ranks than there are cores takes some
 * milliseconds, and what a body does can be watched, changed, or left out.
 */
#ifndef RXT_RIG_H
#define RXT_RIG_H

#include "crew.h"

#include "rxt/err.h"
#include "rxt/team.h"

#include <stdbool.h>

enum { RXT_RIG_RANKS = 16 }; /* at most */

/* When the workers of a rank do their chunks: all at once; or each all of its own, one worker after another, from the
 * first to the last or from the last to the first, on one thread. */
enum rxt_rig_way { RXT_RIG_AT_ONCE, RXT_RIG_IN_TURN, RXT_RIG_BACKWARDS };

struct rxt_rig {
    int n_ranks, n_threads;
    enum rxt_sched sched;
    enum rxt_rig_way way;
    void *context; /* of what follows; none of it of a rig that only plays a team */
    /** Before the bodies of a loop and behind them, on the first thread of every rank. */
    void (*begin)(void *context, const struct rxt_loop_spec *spec);
    void (*end)(void *context);
    /** In the place of a body: calls it with its chunk, with another, or not. */
    void (*chunk)(void *context, rxt_body_fn body, void *body_context, const struct rxt_chunk *chunk);
};

/* What the ranks of a rig share. */
struct rxt_rig_ground;

/** Make it, before the ranks are forked. n_ranks is 1 to RXT_RIG_RANKS. RXT_E_MEMORY. */
RXT_CHECKED enum rxt_err rxt_rig_ground_open(struct rxt_rig_ground **out, int n_ranks);
void rxt_rig_ground_close(struct rxt_rig_ground *ground); /* accepts NULL */

/** Be a rank of a rig: run body on its first thread, with its team. The process ends with it: message passing is that of
 *  the rig from then on.
 *
 *  Errors:  what body returns; RXT_E_ABSENT if threads cannot be started; RXT_E_MEMORY
 */
RXT_CHECKED enum rxt_err rxt_rig_run(const struct rxt_rig *rig, struct rxt_rig_ground *ground, int rank,
                                     enum rxt_err (*body)(void *context, struct rxt_team *team),
                                     void *context);

#endif
