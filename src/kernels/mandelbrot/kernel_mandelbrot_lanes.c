/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_mandelbrot_lanes.c - the inner loop in plain C, alone in its file: the reference for every other.
 *
 * Inlined into its caller, clang 14 vectorises it no longer (7 times slower). The steps stand inside the
 * loop over the lanes: a lane's numbers stay in registers, and the lanes hide each other's latency.
 */
#include "kernel_mandelbrot.h"

enum { LANES = MANDELBROT_LANES, STEPS = 8 };

/* Pixels in flight: c, z, 1 while |z| has stayed within 2 and 0 after, and how often. */
struct lanes {
    double cx[LANES], re[LANES], im[LANES], live[LANES], count[LANES];
};

/* STEPS iterations of all lanes; a pixel that is out stays out: its live is 0 from then on, whatever z becomes. */
__attribute__((noinline)) static bool advance(struct lanes *z, double cy)
{
    int any = 0;
    for (int k = 0; k < LANES; k++) {
        const double cx = z->cx[k];
        double re = z->re[k], im = z->im[k], live = z->live[k], count = z->count[k];
        for (int t = 0; t < STEPS; t++) {
            const double re2 = re * re, im2 = im * im, half = re * im;
            live = re2 + im2 <= 4.0 ? live : 0.0;
            count += live;
            im = half + half + cy;
            re = re2 - im2 + cx;
        }
        z->re[k] = re;
        z->im[k] = im;
        z->live[k] = live;
        z->count[k] = count;
    }
    for (int k = 0; k < LANES; k++) {
        any |= z->live[k] > 0.0;
    }
    return any;
}

void mandelbrot_pixels_plain(const double *cx, double cy, unsigned iterations, uint16_t *count)
{
    struct lanes z;
    for (int k = 0; k < LANES; k++) {
        z.cx[k] = cx[k];
        z.re[k] = cx[k];
        z.im[k] = cy;
        z.live[k] = 1.0;
        z.count[k] = 0.0;
    }
    bool live = true;
    for (unsigned t = 0; t < iterations && live; t += STEPS) {
        live = advance(&z, cy);
    }
    for (int k = 0; k < LANES; k++) { /* the last steps may be too many */
        const unsigned n_live = (unsigned)z.count[k];
        count[k] = (uint16_t)(n_live < iterations ? n_live : iterations);
    }
}

const mandelbrot_pixels_fn mandelbrot_pixels[RXT_ISAS] = {
    [RXT_ISA_PLAIN] = mandelbrot_pixels_plain,
    [RXT_ISA_AVX512] = RXT_AVX512_OF(mandelbrot_pixels_avx512),
};
