/* SPDX-License-Identifier: BSD-3-Clause
 * team_comm_mpi.c - message passing by MPI 3.1: its life, the ranks' numbers, what they send each other.
 */
#include "comm_mpi.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A program that embeds rxt may have started MPI: then it ends it, too. */
static bool is_ours;

static enum rxt_err take_started(void)
{
    int stopped = 0, is_main = 0, provided = MPI_THREAD_SINGLE;
    MPI_Finalized(&stopped);
    if (stopped) {
        return rxt_fail(RXT_E_USAGE, "MPI was ended in this process, which cannot start it again: a program "
                                     "that needs it longer starts and ends it itself");
    }
    MPI_Query_thread(&provided);
    MPI_Is_thread_main(&is_main);
    if (provided < MPI_THREAD_FUNNELED || !is_main) {
        return rxt_fail(RXT_E_USAGE,
                        "MPI was started %s: MPI_Init_thread with at least MPI_THREAD_FUNNELED, "
                        "and open from that thread",
                        is_main ? "without threads" : "by another thread");
    }
    return RXT_OK;
}

static enum rxt_err mpi_start(void)
{
    int provided = MPI_THREAD_SINGLE, is_started = 0;
    MPI_Initialized(&is_started);
    is_ours = !is_started;
    if (is_started) {
        return take_started();
    }
    MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided);
    if (provided < MPI_THREAD_FUNNELED) {
        return rxt_fail(RXT_E_ABSENT,
                        "this MPI library offers no MPI_THREAD_FUNNELED, which threads in ranks need");
    }
    return RXT_OK;
}

static void mpi_stop(void)
{
    int started = 0, stopped = 0;
    MPI_Initialized(&started);
    MPI_Finalized(&stopped);
    if (started && !stopped && is_ours) {
        MPI_Finalize();
    }
}

static bool mpi_is_first(void)
{
    int rank = 0;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    return rank == 0;
}

static const char *mpi_library(void)
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

static enum rxt_err mpi_open(struct rxt_comm **out)
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

static void mpi_close(struct rxt_comm *comm)
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

static struct rxt_where mpi_where(const struct rxt_comm *comm)
{
    return comm->where;
}

static void mpi_barrier(struct rxt_comm *comm)
{
    MPI_Barrier(comm->team);
}

static void mpi_node_barrier(struct rxt_comm *comm)
{
    MPI_Barrier(comm->node);
}

static void mpi_max(struct rxt_comm *comm, double *values, int n)
{
    MPI_Allreduce(MPI_IN_PLACE, values, n, MPI_DOUBLE, MPI_MAX, comm->team);
}

static void mpi_sum(struct rxt_comm *comm, double *values, int n)
{
    MPI_Allreduce(MPI_IN_PLACE, values, n, MPI_DOUBLE, MPI_SUM, comm->team);
}

static int mpi_worst(struct rxt_comm *comm, int value)
{
    MPI_Allreduce(MPI_IN_PLACE, &value, 1, MPI_INT, MPI_MAX, comm->team);
    return value;
}

static void mpi_bcast(struct rxt_comm *comm, void *buffer, size_t n_bytes, int root)
{
    char *p = buffer;
    for (size_t sent = 0; sent < n_bytes;) {
        const int n = count_of(n_bytes - sent);
        MPI_Bcast(p + sent, n, MPI_BYTE, root, comm->team);
        sent += (size_t)n;
    }
}

static void mpi_allgather(struct rxt_comm *comm, const void *mine, size_t n_bytes, void *all)
{
    const unsigned char *from = mine, *to = all;
    assert(from + n_bytes <= to ||
           from >= to + n_bytes * (size_t)comm->where.n_ranks); /* MPICH ends the job */
    MPI_Allgather(mine, count_of(n_bytes), MPI_BYTE, all, count_of(n_bytes), MPI_BYTE, comm->team);
}

static void mpi_neighbours(struct rxt_comm *comm, const int peer[2], const struct rxt_message send[2],
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

static void mpi_send(struct rxt_comm *comm, const void *buffer, size_t n_bytes, int to)
{
    const char *p = buffer;
    for (size_t sent = 0; sent < n_bytes;) {
        const int n = count_of(n_bytes - sent);
        MPI_Send(p + sent, n, MPI_BYTE, to, 1, comm->team);
        sent += (size_t)n;
    }
}

static void mpi_recv(struct rxt_comm *comm, void *buffer, size_t n_bytes, int from)
{
    char *p = buffer;
    for (size_t got = 0; got < n_bytes;) {
        const int n = count_of(n_bytes - got);
        MPI_Recv(p + got, n, MPI_BYTE, from, 1, comm->team, MPI_STATUS_IGNORE);
        got += (size_t)n;
    }
}

static void mpi_alltoall_sizes(struct rxt_comm *comm, const int *n_send, int *n_recv)
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

static void mpi_alltoall(struct rxt_comm *comm, const void *send, const int *n_send, void *recv,
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

const struct rxt_comm_ops rxt_comm_mpi = {
    .start = mpi_start,
    .stop = mpi_stop,
    .is_first = mpi_is_first,
    .library = mpi_library,
    .open = mpi_open,
    .close = mpi_close,
    .where = mpi_where,
    .barrier = mpi_barrier,
    .node_barrier = mpi_node_barrier,
    .max = mpi_max,
    .sum = mpi_sum,
    .worst = mpi_worst,
    .bcast = mpi_bcast,
    .allgather = mpi_allgather,
    .neighbours = mpi_neighbours,
    .send = mpi_send,
    .recv = mpi_recv,
    .alltoall_sizes = mpi_alltoall_sizes,
    .alltoall = mpi_alltoall,
    .share = rxt_mpi_share,
    .unshare = rxt_mpi_unshare,
    .share_sync = rxt_mpi_share_sync,
    .share_nodes = rxt_mpi_share_nodes,
    .ask = rxt_mpi_ask,
    .answered = rxt_mpi_answered,
    .asked = rxt_mpi_asked,
    .answer = rxt_mpi_answer,
    .leave = rxt_mpi_leave,
    .left = rxt_mpi_left,
    .leaders_allgather = rxt_mpi_leaders_allgather,
    .leaders_exchange = rxt_mpi_leaders_exchange,
    .mail = &rxt_mpi_mail,
};
