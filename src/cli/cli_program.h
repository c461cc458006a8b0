/* SPDX-License-Identifier: BSD-3-Clause
 * cli_program.h - a program and how to run it, from the options of a study.
 */
#ifndef RXT_CLI_PROGRAM_H
#define RXT_CLI_PROGRAM_H

#include "cli.h"

#include "program.h"
#include "study.h"

/* The options that a study takes for a program alone. */
#define RXT_PROGRAM_OPTIONS                                                                                     \
    "subject recipe env when ranks threads copies launcher-template template copy keep no-preload "             \
    "prepare prepare-timeout stdin workdir warmup metric metric-file take unit higher-is-better expect answer " \
    "tolerance check"

/** Make a program of what the options and the words behind "--" say; rxt_program_free, also on error. All that can be
 *  known to make no sense before a launch is refused: a command that is not found, too, unless other hosts run it. */
RXT_CHECKED enum rxt_err rxt_program_from(const struct rxt_args *args, bool is_elsewhere,
                                          struct rxt_program *out);

/** Tell of a word that is no kernel, but a program that is here, how a program is studied. RXT_E_USAGE. */
RXT_CHECKED enum rxt_err rxt_program_hint(const struct rxt_args *args);

#endif
