/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_heat_state.h - what a rank holds of the plate or cube.
 */
#ifndef KERNEL_HEAT_STATE_H
#define KERNEL_HEAT_STATE_H

#include "kernel_heat.h"

#include "rxt/kernel.h"
#include "rxt/memory.h"

struct heat {
    struct rxt_team *team;
    struct rxt_loop *sweep; /* the slabs; no partial results, so that a step costs no exchange of them */
    struct rxt_loop *fold;  /* the same slabs; partial results for check and digest */
    struct rxt_pages pages[2], waves, scratch;
    double *u[2]; /* home slabs, and `block` ghost slabs before and behind */
    int now;      /* which of the two holds the last step */
    size_t n, steps, block, first;
    int dims;
    struct heat_grid grid;
    struct heat_tiling tiling;
    struct heat_modes modes;
    enum rxt_isa isa;
    bool is_far; /* both arrays are memory, not cache */
};

/* A chunk's part of check or digest. */
struct heat_part {
    uint64_t wrong, digest;
    double worst;
};

/* The first inner number of row y of slab z, both from 0. */
static inline double *heat_row_at(const struct heat *s, int which, size_t z, size_t y)
{
    return s->u[which] + (z + s->block - s->first) * s->grid.slab + s->grid.head + y * s->grid.stride;
}

/** Check and digest, as rxt_kernel has them. */
enum rxt_err heat_check(void *state);
uint64_t heat_digest(void *state);

#endif
