/* SPDX-License-Identifier: BSD-3-Clause
 * base_stat_interval.c - the interval of a median at any level, by interpolated order statistics.
 */
#include "stat.h"

#include <math.h>

/* P(Binomial(n, 1/2) = k); without its product where that would begin at 0. */
static double probability(size_t n, size_t k)
{
    return exp(lgamma((double)n + 1.0) - lgamma((double)k + 1.0) - lgamma((double)(n - k) + 1.0) -
               (double)n * log(2.0));
}

/* How often the order statistics k and n + 1 - k hold the median between them: at rank k, and at the next one. */
struct cover {
    size_t rank;
    double here, next;
};

/* The largest rank with at least this level; 0 if there is none. */
static struct cover cover_of(size_t n, double level)
{
    const double slack = 1e-12; /* 1 - 2^-k is a level that is reached */
    struct cover cover = {0, 1.0, 1.0};
    double term = pow(0.5, (double)n);
    for (size_t k = 0; k < n / 2; k++) {
        const double covered = cover.here - 2.0 * term;
        if (covered < level - slack) {
            cover.next = covered;
            return cover;
        }
        cover.rank = k + 1;
        cover.here = covered;
        term = n > 1000 ? probability(n, k + 1) : term * (double)(n - k) / (double)(k + 1);
    }
    cover.next = 0.0;
    return cover;
}

bool rxt_median_interval(const double *sorted, size_t n, double level, double *low, double *high)
{
    const struct cover cover = cover_of(n, level);
    const size_t k = cover.rank;
    if (k == 0) {
        return false;
    }
    const double part = (cover.here - level) / (cover.here - cover.next);
    const double inner = (double)(n - k) * part / ((double)k + ((double)n - 2.0 * (double)k) * part);
    *low = (1.0 - inner) * sorted[k - 1] + inner * sorted[k];
    *high = (1.0 - inner) * sorted[n - k] + inner * sorted[n - k - 1];
    return true;
}

double rxt_t_exceeded(double df)
{
    const double z = 1.6448536, z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z, z9 = z7 * z * z;
    return z + (z3 + z) / (4.0 * df) + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * df * df) +
           (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * df * df * df) +
           (79.0 * z9 + 776.0 * z7 + 1482.0 * z5 - 1920.0 * z3 - 945.0 * z) / (92160.0 * df * df * df * df);
}
