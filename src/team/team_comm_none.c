/* SPDX-License-Identifier: BSD-3-Clause
 * team_comm_none.c - message passing for one rank, which needs no MPI.
 */
#include "comm_ops.h"

#include <sys/mman.h>

#include <stdlib.h>
#include <string.h>

struct rxt_comm {
    char unused;
};

static enum rxt_err none_start(void)
{
    return RXT_OK;
}

static void none_stop(void)
{
}

static bool none_is_first(void)
{
    return true;
}

static const char *none_library(void)
{
    return "none (built with MPI=no)";
}

static enum rxt_err none_open(struct rxt_comm **out)
{
    static struct rxt_comm one;
    *out = &one;
    return RXT_OK;
}

static void none_close(struct rxt_comm *comm)
{
    (void)comm;
}

static struct rxt_where none_where(const struct rxt_comm *comm)
{
    (void)comm;
    return (struct rxt_where){.n_ranks = 1, .n_nodes = 1, .n_node_ranks = 1};
}

static void none_barrier(struct rxt_comm *comm)
{
    (void)comm;
}

static void none_node_barrier(struct rxt_comm *comm)
{
    (void)comm;
}

static void none_max(struct rxt_comm *comm, double *values, int n)
{
    (void)comm, (void)values, (void)n;
}

static void none_sum(struct rxt_comm *comm, double *values, int n)
{
    (void)comm, (void)values, (void)n;
}

static int none_worst(struct rxt_comm *comm, int value)
{
    (void)comm;
    return value;
}

static void none_bcast(struct rxt_comm *comm, void *buffer, size_t n_bytes, int root)
{
    (void)comm, (void)buffer, (void)n_bytes, (void)root;
}

static void none_allgather(struct rxt_comm *comm, const void *mine, size_t n_bytes, void *all)
{
    (void)comm;
    memcpy(all, mine, n_bytes);
}

static void none_neighbours(struct rxt_comm *comm, const int peer[2], const struct rxt_message send[2],
                            const struct rxt_message recv[2])
{
    (void)comm, (void)peer, (void)send, (void)recv;
}

static void none_send(struct rxt_comm *comm, const void *buffer, size_t n_bytes, int to)
{
    (void)comm, (void)buffer, (void)n_bytes, (void)to;
}

static void none_recv(struct rxt_comm *comm, void *buffer, size_t n_bytes, int from)
{
    (void)comm, (void)buffer, (void)n_bytes, (void)from;
}

static void none_alltoall_sizes(struct rxt_comm *comm, const int *n_send, int *n_recv)
{
    (void)comm;
    n_recv[0] = n_send[0];
}

static void none_alltoall(struct rxt_comm *comm, const void *send, const int *n_send, void *recv,
                          const int *n_recv)
{
    (void)comm, (void)n_recv;
    if (n_send[0] > 0) {
        memcpy(recv, send, (size_t)n_send[0]);
    }
}

static enum rxt_err none_share(struct rxt_comm *comm, size_t n_bytes, struct rxt_shared *out)
{
    (void)comm;
    const size_t n = n_bytes > 0 ? n_bytes : 1;
    void *memory = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        return rxt_fail(RXT_E_MEMORY, "no room for %zu bytes of partial results", n_bytes);
    }
    (void)madvise(memory, n, MADV_HUGEPAGE); /* pages of 2 MiB where there are any; an advice */
    *out = (struct rxt_shared){.memory = memory, .n_bytes = n};
    return RXT_OK;
}

static void none_unshare(struct rxt_shared *shared)
{
    if (shared->memory) {
        munmap(shared->memory, shared->n_bytes);
    }
    *shared = (struct rxt_shared){.memory = NULL};
}

static void none_share_sync(struct rxt_comm *comm, struct rxt_shared *shared)
{
    (void)comm, (void)shared;
}

static void none_share_nodes(struct rxt_comm *comm, void *memory, const size_t *bound)
{
    (void)comm, (void)memory, (void)bound;
}

/* Nobody asks where there is but one node. */
static void none_ask(struct rxt_comm *comm, int node, int turn)
{
    (void)comm, (void)node, (void)turn;
}

static bool none_answered(struct rxt_comm *comm, uint64_t *first, uint64_t *last)
{
    (void)comm;
    *first = *last = 0;
    return true;
}

static int none_asked(struct rxt_comm *comm, int turn)
{
    (void)comm, (void)turn;
    return -1;
}

static void none_answer(struct rxt_comm *comm, int node, int turn, uint64_t first, uint64_t last)
{
    (void)comm, (void)node, (void)turn, (void)first, (void)last;
}

static void none_leave(struct rxt_comm *comm)
{
    (void)comm;
}

static bool none_left(struct rxt_comm *comm)
{
    (void)comm;
    return true;
}

static void none_leaders_allgather(struct rxt_comm *comm, const void *mine, size_t n_bytes, void *all)
{
    (void)comm;
    memcpy(all, mine, n_bytes);
}

static void none_leaders_exchange(struct rxt_comm *comm, const void *mine, void *all, const size_t *bound)
{
    (void)comm;
    memcpy(all, mine, bound[1]);
}

const struct rxt_comm_ops rxt_comm_none = {
    .start = none_start,
    .stop = none_stop,
    .is_first = none_is_first,
    .library = none_library,
    .open = none_open,
    .close = none_close,
    .where = none_where,
    .barrier = none_barrier,
    .node_barrier = none_node_barrier,
    .max = none_max,
    .sum = none_sum,
    .worst = none_worst,
    .bcast = none_bcast,
    .allgather = none_allgather,
    .neighbours = none_neighbours,
    .send = none_send,
    .recv = none_recv,
    .alltoall_sizes = none_alltoall_sizes,
    .alltoall = none_alltoall,
    .share = none_share,
    .unshare = none_unshare,
    .share_sync = none_share_sync,
    .share_nodes = none_share_nodes,
    .ask = none_ask,
    .answered = none_answered,
    .asked = none_asked,
    .answer = none_answer,
    .leave = none_leave,
    .left = none_left,
    .leaders_allgather = none_leaders_allgather,
    .leaders_exchange = none_leaders_exchange,
};
