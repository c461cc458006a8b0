/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_kmeans_avx512.c - the same sums with a tile as two vectors, against four centres at once.
 */
#include "kernel_kmeans.h"
#include "kernel_transpose_avx512.h"

#include <math.h>

enum { LANES = 8, TILE = KMEANS_TILE, VECTORS = TILE / LANES, MANY = 4 };

static inline __mmask8 first_lanes(size_t n)
{
    return (__mmask8)(n < LANES ? (1U << n) - 1 : 0xff);
}

static void turn(size_t d, const double *points, size_t n, double *turned)
{
    for (size_t half = 0; half < TILE; half += LANES) {
        for (size_t i = 0; i < d; i += LANES) {
            const __mmask8 valid = first_lanes(d - i);
            __m512i r[LANES];
            for (size_t p = 0; p < LANES; p++) {
                r[p] = half + p < n ? _mm512_maskz_loadu_epi64(valid, points + (half + p) * d + i)
                                    : _mm512_setzero_si512();
            }
            kernel_transpose(r);
            for (size_t j = 0; j < LANES && i + j < d; j++) {
                _mm512_storeu_si512(turned + (i + j) * TILE + half, r[j]);
            }
        }
    }
}

struct best {
    __m512d square[VECTORS];
    __m512i number[VECTORS];
};

static inline __attribute__((always_inline)) void offer(struct best *best, size_t d, const double *turned,
                                                        const double *centres, size_t first,
                                                        const size_t many)
{
    __m512d sum[MANY][VECTORS], x[VECTORS];
    for (size_t c = 0; c < many; c++) {
        for (size_t v = 0; v < VECTORS; v++) {
            sum[c][v] = _mm512_setzero_pd();
        }
    }
    for (size_t i = 0; i < d; i++) {
        for (size_t v = 0; v < VECTORS; v++) {
            x[v] = _mm512_loadu_pd(turned + i * TILE + v * LANES);
        }
        for (size_t c = 0; c < many; c++) {
            const __m512d centre = _mm512_set1_pd(centres[(first + c) * d + i]);
            for (size_t v = 0; v < VECTORS; v++) {
                const __m512d t = _mm512_sub_pd(x[v], centre);
                sum[c][v] = _mm512_fmadd_pd(t, t, sum[c][v]);
            }
        }
    }
    for (size_t c = 0; c < many; c++) {
        const __m512i number = _mm512_set1_epi64((long long)first + (long long)c);
        for (size_t h = 0; h < VECTORS; h++) {
            const __mmask8 closer = _mm512_cmp_pd_mask(sum[c][h], best->square[h], _CMP_LT_OQ);
            best->square[h] = _mm512_mask_mov_pd(best->square[h], closer, sum[c][h]);
            best->number[h] = _mm512_mask_mov_epi64(best->number[h], closer, number);
        }
    }
}

static void find_nearest(const struct kmeans_shape *shape, const double *points, size_t n,
                         const double *centres, double *scratch, double *nearest, uint32_t *label)
{
    struct best best;
    size_t c = 0;
    for (size_t v = 0; v < VECTORS; v++) {
        best.square[v] = _mm512_set1_pd(INFINITY);
        best.number[v] = _mm512_setzero_si512();
    }
    turn(shape->d, points, n, scratch);
    for (; c + MANY <= shape->k; c += MANY) {
        offer(&best, shape->d, scratch, centres, c, MANY);
    }
    for (; c < shape->k; c++) {
        offer(&best, shape->d, scratch, centres, c, 1);
    }
    for (size_t h = 0; h < VECTORS; h++) {
        const size_t first = h * LANES;
        _mm512_storeu_pd(nearest + first, best.square[h]);
        if (first < n) {
            _mm512_mask_cvtepi64_storeu_epi32(label + first, first_lanes(n - first), best.number[h]);
        }
    }
}

static void add(const struct kmeans_shape *shape, const double *points, size_t n, const uint32_t *label,
                double *counts, double *sums)
{
    const size_t d = shape->d;
    for (size_t p = 0; p < n; p++) {
        double *sum = sums + label[p] * d;
        const double *point = points + p * d;
        size_t i = 0;
        for (; i + LANES <= d; i += LANES) {
            _mm512_storeu_pd(sum + i, _mm512_add_pd(_mm512_loadu_pd(sum + i), _mm512_loadu_pd(point + i)));
        }
        if (i < d) {
            const __mmask8 valid = first_lanes(d - i);
            const __m512d x = _mm512_maskz_loadu_pd(valid, point + i);
            _mm512_mask_storeu_pd(sum + i, valid, _mm512_add_pd(_mm512_maskz_loadu_pd(valid, sum + i), x));
        }
        counts[label[p]] += 1.0;
    }
}

const struct kmeans_ops kmeans_ops_avx512 = {find_nearest, add};
