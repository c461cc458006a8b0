/* SPDX-License-Identifier: BSD-3-Clause
 * base_stat_walsh.c - the median of the means of all pairs, found without writing them down.
 *
 * How many means do not exceed a number is counted in one walk over the sorted values. The smallest number with enough of them
 * is looked for by halving the doubles between the least and the greatest, all of which have a number of their own.
 */
#include "stat.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static const uint64_t sign = UINT64_C(1) << 63;

/* The number of a double in their order, and back. */
static uint64_t number_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits & sign ? ~bits : bits | sign;
}

static double value_of(uint64_t number)
{
    const uint64_t bits = number & sign ? number & ~sign : ~number;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* How many pairs i <= j have a mean of at most `most`. */
static size_t count_pairs(const double *sorted, size_t n, double most)
{
    size_t count = 0, end = n; /* behind the last j that fits */
    for (size_t i = 0; i < end; i++) {
        while (end > i && (sorted[i] + sorted[end - 1]) / 2.0 > most) {
            end--;
        }
        count += end - i;
    }
    return count;
}

/* The mean that has `rank` of them up to itself. */
static double mean_at(const double *sorted, size_t n, size_t rank)
{
    uint64_t low = number_of(sorted[0]), high = number_of(sorted[n - 1]);
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (count_pairs(sorted, n, value_of(middle)) >= rank) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return value_of(low);
}

double rxt_hodges_lehmann(const double *sorted, size_t n)
{
    const size_t n_pairs = n * (n + 1) / 2;
    if (n == 0) {
        return (double)NAN;
    }
    const double low = mean_at(sorted, n, (n_pairs + 1) / 2);
    return n_pairs % 2 == 1 ? low : (low + mean_at(sorted, n, n_pairs / 2 + 1)) / 2.0;
}
