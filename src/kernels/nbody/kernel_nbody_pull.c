/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_nbody_pull.c - the inner loop in plain C: the reference for every other.
 *
 * Every lane adds up the bodies in their order, so no vector width changes a bit.
 */
#include "kernel_nbody.h"

#include <math.h>
#include <string.h>

enum { LANES = NBODY_LANES };

/* With g = h + 2/5: 1 + 3/2 h + 15/8 h^2 = 15/8 (g^2 + 28/75); the 15/8 go with the mass. */
static void pull_by(struct nbody_group *restrict group, const struct nbody_body *restrict body,
                    double softening2)
{
    const double x = body->x, y = body->y, z = body->z, m = 1.875 * body->m;
    for (int k = 0; k < LANES; k++) {
        const double dx = x - group->x[k], dy = y - group->y[k], dz = z - group->z[k];
        const double s = fma(dz, dz, fma(dy, dy, fma(dx, dx, softening2)));
        const double r = (double)(1.0f / sqrtf((float)s)), r2 = r * r;
        const double g = fma(-s, r2, 1.4);
        const double w = m * r * r2 * fma(g, g, 28.0 / 75.0);
        group->ax[k] = fma(w, dx, group->ax[k]);
        group->ay[k] = fma(w, dy, group->ay[k]);
        group->az[k] = fma(w, dz, group->az[k]);
    }
}

void nbody_pull_plain(struct nbody_group *group, const struct nbody_body *body, size_t n, double softening2)
{
    memset(group->ax, 0, sizeof group->ax);
    memset(group->ay, 0, sizeof group->ay);
    memset(group->az, 0, sizeof group->az);
    for (size_t j = 0; j < n; j++) {
        pull_by(group, &body[j], softening2);
    }
}

const nbody_pull_fn nbody_pulls[RXT_ISAS] = {
    [RXT_ISA_PLAIN] = nbody_pull_plain,
    [RXT_ISA_AVX512] = RXT_AVX512_OF(nbody_pull_avx512),
};
