/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_stats.h - one pass over numbers in [0, 1): power sums, extremes, histogram.
 */
#ifndef KERNEL_STATS_H
#define KERNEL_STATS_H

#include <stddef.h>
#include <stdint.h>

enum { STATS_BINS = 256, STATS_POWERS = 4, STATS_LANES = 16, STATS_GRAIN = 131072 };

/* The partial result of a chunk. */
struct stats_part {
    double power[STATS_POWERS]; /* sums of y, y^2, y^3, y^4 with y = x - 1/2 */
    double min, max;
    uint64_t bin[STATS_BINS]; /* of equal width; x in [b, b + 1) / STATS_BINS */
    uint64_t pad[2];          /* to a multiple of 64 bytes */
};

/** Summarise n numbers in [0, 1), n >= 1, at most 2^32 - 1. */
void stats_part_of(const double *x, size_t n, struct stats_part *out);

/** Add part to all; all begins as the first part. */
void stats_part_add(struct stats_part *all, const struct stats_part *part);

/** Return (a * b) mod n, n < 2^63. */
uint64_t stats_multiply(uint64_t a, uint64_t b, uint64_t n);

/** Return a factor below n that has no divisor with n in common, from a random number; 1 if n is 1. */
uint64_t stats_coprime(uint64_t n, uint64_t random);

#endif
