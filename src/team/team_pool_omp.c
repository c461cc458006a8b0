/* SPDX-License-Identifier: BSD-3-Clause
 * team_pool_omp.c - the threads of a pool, by OpenMP.
 */
#include "pool.h"

#include <omp.h>

enum rxt_err rxt_pool_run(struct rxt_pool *pool, enum rxt_err (*body)(void *), void *context)
{
    enum rxt_err err = RXT_OK;
    int n_given = 0;
    atomic_store(&pool->epoch, 0);
    omp_set_dynamic(0);
#pragma omp parallel num_threads(pool->n_threads)
    {
#pragma omp single
        n_given = omp_get_num_threads();
        /* the barrier of single: all know */
        if (n_given == pool->n_threads) {
            const int worker = omp_get_thread_num();
            if (worker == 0) {
                err = body(context);
                rxt_pool_dismiss(pool);
            } else {
                rxt_pool_serve(pool, worker);
            }
        }
    }
    if (n_given != pool->n_threads) {
        return rxt_fail(RXT_E_ABSENT, "OpenMP gave %d of %d threads: raise or unset OMP_THREAD_LIMIT",
                        n_given, pool->n_threads);
    }
    return err;
}
