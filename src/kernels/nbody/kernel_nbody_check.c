/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_nbody_check.c - what is known of n bodies: forces, what is conserved, Kepler's ellipse.
 */
#include "kernel_nbody_team.h"

#include <float.h>
#include <math.h>

/* Masses 3/4 and 1/4, half axis 1, eccentricity 1/2, from the far point; its period is 2 Pi. */
double nbody_orbit_error(nbody_pull_fn pull, size_t steps)
{
    enum { BODIES = 2 };
    const double far = 1.5, speed = sqrt(1.0 / 3.0), softening2 = 1e-14,
                 dt = 2.0 * acos(-1.0) / (double)steps;
    struct nbody_group g = {
        .m = {0.75, 0.25}, .x = {-0.25 * far, 0.75 * far}, .vy = {-0.25 * speed, 0.75 * speed}};
    struct nbody_body body[NBODY_LANES];
    nbody_publish(&g, body);
    pull(&g, body, BODIES, softening2);
    for (size_t t = 0; t < steps; t++) {
        nbody_kick(&g, dt);
        nbody_drift(&g, dt);
        nbody_publish(&g, body);
        pull(&g, body, BODIES, softening2);
        nbody_kick(&g, dt);
    }
    const double dx = (g.x[1] - g.x[0]) - far, dy = g.y[1] - g.y[0], dz = g.z[1] - g.z[0];
    return sqrt(dx * dx + dy * dy + dz * dz);
}

static void sum_now(void *context, const struct rxt_chunk *chunk)
{
    const struct nbody *s = context;
    struct nbody_part *part = chunk->partial;
    nbody_sum(&part->sums, nbody_group_of(s, chunk), chunk->first, rxt_partials(s->step), s->n, s->softening);
}

static void sum_start(void *context, const struct rxt_chunk *chunk)
{
    const struct nbody *s = context;
    struct nbody_group g;
    nbody_start(&g, chunk->first, s->n, (uint64_t)s->seed);
    struct nbody_part *part = chunk->partial;
    nbody_sum(&part->sums, &g, chunk->first, s->start, s->n, s->softening);
}

static struct nbody_sums sums_by(struct nbody *s, rxt_body_fn body)
{
    struct nbody_sums all = {.n_wrong_pulls = 0};
    rxt_map(s->fold, body, s);
    const struct nbody_part *parts = rxt_partials(s->fold);
    for (size_t c = 0; c < rxt_loop_chunks(s->fold); c++) {
        nbody_sums_add(&all, &parts[c].sums);
    }
    return all;
}

/* The largest of three differences; NaN if one is. */
static double off_by(const double *a, const double *b)
{
    const double x = fabs(a[0] - b[0]), y = fabs(a[1] - b[1]), z = fabs(a[2] - b[2]);
    return sqrt(x * x + y * y + z * z);
}

/* Rounding: every step rounds velocities and places once, and the pulls by less than sqrt(n) units. */
static enum rxt_err check_conserved(const struct nbody *s, const double *a, const double *b)
{
    const double time = (double)s->steps * s->dt, unit = 4.0 * DBL_EPSILON;
    const double by_step = unit * ((double)s->steps + 16.0),
                 by_pull = unit * time * (8.0 + sqrt((double)s->n));
    const double p = by_step * (a[NBODY_SCALE_MOMENTUM] + b[NBODY_SCALE_MOMENTUM]) +
                     by_pull * (a[NBODY_SCALE_PULL] + b[NBODY_SCALE_PULL]);
    const double x = by_step * (a[NBODY_SCALE_CENTRE] + b[NBODY_SCALE_CENTRE]) + time * p;
    const double l = by_step * (a[NBODY_SCALE_ANGULAR] + b[NBODY_SCALE_ANGULAR]) +
                     by_pull * (a[NBODY_SCALE_TORQUE] + b[NBODY_SCALE_TORQUE]);
    const double e = s->dt * s->dt * (a[NBODY_ORDER] + b[NBODY_ORDER]) +
                     by_step * (a[NBODY_SCALE_ENERGY] + b[NBODY_SCALE_ENERGY]);
    double centre[3];
    for (int d = 0; d < 3; d++) {
        centre[d] = a[NBODY_CENTRE + d] + time * a[NBODY_MOMENTUM + d];
    }
    const double off[] = {off_by(a + NBODY_MOMENTUM, b + NBODY_MOMENTUM), off_by(centre, b + NBODY_CENTRE),
                          off_by(a + NBODY_ANGULAR, b + NBODY_ANGULAR),
                          fabs(a[NBODY_ENERGY] - b[NBODY_ENERGY])};
    const double allowed[] = {p, x, l, e};
    static const char *const what[] = {"momentum", "centre of mass", "angular momentum", "energy"};
    for (size_t i = 0; i < sizeof off / sizeof *off; i++) {
        if (!(off[i] <= allowed[i])) {
            return rxt_fail(RXT_E_WRONG, "nbody: the %s is off by %.3g, %.3g is allowed", what[i], off[i],
                            allowed[i]);
        }
    }
    return RXT_OK;
}

/* The error of one revolution falls by 4 when the step is halved. */
static enum rxt_err check_orbit(const struct nbody *s)
{
    enum { COARSE = 1000 };
    const double coarse = nbody_orbit_error(s->pull, COARSE), fine = nbody_orbit_error(s->pull, 2 * COARSE);
    if (!(coarse < 1e-3 && coarse > 3.9 * fine && coarse < 4.1 * fine)) {
        return rxt_fail(RXT_E_WRONG,
                        "nbody: two bodies miss Kepler's ellipse by %.3g, with half the step by %.3g", coarse,
                        fine);
    }
    return RXT_OK;
}

enum rxt_err nbody_check(void *state)
{
    struct nbody *s = state;
    const struct nbody_sums then = sums_by(s, sum_start), now = sums_by(s, sum_now);
    enum rxt_err err = check_orbit(s);
    if (!err && now.n_wrong_pulls) {
        err = rxt_fail(RXT_E_WRONG, "nbody: the pull on %llu of %zu bodies differs from m d / (s sqrt(s))",
                       (unsigned long long)now.n_wrong_pulls, s->n);
    }
    return rxt_team_agree(s->team, err ? err : check_conserved(s, then.of, now.of));
}
