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
    RXT_OPT_TEXT,
    RXT_OPT_CHOICE
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

#endif
