/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_stats_avx512.c - the passes over a block, two vectors of eight lanes; bins are counted beside the sums.
 *
 * Bins go through memory as bytes and are counted a little later: taken from registers at once they cost 18
 * cycles for eight numbers instead of 10. A counter's store for every number remains the bound, at about 8.
 */
#include "kernel_stats.h"

#include <immintrin.h>

#include <math.h>
#include <string.h>

enum { LAG = 8 * STATS_LANES, AHEAD = 2048 };

#define INLINE static inline __attribute__((always_inline))

/* Lanes of vector v that are there when `left` numbers are. */
INLINE __mmask8 mask_of(size_t left, size_t v)
{
    const size_t n = left >= 8 * v + 8 ? 8 : left <= 8 * v ? 0 : left - 8 * v;
    return (__mmask8)((1u << n) - 1);
}

/* Vectors stand in structs of their own, not in arrays, which gcc 12 would keep in memory. */
struct first_lanes {
    __m512d sum, min, max;
};

INLINE void first_add(struct first_lanes *l, const double *x, __mmask8 m)
{
    const __m512d a = _mm512_maskz_loadu_pd(m, x);
    l->sum = _mm512_mask_add_pd(l->sum, m, l->sum, a);
    l->min = _mm512_mask_min_pd(l->min, m, a, l->min);
    l->max = _mm512_mask_max_pd(l->max, m, a, l->max);
}

static void first_fold(struct stats_first *out, struct first_lanes lanes)
{
    double sum[8], min[8], max[8];
    _mm512_storeu_pd(sum, lanes.sum);
    _mm512_storeu_pd(min, lanes.min);
    _mm512_storeu_pd(max, lanes.max);
    for (size_t k = 0; k < 8; k++) {
        out->sum += sum[k];
        out->min = min[k] < out->min ? min[k] : out->min;
        out->max = max[k] > out->max ? max[k] : out->max;
    }
}

/* All lanes, and their order when they are folded. */
struct first_pair {
    struct first_lanes a, b;
};

INLINE struct first_pair first_none(void)
{
    const struct first_lanes none = {_mm512_setzero_pd(), _mm512_set1_pd(INFINITY),
                                     _mm512_set1_pd(-INFINITY)};
    return (struct first_pair){none, none};
}

INLINE void first_step(struct first_pair *q, const double *x, size_t left)
{
    first_add(&q->a, x, mask_of(left, 0));
    first_add(&q->b, x + 8, mask_of(left, 1));
}

INLINE struct stats_first first_of(const struct first_pair *q)
{
    struct stats_first out = {.min = INFINITY, .max = -INFINITY};
    first_fold(&out, q->a);
    first_fold(&out, q->b);
    return out;
}

static struct stats_first first_pass(const double *x, size_t n)
{
    struct first_pair q = first_none();
    size_t i = 0;
    for (; i + STATS_LANES <= n; i += STATS_LANES) {
        first_step(&q, x + i, STATS_LANES);
    }
    if (i < n) {
        first_step(&q, x + i, n - i);
    }
    return first_of(&q);
}

struct second_lanes {
    __m512d s1, s2, s3, s4;
};

struct constants {
    __m512d about, low, scale;
    __m256i last_bin;
};

/* Eight bins as bytes. */
INLINE void store_bins(__m512d a, const struct constants *c, unsigned char *out)
{
    const __m256i bin = _mm512_cvttpd_epi32(_mm512_mul_pd(_mm512_sub_pd(a, c->low), c->scale));
    const __m128i bytes = _mm256_cvtepi32_epi8(_mm256_min_epi32(bin, c->last_bin));
    const uint64_t eight = (uint64_t)_mm_cvtsi128_si64(bytes);
    memcpy(out, &eight, sizeof eight);
}

/* bin: NULL where none is counted, as the compiler sees. */
INLINE void second_add(struct second_lanes *l, const double *x, __mmask8 m, const struct constants *c,
                       unsigned char *bin)
{
    const __m512d a = _mm512_maskz_loadu_pd(m, x);
    const __m512d y = _mm512_sub_pd(a, c->about), y2 = _mm512_mul_pd(y, y);
    l->s1 = _mm512_mask_add_pd(l->s1, m, l->s1, y);
    l->s2 = _mm512_mask_add_pd(l->s2, m, l->s2, y2);
    l->s3 = _mm512_mask_add_pd(l->s3, m, l->s3, _mm512_mul_pd(y2, y));
    l->s4 = _mm512_mask_add_pd(l->s4, m, l->s4, _mm512_mul_pd(y2, y2));
    if (bin) {
        store_bins(a, c, bin);
    }
}

static void second_fold(struct stats_second *out, struct second_lanes lanes)
{
    const __m512d sums[STATS_POWERS] = {lanes.s1, lanes.s2, lanes.s3, lanes.s4};
    for (size_t p = 0; p < STATS_POWERS; p++) {
        double lane[8];
        _mm512_storeu_pd(lane, sums[p]);
        for (size_t k = 0; k < 8; k++) {
            out->power[p] += lane[k];
        }
    }
}

INLINE void count(const unsigned char *bin, size_t n, stats_bins bins)
{
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        for (size_t k = 0; k < 8; k++) {
            bins[k % STATS_COPIES][bin[i + k]]++;
        }
    }
    for (; i < n; i++) {
        bins[0][bin[i]]++;
    }
}

struct second_pair {
    struct second_lanes a, b;
};

INLINE void second_step(struct second_pair *q, const double *x, size_t left, const struct constants *k,
                        unsigned char *bin)
{
    second_add(&q->a, x, mask_of(left, 0), k, bin);
    second_add(&q->b, x + 8, mask_of(left, 1), k, bin ? bin + 8 : NULL);
}

INLINE struct second_pair second_none(void)
{
    const struct second_lanes none = {_mm512_setzero_pd(), _mm512_setzero_pd(), _mm512_setzero_pd(),
                                      _mm512_setzero_pd()};
    return (struct second_pair){none, none};
}

INLINE struct stats_second second_of(const struct second_pair *q)
{
    struct stats_second out = {.power = {0.0}};
    second_fold(&out, q->a);
    second_fold(&out, q->b);
    return out;
}

INLINE struct constants constants_of(double about, const struct stats_range *range)
{
    return (struct constants){.about = _mm512_set1_pd(about),
                              .low = _mm512_set1_pd(range->low),
                              .scale = _mm512_set1_pd(range->scale),
                              .last_bin = _mm256_set1_epi32(STATS_BINS - 1)};
}

INLINE struct stats_second second_by(const double *x, size_t n, double about, const struct stats_range *range,
                                     stats_bins bins, bool counts)
{
    const struct constants k = constants_of(about, range);
    struct second_pair q = second_none();
    unsigned char bin[STATS_BLOCK + STATS_LANES];
    size_t i = 0;
    for (; i + STATS_LANES <= n; i += STATS_LANES) {
        second_step(&q, x + i, STATS_LANES, &k, counts ? bin + i : NULL);
    }
    if (i < n) {
        second_step(&q, x + i, n - i, &k, counts ? bin + i : NULL);
    }
    if (counts) {
        count(bin, n, bins);
    }
    return second_of(&q);
}

/* Counting keeps the ports of stores busy, the sums those of arithmetic, the next block those of memory. */
INLINE struct stats_second both_by(const double *x, double about, const struct stats_range *range,
                                   stats_bins bins, struct stats_first *next, bool counts)
{
    const struct constants k = constants_of(about, range);
    struct second_pair q = second_none();
    struct first_pair p = first_none();
    unsigned char bin[STATS_BLOCK];
    for (size_t i = 0; i < STATS_BLOCK; i += STATS_LANES) {
        for (size_t line = 0; line < STATS_LANES; line += 8) { /* a hint: it may point behind the end */
            _mm_prefetch((const char *)(x + STATS_BLOCK + i + line + AHEAD), _MM_HINT_T1);
        }
        first_step(&p, x + STATS_BLOCK + i, STATS_LANES);
        second_step(&q, x + i, STATS_LANES, &k, counts ? bin + i : NULL);
        if (counts && i >= LAG) {
            count(bin + i - LAG, STATS_LANES, bins);
        }
    }
    if (counts) {
        count(bin + STATS_BLOCK - LAG, LAG, bins);
    }
    *next = first_of(&p);
    return second_of(&q);
}

#define PASSES(suffix, counts)                                                                               \
    static struct stats_second second_##suffix(const double *x, size_t n, double about,                      \
                                               const struct stats_range *range, stats_bins bins)             \
    {                                                                                                        \
        return second_by(x, n, about, range, bins, counts);                                                  \
    }                                                                                                        \
    static struct stats_second both_##suffix(const double *x, double about, const struct stats_range *range, \
                                             stats_bins bins, struct stats_first *next)                      \
    {                                                                                                        \
        return both_by(x, about, range, bins, next, counts);                                                 \
    }

PASSES(alone, false)
PASSES(counted, true)

const struct stats_passes stats_passes_avx512[2] = {{first_pass, second_alone, both_alone},
                                                    {first_pass, second_counted, both_counted}};
