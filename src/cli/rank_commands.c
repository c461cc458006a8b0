/* SPDX-License-Identifier: BSD-3-Clause
 * rank_commands.c - what rxt-rank does, and nothing else: the commands that a team runs.
 */
#include "cli.h"

#include "comm.h"

static enum rxt_err tell_library(const struct rxt_args *args)
{
    (void)args;
    const enum rxt_err err = rxt_print(rxt_comm_library());
    return err == RXT_OK ? rxt_print("\n") : err;
}

static const struct rxt_cmd library = {
    .name = "library",
    .words = "",
    .options = "",
    .what = "the MPI library that this program is linked with",
    .more = "",
    .run = tell_library,
};

const struct rxt_cmd *const rxt_cmds[] = {&rxt_cmd_run, &rxt_cmd_where,    &rxt_cmd_check_kernel,
                                          &library,     &rxt_cmd_describe, NULL};
