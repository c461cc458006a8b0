/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_mandelbrot.h - one row of the picture: computing it, and what is known of it.
 */
#ifndef KERNEL_MANDELBROT_H
#define KERNEL_MANDELBROT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mandelbrot_view {
    size_t n;            /* pixels a side                  */
    unsigned iterations; /* of a pixel at most, <= 65535   */
    double x, y, width;  /* centre and width in the plane  */
};

/* A row's partial result. The hash does not know which row it is, so mirrored rows compare. */
struct mandelbrot_sum {
    uint64_t iterations, hash;
};

enum { MANDELBROT_LANES = 32, MANDELBROT_STEPS = 8 };

/* Pixels of one row in flight: c, z, 1 while |z| has stayed within 2 and 0 after, and how often. */
struct mandelbrot_lanes {
    double cx[MANDELBROT_LANES], re[MANDELBROT_LANES], im[MANDELBROT_LANES];
    double live[MANDELBROT_LANES], count[MANDELBROT_LANES];
};

/** Do MANDELBROT_STEPS iterations of all lanes; return whether any lane is live. */
bool mandelbrot_advance(struct mandelbrot_lanes *lanes, double cy);

/** Sum up the n counts of a row. */
struct mandelbrot_sum mandelbrot_sum_of(const uint16_t *count, size_t n);

/** Compute the counts of row j, n numbers. */
void mandelbrot_row(const struct mandelbrot_view *view, size_t j, uint16_t *count);

/** Return how many counts of row j differ from what closed forms say. */
size_t mandelbrot_row_wrong(const struct mandelbrot_view *view, size_t j, const uint16_t *count);

#endif
