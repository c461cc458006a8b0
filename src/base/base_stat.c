/* SPDX-License-Identifier: BSD-3-Clause
 * base_stat.c - medians, and a summary of values.
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
    *out = (struct rxt_stat){
        .n = n,
        .min = sorted[0],
        .median = median,
        .max = sorted[n - 1],
        .low = sorted[0],
        .high = sorted[n - 1],
    };
    out->has_interval = rxt_median_interval(sorted, n, 0.95, &out->low, &out->high);
    free(sorted);
    return RXT_OK;
}
