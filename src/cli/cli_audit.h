/* SPDX-License-Identifier: BSD-3-Clause
 * cli_audit.h - what a race promises before it begins, and how its promises are tried afterwards.
 */
#ifndef RXT_CLI_AUDIT_H
#define RXT_CLI_AUDIT_H

#include "cli.h"
#include "decide.h"
#include "study.h"
#include "text.h"

/** Refuse options of a race that have no sense together. RXT_E_USAGE. */
RXT_CHECKED enum rxt_err rxt_audit_check(const struct rxt_args *args);
/** Tell on standard error how long a study may become, and what ends it before. */
void rxt_study_announce(const struct rxt_study_spec *spec);
/** Measure the full sweep as well (--audit), or the best layouts under two names (--aa), in folders inside the study's, and
 *  print what that says of the study's decision.
 *
 *  Errors:  of the studies that it runs and reports; RXT_E_STOPPED
 */
RXT_CHECKED enum rxt_err rxt_audit(const struct rxt_study_spec *spec, const struct rxt_study *study,
                                   const struct rxt_args *args);

/** Append what races of the best layouts with themselves find (--aa). */
RXT_CHECKED enum rxt_err rxt_aa(const struct rxt_study_spec *spec, const struct rxt_decision *decision,
                                struct rxt_text *out);

#endif
