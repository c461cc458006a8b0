/* SPDX-License-Identifier: BSD-3-Clause
 * team_desk.h - the tasks of one rank: a ring that its threads take from, and of each a ring of what it has done.
 *
 * The rank's first thread puts and collects; all threads take, it too. Tasks are taken a few at once, the fewer the longer
 * they last and the fewer there are, so that threads seldom meet and none holds what another could do.
 */
#ifndef RXT_TEAM_DESK_H
#define RXT_TEAM_DESK_H

#include "team_future.h"

/* What one worker has done, on lines of its own. */
struct rxt_shelf {
    _Alignas(RXT_LINE_BYTES) atomic_size_t put; /* of the worker      */
    struct rxt_future **done;                   /* a ring             */
    size_t n_batch;                             /* it takes at once   */
    double task_s;                              /* that a task of its last batch took; 0: not known */
    _Alignas(RXT_LINE_BYTES) size_t taken;      /* of the first thread */
};

struct rxt_desk {
    struct rxt_gang *gang;
    const struct rxt_task *tasks;
    void **local; /* the state of each worker */
    int rank;
    size_t mask; /* of the rings: their length - 1 */
    _Atomic(struct rxt_future *) *todo;
    struct rxt_shelf *shelves;
    size_t n_held; /* that were put and not collected; of the first thread */
    bool is_open;  /* the other threads are at it        */
    atomic_bool is_over;
    _Alignas(RXT_LINE_BYTES) atomic_size_t put;
    _Alignas(RXT_LINE_BYTES) atomic_size_t taken;
};

/** Call a task: its error; or that of what it returned, or of the bytes that it says it wrote. */
RXT_CHECKED enum rxt_err rxt_task_call(const struct rxt_task *task, struct rxt_call *c);

/** Make a desk for at most n tasks at once. RXT_E_MEMORY. */
RXT_CHECKED enum rxt_err rxt_desk_make(struct rxt_desk *desk, size_t n);
void rxt_desk_free(struct rxt_desk *desk);

/** Bring the other threads of the gang to the desk, or send them away once nothing is left to take. */
void rxt_desk_open(struct rxt_desk *desk);
void rxt_desk_close(struct rxt_desk *desk);

/** Put a task, of which no more than n may be held. */
void rxt_desk_put(struct rxt_desk *desk, struct rxt_future *future);
/** Do some tasks as a worker; false: there was none. */
bool rxt_desk_work(struct rxt_desk *desk, int worker);
/** Return one that was done, or cancelled; NULL: there is none. */
struct rxt_future *rxt_desk_collect(struct rxt_desk *desk);
/** Return one that no worker has taken, so that others may; NULL: there is none. */
struct rxt_future *rxt_desk_take_back(struct rxt_desk *desk);
/** Return how many are to be taken. */
size_t rxt_desk_left(const struct rxt_desk *desk);
/** Tell whether the tasks that the first thread does last so long that few should be put before a worker. */
bool rxt_desk_is_slow(const struct rxt_desk *desk);
/** Tell whether they cost it less than it would to send them to another rank. */
bool rxt_desk_is_cheap(const struct rxt_desk *desk);

#endif
