/* SPDX-License-Identifier: BSD-3-Clause
 * decide_estimate.h - a value with its 95 % interval.
 */
#ifndef RXT_DECIDE_ESTIMATE_H
#define RXT_DECIDE_ESTIMATE_H

#include <stdbool.h>
#include <stddef.h>

/* The level of an interval that is shown as one of 95 %. Nominal: since its rounds may also have chosen the best, it is
 * a little wider. */
#define RXT_SHOWN_LEVEL 0.96

/* A value with its 95 % interval; n == 0: nothing is known, all numbers are NaN. */
struct rxt_estimate {
    size_t n;
    double value, low, high;
    bool has_interval;
};

#endif
