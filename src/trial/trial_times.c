/* SPDX-License-Identifier: BSD-3-Clause
 * trial_times.c - what the times of one launch tell, and whether the clock can tell them.
 */
#include "trial_times.h"

size_t rxt_median_run(const double *time_s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t n_below = 0;
        for (size_t j = 0; j < n; j++) {
            n_below += time_s[j] < time_s[i] || (time_s[j] == time_s[i] && j < i);
        }
        if (n_below == (n - 1) / 2) {
            return i;
        }
    }
    return 0;
}

bool rxt_times_are_told(const double *time_s, size_t n, double step_s)
{
    return time_s[rxt_median_run(time_s, n)] >= 100.0 * step_s;
}
