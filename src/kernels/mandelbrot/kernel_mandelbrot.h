/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_mandelbrot.h - one row of the picture: computing it, and what is known of it.
 */
#ifndef KERNEL_MANDELBROT_H
#define KERNEL_MANDELBROT_H

#include "rxt/isa.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mandelbrot_view {
    size_t n;            /* pixels a side                  */
    unsigned iterations; /* of a pixel at most, <= 65535   */
    double x, y, width;  /* centre and width in the plane  */
    enum rxt_isa isa;
};

/* A row's partial result. The hash does not know which row it is, so mirrored rows compare. */
struct mandelbrot_sum {
    uint64_t iterations, hash;
};

enum { MANDELBROT_LANES = 32 };

/** Count the iterations of MANDELBROT_LANES pixels of one row: at cx[k] + i cy. */
typedef void (*mandelbrot_pixels_fn)(const double *cx, double cy, unsigned iterations, uint16_t *count);
void mandelbrot_pixels_plain(const double *cx, double cy, unsigned iterations, uint16_t *count);
void mandelbrot_pixels_avx512(const double *cx, double cy, unsigned iterations, uint16_t *count);
extern const mandelbrot_pixels_fn mandelbrot_pixels[RXT_ISAS];

/** Sum up the n counts of a row. */
struct mandelbrot_sum mandelbrot_sum_of(const uint16_t *count, size_t n);

/** Compute the counts of row j, n numbers. */
void mandelbrot_row(const struct mandelbrot_view *view, size_t j, uint16_t *count);

/** Return how many counts of row j differ from what closed forms say. */
size_t mandelbrot_row_wrong(const struct mandelbrot_view *view, size_t j, const uint16_t *count);

#endif
