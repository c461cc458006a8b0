/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_nbody_team.h - the bodies of a rank, and where all bodies are.
 */
#ifndef KERNEL_NBODY_TEAM_H
#define KERNEL_NBODY_TEAM_H

#include "kernel_nbody.h"

#include "rxt/kernel.h"
#include "rxt/memory.h"

/* Partial result of check (the sums) and of digest. */
struct nbody_part {
    struct nbody_sums sums;
    uint64_t digest;
};

struct nbody {
    struct rxt_team *team;
    struct rxt_loop *step; /* partial results: where the bodies of a chunk are */
    struct rxt_loop *fold; /* the same chunks; partial results for check and digest */
    struct rxt_pages group_pages, start_pages;
    struct nbody_group *group; /* of this rank's chunks */
    struct nbody_body *start;  /* where all bodies began, whole chunks */
    size_t first_chunk, n, steps, now;
    double dt, softening;
    int64_t seed;
    nbody_pull_fn pull;
};

static inline struct nbody_group *nbody_group_of(const struct nbody *s, const struct rxt_chunk *chunk)
{
    return &s->group[chunk->index - s->first_chunk];
}

/** Check, as rxt_kernel has it: the forces, what is conserved, and two bodies by themselves. */
enum rxt_err nbody_check(void *state);

#endif
