/* SPDX-License-Identifier: BSD-3-Clause
 * stat.h - medians and their intervals by order statistics; no normality assumed.
 */
#ifndef RXT_STAT_H
#define RXT_STAT_H

#include "rxt/err.h"

#include <stdbool.h>
#include <stddef.h>

struct rxt_stat {
    size_t n;
    double min, median, max;
    bool has_interval; /* false below 6 values: no 95 % interval exists then */
    double low, high;  /* the interval of the median, as of rxt_median_interval; min and max without one */
};

/** Summarise n values by order statistics.
 *
 *  values  in   n finite values, any order, not changed
 *  n       in   >= 1
 *  out     out  caller's struct; untouched on error
 *
 *  Errors:      RXT_E_RANGE   n == 0, or a value that is not finite
 *               RXT_E_MEMORY  no room for a copy
 *  Collective:  no
 *  Memory:      8 n bytes of scratch, freed on every path
 *  Source:      Hoefler & Belli, SC15
 */
RXT_CHECKED enum rxt_err rxt_stat_of(const double *values, size_t n, struct rxt_stat *out);

/** Order n values, none of them NaN; return the median, NaN of none. */
double rxt_median_sorted(double *values, size_t n);

/** Find the interval of a median at a level such as 0.96, between two of the intervals that order statistics give.
 *
 *  sorted  in   n values in ascending order
 *  low     out  untouched, like high, where there is no interval: fewer values than log2(2 / (1 - level))
 *
 *  Returns:  whether there is one
 *  Source:   Hettmansperger & Sheather, Statistics & Probability Letters 4 (1986); no symmetry is assumed
 */
bool rxt_median_interval(const double *sorted, size_t n, double level, double *low, double *high);

/** Return the median of the means of all pairs, each value with itself included; NaN of none.
 *
 *  sorted  in  n values in ascending order; takes time n log n and no memory
 *
 *  Source:  Hodges & Lehmann, Ann. Math. Stat. 34 (1963)
 */
double rxt_hodges_lehmann(const double *sorted, size_t n);

/** Return what Student's t exceeds with probability 0.05; within 0.2 % from 3 degrees of freedom on.
 *
 *  Source:  Abramowitz & Stegun, 26.7.5
 */
double rxt_t_exceeded(double df);

#endif
