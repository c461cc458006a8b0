/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_mandelbrot_row.c - a row of escape times, many pixels in flight.
 */
#include "kernel_mandelbrot.h"

#include "rxt/digest.h"

#include <stdbool.h>
#include <string.h>

enum { LANES = MANDELBROT_LANES };

/* Exactly symmetric about the centre: i and n - 1 - i give numbers that differ in sign only. */
static double offset(const struct mandelbrot_view *v, size_t i)
{
    const double odd = 2.0 * (double)i + 1.0 - (double)v->n;
    return odd * (v->width / (2.0 * (double)v->n));
}

/* v->x + offset(v, i + k), bit for bit; half is half a pixel's width. */
static void place(const struct mandelbrot_view *v, size_t i, double half, double *cx)
{
    const double odd = 2.0 * (double)i + 1.0 - (double)v->n;
    for (int k = 0; k < LANES; k++) {
        cx[k] = v->x + (odd + 2.0 * k) * half;
    }
}

void mandelbrot_row(const struct mandelbrot_view *v, size_t j, uint16_t *count)
{
    const mandelbrot_pixels_fn pixels = mandelbrot_pixels[v->isa];
    const double cy = v->y + offset(v, j), half = v->width / (2.0 * (double)v->n);
    double cx[LANES];
    size_t i = 0;
    for (; i + LANES <= v->n; i += LANES) {
        place(v, i, half, cx);
        pixels(cx, cy, v->iterations, count + i);
    }
    if (i < v->n) {
        uint16_t counts[LANES];
        place(v, i, half, cx);
        for (size_t k = v->n - i; k < LANES; k++) { /* those behind the row's end are out at once */
            cx[k] = 4.0;
        }
        pixels(cx, cy, v->iterations, counts);
        memcpy(count + i, counts, (v->n - i) * sizeof *count);
    }
}

struct mandelbrot_sum mandelbrot_sum_of(const uint16_t *count, size_t n)
{
    struct mandelbrot_sum sum = {.hash = rxt_digest_bytes(RXT_DIGEST_START, count, n * sizeof *count)};
    for (size_t i = 0; i < n; i++) {
        sum.iterations += count[i];
    }
    return sum;
}

/* `iterations` inside the main cardioid and the period-2 bulb, 0 outside |c| = 2, -1 where no
 * closed form says. The margin keeps rounding out of it. */
static int known(const struct mandelbrot_view *v, double x, double y)
{
    const double margin = 1e-9, dx = x - 0.25, q = dx * dx + y * y;
    if (q * (q + dx) < 0.25 * y * y - margin || (x + 1.0) * (x + 1.0) + y * y < 0.0625 - margin) {
        return (int)v->iterations;
    }
    return x * x + y * y > 4.0 + margin ? 0 : -1;
}

size_t mandelbrot_row_wrong(const struct mandelbrot_view *v, size_t j, const uint16_t *count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < v->n; i++) {
        const int want = known(v, v->x + offset(v, i), v->y + offset(v, j));
        wrong += want >= 0 && want != count[i];
    }
    return wrong;
}
