/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_kmeans_pass.c - the pass over a chunk of points, in tiles, and the loops in plain C.
 */
#include "kernel_kmeans.h"

#include <math.h>
#include <string.h>

enum { TILE = KMEANS_TILE };

/* The tile turned, so that the lanes of a vector are points; missing points are zero. */
static void turn(size_t d, const double *points, size_t n, double *turned)
{
    if (n < TILE) {
        memset(turned, 0, d * TILE * sizeof *turned);
    }
    for (size_t p = 0; p < n; p++) {
        for (size_t i = 0; i < d; i++) {
            turned[i * TILE + p] = points[p * d + i];
        }
    }
}

static void distances(size_t d, const double *turned, const double *centre, double *square)
{
    double sum[TILE] = {0.0};
    for (size_t i = 0; i < d; i++) {
        const double c = centre[i];
        for (size_t p = 0; p < TILE; p++) {
            const double t = turned[i * TILE + p] - c;
            sum[p] = fma(t, t, sum[p]);
        }
    }
    memcpy(square, sum, sizeof sum);
}

static void find_nearest(const struct kmeans_shape *shape, const double *points, size_t n,
                         const double *centres, double *scratch, double *nearest, uint32_t *label)
{
    double square[TILE],
        number[TILE] = {0.0}; /* numbers as wide as the distances make the loop one of vectors */
    turn(shape->d, points, n, scratch);
    for (size_t p = 0; p < TILE; p++) {
        nearest[p] = INFINITY;
    }
    for (size_t c = 0; c < shape->k; c++) {
        distances(shape->d, scratch, centres + c * shape->d, square);
        for (size_t p = 0; p < TILE; p++) {
            number[p] = square[p] < nearest[p] ? (double)c : number[p];
            nearest[p] = square[p] < nearest[p] ? square[p] : nearest[p];
        }
    }
    for (size_t p = 0; p < n; p++) {
        label[p] = (uint32_t)number[p];
    }
}

static void add(const struct kmeans_shape *shape, const double *points, size_t n, const uint32_t *label,
                double *counts, double *sums)
{
    const size_t d = shape->d;
    for (size_t p = 0; p < n; p++) {
        double *restrict sum = sums + label[p] * d;
        const double *restrict point = points + p * d;
        for (size_t i = 0; i < d; i++) {
            sum[i] += point[i];
        }
        counts[label[p]] += 1.0;
    }
}

const struct kmeans_ops *kmeans_ops_of(enum rxt_isa isa)
{
    static const struct kmeans_ops plain = {find_nearest, add};
#ifdef RXT_HAVE_AVX512
    extern const struct kmeans_ops kmeans_ops_avx512;
    return isa == RXT_ISA_AVX512 ? &kmeans_ops_avx512 : &plain;
#else
    return isa == RXT_ISA_PLAIN ? &plain : NULL;
#endif
}

size_t kmeans_part_size(const struct kmeans_shape *shape)
{
    return 1 + shape->k + shape->k * shape->d;
}

void kmeans_assign(const struct kmeans_ops *ops, const struct kmeans_shape *shape, const double *points,
                   size_t n, const double *centres, double *scratch, uint32_t *label, double *part)
{
    double inertia[TILE] = {0.0}, nearest[TILE];
    memset(part, 0, kmeans_part_size(shape) * sizeof *part);
    for (size_t i = 0; i < n; i += TILE) {
        const size_t n_tile = n - i < TILE ? n - i : TILE;
        const double *tile = points + i * shape->d;
        ops->nearest(shape, tile, n_tile, centres, scratch, nearest, label + i);
        ops->add(shape, tile, n_tile, label + i, part + 1, part + 1 + shape->k);
        for (size_t p = 0; p < n_tile; p++) {
            inertia[p] += nearest[p];
        }
    }
    for (size_t p = 0; p < TILE; p++) {
        part[0] += inertia[p];
    }
}
