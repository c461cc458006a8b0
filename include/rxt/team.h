/* SPDX-License-Identifier: BSD-3-Clause
 * team.h - the ranks and threads of one running layout, as a kernel sees them.
 *
 * A kernel never asks in which mode it runs. It opens loops over its items; a
 * loop is cut into chunks by the problem alone, so partial results, folded in
 * chunk order, are bitwise the same under every layout.
 *
 * "Collective" below means: every rank of the team calls it, from the function
 * that the trial called (the thread that opened the team), in the same order.
 */
#ifndef RXT_TEAM_H
#define RXT_TEAM_H

#include "rxt/err.h"

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

struct rxt_team; /* opaque: owns threads and a communicator */
struct rxt_loop; /* opaque: a chunk grid, its partial results, its counter */

/* What a loop is made from; all of it follows from the problem, nothing from the layout. */
struct rxt_loop_spec {
    size_t n_items;         /* items of the loop, >= 0                                       */
    size_t grain;           /* items a chunk, >= 1                                           */
    size_t n_partial_bytes; /* bytes of partial result a chunk; 0: none                      */
    bool roams;             /* true: any rank may run any chunk (no data that live with a rank);
                               false: a chunk is run by the rank that holds its items        */
    bool once;              /* true: whoever reads partial results has done so before its rank runs the
                               loop again, so there is room for one run's; false: for two runs'    */
};

/* One chunk, as the body of a loop gets it. */
struct rxt_chunk {
    size_t index;       /* 0 .. chunks - 1                                    */
    size_t first, last; /* items [first, last), never empty                   */
    int worker;         /* thread in this rank, 0 .. threads - 1: for scratch */
    void *partial;      /* n_partial_bytes, 64-byte aligned if their number is; NULL if there are none */
};

struct rxt_span {
    size_t first, last; /* [first, last); empty when equal */
};

typedef void (*rxt_body_fn)(void *context, const struct rxt_chunk *chunk);

/** Return the ranks of the team, or the number of this rank, or the threads of each rank.
 *
 *  For scratch memory per thread and for message buffers per rank; an answer
 *  must not depend on them.
 *
 *  Collective:  no
 *  Source:      own
 */
int rxt_team_ranks(const struct rxt_team *team);
int rxt_team_rank(const struct rxt_team *team);
int rxt_team_threads(const struct rxt_team *team);

/** Agree on the worst error of all ranks, so that no rank leaves alone.
 *
 *  mine    in  this rank's error
 *
 *  Errors:      returns the maximum over ranks; rxt_reason is then, on every rank,
 *               that of the lowest rank that failed so
 *  Collective:  yes
 *  Source:      own
 */
RXT_CHECKED enum rxt_err rxt_team_agree(struct rxt_team *team, enum rxt_err mine);

/** Open a loop: cut items into chunks and allocate room for their partial results.
 *
 *  out    out  the loop; NULL on error
 *  spec   in   the same on all ranks
 *
 *  Errors:      RXT_E_RANGE   grain is 0
 *               RXT_E_MEMORY  no room for chunks x n_partial_bytes (all ranks agree)
 *  Collective:  yes
 *  Memory:      close with rxt_loop_close; two partial arrays a node, one if `once`, touched first by
 *               the worker in whose block the chunk is; 1 byte a chunk a rank
 *  Source:      own
 */
RXT_CHECKED enum rxt_err rxt_loop_open(struct rxt_loop **out, struct rxt_team *team,
                                       const struct rxt_loop_spec *spec);

/** Close a loop; NULL is accepted.
 *
 *  Collective:  yes
 *  Source:      own
 */
void rxt_loop_close(struct rxt_loop *loop);

/** Return the number of chunks: ceil(n_items / grain).
 *
 *  Collective:  no
 *  Source:      own
 */
size_t rxt_loop_chunks(const struct rxt_loop *loop);

/** Return the items whose data live on this rank: whole chunks, one contiguous
 *  block a rank in rank order, without gap or overlap; may be empty.
 *
 *  Collective:  no
 *  Source:      own
 */
struct rxt_span rxt_loop_home(const struct rxt_loop *loop);

/** Return the rank whose home holds an item (item < n_items).
 *
 *  Collective:  no
 *  Source:      own
 */
int rxt_loop_owner(const struct rxt_loop *loop, size_t item);

/** Tell whether this rank ran a chunk in the last rxt_map over this loop.
 *
 *  Collective:  no
 *  Source:      own
 */
bool rxt_loop_ran(const struct rxt_loop *loop, size_t chunk);

/** Run body once for every chunk of the loop, on all ranks and threads of the team.
 *
 *  Chunks are handed out by the team's schedule: static blocks, or from a counter (over
 *  all ranks of a node if the loop roams), up to 64 at once and at the end one at a time. Bodies run at
 *  the same time and must write only to their chunk, their partial, or scratch of
 *  their worker. A body makes no MPI call and no call of this header.
 *
 *  On return all chunks of this rank are done; if the loop has partials or roams,
 *  those of all ranks are.
 *
 *  context  in  given to body
 *
 *  Collective:  yes
 *  Memory:      none is allocated; partials are not cleared before
 *  Source:      own
 */
void rxt_map(struct rxt_loop *loop, rxt_body_fn body, void *context);

/** Run body as rxt_map does, but always in the static blocks of the loop's homes.
 *
 *  For first touch: memory is then near the worker that will use it.
 *
 *  Collective:  yes
 *  Source:      own
 */
void rxt_map_home(struct rxt_loop *loop, rxt_body_fn body, void *context);

/** Return the partial results of all chunks, in chunk order, after rxt_map.
 *
 *  Returns chunks x n_partial_bytes bytes, the same on every rank; fold them in order.
 *
 *  Collective:  no (rxt_map has brought them together)
 *  Memory:      the loop's, until the end of the next rxt_map over it: its bodies may still read
 *               them, while theirs go to the other of two arrays; until its beginning if `once`
 *  Source:      own
 */
const void *rxt_partials(const struct rxt_loop *loop);

/** Bring items that each live where their chunk was run together on rank 0.
 *
 *  items         inout  n_items x n_item_bytes; each rank gives the items of the chunks
 *                       it ran last; on rank 0 all are filled in afterwards
 *
 *  Errors:      RXT_E_MEMORY  (all ranks agree)
 *  Collective:  yes
 *  Memory:      1 byte a chunk of scratch
 *  Source:      own
 */
RXT_CHECKED enum rxt_err rxt_gather(struct rxt_loop *loop, void *items, size_t n_item_bytes);

/** Exchange the edge items of neighbouring homes.
 *
 *  rows         inout  (home items + 2 depth) x n_row_bytes: the first and the last `depth`
 *                      rows are the ghosts. They get the items before and behind the home, from
 *                      as many homes as hold them; beyond the ends of the loop they are not changed
 *  n_row_bytes  in     depth x n_row_bytes is at most INT_MAX
 *  depth        in     items to each side, >= 1, the same on all ranks
 *
 *  Collective:  yes
 *  Source:      own
 */
void rxt_halo(struct rxt_loop *loop, void *rows, size_t n_row_bytes, size_t depth);

/** Send n_bytes bytes of one rank to all.
 *
 *  buffer  inout  n_bytes bytes, the same number on all ranks
 *
 *  Collective:  yes
 *  Source:      own
 */
void rxt_bcast(struct rxt_team *team, void *buffer, size_t n_bytes, int root);

/** Send a part of every rank's buffer to every rank.
 *
 *  send          in   the parts for rank 0, 1, ... one behind the other
 *  n_send_bytes  in   ranks numbers: the bytes for each rank
 *  recv          out  the parts from rank 0, 1, ... one behind the other; the
 *                     team's own buffer, valid until the next rxt_alltoall
 *  n_recv_bytes  out  the bytes received in all
 *
 *  Errors:      RXT_E_MEMORY  the receive buffer cannot grow (all ranks agree)
 *               RXT_E_RANGE   a rank would send or receive more than INT_MAX bytes (all ranks agree)
 *  Collective:  yes
 *  Memory:      grows only: the untimed first run of a trial allocates it
 *  Source:      own
 */
RXT_CHECKED enum rxt_err rxt_alltoall(struct rxt_team *team, const void *send, const size_t *n_send_bytes,
                                      const void **recv, size_t *n_recv_bytes);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
