/* SPDX-License-Identifier: BSD-3-Clause
 * team_gang.c - post a call, make it on every thread, join: with one counter each way.
 */
#include "gang.h"

#include "clock.h"

#include <sched.h>
#include <time.h>

static void relax(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

void rxt_gang_wait(int *n_polls, int n_spins)
{
    if (*n_polls < n_spins) {
        ++*n_polls;
        relax();
    } else {
        sched_yield();
    }
}

void rxt_gang_rest(int *n_polls, int n_spins)
{
    enum { YIELDS = 500 };
    static const struct timespec nap = {.tv_nsec =
                                            50000}; /* and the slack of the system's timers, as much again */
    if (*n_polls >= n_spins + YIELDS) {
        nanosleep(&nap, NULL);
        return;
    }
    if (*n_polls < n_spins) {
        relax();
    } else {
        sched_yield();
    }
    ++*n_polls;
}

void rxt_gang_post(struct rxt_gang *gang, rxt_gang_fn call, void *context)
{
    gang->call = call;
    gang->context = context;
    atomic_store_explicit(&gang->pending, gang->n_threads - 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&gang->epoch, 1, memory_order_release);
}

void rxt_gang_do(struct rxt_gang *gang, rxt_gang_fn call, void *context)
{
    if (gang->n_threads == 1) {
        call(context, 0);
        return;
    }
    if (gang->is_free) {
        rxt_gang_fork(gang, call, context);
        return;
    }
    if (gang->make) {
        gang->make(gang, call, context);
        return;
    }
    rxt_gang_post(gang, call, context);
    call(context, 0);
    rxt_gang_join(gang);
}

void rxt_gang_join(struct rxt_gang *gang)
{
    if (atomic_load_explicit(&gang->pending, memory_order_acquire) > 0) {
        const double start_s = rxt_now_s();
        int n_polls = 0;
        while (atomic_load_explicit(&gang->pending, memory_order_acquire) > 0) {
            rxt_gang_wait(&n_polls, gang->n_spins);
        }
        gang->join_s += rxt_now_s() - start_s;
    }
}

void rxt_gang_serve(struct rxt_gang *gang, int worker)
{
    /* A program that holds a pool may do other things for long. */
    void (*const wait)(int *, int) = gang->threads ? rxt_gang_rest : rxt_gang_wait;
    /* The epoch is 0 when the gang starts, so a call posted before this thread came is not missed. */
    for (unsigned long seen = 0;; seen++) {
        int n_polls = 0;
        while (atomic_load_explicit(&gang->epoch, memory_order_acquire) == seen) {
            wait(&n_polls, gang->n_spins);
        }
        if (!gang->call) {
            return;
        }
        gang->call(gang->context, worker);
        atomic_fetch_sub_explicit(&gang->pending, 1, memory_order_release);
    }
}

void rxt_gang_dismiss(struct rxt_gang *gang)
{
    rxt_gang_post(gang, NULL, NULL);
}

enum rxt_err rxt_gang_refuse(int n_given, int n_wanted, int thread_limit, int active_levels)
{
    return rxt_fail(RXT_E_ABSENT, "OpenMP gave %d of %d threads%s", n_given, n_wanted,
                    active_levels < 1 ? ": raise or unset OMP_MAX_ACTIVE_LEVELS"
                    : thread_limit < n_wanted
                        ? ": raise or unset OMP_THREAD_LIMIT"
                        : ", and tells no reason: is the number of processes (ulimit -u) or the "
                          "address space (ulimit -v) limited?");
}
