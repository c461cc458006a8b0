/* SPDX-License-Identifier: BSD-3-Clause
 * cli_become.c - rxt started as a rank becomes rxt-rank, which alone is linked with MPI and OpenMP.
 */
#include "cli.h"

#include "launch_rank.h"

#include <stdlib.h>

enum rxt_err rxt_become_rank(char *const *argv)
{
    int local_rank, n_ranks;
    const bool is_rank = getenv("RXT_LAUNCHER") || rxt_launched(&local_rank, &n_ranks);
    return is_rank ? rxt_rank_become(argv) : RXT_OK;
}
