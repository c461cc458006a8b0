/* SPDX-License-Identifier: BSD-3-Clause
 * team_roam.h - dynamic chunks over several nodes: a node that has run out asks the others for a part of theirs.
 *
 * Every node begins with its static share, as a range in shared memory that its threads take chunks from. The first
 * thread of its first rank (the one that may call MPI) looks for questions between two chunks, and gives half of what
 * is left. So nothing depends on progress inside MPI, and nobody but a computing thread ever has to answer.
 */
#ifndef RXT_TEAM_ROAM_H
#define RXT_TEAM_ROAM_H

#include "team_state.h"

/** Prepare a loop; loop->roam stays NULL where nodes keep their static share: one node, the static schedule, or more
 *  than 2^31 chunks or bytes of partials. Collective; all ranks agree. */
RXT_CHECKED enum rxt_err rxt_roam_open(struct rxt_loop *loop);
void rxt_roam_close(struct rxt_loop *loop);

/** Run chunks of this turn on one thread until there are none on any node; *idle_s is its time without one. */
typedef void (*rxt_roam_fn)(const void *context, size_t chunk, int worker);
void rxt_roam_run(struct rxt_loop *loop, int worker, rxt_roam_fn run, const void *context, double *idle_s);

/** Give the first rank of every node the partials of the chunks that other nodes ran, and the node its share for the
 *  run of the next turn. Collective over these ranks; loop->turn is the next one. */
void rxt_roam_join(struct rxt_loop *loop, char *partials);

#endif
