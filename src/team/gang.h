/* SPDX-License-Identifier: BSD-3-Clause
 * gang.h - the threads of one rank: started once, bound once, then driven by calls.
 *
 * One long parallel region holds them, since entering a region anew after a serial gap
 * costs up to 0.2 ms; for a body that has such regions itself each call is one. Two back
 * ends, one in a program: team_gang_omp.c, team_gang_none.c.
 * Where the program goes on beside them, as with a pool, they are POSIX threads: team_gang_posix.c.
 */
#ifndef RXT_GANG_H
#define RXT_GANG_H

#include "rxt/err.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

typedef void (*rxt_gang_fn)(void *context, int worker);

enum { RXT_LINE_BYTES = 128 }; /* two cache lines: the neighbour is prefetched */

struct rxt_gang {
    int n_threads;
    bool is_free;     /* between two calls the threads are OpenMP's, for regions of the body's own */
    int n_spins;      /* polls before a waiting thread gives its core to others; 0: at once */
    rxt_gang_fn call; /* NULL: go home */
    void *context;
    struct rxt_gang_thread *threads; /* of rxt_gang_start; NULL in a parallel region */
    void (*make)(struct rxt_gang *gang, rxt_gang_fn call, void *context); /* of a rig; NULL: as said below */
    void *own;                                                            /* of make */
    double join_s;                               /* time that thread 0 waited for the others, summed */
    _Alignas(RXT_LINE_BYTES) atomic_ulong epoch; /* counts calls: a new one is posted  */
    _Alignas(RXT_LINE_BYTES) atomic_int pending; /* threads that have not finished it */
};

/** Look whether so many threads can be started here: one that OpenMP cannot start ends the process without a word of
 *  ours.
 *
 *  Errors:  RXT_E_ABSENT  no, by a limit of threads or of memory (ulimit -u, ulimit -v), or for want of OpenMP
 */
RXT_CHECKED enum rxt_err rxt_gang_check(int n_threads);

/** Run body on thread 0 while the other threads wait for calls; of a free gang in no region, with n_threads as what OpenMP
 *  gives regions that ask for no number.
 *
 *  Errors:  RXT_E_ABSENT  the run-time gives fewer threads than n_threads
 *           and what body returns
 */
RXT_CHECKED enum rxt_err rxt_gang_run(struct rxt_gang *gang, enum rxt_err (*body)(void *), void *context);

/** Start the other threads, which wait for calls until rxt_gang_end; the calling thread is number 0.
 *
 *  Errors:  RXT_E_ABSENT  the system gives fewer threads; RXT_E_MEMORY. Nothing runs then
 */
RXT_CHECKED enum rxt_err rxt_gang_start(struct rxt_gang *gang);
void rxt_gang_end(struct rxt_gang *gang);

/** Make a call on every thread, from body; returns when all have. */
void rxt_gang_do(struct rxt_gang *gang, rxt_gang_fn call, void *context);
/** Make a call on every thread but number 0, which goes on; wait for the end of it. */
void rxt_gang_post(struct rxt_gang *gang, rxt_gang_fn call, void *context);
void rxt_gang_join(struct rxt_gang *gang);

/** Poll n_spins times, then let others run: on a shared core the one waited for may need it. Begin with *n_polls 0. */
void rxt_gang_wait(int *n_polls, int n_spins);
/** The same for what may be long in coming: who has polled in vain for about a millisecond sleeps for 0.1 ms each time, and
 *  so leaves the core to others. */
void rxt_gang_rest(int *n_polls, int n_spins);

/* What the back ends do for a free gang: make a call on every thread. */
void rxt_gang_fork(struct rxt_gang *gang, rxt_gang_fn call, void *context);

/* For the back ends: what a thread other than 0 does in the gang, and how body's end is told. */
void rxt_gang_serve(struct rxt_gang *gang, int worker);
void rxt_gang_dismiss(struct rxt_gang *gang);

/** Say why OpenMP gave fewer threads, from its two limits: RXT_E_ABSENT. */
enum rxt_err rxt_gang_refuse(int n_given, int n_wanted, int thread_limit, int active_levels);

#endif
