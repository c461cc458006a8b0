/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_kmeans.h - assign points to their nearest centres and sum them up; generated points; points as text.
 *
 * A distance is summed in the order of the dimensions, a centre's sum in the order of its points: lanes hold
 * different points or different dimensions, so that the vector width does not show in any bit.
 */
#ifndef KERNEL_KMEANS_H
#define KERNEL_KMEANS_H

#include "rxt/isa.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { KMEANS_TILE = 32, KMEANS_MAX_D = 4096, KMEANS_MAX_K = 65536 };

/* Up to this deviation the centres of the mixture are found, see kernel_kmeans_points.c. */
#define KMEANS_APART 0.072

struct kmeans_shape {
    size_t d, k; /* dimensions, centres */
};

/* What an instruction set gives. */
struct kmeans_ops {
    /** Find the nearest centres of n <= KMEANS_TILE points; the first of several. `nearest` gets KMEANS_TILE
     *  squared distances, and `label` n numbers; scratch has room for d KMEANS_TILE. */
    void (*nearest)(const struct kmeans_shape *shape, const double *points, size_t n, const double *centres,
                    double *scratch, double *nearest, uint32_t *label);
    /** Add n points to the sums of their centres, k rows of d, and to their counts. */
    void (*add)(const struct kmeans_shape *shape, const double *points, size_t n, const uint32_t *label,
                double *counts, double *sums);
};

/** Return the operations of an instruction set. */
const struct kmeans_ops *kmeans_ops_of(enum rxt_isa isa);

/** Return how many numbers the sums of a chunk are: inertia, k counts, k rows of d. */
size_t kmeans_part_size(const struct kmeans_shape *shape);

/** Assign n points; part gets their sums. */
void kmeans_assign(const struct kmeans_ops *ops, const struct kmeans_shape *shape, const double *points,
                   size_t n, const double *centres, double *scratch, uint32_t *label, double *part);

/** Choose k of the n points, n >= k: each the farthest from those before it. far has room for n. */
void kmeans_farthest(const struct kmeans_shape *shape, const double *points, size_t n, double *far,
                     double *centres);

/** Place the k centres of a mixture: any two differ by 1 at least in every dimension. */
void kmeans_truth(const struct kmeans_shape *shape, uint64_t seed, double *truth);
/** Return the centre of point i. */
size_t kmeans_component(const struct kmeans_shape *shape, uint64_t seed, size_t i);
/** Write point i: normal-like around its centre, with this standard deviation and at most 2 sqrt(3) of it. */
void kmeans_point(const struct kmeans_shape *shape, uint64_t seed, double spread, const double *truth,
                  size_t i, double *point);

/* A line of text as numbers. */
struct kmeans_line {
    size_t n;          /* numbers found, also those that had no room */
    size_t bad, n_bad; /* bytes that are no number up to 1e140: where in the line, and how many */
    bool is_bad;
};

/** Read the numbers of a line of n bytes, without its end, separated by blanks, a comma or a semicolon. */
struct kmeans_line kmeans_line_read(const unsigned char *line, size_t n, double *numbers, size_t room);

#endif
