/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_nbody_bodies.c - where bodies begin, and the two halves of a leapfrog step.
 *
 * Places and velocities are uniform in balls of radius 1 and the masses add up to about 1: kinetic
 * energy 3/10, potential -3/5 without softening, so the whole neither falls together nor flies apart.
 */
#include "kernel_nbody.h"

#include "rxt/random.h"

#include <stdbool.h>
#include <string.h>

enum { LANES = NBODY_LANES };
enum { TRIES = 64, DRAWS = 2 * TRIES * 3 + 1 }; /* random numbers set aside for a body */

static double uniform(uint64_t seed, uint64_t at)
{
    return (double)(rxt_random_at(seed, at) >> 11) * 0x1p-53;
}

/* A point of the unit ball: the first of the points of the cube around it that is inside. The
 * 64 tries all fail for one body in 10^20; its point is then the centre. */
static void draw_point(double out[3], uint64_t seed, uint64_t at)
{
    bool inside = false;
    for (int t = 0; t < TRIES && !inside; t++) {
        double r2 = 0.0;
        for (int d = 0; d < 3; d++) {
            out[d] = 2.0 * uniform(seed, at + (uint64_t)(3 * t + d)) - 1.0;
            r2 += out[d] * out[d];
        }
        inside = r2 < 1.0;
    }
    if (!inside) {
        memset(out, 0, 3 * sizeof *out);
    }
}

void nbody_start(struct nbody_group *group, size_t first, size_t n, uint64_t seed)
{
    memset(group, 0, sizeof *group);
    for (size_t k = 0; k < LANES && first + k < n; k++) {
        const uint64_t at = (uint64_t)(first + k) * DRAWS;
        double point[3], velocity[3];
        draw_point(point, seed, at);
        draw_point(velocity, seed, at + (uint64_t)3 * TRIES);
        group->x[k] = point[0];
        group->y[k] = point[1];
        group->z[k] = point[2];
        group->vx[k] = velocity[0];
        group->vy[k] = velocity[1];
        group->vz[k] = velocity[2];
        group->m[k] = (0.5 + uniform(seed, at + DRAWS - 1)) / (double)n;
    }
}

void nbody_publish(const struct nbody_group *group, struct nbody_body *out)
{
    for (int k = 0; k < LANES; k++) {
        out[k] = (struct nbody_body){group->x[k], group->y[k], group->z[k], group->m[k]};
    }
}

void nbody_kick(struct nbody_group *group, double dt)
{
    for (int k = 0; k < LANES; k++) {
        group->vx[k] += 0.5 * dt * group->ax[k];
        group->vy[k] += 0.5 * dt * group->ay[k];
        group->vz[k] += 0.5 * dt * group->az[k];
    }
}

void nbody_drift(struct nbody_group *group, double dt)
{
    for (int k = 0; k < LANES; k++) {
        group->x[k] += dt * group->vx[k];
        group->y[k] += dt * group->vy[k];
        group->z[k] += dt * group->vz[k];
    }
}
