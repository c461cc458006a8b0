/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_kmeans_points.c - the generated mixture, and the choice of the first centres.
 *
 * Every dimension has the centres at 0, 1 ... k - 1 in an order of its own (a Latin hypercube), and a point is
 * less than 2 sqrt(3) deviations from its centre in each. Up to a deviation of 0.072 any two points of a centre are
 * nearer to each other than any two points of different ones: the choice of farthest points then finds each centre.
 */
#include "kernel_kmeans.h"

#include "rxt/random.h"

#include <math.h>
#include <string.h>

void kmeans_truth(const struct kmeans_shape *shape, uint64_t seed, double *truth)
{
    const size_t d = shape->d, k = shape->k;
    for (size_t i = 0; i < d; i++) {
        for (size_t c = 0; c < k; c++) { /* Fisher and Yates, from the inside out */
            const size_t other = (size_t)(rxt_random_at(seed + 1, c * d + i) % (c + 1));
            truth[c * d + i] = truth[other * d + i];
            truth[other * d + i] = (double)c;
        }
    }
}

/* Every k points in a row have one of each centre. */
size_t kmeans_component(const struct kmeans_shape *shape, uint64_t seed, size_t i)
{
    const size_t k = shape->k;
    return (size_t)((rxt_random_at(seed + 2, i / k) % k + i) % k);
}

/* The sum of four uniform numbers, of variance 1/3. */
void kmeans_point(const struct kmeans_shape *shape, uint64_t seed, double spread, const double *truth,
                  size_t i, double *point)
{
    const double *centre = truth + kmeans_component(shape, seed, i) * shape->d;
    const double scale = spread * sqrt(3.0) / 65536.0;
    for (size_t j = 0; j < shape->d; j++) {
        const uint64_t r = rxt_random_at(seed, i * shape->d + j);
        const uint64_t sum = (r & 0xffff) + (r >> 16 & 0xffff) + (r >> 32 & 0xffff) + (r >> 48);
        point[j] = centre[j] + ((double)sum - 131070.0) * scale;
    }
}

static double square_distance(const double *a, const double *b, size_t d)
{
    double sum = 0.0;
    for (size_t i = 0; i < d; i++) {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
}

void kmeans_farthest(const struct kmeans_shape *shape, const double *points, size_t n, double *far,
                     double *centres)
{
    const size_t d = shape->d;
    size_t next = 0;
    for (size_t p = 0; p < n; p++) {
        far[p] = INFINITY;
    }
    for (size_t c = 0; c < shape->k; c++) {
        const double *centre = points + next * d;
        memcpy(centres + c * d, centre, d * sizeof *centre);
        next = 0;
        for (size_t p = 0; p < n; p++) {
            const double square = square_distance(points + p * d, centre, d);
            far[p] = square < far[p] ? square : far[p];
            next = far[p] > far[next] ? p : next;
        }
    }
}
