/* SPDX-License-Identifier: BSD-3-Clause
 * launch_place.h - did a launcher start this process as a rank? Its parents tell; variables only tell which.
 */
#ifndef RXT_LAUNCH_PLACE_H
#define RXT_LAUNCH_PLACE_H

#include "crew.h"

#include <stdbool.h>
#include <sys/types.h>

struct rxt_ranks;

/* A rank as its launcher numbers it; -1 where the launcher does not tell. */
struct rxt_rank {
    bool is_one;
    bool is_seen; /* below its launcher; false: the process table is hidden, and the variables alone say so */
    const char *launcher;          /* "srun", "mpirun", "mpiexec"; NULL if it is no rank */
    const struct rxt_ranks *ranks; /* what is known of that launcher's ranks; NULL if it is none */
    int rank, local_rank, n_ranks;
    int n_local;                /* ranks of this node */
    const char *local_variable; /* that told local_rank; NULL: none did */
    pid_t starter;              /* the launcher's process on this node; 0: not seen */
    int n_nodes;                /* that have equally many ranks; 1 if the launcher does not tell */
};

/** Tell whether a process is a rank.
 *
 *  Its parents are walked up, through scripts, until one is a launcher (then it is), a shell that somebody types
 *  into on a terminal (then it is none, whatever variables that shell was started with), or there is none above.
 *  Where parents cannot be seen the variables decide; in a container with a process table of its own, too, if the
 *  launcher that they tell of still listens.
 */
struct rxt_rank rxt_rank_of(const char *table, pid_t pid);
/** The same of this process. */
struct rxt_rank rxt_rank_here(void);
/** The same by the variables alone, for a launcher that no row knows. */
struct rxt_rank rxt_rank_by_variables(void);
/** The same, as a team that is opened by this process must know it. */
struct rxt_start rxt_start_here(void);
/** Tell whether this process says what all ranks of its node have to say: it is no rank, or the node's first. */
bool rxt_rank_speaks(void);
/** Return the socket by which the launcher of this rank hears it, as Hydra's; 0: it has none. */
int rxt_rank_socket(void);
/** Tell whether processes of this name are a launcher's own, and no programs that it started. */
bool rxt_is_launchers(const char *name);
/** Take the variables of a rank out of the environment: of a process that is none they would mislead its launchers. */
void rxt_rank_forget(void);
/** Tell a launch that the rxt which forked this process listens: in its environment, for its ranks. */
void rxt_listener_tell(const char *launcher);
/** Take that word out of the environment if the rxt that it names is gone. */
void rxt_listener_forget_stale(void);

#endif
