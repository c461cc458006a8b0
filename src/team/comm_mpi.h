/* SPDX-License-Identifier: BSD-3-Clause
 * comm_mpi.h - what the sources that call MPI share: no other file includes it.
 */
#ifndef RXT_COMM_MPI_H
#define RXT_COMM_MPI_H

#include "comm.h"

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
};

/* Every size becomes an MPI count here. Callers keep below; larger buffers go in pieces. */
static inline int count_of(size_t n_bytes)
{
    return n_bytes > INT_MAX ? INT_MAX : (int)n_bytes;
}

#endif
