/* SPDX-License-Identifier: BSD-3-Clause
 * layout_ground.h - the cores that ranks are placed on, in an order in which every domain is a run.
 */
#ifndef RXT_LAYOUT_GROUND_H
#define RXT_LAYOUT_GROUND_H

#include "layout_room.h"
#include "machine.h"

#include "rxt/err.h"

#include <stdbool.h>
#include <stddef.h>

/* The levels of a topology, the kind of core as one more, and the single core as the finest. */
enum { RXT_GROUND_LEVELS = RXT_LEVELS + 2 };

/* One core. run[] numbers the domains of the ground's own levels, coarse to fine, ascending by 1. */
struct rxt_spot {
    size_t core; /* index into topology->cores */
    int width;   /* PUs */
    int run[RXT_GROUND_LEVELS];
};

struct rxt_ground {
    struct rxt_spot *spots;
    size_t n_spots;
    int n_levels;                    /* the last is the single core; 0 if there is but one  */
    bool is_hard[RXT_GROUND_LEVELS]; /* a rank is not to be cut by it                       */
    int kind_level;                  /* the level that tells kinds of cores apart; -1: none */
    int mixed_goal;                  /* the finest level that counts while kinds are mixed  */
    int widest;                      /* most PUs of a core of the topology                  */
};

/* Which cores of a topology are taken: those of the more powerful kinds, and of one domain if level >= 0. */
struct rxt_choice {
    int least_kind;
    int level, domain;
};

bool rxt_choice_has(const struct rxt_choice *choice, const struct rxt_core *core);

/** Lay out the chosen cores, the more powerful first where they share a domain. A level that is one
 *  domain, or that cuts across a level before it, is left out.
 *
 *  out  out  close with rxt_ground_close; NULL on error
 */
RXT_CHECKED
enum rxt_err rxt_ground_make(struct rxt_ground **out, const struct rxt_topology *topology,
                             const struct rxt_choice *choice);
void rxt_ground_close(struct rxt_ground *ground);

/** Return the most PUs of a core. */
int rxt_widest(const struct rxt_topology *topology);

/** Return the sum of rxt_slots_of_core for the cores [begin, end) of a ground. */
size_t rxt_slots(const struct rxt_ground *ground, size_t begin, size_t end, int depth);
/** Return where the domain that begins with `begin` ends, at most end. */
size_t rxt_run_end(const struct rxt_ground *ground, size_t begin, size_t end, int level);

#endif
