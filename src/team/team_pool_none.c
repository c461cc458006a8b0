/* SPDX-License-Identifier: BSD-3-Clause
 * team_pool_none.c - the one thread of a pool, in a build without OpenMP.
 */
#include "pool.h"

enum rxt_err rxt_pool_run(struct rxt_pool *pool, enum rxt_err (*body)(void *), void *context)
{
    if (pool->n_threads != 1) {
        return rxt_fail(RXT_E_ABSENT, "%d threads a rank: this build has no OpenMP (OMP=no); use Rx1 layouts",
                        pool->n_threads);
    }
    return body(context);
}
