/* SPDX-License-Identifier: BSD-3-Clause
 * cli_commands.c - the table of rxt's subcommands.
 */
#include "cli.h"

const struct rxt_cmd *const rxt_cmds[] = {&rxt_cmd_study,        &rxt_cmd_report,     &rxt_cmd_best,
                                          &rxt_cmd_compare,      &rxt_cmd_merge,      &rxt_cmd_job,
                                          &rxt_cmd_run,          &rxt_cmd_kernels,    &rxt_cmd_new_kernel,
                                          &rxt_cmd_check_kernel, &rxt_cmd_topo,       &rxt_cmd_machine,
                                          &rxt_cmd_place,        &rxt_cmd_where,      &rxt_cmd_bind,
                                          &rxt_cmd_watch,        &rxt_cmd_completion, NULL};
