/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_stats_pass.c - the pass over a chunk, in fixed lanes: the sums do not depend on the vector width.
 */
#include "kernel_stats.h"

#include <string.h>

enum { LANES = STATS_LANES, UNROLL = 4, COPIES = 4 };

struct lanes {
    double s1[LANES], s2[LANES], s3[LANES], s4[LANES], min[LANES], max[LANES];
};

/* UNROLL x LANES numbers; a lane's sums stay in registers over UNROLL numbers. */
static void add_block(struct lanes *l, const double *x)
{
    for (size_t k = 0; k < LANES; k++) {
        double s1 = l->s1[k], s2 = l->s2[k], s3 = l->s3[k], s4 = l->s4[k], min = l->min[k], max = l->max[k];
        for (size_t t = 0; t < UNROLL; t++) {
            const double v = x[t * LANES + k], y = v - 0.5, y2 = y * y;
            s1 += y;
            s2 += y2;
            s3 += y2 * y;
            s4 += y2 * y2;
            min = v < min ? v : min;
            max = v > max ? v : max;
        }
        l->s1[k] = s1;
        l->s2[k] = s2;
        l->s3[k] = s3;
        l->s4[k] = s4;
        l->min[k] = min;
        l->max[k] = max;
    }
}

/* Neighbours count in different copies, so that equal bins do not wait for each other. */
static void count_block(uint32_t bin[COPIES][STATS_BINS], const double *x)
{
    for (size_t i = 0; i < UNROLL * LANES; i += COPIES) {
        for (size_t c = 0; c < COPIES; c++) {
            bin[c][(int)(x[i + c] * STATS_BINS)]++;
        }
    }
}

static void fold_lanes(const struct lanes *l, struct stats_part *out)
{
    for (size_t k = 0; k < LANES; k++) {
        out->power[0] += l->s1[k];
        out->power[1] += l->s2[k];
        out->power[2] += l->s3[k];
        out->power[3] += l->s4[k];
        out->min = l->min[k] < out->min ? l->min[k] : out->min;
        out->max = l->max[k] > out->max ? l->max[k] : out->max;
    }
}

static void add_one(struct stats_part *out, double x)
{
    const double y = x - 0.5, y2 = y * y;
    out->power[0] += y;
    out->power[1] += y2;
    out->power[2] += y2 * y;
    out->power[3] += y2 * y2;
    out->min = x < out->min ? x : out->min;
    out->max = x > out->max ? x : out->max;
    out->bin[(int)(x * STATS_BINS)]++;
}

void stats_part_of(const double *x, size_t n, struct stats_part *out)
{
    struct lanes lanes = {.s1 = {0.0}};
    uint32_t bin[COPIES][STATS_BINS];
    const size_t n_blocked = n - n % (UNROLL * LANES);
    memset(bin, 0, sizeof bin);
    *out = (struct stats_part){.min = x[0], .max = x[0]};
    for (size_t k = 0; k < LANES; k++) {
        lanes.min[k] = lanes.max[k] = x[0];
    }
    for (size_t i = 0; i < n_blocked; i += UNROLL * LANES) {
        add_block(&lanes, x + i);
        count_block(bin, x + i);
    }
    fold_lanes(&lanes, out);
    for (size_t b = 0; b < STATS_BINS; b++) {
        for (size_t c = 0; c < COPIES; c++) {
            out->bin[b] += bin[c][b];
        }
    }
    for (size_t i = n_blocked; i < n; i++) {
        add_one(out, x[i]);
    }
}

void stats_part_add(struct stats_part *all, const struct stats_part *part)
{
    for (size_t p = 0; p < STATS_POWERS; p++) {
        all->power[p] += part->power[p];
    }
    for (size_t b = 0; b < STATS_BINS; b++) {
        all->bin[b] += part->bin[b];
    }
    all->min = part->min < all->min ? part->min : all->min;
    all->max = part->max > all->max ? part->max : all->max;
}

uint64_t stats_multiply(uint64_t a, uint64_t b, uint64_t n)
{
    uint64_t product = 0;
    for (a %= n, b %= n; b; b >>= 1) {
        product = b & 1 ? (product + a) % n : product;
        a = (a + a) % n;
    }
    return product;
}

uint64_t stats_coprime(uint64_t n, uint64_t random)
{
    for (uint64_t a = 1 + random % n;; a = 1 + a % n) {
        uint64_t x = a, y = n;
        while (y) {
            const uint64_t rest = x % y;
            x = y;
            y = rest;
        }
        if (x == 1) {
            return a % n ? a % n : 1;
        }
    }
}
