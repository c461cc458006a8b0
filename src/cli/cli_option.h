/* SPDX-License-Identifier: BSD-3-Clause
 * cli_option.h - a row of the table of options.
 */
#ifndef RXT_CLI_OPTION_H
#define RXT_CLI_OPTION_H

#include "cli.h"

#include <stdbool.h>
#include <stddef.h>

enum rxt_opt_type {
    RXT_OPT_FLAG,
    RXT_OPT_INTEGER,
    RXT_OPT_REAL,
    RXT_OPT_SECONDS,
    RXT_OPT_LIMIT,  /* of a batch job, as Slurm takes it */
    RXT_OPT_BUDGET, /* struct rxt_budget */
    RXT_OPT_TEXT,
    RXT_OPT_CHOICE,
    RXT_OPT_SIZE, /* a choice, or a list of numbers */
    RXT_OPT_LIST  /* may be given again; each value is kept */
};

struct rxt_opt {
    const char *name, *arg;
    enum rxt_opt_type type;
    size_t at;          /* of its member in struct rxt_args */
    const char *preset; /* NULL: false, 0 or NULL */
    double min, max;
    const char *what;
    const char *absent; /* what holds without the option, where no preset says it */
};

/** Every option, ended by a row without a name. */
extern const struct rxt_opt rxt_opts[];
enum { RXT_OPTS_MOST = 128 };

bool rxt_cmd_takes(const struct rxt_cmd *cmd, const struct rxt_opt *opt);
/** Tell whether a name is one of a list separated by separator. */
bool rxt_has_word(const char *list, const char *word, char separator);
/** Tell whether a program is studied, and no kernel. */
bool rxt_args_name_program(const struct rxt_args *args);
/** Refuse options of kernels where a program is studied, and those of a program where kernels are, with the way out.
 *
 *  given  in  a flag for each row of rxt_opts
 */
RXT_CHECKED enum rxt_err rxt_args_fit(const struct rxt_cmd *cmd, const bool *given,
                                      const struct rxt_args *args);

#endif
