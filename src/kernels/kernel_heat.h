/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_heat.h - the eigenmodes of the discrete plate: the start and, by algebra, the answer.
 */
#ifndef KERNEL_HEAT_H
#define KERNEL_HEAT_H

#include <stddef.h>

enum { HEAT_MODES = 2 };

/* amplitude sin(p Pi i / (n + 1)) sin(q Pi j / (n + 1)), times lambda in every step; i and j
 * count from the boundary, 0, to the other, n + 1. */
struct heat_mode {
    double amplitude, lambda;
    const double *row, *column; /* n + 2 values each */
};

struct heat_modes {
    struct heat_mode mode[HEAT_MODES];
};

static inline size_t heat_modes_bytes(size_t n)
{
    return HEAT_MODES * 2 * (n + 2) * sizeof(double);
}

/** Set up the modes of a plate of n x n inner points; waves is heat_modes_bytes(n) bytes. */
void heat_modes_set(struct heat_modes *modes, double *waves, size_t n);

/** Return a times the first mode plus b times the second at a point. */
static inline double heat_modes_at(const struct heat_modes *modes, size_t i, size_t j, double a, double b)
{
    const struct heat_mode *m = modes->mode;
    return a * (m[0].amplitude * m[0].row[i] * m[0].column[j]) +
           b * (m[1].amplitude * m[1].row[i] * m[1].column[j]);
}

#endif
