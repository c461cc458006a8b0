/* SPDX-License-Identifier: BSD-3-Clause
 * team_ask_mpi.c - the first ranks of the nodes ask each other for work, and answer when they look.
 */
#include "comm_mpi.h"

enum { ASK = 10, ANSWER = 20 }; /* tags; one more for the odd turns */

void rxt_mpi_ask(struct rxt_comm *comm, int node, int turn)
{
    comm->turn = turn;
    MPI_Irecv(comm->answer, 2, MPI_UINT64_T, node, ANSWER + turn % 2, comm->leaders, &comm->question[0]);
    MPI_Isend(&comm->turn, 1, MPI_INT, node, ASK + turn % 2, comm->leaders, &comm->question[1]);
}

bool rxt_mpi_answered(struct rxt_comm *comm, uint64_t *first, uint64_t *last)
{
    int done = 0;
    MPI_Status status[2]; /* gcc 12 takes MPICH's MPI_STATUSES_IGNORE for an array of size 0 */
    MPI_Testall(2, comm->question, &done, status);
    *first = comm->answer[0];
    *last = comm->answer[1];
    return done;
}

int rxt_mpi_asked(struct rxt_comm *comm, int turn)
{
    int asks = 0, said;
    MPI_Status status;
    MPI_Iprobe(MPI_ANY_SOURCE, ASK + turn % 2, comm->leaders, &asks, &status);
    if (!asks) {
        return -1;
    }
    MPI_Recv(&said, 1, MPI_INT, status.MPI_SOURCE, ASK + turn % 2, comm->leaders, MPI_STATUS_IGNORE);
    return status.MPI_SOURCE;
}

void rxt_mpi_answer(struct rxt_comm *comm, int node, int turn, uint64_t first, uint64_t last)
{
    const uint64_t range[2] = {first, last}; /* whoever asked has posted its receive, and looks: it goes */
    MPI_Send(range, 2, MPI_UINT64_T, node, ANSWER + turn % 2, comm->leaders);
}

void rxt_mpi_leave(struct rxt_comm *comm)
{
    MPI_Ibarrier(comm->leaders, &comm->leave);
}

bool rxt_mpi_left(struct rxt_comm *comm)
{
    int done = 0;
    MPI_Test(&comm->leave, &done, MPI_STATUS_IGNORE);
    return done;
}

void rxt_mpi_leaders_allgather(struct rxt_comm *comm, const void *mine, size_t n_bytes, void *all)
{
    MPI_Allgather(mine, (int)n_bytes, MPI_BYTE, all, (int)n_bytes, MPI_BYTE, comm->leaders);
}

void rxt_mpi_leaders_exchange(struct rxt_comm *comm, const void *mine, void *all, const size_t *bound)
{
    const int n_nodes = comm->where.n_nodes, node = comm->where.node;
    for (int i = 0; i < n_nodes; i++) {
        comm->part[i] = (int)(bound[i + 1] - bound[i]);
        comm->part[n_nodes + i] = (int)bound[i];
    }
    MPI_Allgatherv(mine, comm->part[node], MPI_BYTE, all, comm->part, comm->part + n_nodes, MPI_BYTE,
                   comm->leaders);
}
