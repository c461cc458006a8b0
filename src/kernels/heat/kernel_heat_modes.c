/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_heat_modes.c - eigenmodes of the average of the neighbours, in a square or cube with a cold border.
 */
#include "kernel_heat.h"

#include <math.h>

/* Half waves are clipped for bodies too small to hold the mode. */
static void set_mode(struct heat_mode *m, double *waves, size_t n, int dims, const int half_waves[3])
{
    const double pi = acos(-1.0), h = 1.0 / ((double)n + 1.0);
    double sum = 0.0;
    for (int d = 0; d < 3; d++) {
        const bool counts = dims == 3 || d != 1;
        const size_t p = (size_t)half_waves[d] < n ? (size_t)half_waves[d] : n;
        const double a = (double)p * pi * h;
        double *wave = waves + (size_t)d * (n + 2);
        for (size_t i = 0; i < n + 2; i++) {
            wave[i] = counts ? sin(a * (double)i) : 1.0;
        }
        sum += counts ? cos(a) : 0.0;
        m->wave[d] = wave;
    }
    m->lambda = sum / dims;
}

void heat_modes_set(struct heat_modes *modes, double *waves, size_t n, int dims)
{
    static const int half_waves[HEAT_MODES][3] = {{1, 1, 1}, {2, 1, 3}};
    modes->mode[0].amplitude = 1.0;
    modes->mode[1].amplitude = 0.5;
    for (size_t m = 0; m < HEAT_MODES; m++) {
        set_mode(&modes->mode[m], waves + m * 3 * (n + 2), n, dims, half_waves[m]);
    }
}
