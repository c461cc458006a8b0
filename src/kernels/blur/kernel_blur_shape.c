/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_blur_shape.c - the coefficients, exact and in whole numbers, and how far off these make the answer.
 */
#include "kernel_blur.h"

#include <math.h>

static double off_by(const struct blur_shape *b, size_t k)
{
    return (double)b->q[k] - ldexp(b->g[k], b->fraction);
}

/* The largest distance of the answer from the blur by g: of the coefficients, twice; of the roundings. */
static double error_of(const struct blur_shape *b)
{
    const double full = b->bits == 8 ? 255.0 : 65535.0, taps = (double)b->radius + 1.0;
    double off = fabs(off_by(b, 0));
    for (size_t k = 1; k <= b->radius; k++) {
        off += 2.0 * fabs(off_by(b, k));
    }
    const double pass = !b->wide ? 0.5 * taps / 64.0 : b->bits == 8 ? 0.5 / 256.0 : 0.5;
    return 2.0 * full * ldexp(off, -b->fraction) + 2.0 * pass + (b->bits == 8 ? 0.5 : 0.0) + 1e-6;
}

/* Rounded each, then those that were rounded most are rounded the other way until the sum is right. */
static void round_coefficients(struct blur_shape *b)
{
    int32_t rest = 1 << b->fraction;
    for (size_t k = 0; k <= b->radius; k++) {
        b->q[k] = (int32_t)lrint(ldexp(b->g[k], b->fraction));
        rest -= k ? 2 * b->q[k] : b->q[k];
    }
    while (rest > 1 || rest < -1) {
        const int32_t step = rest > 0 ? 1 : -1;
        size_t worst = 1;
        for (size_t k = 2; k <= b->radius; k++) {
            worst = step * off_by(b, k) < step * off_by(b, worst) ? k : worst;
        }
        b->q[worst] += step;
        rest -= 2 * step;
    }
    b->q[0] += rest;
}

void blur_shape_set(struct blur_shape *b, double sigma)
{
    double sum = 1.0;
    b->radius = (size_t)ceil(3.0 * sigma);
    b->wide = b->bits == 16 || b->radius > BLUR_NARROW;
    b->fraction = b->wide ? 16 : 15;
    for (size_t k = 0; k <= b->radius; k++) {
        b->g[k] = exp(-0.5 * (double)(k * k) / (sigma * sigma));
        sum += k ? 2.0 * b->g[k] : 0.0;
    }
    for (size_t k = 0; k <= b->radius; k++) {
        b->g[k] /= sum;
    }
    round_coefficients(b);
    b->error = error_of(b);
}
