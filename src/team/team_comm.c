/* SPDX-License-Identifier: BSD-3-Clause
 * team_comm.c - message passing by the back end that was chosen at the start.
 */
#include "comm_mail.h"
#include "comm_ops.h"

#include "machine.h"

/* Of the process, as MPI itself is. */
static const struct rxt_comm_ops *ops = &rxt_comm_none;

/* Seen with two ranks: Open MPI 4.1.4 does not start in 75000 kB, waits for ever in 85000, and starts in 90000; MPICH
 * 4.0.2 is aborted by UCX in 100000, and starts in 120000. More ranks take more. */
static const double least_bytes = 128.0 * 1024 * 1024;

enum rxt_err rxt_comm_check(void)
{
    const double limit = rxt_address_limit();
    return limit >= least_bytes
               ? RXT_OK
               : rxt_fail(
                     RXT_E_ABSENT,
                     "MPI does not start within %.0f kB of address space: raise the limit to %.0f or more "
                     "(ulimit -v; of a batch system: ask for more memory), or take one rank, which needs "
                     "none",
                     limit / 1024.0, least_bytes / 1024.0);
}

enum rxt_err rxt_comm_start(bool alone)
{
    ops = alone ? rxt_comm_alone : rxt_comm_many;
    const enum rxt_err err = ops == &rxt_comm_none ? RXT_OK : rxt_comm_check();
    if (err != RXT_OK) {
        ops = &rxt_comm_none; /* nothing was started: there is nothing to stop, and every rank is alone */
        return err;
    }
    return ops->start();
}

void rxt_comm_use(const struct rxt_comm_ops *back_end)
{
    ops = back_end;
}

/* Asked before the start, too, and of one rank, whose back end knows no library. */
const char *rxt_comm_library(void)
{
    return rxt_comm_many->library();
}

void rxt_comm_stop(void)
{
    ops->stop();
}

bool rxt_comm_is_first(void)
{
    return ops->is_first();
}

enum rxt_err rxt_comm_open(struct rxt_comm **out)
{
    return ops->open(out);
}

void rxt_comm_close(struct rxt_comm *comm)
{
    ops->close(comm);
}

struct rxt_where rxt_comm_where(const struct rxt_comm *comm)
{
    return ops->where(comm);
}

void rxt_comm_barrier(struct rxt_comm *comm)
{
    ops->barrier(comm);
}

void rxt_comm_node_barrier(struct rxt_comm *comm)
{
    ops->node_barrier(comm);
}

void rxt_comm_max(struct rxt_comm *comm, double *values, int n)
{
    ops->max(comm, values, n);
}

void rxt_comm_sum(struct rxt_comm *comm, double *values, int n)
{
    ops->sum(comm, values, n);
}

int rxt_comm_worst(struct rxt_comm *comm, int value)
{
    return ops->worst(comm, value);
}

void rxt_comm_bcast(struct rxt_comm *comm, void *buffer, size_t n_bytes, int root)
{
    ops->bcast(comm, buffer, n_bytes, root);
}

void rxt_comm_allgather(struct rxt_comm *comm, const void *mine, size_t n_bytes, void *all)
{
    ops->allgather(comm, mine, n_bytes, all);
}

void rxt_comm_neighbours(struct rxt_comm *comm, const int peer[2], const struct rxt_message send[2],
                         const struct rxt_message recv[2])
{
    ops->neighbours(comm, peer, send, recv);
}

void rxt_comm_send(struct rxt_comm *comm, const void *buffer, size_t n_bytes, int to)
{
    ops->send(comm, buffer, n_bytes, to);
}

void rxt_comm_recv(struct rxt_comm *comm, void *buffer, size_t n_bytes, int from)
{
    ops->recv(comm, buffer, n_bytes, from);
}

void rxt_comm_alltoall_sizes(struct rxt_comm *comm, const int *n_send, int *n_recv)
{
    ops->alltoall_sizes(comm, n_send, n_recv);
}

void rxt_comm_alltoall(struct rxt_comm *comm, const void *send, const int *n_send, void *recv,
                       const int *n_recv)
{
    ops->alltoall(comm, send, n_send, recv, n_recv);
}

enum rxt_err rxt_comm_share(struct rxt_comm *comm, size_t n_bytes, struct rxt_shared *out)
{
    return ops->share(comm, n_bytes, out);
}

void rxt_comm_unshare(struct rxt_shared *shared)
{
    ops->unshare(shared);
}

void rxt_comm_share_sync(struct rxt_comm *comm, struct rxt_shared *shared)
{
    ops->share_sync(comm, shared);
}

void rxt_comm_share_nodes(struct rxt_comm *comm, void *memory, const size_t *bound)
{
    ops->share_nodes(comm, memory, bound);
}

void rxt_comm_ask(struct rxt_comm *comm, int node, int turn)
{
    ops->ask(comm, node, turn);
}

bool rxt_comm_answered(struct rxt_comm *comm, uint64_t *first, uint64_t *last)
{
    return ops->answered(comm, first, last);
}

int rxt_comm_asked(struct rxt_comm *comm, int turn)
{
    return ops->asked(comm, turn);
}

void rxt_comm_answer(struct rxt_comm *comm, int node, int turn, uint64_t first, uint64_t last)
{
    ops->answer(comm, node, turn, first, last);
}

void rxt_comm_leave(struct rxt_comm *comm)
{
    ops->leave(comm);
}

bool rxt_comm_left(struct rxt_comm *comm)
{
    return ops->left(comm);
}

void rxt_comm_leaders_allgather(struct rxt_comm *comm, const void *mine, size_t n_bytes, void *all)
{
    ops->leaders_allgather(comm, mine, n_bytes, all);
}

void rxt_comm_leaders_exchange(struct rxt_comm *comm, const void *mine, void *all, const size_t *bound)
{
    ops->leaders_exchange(comm, mine, all, bound);
}

const struct rxt_mail_ops *rxt_comm_mail(void)
{
    return ops->mail;
}
