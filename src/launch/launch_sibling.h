/* SPDX-License-Identifier: BSD-3-Clause
 * launch_sibling.h - the other ranks of this node, as the process table shows them: where are they bound?
 */
#ifndef RXT_LAUNCH_SIBLING_H
#define RXT_LAUNCH_SIBLING_H

#include "machine.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* By it a program tells where rxt bound it: its own threads may be anywhere for a moment, since MPI and hwloc bind them to
 * every PU in turn when they start. */
extern const char rxt_sibling_mark[];

/* A process beside this one that is rxt, or was started by it. */
struct rxt_sibling {
    pid_t pid;
    int local_rank;       /* -1: its environment does not tell */
    struct rxt_mask mask; /* that it has, if it is rxt, else that it was given */
};

/** List the siblings of this process.
 *
 *  root      in   the launcher, below which all of them are: its children, or those of a script between
 *  variable  in   the name of the variable that tells their number in the node; NULL: they are not asked
 *  list      out  *n of them; free. NULL if there is no memory
 *
 *  Return whether they can be seen, if there are any: this process itself was.
 */
bool rxt_siblings_list(pid_t root, const char *variable, struct rxt_sibling **list, size_t *n);

/* How a mask is divided among the ranks that have it. */
struct rxt_share {
    int n_sharing, mine; /* ranks, this one too; its number among them */
};
/** Tell with whom a mask is shared: with the siblings whose masks lie in it. They came with the same mask, and may have been
 *  bound to their parts of it by now. */
struct rxt_share rxt_siblings_share(const struct rxt_mask *start, int local_rank,
                                    const struct rxt_sibling *list, size_t n);
/** Return the sibling whose mask meets this rank's, or NULL. One that has more PUs than a rank has threads is not bound
 *  yet, and will look itself. */
const struct rxt_sibling *rxt_siblings_clash(const struct rxt_mask *mask, int n_threads,
                                             const struct rxt_sibling *list, size_t n);

#endif
