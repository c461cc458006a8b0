/* SPDX-License-Identifier: BSD-3-Clause
 * team_comm_rig.c - message passing between the ranks of a rig: a box for every pair, in memory that all of them map.
 *
 * All of it is made of one thing: flows, which go on side by side until all have ended, a box at a time. No call allocates.
 */
#include "rig_parts.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum { BOX = 64 * 1024, BLOCK = 64 };

/* For what is shared over a node; pages that nobody touches cost nothing. */
static const size_t arena_bytes = (size_t)1 << 30;

struct box {
    _Alignas(RXT_LINE_BYTES) atomic_size_t n_full; /* 0: its sender may fill it */
    char bytes[BOX];
};

struct rxt_rig_ground {
    int n_ranks;
    size_t n_bytes;
    pthread_barrier_t gate;
    char *arena;
    struct box boxes[]; /* from rank r to rank s: r n_ranks + s */
};

struct rxt_comm {
    struct rxt_rig_ground *ground;
    int rank, n_ranks;
    size_t arena_used; /* the same on all ranks, who share in the same order */
    int n_shared;
};

static struct rxt_comm here;

enum rxt_err rxt_rig_ground_open(struct rxt_rig_ground **out, int n_ranks)
{
    const size_t n_boxes = (size_t)n_ranks * (size_t)n_ranks;
    const size_t n_bytes = sizeof **out + n_boxes * sizeof(struct box);
    const int prot = PROT_READ | PROT_WRITE, flags = MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE;
    struct rxt_rig_ground *ground = mmap(NULL, n_bytes, prot, flags, -1, 0);
    char *arena = mmap(NULL, arena_bytes, prot, flags, -1, 0);
    *out = NULL;
    if (ground == MAP_FAILED || arena == MAP_FAILED) {
        return rxt_fail(RXT_E_MEMORY, "no room for %d ranks to share", n_ranks);
    }
    pthread_barrierattr_t shared;
    pthread_barrierattr_init(&shared);
    pthread_barrierattr_setpshared(&shared, PTHREAD_PROCESS_SHARED);
    pthread_barrier_init(&ground->gate, &shared, (unsigned)n_ranks);
    pthread_barrierattr_destroy(&shared);
    ground->n_ranks = n_ranks;
    ground->n_bytes = n_bytes;
    ground->arena = arena;
    *out = ground;
    return RXT_OK;
}

void rxt_rig_ground_close(struct rxt_rig_ground *ground)
{
    if (ground) {
        munmap(ground->arena, arena_bytes);
        munmap(ground, ground->n_bytes);
    }
}

/* Bytes on their way to a rank or from it. */
struct flow {
    int peer;
    bool sends;
    char *bytes;
    size_t n_left;
};

static struct box *box_of(const struct rxt_comm *comm, int from, int to)
{
    return &comm->ground->boxes[from * comm->n_ranks + to];
}

static bool send_some(const struct rxt_comm *comm, struct flow *flow)
{
    struct box *box = box_of(comm, comm->rank, flow->peer);
    if (flow->n_left == 0 || atomic_load_explicit(&box->n_full, memory_order_acquire) > 0) {
        return false;
    }
    const size_t n = flow->n_left < BOX ? flow->n_left : BOX;
    memcpy(box->bytes, flow->bytes, n);
    atomic_store_explicit(&box->n_full, n, memory_order_release);
    flow->bytes += n;
    flow->n_left -= n;
    return true;
}

static bool take_some(const struct rxt_comm *comm, struct flow *flow)
{
    struct box *box = box_of(comm, flow->peer, comm->rank);
    const size_t n = flow->n_left > 0 ? atomic_load_explicit(&box->n_full, memory_order_acquire) : 0;
    if (n == 0) {
        return false;
    }
    assert(n <= flow->n_left); /* no more than the receiver asked for: MPI would end the program, too */
    memcpy(flow->bytes, box->bytes, n);
    atomic_store_explicit(&box->n_full, 0, memory_order_release);
    flow->bytes += n;
    flow->n_left -= n;
    return true;
}

static void move(const struct rxt_comm *comm, struct flow *flows, int n)
{
    const struct timespec moment = {.tv_nsec = 50000};
    for (int idle = 0;; idle++) {
        size_t n_left = 0;
        for (int i = 0; i < n; i++) {
            const bool moved = flows[i].sends ? send_some(comm, &flows[i]) : take_some(comm, &flows[i]);
            n_left += flows[i].n_left;
            idle = moved ? 0 : idle;
        }
        if (n_left == 0) {
            return;
        }
        if (idle < 100) {
            sched_yield();
        } else {
            nanosleep(&moment, NULL);
        }
    }
}

static enum rxt_err rig_start(void)
{
    return RXT_OK;
}

static void rig_stop(void)
{
}

static bool rig_is_first(void)
{
    return here.rank == 0;
}

static const char *rig_library(void)
{
    return "none (a rig)";
}

static enum rxt_err rig_open(struct rxt_comm **out)
{
    *out = &here;
    return RXT_OK;
}

static void rig_close(struct rxt_comm *comm)
{
    (void)comm;
}

static struct rxt_where rig_where(const struct rxt_comm *comm)
{
    return (struct rxt_where){.rank = comm->rank,
                              .n_ranks = comm->n_ranks,
                              .n_nodes = 1,
                              .node_rank = comm->rank,
                              .n_node_ranks = comm->n_ranks};
}

static void rig_barrier(struct rxt_comm *comm)
{
    pthread_barrier_wait(&comm->ground->gate);
}

static void rig_allgather(struct rxt_comm *comm, const void *mine, size_t n_bytes, void *all)
{
    struct flow flows[2 * RXT_RIG_RANKS];
    int n = 0;
    for (int r = 0; r < comm->n_ranks; r++) {
        flows[n++] = (struct flow){r, true, (char *)mine, n_bytes};
        flows[n++] = (struct flow){r, false, (char *)all + (size_t)r * n_bytes, n_bytes};
    }
    move(comm, flows, n);
}

/* Folded in the order of ranks, so that a sum is the same on all of them. */
static void fold(struct rxt_comm *comm, double *values, int n, double (*join)(double a, double b))
{
    double all[RXT_RIG_RANKS][BLOCK];
    for (int first = 0; first < n; first += BLOCK) {
        const int n_here = n - first < BLOCK ? n - first : BLOCK;
        double mine[BLOCK] = {0.0};
        memcpy(mine, values + first, (size_t)n_here * sizeof *mine);
        rig_allgather(comm, mine, sizeof mine, all);
        for (int i = 0; i < n_here; i++) {
            values[first + i] = all[0][i];
            for (int r = 1; r < comm->n_ranks; r++) {
                values[first + i] = join(values[first + i], all[r][i]);
            }
        }
    }
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double sum(double a, double b)
{
    return a + b;
}

static void rig_max(struct rxt_comm *comm, double *values, int n)
{
    fold(comm, values, n, larger);
}

static void rig_sum(struct rxt_comm *comm, double *values, int n)
{
    fold(comm, values, n, sum);
}

static int rig_worst(struct rxt_comm *comm, int value)
{
    double worst = value;
    fold(comm, &worst, 1, larger);
    return (int)worst;
}

static void rig_bcast(struct rxt_comm *comm, void *buffer, size_t n_bytes, int root)
{
    struct flow flows[RXT_RIG_RANKS] = {{root, false, buffer, n_bytes}};
    int n = 1;
    for (int r = 0; comm->rank == root && r < comm->n_ranks; r++) {
        flows[r] = (struct flow){r, true, buffer, r == root ? 0 : n_bytes};
        n = comm->n_ranks;
    }
    move(comm, flows, n);
}

static void rig_neighbours(struct rxt_comm *comm, const int peer[2], const struct rxt_message send[2],
                           const struct rxt_message recv[2])
{
    struct flow flows[4];
    int n = 0;
    for (int side = 0; side < 2; side++) {
        flows[n++] = (struct flow){peer[side], true, send[side].bytes, send[side].n_bytes};
        flows[n++] = (struct flow){peer[side], false, recv[side].bytes, recv[side].n_bytes};
    }
    for (int i = 0; i < n; i++) { /* of no bytes and from nobody: not looked at */
        flows[i].peer = flows[i].n_left > 0 ? flows[i].peer : comm->rank;
    }
    move(comm, flows, n);
}

static void rig_send(struct rxt_comm *comm, const void *buffer, size_t n_bytes, int to)
{
    move(comm, &(struct flow){to, true, (char *)buffer, n_bytes}, 1);
}

static void rig_recv(struct rxt_comm *comm, void *buffer, size_t n_bytes, int from)
{
    move(comm, &(struct flow){from, false, buffer, n_bytes}, 1);
}

static void rig_alltoall_sizes(struct rxt_comm *comm, const int *n_send, int *n_recv)
{
    struct flow flows[2 * RXT_RIG_RANKS];
    int n = 0;
    for (int r = 0; r < comm->n_ranks; r++) {
        flows[n++] = (struct flow){r, true, (char *)(n_send + r), sizeof *n_send};
        flows[n++] = (struct flow){r, false, (char *)(n_recv + r), sizeof *n_recv};
    }
    move(comm, flows, n);
}

static void rig_alltoall(struct rxt_comm *comm, const void *send, const int *n_send, void *recv,
                         const int *n_recv)
{
    struct flow flows[2 * RXT_RIG_RANKS];
    const char *from = send;
    char *to = recv;
    int n = 0;
    for (int r = 0; r < comm->n_ranks; r++) {
        flows[n++] = (struct flow){r, true, (char *)from, (size_t)n_send[r]};
        flows[n++] = (struct flow){r, false, to, (size_t)n_recv[r]};
        from += n_send[r];
        to += n_recv[r];
    }
    move(comm, flows, n);
}

static enum rxt_err rig_share(struct rxt_comm *comm, size_t n_bytes, struct rxt_shared *out)
{
    const size_t n = (n_bytes + 4095) / 4096 * 4096 + 4096;
    if (n > arena_bytes - comm->arena_used) {
        return rxt_fail(RXT_E_MEMORY, "no room for %zu bytes of partial results in a rig", n_bytes);
    }
    *out = (struct rxt_shared){.memory = comm->ground->arena + comm->arena_used, .n_bytes = n};
    comm->arena_used += n;
    comm->n_shared++;
    return RXT_OK;
}

/* Room is used again when all of it has been given back. */
static void rig_unshare(struct rxt_shared *shared)
{
    if (shared->memory && --here.n_shared == 0) {
        here.arena_used = 0;
    }
    *shared = (struct rxt_shared){.memory = NULL};
}

static void rig_share_sync(struct rxt_comm *comm, struct rxt_shared *shared)
{
    (void)shared;
    rig_barrier(comm);
}

static const struct rxt_comm_ops *rig_ops(void)
{
    static struct rxt_comm_ops ops;
    ops = rxt_comm_none; /* of one node: nobody asks, and there are no other leaders */
    ops.start = rig_start;
    ops.stop = rig_stop;
    ops.is_first = rig_is_first;
    ops.library = rig_library;
    ops.open = rig_open;
    ops.close = rig_close;
    ops.where = rig_where;
    ops.barrier = ops.node_barrier = rig_barrier;
    ops.max = rig_max;
    ops.sum = rig_sum;
    ops.worst = rig_worst;
    ops.bcast = rig_bcast;
    ops.allgather = rig_allgather;
    ops.neighbours = rig_neighbours;
    ops.send = rig_send;
    ops.recv = rig_recv;
    ops.alltoall_sizes = rig_alltoall_sizes;
    ops.alltoall = rig_alltoall;
    ops.share = rig_share;
    ops.unshare = rig_unshare;
    ops.share_sync = rig_share_sync;
    return &ops;
}

void rxt_rig_be(struct rxt_rig_ground *ground, int rank)
{
    here = (struct rxt_comm){.ground = ground, .rank = rank, .n_ranks = ground->n_ranks};
    rxt_comm_use(ground->n_ranks == 1 ? &rxt_comm_none : rig_ops());
}
