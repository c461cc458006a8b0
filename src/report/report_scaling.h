/* SPDX-License-Identifier: BSD-3-Clause
 * report_scaling.h - time, speed-up, efficiency over the number of workers: tables and pictures.
 */
#ifndef RXT_REPORT_SCALING_H
#define RXT_REPORT_SCALING_H

#include "decide.h"
#include "text.h"

#include "rxt/err.h"

/** Append what a scaling study found: for a terminal a line a kernel and step; nothing for other studies. */
void rxt_report_scaling(struct rxt_text *out, const struct rxt_decision *decision);
/** Append the base of the speed-ups, or a kernel's table of all its layouts, and its picture if it was drawn. */
void rxt_report_scaling_base(struct rxt_text *out, const struct rxt_decision *decision);
void rxt_report_scaling_kernel(struct rxt_text *out, const struct rxt_decision *decision,
                               const struct rxt_verdict_of_kernel *kernel);

/** Write scaling-KERNEL.dat and .gp of every kernel, each whole or not at all. */
RXT_CHECKED enum rxt_err rxt_report_plots_write(const struct rxt_study *study,
                                                const struct rxt_decision *decision, const char *folder);
/** Let gnuplot draw them: scaling-KERNEL.svg and .pdf, each whole, or the one of before stays. RXT_E_ABSENT without gnuplot,
 *  RXT_E_OUTPUT when one is not whole: data and scripts are there all the same. */
RXT_CHECKED enum rxt_err rxt_report_plots_draw(const struct rxt_study *study,
                                               const struct rxt_decision *decision, const char *folder);

#endif
