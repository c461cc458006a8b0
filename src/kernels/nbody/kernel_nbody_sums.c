/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_nbody_sums.c - sums over bodies: the forces by the textbook, and what a step conserves.
 */
#include "kernel_nbody.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { LANES = NBODY_LANES };

/* By the textbook's formula, a lane each: the pull, the sum of its terms' sizes, potential, sum of m / s^(3/2). */
struct textbook {
    double ax[LANES], ay[LANES], az[LANES], size[LANES], potential[LANES], tide[LANES];
};

/* `self` is the lane that is this body, or none. */
static void add_body(struct textbook *restrict t, const struct nbody_group *restrict g,
                     const struct nbody_body *restrict b, double softening2, size_t self)
{
    const double x = b->x, y = b->y, z = b->z;
    for (size_t k = 0; k < LANES; k++) {
        const double m = k == self ? 0.0 : b->m;
        const double dx = x - g->x[k], dy = y - g->y[k], dz = z - g->z[k];
        const double s = dx * dx + dy * dy + dz * dz + softening2, by_root = 1.0 / sqrt(s);
        const double pot = m * by_root, size = pot * by_root, w = size * by_root;
        t->ax[k] += w * dx;
        t->ay[k] += w * dy;
        t->az[k] += w * dz;
        t->size[k] += size;
        t->potential[k] -= pot;
        t->tide[k] += w;
    }
}

/* Both sums round each of n terms once, and each term differs by some units in its last place. */
static uint64_t wrong_pulls(const struct nbody_group *g, const struct textbook *t, int k, size_t n)
{
    const double tolerance = DBL_EPSILON * (8.0 + sqrt((double)n)) * t->size[k];
    return !(fabs(g->ax[k] - t->ax[k]) <= tolerance && fabs(g->ay[k] - t->ay[k]) <= tolerance &&
             fabs(g->az[k] - t->az[k]) <= tolerance);
}

static void add_lane(double *of, const struct nbody_group *g, const struct textbook *t, int k)
{
    const double m = g->m[k], x[3] = {g->x[k], g->y[k], g->z[k]}, v[3] = {g->vx[k], g->vy[k], g->vz[k]};
    const double v2 = v[0] * v[0] + v[1] * v[1] + v[2] * v[2], speed = sqrt(v2);
    const double r = sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
    of[NBODY_MASS] += m;
    for (int d = 0; d < 3; d++) {
        const int e = (d + 1) % 3, f = (d + 2) % 3;
        of[NBODY_MOMENTUM + d] += m * v[d];
        of[NBODY_CENTRE + d] += m * x[d];
        of[NBODY_ANGULAR + d] += m * (x[e] * v[f] - x[f] * v[e]);
    }
    of[NBODY_ENERGY] += 0.5 * m * (v2 + t->potential[k]);
    of[NBODY_SCALE_MOMENTUM] += m * speed;
    of[NBODY_SCALE_CENTRE] += m * r;
    of[NBODY_SCALE_ANGULAR] += m * r * speed;
    of[NBODY_SCALE_PULL] += m * t->size[k];
    of[NBODY_SCALE_TORQUE] += m * r * t->size[k];
    of[NBODY_SCALE_ENERGY] += 0.5 * m * (v2 - t->potential[k]);
}

/* The leapfrog conserves H + dt^2 (v.H''.v / 12 - sum m a^2 / 24) to the fourth order. A pair adds at most
 * 4 m m' |v - v'|^2 / s^(3/2) to v.H''.v; a pair that meets on the way, at the softening, is allowed for. */
static double order_of(const struct nbody_group *g, const struct textbook *t, int k, double softening,
                       double m_max)
{
    const double v2 = g->vx[k] * g->vx[k] + g->vy[k] * g->vy[k] + g->vz[k] * g->vz[k];
    const double a2 = t->ax[k] * t->ax[k] + t->ay[k] * t->ay[k] + t->az[k] * t->az[k];
    const double meets = m_max / (softening * softening * softening);
    return g->m[k] * (8.0 / 12.0 * (v2 + 4.0 * m_max / softening) * (t->tide[k] + meets) + a2 / 24.0);
}

void nbody_sum(struct nbody_sums *out, const struct nbody_group *group, size_t first,
               const struct nbody_body *body, size_t n, double softening)
{
    struct textbook t;
    memset(out, 0, sizeof *out);
    memset(&t, 0, sizeof t);
    for (size_t j = 0; j < n; j++) {
        add_body(&t, group, &body[j], softening * softening, j - first);
    }
    for (int k = 0; k < LANES && first + (size_t)k < n; k++) {
        add_lane(out->of, group, &t, k);
        out->of[NBODY_ORDER] += n > 1 ? order_of(group, &t, k, softening, 1.5 / (double)n) : 0.0;
        out->n_wrong_pulls += wrong_pulls(group, &t, k, n);
    }
}

void nbody_sums_add(struct nbody_sums *a, const struct nbody_sums *b)
{
    for (int i = 0; i < NBODY_SUMS; i++) {
        a->of[i] += b->of[i];
    }
    a->n_wrong_pulls += b->n_wrong_pulls;
}
