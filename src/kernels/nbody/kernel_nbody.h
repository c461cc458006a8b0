/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_nbody.h - bodies in groups of lanes: who pulls whom, one step, and what is conserved.
 */
#ifndef KERNEL_NBODY_H
#define KERNEL_NBODY_H

#include "rxt/isa.h"

#include <stddef.h>
#include <stdint.h>

enum { NBODY_LANES = 16 };

/* What the others must know of a body. */
struct nbody_body {
    double x, y, z, m;
};

/* A group of bodies as the owner of it holds them; lanes behind the last body have mass 0. */
struct nbody_group {
    double x[NBODY_LANES], y[NBODY_LANES], z[NBODY_LANES];
    double vx[NBODY_LANES], vy[NBODY_LANES], vz[NBODY_LANES];
    double ax[NBODY_LANES], ay[NBODY_LANES], az[NBODY_LANES]; /* of the last pull */
    double m[NBODY_LANES];
};

/** Set the group's accelerations: the pull of all n bodies, added up in their order.
 *
 *  softening2  in  the square of the softening, > 0: a body then does not pull itself
 *
 *  1 / s^(3/2) is r^3 (1 + 3/2 h + 15/8 h^2) with r = 1 / sqrt(s) in single precision and h = 1 - s r^2,
 *  exact to 2^-53; single precision square root and division are exact by IEEE 754 on every
 *  processor, an instruction's estimate is not.
 */
typedef void (*nbody_pull_fn)(struct nbody_group *group, const struct nbody_body *body, size_t n,
                              double softening2);
void nbody_pull_plain(struct nbody_group *group, const struct nbody_body *body, size_t n, double softening2);
void nbody_pull_avx512(struct nbody_group *group, const struct nbody_body *body, size_t n, double softening2);
extern const nbody_pull_fn nbody_pulls[RXT_ISAS];

/* Half of a step's change of velocity; the change of place between two such halves. */
void nbody_kick(struct nbody_group *group, double dt);
void nbody_drift(struct nbody_group *group, double dt);

/** Set the group that begins with body `first` to its start: places and velocities uniform in unit balls. */
void nbody_start(struct nbody_group *group, size_t first, size_t n, uint64_t seed);

/** Tell the others where the group's bodies are. */
void nbody_publish(const struct nbody_group *group, struct nbody_body *out);

/* Sums over bodies. The scales are what the others are rounded against. */
enum {
    NBODY_MASS,
    NBODY_MOMENTUM,                    /* 3 */
    NBODY_CENTRE = NBODY_MOMENTUM + 3, /* 3, times mass */
    NBODY_ANGULAR = NBODY_CENTRE + 3,  /* 3 */
    NBODY_ENERGY = NBODY_ANGULAR + 3,  /* kinetic and potential */
    NBODY_ORDER,                       /* times dt^2: a bound for the leapfrog's error of energy */
    NBODY_SCALE_MOMENTUM,
    NBODY_SCALE_CENTRE,
    NBODY_SCALE_ANGULAR,
    NBODY_SCALE_PULL,
    NBODY_SCALE_TORQUE,
    NBODY_SCALE_ENERGY,
    NBODY_SUMS
};

struct nbody_sums {
    double of[NBODY_SUMS];
    uint64_t n_wrong_pulls; /* accelerations that differ from the textbook's formula */
};

/** Sum up a group by the textbook's 1 / (s sqrt(s)) in double precision; compares the accelerations. */
void nbody_sum(struct nbody_sums *out, const struct nbody_group *group, size_t first,
               const struct nbody_body *body, size_t n, double softening);

/** Add b to a. */
void nbody_sums_add(struct nbody_sums *a, const struct nbody_sums *b);

/** Return how far two bodies are from where they began after one period of Kepler's ellipse in `steps` steps. */
double nbody_orbit_error(nbody_pull_fn pull, size_t steps);

#endif
