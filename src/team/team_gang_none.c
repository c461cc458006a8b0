/* SPDX-License-Identifier: BSD-3-Clause
 * team_gang_none.c - the one thread of a gang, in a build without OpenMP.
 */
#include "gang.h"

enum rxt_err rxt_gang_check(int n_threads)
{
    return n_threads == 1
               ? RXT_OK
               : rxt_fail(RXT_E_ABSENT,
                          "%d threads a rank: this build has no OpenMP (OMP=no); use Rx1 layouts", n_threads);
}

enum rxt_err rxt_gang_run(struct rxt_gang *gang, enum rxt_err (*body)(void *), void *context)
{
    const enum rxt_err err = rxt_gang_check(gang->n_threads);
    return err == RXT_OK ? body(context) : err;
}

void rxt_gang_fork(struct rxt_gang *gang, rxt_gang_fn call, void *context)
{
    (void)gang; /* of one thread */
    call(context, 0);
}
