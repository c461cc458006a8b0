/* SPDX-License-Identifier: BSD-3-Clause
 * launch_side.h - several launches at the same time, side by side.
 */
#ifndef RXT_LAUNCH_SIDE_H
#define RXT_LAUNCH_SIDE_H

#include "launch.h"

enum { RXT_SIDE_MOST = 4096 };

/** Start n launches at once, give every line of each to line, and wait for the end of all.
 *
 *  launches  in   their lives are those of rxt_launch_run, each in a process of its own; when one fails the others go on
 *  n         in   1 to RXT_SIDE_MOST
 *  outcome   out  of the worst: one that was stopped, took too long, or failed; wall_s is that of the longest
 *
 *  Errors:  those of rxt_launch_run, of the first that has one
 *           RXT_E_LAUNCH  no process, or one was ended from outside
 */
RXT_CHECKED enum rxt_err rxt_launch_run_side(const struct rxt_launch *launches, size_t n, double timeout_s,
                                             const volatile sig_atomic_t *stop, rxt_line_fn line,
                                             void *context, struct rxt_outcome *outcome);

/** Run a launch as often side by side as it says, or by rxt_launch_run if that is once. */
RXT_CHECKED enum rxt_err rxt_launch_run_copies(const struct rxt_launch *launch, double timeout_s,
                                               const volatile sig_atomic_t *stop, rxt_line_fn line,
                                               void *context, struct rxt_outcome *outcome);

#endif
