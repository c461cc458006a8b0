/* SPDX-License-Identifier: BSD-3-Clause
 * launch_bind.h - bind this process, and what it becomes, to the cores of its rank; tell run-times of its threads.
 */
#ifndef RXT_LAUNCH_BIND_H
#define RXT_LAUNCH_BIND_H

#include "launch.h"

#include "rxt/err.h"

#include <stdbool.h>

struct rxt_text;

/* A variable by which a run-time or a library is told how many threads to start. */
struct rxt_thread_variable {
    const char *name;
    bool
        is_never_1; /* cleared where a rank has one thread: it goes before OMP_NUM_THREADS, by which a script around the
                        program may say otherwise */
};
/** All of them, ended by a NULL name. */
extern const struct rxt_thread_variable rxt_thread_variables[];

/* A variable of the user by which threads would be moved, or be fewer than the layout's. */
struct rxt_thread_mover {
    const char *name;
    bool limits; /* how many, not where: cleared where nothing is bound, too */
};
/** All of them, ended by a NULL name. */
extern const struct rxt_thread_mover rxt_thread_movers[];

/* How a program is to be bound. Begin with {0}. */
struct rxt_bind_how {
    struct rxt_layout layout; /* of policy none: nothing is bound, threads are told all the same */
    struct rxt_plan_options options;
    int slice, n_slices; /* the slice-th, from 1, of n_slices equal parts of the cores; 0: all of them */
    bool mask_only;      /* the mask alone: OpenMP is told of no places */
    bool one_process; /* the ranks are threads of this one process, which gets the cores of all; no places */
    const char
        *plan; /* the PUs of every rank, as rxt_bind_plan_text wrote them; NULL: planned here, by hwloc */
};

/* What was done. rxt_bound_free. */
struct rxt_bound {
    int local_rank, n_local; /* -1: the launcher does not tell, or there is none */
    struct rxt_mask start;   /* the mask that this process came with */
    struct rxt_mask mask;    /* and the one that it has now */
    int *pu, n_pus;       /* of each thread of this rank, in their order; n_pus 0 where nothing was bound */
    bool has_places;      /* OpenMP was told them */
    struct rxt_words set; /* "NAME=VALUE" of every variable that was set */
    struct rxt_words cleared; /* "NAME=VALUE" as it was, of every variable that was taken out */
    bool fails_alike; /* on error: all ranks of this node have the same reason, so that one may say it */
};

/** Bind this process to the cores of its rank, and set and clear variables in its environment, for the program that it
 *  becomes or starts.
 *
 *  Which rank it is the launcher's variables tell; for one rank, or one process, none is needed. Of a mask with cores for
 *  all ranks of the node it takes this rank's part; a narrower one is divided among the ranks that came with the same;
 *  it never leaves its mask. Ranks are known as the processes below its launcher that are rxt or were started by it.
 *
 *  out  out  what was done; on error fails_alike alone
 *
 *  Errors:      RXT_E_USAGE   several ranks and none knows which it is; another number of ranks on this node than the
 *                             layout's; a mask too narrow, or one that overlaps that of another rank: in the words of the
 *                             launcher's own option
 *               RXT_E_INPUT   plan is none, or is not of this layout
 *               RXT_E_ABSENT  the mask cannot be read or set; hwloc cannot read this machine
 *               RXT_E_MEMORY
 *  Collective:  no
 */
RXT_CHECKED enum rxt_err rxt_bind_self(const struct rxt_bind_how *how, struct rxt_bound *out);
void rxt_bound_free(struct rxt_bound *bound);

/** Append the PUs of every rank of a plan, to be handed to rxt_bind_self in each of them: "0,1;2,3". */
void rxt_bind_plan_text(const struct rxt_plan *plan, struct rxt_text *out);

/** Become a program, as a shell does. Returns where that fails only: 127 if it is not there, 126 if it cannot be executed,
 *  with the reason noted (rxt_reason).
 *
 *  argv  in  ended by NULL; argv[0] is looked up in PATH if it has no slash
 */
int rxt_bind_exec(char *const *argv);

#endif
