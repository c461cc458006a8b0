/* SPDX-License-Identifier: BSD-3-Clause
 * base_stat.c - medians and their intervals by order statistics.
 */
#include "stat.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

size_t rxt_median_rank(size_t n)
{
    /* Walk the binomial distribution upward while the two tails stay within 5 %. */
    double term = pow(0.5, (double)n), tail = 0.0;
    if (n > 1000) { /* the normal approximation is exact to less than one rank there */
        return (size_t)floor(0.5 * (double)n - 0.98 * sqrt((double)n));
    }
    size_t k = 0;
    while (2.0 * (tail + term) <= 0.05) {
        tail += term;
        term *= (double)(n - k) / (double)(k + 1);
        k++;
    }
    return k;
}

double rxt_median_sorted(double *values, size_t n)
{
    qsort(values, n, sizeof *values, ascending);
    return n > 0 ? 0.5 * (values[(n - 1) / 2] + values[n / 2]) : (double)NAN;
}

enum rxt_err rxt_stat_of(const double *values, size_t n, struct rxt_stat *out)
{
    if (n == 0) {
        return rxt_fail(RXT_E_RANGE, "statistics of no values");
    }
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(values[i])) {
            return rxt_fail(RXT_E_RANGE, "value %zu is %g", i, values[i]);
        }
    }
    double *sorted = malloc(n * sizeof *sorted);
    if (!sorted) {
        return rxt_fail(RXT_E_MEMORY, "no room to sort %zu values", n);
    }
    memcpy(sorted, values, n * sizeof *sorted);
    const double median = rxt_median_sorted(sorted, n);
    const size_t k = rxt_median_rank(n);
    *out = (struct rxt_stat){
        .n = n,
        .min = sorted[0],
        .median = median,
        .max = sorted[n - 1],
        .has_interval = k > 0,
        .low = k > 0 ? sorted[k - 1] : sorted[0],
        .high = k > 0 ? sorted[n - k] : sorted[n - 1],
    };
    free(sorted);
    return RXT_OK;
}
