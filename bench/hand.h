/* SPDX-License-Identifier: BSD-3-Clause
 * hand.h - a kernel as one would write it by hand with OpenMP, MPI or both: the team's rival.
 */
#ifndef HAND_H
#define HAND_H

#include "rxt/kernel.h"

#include <stdbool.h>

/* What a hand-written program knows of its ranks and threads. */
struct hand_place {
    struct rxt_team *team; /* for pages alone, which both sides get in the same way */
    int rank, n_ranks, n_threads;
    bool uses_mpi; /* false: a pure OpenMP program, with no MPI call in its loops */
};

/* run is called outside of the team, so that its regions use the run-time's own threads:
 * the same ones, bound to the same cores. All ranks return the same code from open. */
struct hand {
    const char *kernel;
    enum rxt_err (*open)(void **state, const struct hand_place *place, const union rxt_value *values);
    void (*reset)(void *state);
    void (*run)(void *state);
    /** Tell on every rank whether the answer of the last run is right; work is the kernel's own. */
    bool (*is_right)(void *state, const struct rxt_work *work);
    void (*close)(void *state);
};

#endif
