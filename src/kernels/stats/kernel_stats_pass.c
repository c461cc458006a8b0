/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_stats_pass.c - the passes over a block, in plain C: the reference; and a chunk, block by block.
 */
#include "kernel_stats.h"

#include <math.h>
#include <string.h>

enum { LANES = STATS_LANES };

static struct stats_first first_pass(const double *x, size_t n)
{
    double sum[LANES] = {0.0}, min[LANES], max[LANES];
    struct stats_first out = {.min = INFINITY, .max = -INFINITY};
    for (size_t k = 0; k < LANES; k++) {
        min[k] = INFINITY;
        max[k] = -INFINITY;
    }
    for (size_t i = 0; i < n; i += LANES) {
        const size_t last = n - i < LANES ? n - i : LANES;
        for (size_t k = 0; k < last; k++) {
            const double v = x[i + k];
            sum[k] += v;
            min[k] = v < min[k] ? v : min[k];
            max[k] = v > max[k] ? v : max[k];
        }
    }
    for (size_t k = 0; k < LANES; k++) {
        out.sum += sum[k];
        out.min = min[k] < out.min ? min[k] : out.min;
        out.max = max[k] > out.max ? max[k] : out.max;
    }
    return out;
}

/* Bins first, as bytes, and counters then: together they would wait for each other. */
static void count(const double *x, size_t n, const struct stats_range *range, stats_bins bins)
{
    unsigned char bin[STATS_BLOCK];
    const double low = range->low, scale = range->scale;
    for (size_t i = 0; i < n; i++) {
        const int b = (int)((x[i] - low) * scale);
        bin[i] = (unsigned char)(b < STATS_BINS ? b : STATS_BINS - 1);
    }
    size_t i = 0;
    for (; i + STATS_COPIES <= n; i += STATS_COPIES) {
        for (size_t k = 0; k < STATS_COPIES; k++) {
            bins[k][bin[i + k]]++;
        }
    }
    for (; i < n; i++) {
        bins[0][bin[i]]++;
    }
}

static struct stats_second sum_powers(const double *x, size_t n, double about)
{
    double s1[LANES] = {0.0}, s2[LANES] = {0.0}, s3[LANES] = {0.0}, s4[LANES] = {0.0};
    struct stats_second out = {.power = {0.0}};
    for (size_t i = 0; i < n; i += LANES) {
        const size_t last = n - i < LANES ? n - i : LANES;
        for (size_t k = 0; k < last; k++) {
            const double y = x[i + k] - about, y2 = y * y;
            s1[k] += y;
            s2[k] += y2;
            s3[k] += y2 * y;
            s4[k] += y2 * y2;
        }
    }
    for (size_t k = 0; k < LANES; k++) {
        out.power[0] += s1[k];
        out.power[1] += s2[k];
        out.power[2] += s3[k];
        out.power[3] += s4[k];
    }
    return out;
}

static struct stats_second second_pass(const double *x, size_t n, double about,
                                       const struct stats_range *range, stats_bins bins)
{
    count(x, n, range, bins);
    return sum_powers(x, n, about);
}

static struct stats_second second_alone(const double *x, size_t n, double about,
                                        const struct stats_range *range, stats_bins bins)
{
    (void)range, (void)bins;
    return sum_powers(x, n, about);
}

static struct stats_second both_passes(const double *x, double about, const struct stats_range *range,
                                       stats_bins bins, struct stats_first *next)
{
    *next = first_pass(x + STATS_BLOCK, STATS_BLOCK);
    return second_pass(x, STATS_BLOCK, about, range, bins);
}

static struct stats_second both_alone(const double *x, double about, const struct stats_range *range,
                                      stats_bins bins, struct stats_first *next)
{
    *next = first_pass(x + STATS_BLOCK, STATS_BLOCK);
    return second_alone(x, STATS_BLOCK, about, range, bins);
}

const struct stats_passes *stats_passes_of(enum rxt_isa isa, bool counts)
{
    static const struct stats_passes plain[2] = {{first_pass, second_alone, both_alone},
                                                 {first_pass, second_pass, both_passes}};
    static const struct stats_passes *const passes[RXT_ISAS] = {plain, RXT_AVX512_OF(stats_passes_avx512)};
    return &passes[isa][counts];
}

/* Moments about a rounded mean become central ones: e is what the mean was off. */
static struct stats_moments central(const struct stats_second *s, double about, double n)
{
    const double *p = s->power, e = p[0] / n;
    struct stats_moments m = {.n = n, .mean = {about, 0.0}};
    stats_add(&m.mean, e);
    m.m2.sum = p[1] - e * p[0];
    m.m3.sum = p[2] - 3.0 * e * p[1] + 2.0 * e * e * p[0];
    m.m4.sum = p[3] - 4.0 * e * p[2] + 6.0 * e * e * p[1] - 3.0 * e * e * e * p[0];
    return m;
}

static size_t keep_finite(const double *x, size_t n, double *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        out[kept] = x[i];
        kept += isfinite(x[i]) != 0;
    }
    return kept;
}

/* What a chunk is summed into, and the first pass over the block that comes next. */
struct sweep {
    const struct stats_passes *passes;
    const struct stats_range *range;
    stats_bins bins;
    struct stats_first first;
    struct stats_part *out;
};

/* NaN or infinity spoils the sum of a block, and nothing else here does: pass the others alone. */
static void add_finite(struct sweep *s, const double *x, size_t n)
{
    double finite[STATS_BLOCK + 1];
    const size_t kept = keep_finite(x, n, finite);
    s->out->others += n - kept;
    if (kept == 0) {
        return;
    }
    const struct stats_first first = s->passes->first(finite, kept);
    const double about = first.sum / (double)kept;
    const struct stats_second second = s->passes->second(finite, kept, about, s->range, s->bins);
    const struct stats_moments m = central(&second, about, (double)kept);
    stats_merge(&s->out->moments, &m);
    s->out->min = first.min < s->out->min ? first.min : s->out->min;
    s->out->max = first.max > s->out->max ? first.max : s->out->max;
}

/* A block of n numbers that n_next ones follow. */
static void add_block(struct sweep *s, const double *x, size_t n, size_t n_next)
{
    const struct stats_first first = s->first;
    const double about = first.sum / (double)n;
    struct stats_second second;
    if (!isfinite(first.sum)) {
        add_finite(s, x, n);
        s->first = s->passes->first(x + n, n_next);
        return;
    }
    if (n_next == STATS_BLOCK) {
        second = s->passes->both(x, about, s->range, s->bins, &s->first);
    } else {
        second = s->passes->second(x, n, about, s->range, s->bins);
        s->first = s->passes->first(x + n, n_next);
    }
    const struct stats_moments m = central(&second, about, (double)n);
    stats_merge(&s->out->moments, &m);
    s->out->min = first.min < s->out->min ? first.min : s->out->min;
    s->out->max = first.max > s->out->max ? first.max : s->out->max;
}

static size_t at_most_block(size_t n)
{
    return n < STATS_BLOCK ? n : STATS_BLOCK;
}

void stats_part_of(const struct stats_passes *passes, const double *x, size_t n,
                   const struct stats_range *range, struct stats_part *out)
{
    struct sweep s = {.passes = passes, .range = range, .out = out};
    memset(s.bins, 0, sizeof s.bins);
    *out = (struct stats_part){.min = INFINITY, .max = -INFINITY};
    s.first = passes->first(x, at_most_block(n));
    for (size_t i = 0; i < n; i += STATS_BLOCK) {
        const size_t here = at_most_block(n - i);
        add_block(&s, x + i, here, at_most_block(n - i - here));
    }
    for (size_t c = 0; c < STATS_COPIES; c++) {
        for (size_t b = 0; b < STATS_BINS; b++) {
            out->bin[b] += s.bins[c][b];
        }
    }
}
