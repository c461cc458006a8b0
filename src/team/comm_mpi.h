/* SPDX-License-Identifier: BSD-3-Clause
 * comm_mpi.h - what the sources that call MPI share: no other file includes it.
 */
#ifndef RXT_COMM_MPI_H
#define RXT_COMM_MPI_H

#include "comm_mail.h"
#include "comm_ops.h"

#include <limits.h>
#include <mpi.h>

struct rxt_comm {
    MPI_Comm team, node, leaders; /* leaders: the first rank of each node; MPI_COMM_NULL elsewhere */
    struct rxt_where where;
    int *part;               /* of rxt_comm_share_nodes: counts and beginnings, of every node */
    MPI_Request question[2]; /* of rxt_comm_ask: the answer that comes, the question that goes */
    MPI_Request leave;       /* of rxt_comm_leave */
    int turn;                /* the question's; MPI reads it until the question has gone */
    uint64_t answer[2];      /* MPI writes it */
    struct rxt_mail *mail;   /* NULL until rxt_mail_open */
};

/* Every size becomes an MPI count here. Callers keep below; larger buffers go in pieces. */
static inline int count_of(size_t n_bytes)
{
    return n_bytes > INT_MAX ? INT_MAX : (int)n_bytes;
}

/* The operations that are not in team_comm_mpi.c. */
RXT_CHECKED enum rxt_err rxt_mpi_share(struct rxt_comm *comm, size_t n_bytes, struct rxt_shared *out);
void rxt_mpi_unshare(struct rxt_shared *shared);
void rxt_mpi_share_sync(struct rxt_comm *comm, struct rxt_shared *shared);
void rxt_mpi_share_nodes(struct rxt_comm *comm, void *memory, const size_t *bound);
void rxt_mpi_ask(struct rxt_comm *comm, int node, int turn);
bool rxt_mpi_answered(struct rxt_comm *comm, uint64_t *first, uint64_t *last);
int rxt_mpi_asked(struct rxt_comm *comm, int turn);
void rxt_mpi_answer(struct rxt_comm *comm, int node, int turn, uint64_t first, uint64_t last);
void rxt_mpi_leave(struct rxt_comm *comm);
bool rxt_mpi_left(struct rxt_comm *comm);
void rxt_mpi_leaders_allgather(struct rxt_comm *comm, const void *mine, size_t n_bytes, void *all);
void rxt_mpi_leaders_exchange(struct rxt_comm *comm, const void *mine, void *all, const size_t *bound);
extern const struct rxt_mail_ops rxt_mpi_mail;

#endif
