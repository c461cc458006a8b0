/* SPDX-License-Identifier: BSD-3-Clause
 * comm.h - what a team needs of message passing, so that MPI stays in few files.
 *
 * Two back ends, chosen by rxt_comm_start: the files *_mpi.c, only in what is linked with MPI, and
 * team_comm_none.c for one rank, which so never pays for the start of MPI.
 * Ranks are numbered node by node, so a node's ranks are contiguous; rank 0 is the
 * world's rank 0. All calls but start, stop and the getters are collective, and are
 * made by the thread that called start.
 */
#ifndef RXT_COMM_H
#define RXT_COMM_H

#include "rxt/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rxt_comm;

/* Where this rank stands; all are 0 or 1 without MPI. */
struct rxt_where {
    int rank, n_ranks;           /* in the team                 */
    int node, n_nodes;           /* number of this rank's node   */
    int node_rank, n_node_ranks; /* in this node                */
    int node_first;              /* the team rank of the node's first rank */
};

/** Start message passing (MPI_THREAD_FUNNELED); the program ends it with rxt_comm_stop.
 *
 *  alone  in  this is the only rank: nothing is started
 *
 *  Errors:      RXT_E_ABSENT  the MPI library offers less than FUNNELED, or `ulimit -v` leaves it no room
 *  Collective:  yes, over the world
 */
RXT_CHECKED enum rxt_err rxt_comm_start(bool alone);
void rxt_comm_stop(void);
/** Refuse with RXT_E_ABSENT what MPI is known not to start under: a small limit of address space (ulimit -v). */
RXT_CHECKED enum rxt_err rxt_comm_check(void);
/** Tell whether this is the world's rank 0. */
bool rxt_comm_is_first(void);
/** Name and version of the MPI library that this program is linked with, one line; it need not have been started. */
const char *rxt_comm_library(void);

RXT_CHECKED enum rxt_err rxt_comm_open(struct rxt_comm **out);
void rxt_comm_close(struct rxt_comm *comm);
struct rxt_where rxt_comm_where(const struct rxt_comm *comm);

void rxt_comm_barrier(struct rxt_comm *comm);
void rxt_comm_node_barrier(struct rxt_comm *comm);
/** Replace n doubles (or ints) by their maxima, or their sums, over all ranks. */
void rxt_comm_max(struct rxt_comm *comm, double *values, int n);
void rxt_comm_sum(struct rxt_comm *comm, double *values, int n);
int rxt_comm_worst(struct rxt_comm *comm, int value);
void rxt_comm_bcast(struct rxt_comm *comm, void *buffer, size_t n_bytes, int root);
/** Bring n_bytes of every rank together on all ranks, in rank order; mine is no part of all. */
void rxt_comm_allgather(struct rxt_comm *comm, const void *mine, size_t n_bytes, void *all);
struct rxt_message {
    void *bytes;
    size_t n_bytes; /* at most INT_MAX */
};
/** Exchange one message each with two ranks, all at once; a message of no bytes is not sent. */
void rxt_comm_neighbours(struct rxt_comm *comm, const int peer[2], const struct rxt_message send[2],
                         const struct rxt_message recv[2]);
void rxt_comm_send(struct rxt_comm *comm, const void *buffer, size_t n_bytes, int to);
void rxt_comm_recv(struct rxt_comm *comm, void *buffer, size_t n_bytes, int from);
/** Exchange: n_send[r] bytes from send to rank r, n_recv[r] bytes from rank r. */
void rxt_comm_alltoall_sizes(struct rxt_comm *comm, const int *n_send, int *n_recv);
void rxt_comm_alltoall(struct rxt_comm *comm, const void *send, const int *n_send, void *recv,
                       const int *n_recv);

/* Memory that all ranks of a node see at once; 64-byte aligned, not cleared, and touched by nobody where the system
 * gives it so. */
struct rxt_shared {
    void *memory;
    size_t n_bytes;
    void *window; /* the back end's own */
};
RXT_CHECKED enum rxt_err rxt_comm_share(struct rxt_comm *comm, size_t n_bytes, struct rxt_shared *out);
void rxt_comm_unshare(struct rxt_shared *shared);
/** Make what the ranks of the node wrote to shared memory seen by all of them. */
void rxt_comm_share_sync(struct rxt_comm *comm, struct rxt_shared *shared);
/** Give every node the parts of an array of shared memory that the other nodes wrote:
 *  node k wrote bytes [bound[k], bound[k + 1]). */
void rxt_comm_share_nodes(struct rxt_comm *comm, void *memory, const size_t *bound);

/* Between the first ranks of the nodes, and on them alone. A question is answered when the asked one looks for
 * questions, so nothing depends on the progress of a rank that computes. turn tells one exchange from the next. */
/** Ask a node for work; one question at a time. */
void rxt_comm_ask(struct rxt_comm *comm, int node, int turn);
/** Tell whether the answer has come: the range [*first, *last), empty if the node has none. */
bool rxt_comm_answered(struct rxt_comm *comm, uint64_t *first, uint64_t *last);
/** Return a node that asks, -1 if none does; it waits for rxt_comm_answer. */
int rxt_comm_asked(struct rxt_comm *comm, int turn);
void rxt_comm_answer(struct rxt_comm *comm, int node, int turn, uint64_t first, uint64_t last);
/** Say that this node asks no more; rxt_comm_left becomes true when all have said so. Go on answering until then. */
void rxt_comm_leave(struct rxt_comm *comm);
bool rxt_comm_left(struct rxt_comm *comm);
/** Bring n_bytes of every node together; or bound[k + 1] - bound[k] bytes of node k, at most INT_MAX in all. */
void rxt_comm_leaders_allgather(struct rxt_comm *comm, const void *mine, size_t n_bytes, void *all);
void rxt_comm_leaders_exchange(struct rxt_comm *comm, const void *mine, void *all, const size_t *bound);

#endif
