/* SPDX-License-Identifier: BSD-3-Clause
 * team_comm_none.c - message passing for one rank, in a build without MPI.
 */
#include "comm.h"

#include <stdlib.h>
#include <string.h>

struct rxt_comm {
    char unused;
};

enum rxt_err rxt_comm_start(void)
{
    return RXT_OK;
}

void rxt_comm_stop(void)
{
}

bool rxt_comm_is_first(void)
{
    return true;
}

const char *rxt_comm_library(void)
{
    return "none (built with MPI=no)";
}

enum rxt_err rxt_comm_open(struct rxt_comm **out)
{
    static struct rxt_comm one;
    *out = &one;
    return RXT_OK;
}

void rxt_comm_close(struct rxt_comm *comm)
{
    (void)comm;
}

struct rxt_where rxt_comm_where(const struct rxt_comm *comm)
{
    (void)comm;
    return (struct rxt_where){.n_ranks = 1, .n_nodes = 1, .n_node_ranks = 1};
}

void rxt_comm_barrier(struct rxt_comm *comm)
{
    (void)comm;
}

void rxt_comm_node_barrier(struct rxt_comm *comm)
{
    (void)comm;
}

void rxt_comm_max(struct rxt_comm *comm, double *values, int n)
{
    (void)comm, (void)values, (void)n;
}

void rxt_comm_sum(struct rxt_comm *comm, double *values, int n)
{
    (void)comm, (void)values, (void)n;
}

int rxt_comm_worst(struct rxt_comm *comm, int value)
{
    (void)comm;
    return value;
}

void rxt_comm_bcast(struct rxt_comm *comm, void *buffer, size_t n_bytes, int root)
{
    (void)comm, (void)buffer, (void)n_bytes, (void)root;
}

void rxt_comm_allgather(struct rxt_comm *comm, const void *mine, size_t n_bytes, void *all)
{
    (void)comm;
    memcpy(all, mine, n_bytes);
}

void rxt_comm_neighbours(struct rxt_comm *comm, const int peer[2], const struct rxt_message send[2],
                         const struct rxt_message recv[2])
{
    (void)comm, (void)peer, (void)send, (void)recv;
}

void rxt_comm_send(struct rxt_comm *comm, const void *buffer, size_t n_bytes, int to)
{
    (void)comm, (void)buffer, (void)n_bytes, (void)to;
}

void rxt_comm_recv(struct rxt_comm *comm, void *buffer, size_t n_bytes, int from)
{
    (void)comm, (void)buffer, (void)n_bytes, (void)from;
}

void rxt_comm_alltoall_sizes(struct rxt_comm *comm, const int *n_send, int *n_recv)
{
    (void)comm;
    n_recv[0] = n_send[0];
}

void rxt_comm_alltoall(struct rxt_comm *comm, const void *send, const int *n_send, void *recv,
                       const int *n_recv)
{
    (void)comm, (void)n_recv;
    if (n_send[0] > 0) {
        memcpy(recv, send, (size_t)n_send[0]);
    }
}

enum rxt_err rxt_comm_share(struct rxt_comm *comm, size_t n_bytes, struct rxt_shared *out)
{
    (void)comm;
    const size_t whole = (n_bytes + 63) / 64 * 64;
    *out = (struct rxt_shared){.memory = aligned_alloc(64, whole > 0 ? whole : 64)};
    if (!out->memory) {
        return rxt_fail(RXT_E_MEMORY, "no room for %zu bytes of partial results", n_bytes);
    }
    memset(out->memory, 0, whole);
    return RXT_OK;
}

void rxt_comm_unshare(struct rxt_shared *shared)
{
    free(shared->memory);
    shared->memory = NULL;
}

void rxt_comm_share_sync(struct rxt_comm *comm, struct rxt_shared *shared)
{
    (void)comm, (void)shared;
}

void rxt_comm_share_nodes(struct rxt_comm *comm, void *memory, const size_t *bound)
{
    (void)comm, (void)memory, (void)bound;
}

/* Nobody asks where there is but one node. */
void rxt_comm_ask(struct rxt_comm *comm, int node, int turn)
{
    (void)comm, (void)node, (void)turn;
}

bool rxt_comm_answered(struct rxt_comm *comm, uint64_t *first, uint64_t *last)
{
    (void)comm;
    *first = *last = 0;
    return true;
}

int rxt_comm_asked(struct rxt_comm *comm, int turn)
{
    (void)comm, (void)turn;
    return -1;
}

void rxt_comm_answer(struct rxt_comm *comm, int node, int turn, uint64_t first, uint64_t last)
{
    (void)comm, (void)node, (void)turn, (void)first, (void)last;
}

void rxt_comm_leave(struct rxt_comm *comm)
{
    (void)comm;
}

bool rxt_comm_left(struct rxt_comm *comm)
{
    (void)comm;
    return true;
}

void rxt_comm_leaders_allgather(struct rxt_comm *comm, const void *mine, size_t n_bytes, void *all)
{
    (void)comm;
    memcpy(all, mine, n_bytes);
}

void rxt_comm_leaders_exchange(struct rxt_comm *comm, const void *mine, void *all, const size_t *bound)
{
    (void)comm;
    memcpy(all, mine, bound[1]);
}
