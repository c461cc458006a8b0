/* SPDX-License-Identifier: BSD-3-Clause
 * trial_times.h - what the times of one launch tell, and whether the clock can tell them.
 */
#ifndef RXT_TRIAL_TIMES_H
#define RXT_TRIAL_TIMES_H

#include <stdbool.h>
#include <stddef.h>

/** Return the number of the run whose time is the median, the lower one of two; 0 of no runs. */
size_t rxt_median_run(const double *time_s, size_t n);

/** Tell whether the median of n >= 1 times is at least 100 steps of the clock; false for NaN. */
bool rxt_times_are_told(const double *time_s, size_t n, double step_s);

#endif
