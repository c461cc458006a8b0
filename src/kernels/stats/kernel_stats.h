/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_stats.h - one sweep over numbers: central moments, extremes, histogram.
 *
 * A block of numbers, small enough for a first-level cache, is passed twice: for its mean, extremes and
 * whatever is not a number; then for powers of the distance from that mean, and bins. Blocks are merged by the
 * update formulas for central moments, every sum of which carries its rounding error along.
 */
#ifndef KERNEL_STATS_H
#define KERNEL_STATS_H

#include "rxt/isa.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STATS_BINS = 256, STATS_POWERS = 4, STATS_LANES = 16, STATS_BLOCK = 4096, STATS_GRAIN = 131072 };
enum { STATS_COPIES = 4 }; /* of the bins of a worker: neighbours do not wait for each other's bin */

/* A sum and what rounding has taken from it. */
struct stats_sum {
    double sum, lost;
};

/* Of n numbers: mean, and sums of (x - mean)^p for p = 2, 3, 4. */
struct stats_moments {
    double n;
    struct stats_sum mean, m2, m3, m4;
};

/* The partial result of a chunk. */
struct stats_part {
    struct stats_moments moments; /* of the finite numbers, as all else but `others` */
    double min, max;              /* INFINITY and -INFINITY if there are none */
    uint64_t others;              /* NaN and infinities */
    uint64_t pad[4];              /* to a multiple of 64 bytes */
    uint32_t bin[STATS_BINS];
};

/* Bin b holds the x with b <= (x - low) scale < b + 1; the last one what lies at or above it. */
struct stats_range {
    double low, scale;
};

/* What the two passes over a block find. */
struct stats_first {
    double sum, min, max;
};
struct stats_second {
    double power[STATS_POWERS]; /* sums of (x - about)^p, p = 1 ... 4 */
};

typedef uint32_t stats_bins[STATS_COPIES][STATS_BINS];

/* The passes, over 1 ... STATS_BLOCK numbers: in STATS_LANES lanes that are folded in order, so that
 * sums do not depend on the width of a vector. */
struct stats_passes {
    struct stats_first (*first)(const double *x, size_t n);
    struct stats_second (*second)(const double *x, size_t n, double about, const struct stats_range *range,
                                  stats_bins bins);
    /* The second pass over a whole block with the first one over the next whole block, which follows it. */
    struct stats_second (*both)(const double *x, double about, const struct stats_range *range,
                                stats_bins bins, struct stats_first *next);
};
/* With bins, or without: those are then not touched. */
const struct stats_passes *stats_passes_of(enum rxt_isa isa, bool counts);
extern const struct stats_passes stats_passes_avx512[2];

/** Summarise n numbers, at most 2^32 - 1; a block with NaN or infinities is passed without them. */
void stats_part_of(const struct stats_passes *passes, const double *x, size_t n,
                   const struct stats_range *range, struct stats_part *out);

/** Add b to a, with the rounding error of that. */
void stats_add(struct stats_sum *a, double b);
static inline double stats_value(struct stats_sum a)
{
    return a.sum + a.lost;
}

/** Merge the moments of b into a; either may be of no numbers. */
void stats_merge(struct stats_moments *a, const struct stats_moments *b);

/** Return (a * b) mod n, n < 2^63. */
uint64_t stats_multiply(uint64_t a, uint64_t b, uint64_t n);

/** Return a factor below n that has no divisor with n in common, from a random number; 1 if n is 1. */
uint64_t stats_coprime(uint64_t n, uint64_t random);

#endif
