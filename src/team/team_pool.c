/* SPDX-License-Identifier: BSD-3-Clause
 * team_pool.c - post a call, make it on every thread, join: with one counter each way.
 */
#include "pool.h"

#include "clock.h"

#include <sched.h>

static void relax(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

void rxt_pool_wait(int *n_polls, int n_spins)
{
    if (*n_polls < n_spins) {
        ++*n_polls;
        relax();
    } else {
        sched_yield();
    }
}

static void post(struct rxt_pool *pool, rxt_pool_fn call, void *context)
{
    pool->call = call;
    pool->context = context;
    atomic_store_explicit(&pool->pending, pool->n_threads - 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&pool->epoch, 1, memory_order_release);
}

void rxt_pool_do(struct rxt_pool *pool, rxt_pool_fn call, void *context)
{
    if (pool->n_threads == 1) {
        call(context, 0);
        return;
    }
    post(pool, call, context);
    call(context, 0);
    if (atomic_load_explicit(&pool->pending, memory_order_acquire) > 0) {
        const double start_s = rxt_now_s();
        int n_polls = 0;
        while (atomic_load_explicit(&pool->pending, memory_order_acquire) > 0) {
            rxt_pool_wait(&n_polls, pool->n_spins);
        }
        pool->join_s += rxt_now_s() - start_s;
    }
}

void rxt_pool_serve(struct rxt_pool *pool, int worker)
{
    /* The epoch is 0 when the pool starts, so a call posted before this thread came is not missed. */
    for (unsigned long seen = 0;; seen++) {
        int n_polls = 0;
        while (atomic_load_explicit(&pool->epoch, memory_order_acquire) == seen) {
            rxt_pool_wait(&n_polls, pool->n_spins);
        }
        if (!pool->call) {
            return;
        }
        pool->call(pool->context, worker);
        atomic_fetch_sub_explicit(&pool->pending, 1, memory_order_release);
    }
}

void rxt_pool_dismiss(struct rxt_pool *pool)
{
    post(pool, NULL, NULL);
}

enum rxt_err rxt_pool_refuse(int n_given, int n_wanted, int thread_limit, int active_levels)
{
    return rxt_fail(RXT_E_ABSENT, "OpenMP gave %d of %d threads%s", n_given, n_wanted,
                    active_levels < 1 ? ": raise or unset OMP_MAX_ACTIVE_LEVELS"
                    : thread_limit < n_wanted
                        ? ": raise or unset OMP_THREAD_LIMIT"
                        : ", and tells no reason: is the number of processes (ulimit -u) or the "
                          "address space (ulimit -v) limited?");
}
