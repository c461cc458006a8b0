/* SPDX-License-Identifier: BSD-3-Clause
 * team_comm_mpi.c - message passing by MPI 3.1; with team_ask_mpi.c the only file that calls it.
 */
#include "comm_mpi.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Every size becomes an MPI count here. Callers keep below; larger buffers go in pieces. */
static int count_of(size_t n_bytes)
{
    return n_bytes > INT_MAX ? INT_MAX : (int)n_bytes;
}

enum rxt_err rxt_comm_start(void)
{
    int provided = MPI_THREAD_SINGLE;
    MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided);
    if (provided < MPI_THREAD_FUNNELED) {
        return rxt_fail(RXT_E_ABSENT,
                        "this MPI library offers no MPI_THREAD_FUNNELED, which threads in ranks need");
    }
    return RXT_OK;
}

void rxt_comm_stop(void)
{
    int started = 0, stopped = 0;
    MPI_Initialized(&started);
    MPI_Finalized(&stopped);
    if (started && !stopped) {
        MPI_Finalize();
    }
}

bool rxt_comm_is_first(void)
{
    int rank = 0;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    return rank == 0;
}

const char *rxt_comm_library(void)
{
    static char text[MPI_MAX_LIBRARY_VERSION_STRING];
    int n = 0;
    MPI_Get_library_version(text, &n);
    text[strcspn(text, ",\n")] = '\0';
    for (char *c = text; *c; c++) {
        *c = *c == '\t' ? ' ' : *c;
    }
    return text;
}

/* Number the nodes in the order of their smallest world rank, then the ranks node by node. */
static void number_ranks(struct rxt_comm *comm)
{
    struct rxt_where *w = &comm->where;
    MPI_Comm node, leaders;
    int world_rank, leads, node_number = 0;
    MPI_Comm_rank(MPI_COMM_WORLD, &world_rank);
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, world_rank, MPI_INFO_NULL, &node);
    MPI_Comm_rank(node, &w->node_rank);
    MPI_Comm_size(node, &w->n_node_ranks);
    leads = w->node_rank == 0;
    MPI_Comm_split(MPI_COMM_WORLD, leads ? 0 : MPI_UNDEFINED, world_rank, &leaders);
    if (leads) {
        MPI_Comm_rank(leaders, &node_number);
        MPI_Comm_size(leaders, &w->n_nodes);
        int before = 0;
        MPI_Exscan(&w->n_node_ranks, &before, 1, MPI_INT, MPI_SUM, leaders);
        w->node_first = node_number > 0 ? before : 0;
        MPI_Comm_free(&leaders);
    }
    w->node = node_number;
    int told[3] = {w->node, w->n_nodes, w->node_first};
    MPI_Bcast(told, 3, MPI_INT, 0, node);
    w->node = told[0];
    w->n_nodes = told[1];
    w->node_first = told[2];
    w->rank = w->node_first + w->node_rank;
    MPI_Comm_free(&node);
}

enum rxt_err rxt_comm_open(struct rxt_comm **out)
{
    struct rxt_comm *comm = calloc(1, sizeof *comm);
    int bad = !comm, worst = 0;
    MPI_Allreduce(&bad, &worst, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
    if (worst) {
        free(comm);
        return rxt_fail(RXT_E_MEMORY, "no room for a communicator");
    }
    number_ranks(comm);
    struct rxt_where *w = &comm->where;
    MPI_Comm_split(MPI_COMM_WORLD, 0, w->rank, &comm->team);
    MPI_Comm_size(comm->team, &w->n_ranks);
    MPI_Comm_split(comm->team, w->node, w->rank, &comm->node);
    MPI_Comm_split(comm->team, w->node_rank == 0 ? 0 : MPI_UNDEFINED, w->rank, &comm->leaders);
    comm->part = malloc(2 * (size_t)w->n_nodes * sizeof *comm->part);
    if (rxt_comm_worst(comm, !comm->part)) {
        const int n_nodes = w->n_nodes;
        rxt_comm_close(comm);
        return rxt_fail(RXT_E_MEMORY, "no room for the parts of %d nodes", n_nodes);
    }
    *out = comm;
    return RXT_OK;
}

void rxt_comm_close(struct rxt_comm *comm)
{
    if (!comm) {
        return;
    }
    MPI_Comm_free(&comm->team);
    MPI_Comm_free(&comm->node);
    if (comm->leaders != MPI_COMM_NULL) {
        MPI_Comm_free(&comm->leaders);
    }
    free(comm->part);
    free(comm);
}

struct rxt_where rxt_comm_where(const struct rxt_comm *comm)
{
    return comm->where;
}

void rxt_comm_barrier(struct rxt_comm *comm)
{
    MPI_Barrier(comm->team);
}

void rxt_comm_node_barrier(struct rxt_comm *comm)
{
    MPI_Barrier(comm->node);
}

void rxt_comm_max(struct rxt_comm *comm, double *values, int n)
{
    MPI_Allreduce(MPI_IN_PLACE, values, n, MPI_DOUBLE, MPI_MAX, comm->team);
}

void rxt_comm_sum(struct rxt_comm *comm, double *values, int n)
{
    MPI_Allreduce(MPI_IN_PLACE, values, n, MPI_DOUBLE, MPI_SUM, comm->team);
}

int rxt_comm_worst(struct rxt_comm *comm, int value)
{
    MPI_Allreduce(MPI_IN_PLACE, &value, 1, MPI_INT, MPI_MAX, comm->team);
    return value;
}

void rxt_comm_bcast(struct rxt_comm *comm, void *buffer, size_t n_bytes, int root)
{
    char *p = buffer;
    for (size_t sent = 0; sent < n_bytes;) {
        const int n = count_of(n_bytes - sent);
        MPI_Bcast(p + sent, n, MPI_BYTE, root, comm->team);
        sent += (size_t)n;
    }
}

void rxt_comm_allgather(struct rxt_comm *comm, const void *mine, size_t n_bytes, void *all)
{
    MPI_Allgather(mine, count_of(n_bytes), MPI_BYTE, all, count_of(n_bytes), MPI_BYTE, comm->team);
}

void rxt_comm_neighbours(struct rxt_comm *comm, const int peer[2], const struct rxt_message send[2],
                         const struct rxt_message recv[2])
{
    MPI_Request request[4];
    MPI_Status status[4]; /* gcc 12 takes MPICH's MPI_STATUSES_IGNORE for an array of size 0 */
    int n = 0;
    for (int side = 0; side < 2; side++) {
        if (recv[side].n_bytes) {
            MPI_Irecv(recv[side].bytes, count_of(recv[side].n_bytes), MPI_BYTE, peer[side], 0, comm->team,
                      &request[n++]);
        }
    }
    for (int side = 0; side < 2; side++) {
        if (send[side].n_bytes) {
            MPI_Isend(send[side].bytes, count_of(send[side].n_bytes), MPI_BYTE, peer[side], 0, comm->team,
                      &request[n++]);
        }
    }
    MPI_Waitall(n, request, status);
}

void rxt_comm_send(struct rxt_comm *comm, const void *buffer, size_t n_bytes, int to)
{
    const char *p = buffer;
    for (size_t sent = 0; sent < n_bytes;) {
        const int n = count_of(n_bytes - sent);
        MPI_Send(p + sent, n, MPI_BYTE, to, 1, comm->team);
        sent += (size_t)n;
    }
}

void rxt_comm_recv(struct rxt_comm *comm, void *buffer, size_t n_bytes, int from)
{
    char *p = buffer;
    for (size_t got = 0; got < n_bytes;) {
        const int n = count_of(n_bytes - got);
        MPI_Recv(p + got, n, MPI_BYTE, from, 1, comm->team, MPI_STATUS_IGNORE);
        got += (size_t)n;
    }
}

void rxt_comm_alltoall_sizes(struct rxt_comm *comm, const int *n_send, int *n_recv)
{
    MPI_Alltoall(n_send, 1, MPI_INT, n_recv, 1, MPI_INT, comm->team);
}

static void place_parts(const int *n_bytes, int *begin, int n_ranks)
{
    int total = 0;
    for (int r = 0; r < n_ranks; r++) {
        begin[r] = total;
        total += n_bytes[r];
    }
}

void rxt_comm_alltoall(struct rxt_comm *comm, const void *send, const int *n_send, void *recv,
                       const int *n_recv)
{
    const int n_ranks = comm->where.n_ranks;
    int *begin = malloc(2 * (size_t)n_ranks * sizeof *begin);
    if (!begin) { /* a few bytes a rank: there is no way to go on together without them */
        MPI_Abort(comm->team, rxt_err_status(RXT_E_MEMORY));
        return;
    }
    place_parts(n_send, begin, n_ranks);
    place_parts(n_recv, begin + n_ranks, n_ranks);
    MPI_Alltoallv(send, n_send, begin, MPI_BYTE, recv, n_recv, begin + n_ranks, MPI_BYTE, comm->team);
    free(begin);
}

enum rxt_err rxt_comm_share(struct rxt_comm *comm, size_t n_bytes, struct rxt_shared *out)
{
    /* The first rank of the node owns it all; the others map it. 64 bytes more to align. */
    MPI_Win *window = malloc(sizeof *window);
    void *memory = NULL;
    MPI_Aint size = comm->where.node_rank == 0 ? (MPI_Aint)n_bytes + 64 : 0;
    int unit = 1;
    if (rxt_comm_worst(comm, !window)) {
        free(window);
        return rxt_fail(RXT_E_MEMORY, "no room for a window");
    }
    MPI_Comm_set_errhandler(comm->node, MPI_ERRORS_RETURN);
    const int failed =
        MPI_Win_allocate_shared(size, 1, MPI_INFO_NULL, comm->node, &memory, window) != MPI_SUCCESS;
    MPI_Comm_set_errhandler(comm->node, MPI_ERRORS_ARE_FATAL);
    if (rxt_comm_worst(comm, failed)) {
        free(window);
        return rxt_fail(RXT_E_MEMORY,
                        "no room for %zu bytes shared by the ranks of a node (is /dev/shm full?)", n_bytes);
    }
    MPI_Win_shared_query(*window, 0, &size, &unit, &memory);
    MPI_Win_lock_all(MPI_MODE_NOCHECK, *window);
    const size_t skew = (size_t)memory % 64;
    *out = (struct rxt_shared){.memory = (char *)memory + (skew ? 64 - skew : 0), .window = window};
    if (comm->where.node_rank == 0) {
        memset(out->memory, 0, n_bytes);
    }
    rxt_comm_share_sync(comm, out);
    return RXT_OK;
}

void rxt_comm_unshare(struct rxt_shared *shared)
{
    if (shared->window) {
        MPI_Win *window = shared->window;
        MPI_Win_unlock_all(*window);
        MPI_Win_free(window);
        free(window);
        *shared = (struct rxt_shared){0};
    }
}

void rxt_comm_share_sync(struct rxt_comm *comm, struct rxt_shared *shared)
{
    MPI_Win_sync(*(MPI_Win *)shared->window);
    MPI_Barrier(comm->node);
    MPI_Win_sync(*(MPI_Win *)shared->window);
}

/* Parts beyond an MPI count: one after the other, in pieces. */
static void share_in_turn(struct rxt_comm *comm, char *memory, const size_t *bound)
{
    for (int node = 0; node < comm->where.n_nodes; node++) {
        for (size_t at = bound[node]; at < bound[node + 1];) {
            const int n = count_of(bound[node + 1] - at);
            MPI_Bcast(memory + at, n, MPI_BYTE, node, comm->leaders);
            at += (size_t)n;
        }
    }
}

void rxt_comm_share_nodes(struct rxt_comm *comm, void *memory, const size_t *bound)
{
    const int n_nodes = comm->where.n_nodes;
    if (comm->leaders == MPI_COMM_NULL) {
        return;
    }
    if (bound[n_nodes] > INT_MAX) {
        share_in_turn(comm, memory, bound);
        return;
    }
    for (int node = 0; node < n_nodes; node++) {
        comm->part[node] = count_of(bound[node + 1] - bound[node]);
        comm->part[n_nodes + node] = count_of(bound[node]);
    }
    MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, memory, comm->part, comm->part + n_nodes, MPI_BYTE,
                   comm->leaders);
}
