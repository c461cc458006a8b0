/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_heat_modes.c - eigenmodes of the five-point average on a square with a cold border.
 */
#include "kernel_heat.h"

#include <math.h>

/* p and q are clipped for plates too small to hold the mode. */
static void set_mode(struct heat_mode *m, double *waves, size_t n, size_t p, size_t q)
{
    const double pi = acos(-1.0), h = 1.0 / ((double)n + 1.0);
    const double a = (double)(p < n ? p : n) * pi * h, b = (double)(q < n ? q : n) * pi * h;
    for (size_t i = 0; i < n + 2; i++) {
        waves[i] = sin(a * (double)i);
        waves[n + 2 + i] = sin(b * (double)i);
    }
    m->lambda = 0.5 * (cos(a) + cos(b));
    m->row = waves;
    m->column = waves + n + 2;
}

void heat_modes_set(struct heat_modes *modes, double *waves, size_t n)
{
    modes->mode[0].amplitude = 1.0;
    modes->mode[1].amplitude = 0.5;
    set_mode(&modes->mode[0], waves, n, 1, 1);
    set_mode(&modes->mode[1], waves + 2 * (n + 2), n, 2, 3);
}
