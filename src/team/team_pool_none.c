/* SPDX-License-Identifier: BSD-3-Clause
 * team_pool_none.c - the one thread of a pool, in a build without OpenMP.
 */
#include "pool.h"

enum rxt_err rxt_pool_check(int n_threads)
{
    return n_threads == 1
               ? RXT_OK
               : rxt_fail(RXT_E_ABSENT,
                          "%d threads a rank: this build has no OpenMP (OMP=no); use Rx1 layouts", n_threads);
}

enum rxt_err rxt_pool_run(struct rxt_pool *pool, enum rxt_err (*body)(void *), void *context)
{
    const enum rxt_err err = rxt_pool_check(pool->n_threads);
    return err == RXT_OK ? body(context) : err;
}
