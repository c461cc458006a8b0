/* SPDX-License-Identifier: BSD-3-Clause
 * hand.h - mandelbrot and heat as one writes them by hand with OpenMP and MPI, without rxt's team.
 */
#ifndef RXT_HAND_H
#define RXT_HAND_H

#include <stddef.h>

struct hand {
    int rank, n_ranks, n_threads;
    size_t n;           /* rows in all                    */
    size_t first, last; /* of this rank                   */
    size_t steps;       /* of heat                         */
    unsigned iterations;
    unsigned short *counts; /* mandelbrot: this rank's rows   */
    double *u[2];           /* heat: this rank's rows and two ghosts, n + 2 wide, padded to stride */
    size_t stride;
};

/** Allocate and touch, each row by the thread that will use it. Returns 0, or 1 when memory ran out. */
int hand_open(struct hand *hand);
void hand_close(struct hand *hand);

/** Compute all rows; returns the iterations of all ranks. Collective. */
double hand_mandelbrot(const struct hand *hand);

/** Set heat to its start: sin sin. */
void hand_heat_reset(const struct hand *hand);
/** Do all steps; returns the largest distance of this rank's rows from the exact discrete solution. */
void hand_heat(const struct hand *hand);
double hand_heat_error(const struct hand *hand);

#endif
