/* SPDX-License-Identifier: BSD-3-Clause
 * cli_dry.h - a study that is shown and not begun.
 */
#ifndef RXT_CLI_DRY_H
#define RXT_CLI_DRY_H

#include "cli.h"
#include "study.h"

/** Refuse options that only a study which is shown takes, and launchers that a study cannot be told. RXT_E_USAGE. */
RXT_CHECKED enum rxt_err rxt_dry_check(const struct rxt_args *args);

/** Print what the study would launch, the lines, and what it may take: by --guess, or, on this machine, by one launch that is
 *  made and forgotten. */
RXT_CHECKED enum rxt_err rxt_dry_show(const struct rxt_study_spec *spec, const struct rxt_args *args);

#endif
