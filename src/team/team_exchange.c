/* SPDX-License-Identifier: BSD-3-Clause
 * team_exchange.c - what kernels send between ranks; all time in here counts as time in MPI.
 */
#include "team_state.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

/* The lowest rank that failed worst tells the others its reason. */
static void spread_reason(struct rxt_team *team, enum rxt_err mine, enum rxt_err worst)
{
    char reason[1024];
    const int rank = team->where.rank;
    const int teller = -rxt_comm_worst(team->comm, mine == worst ? -rank : -INT_MAX);
    snprintf(reason, sizeof reason, "%s", rxt_reason());
    rxt_comm_bcast(team->comm, reason, sizeof reason, teller);
    (void)rxt_fail(worst, "%s", reason);
}

enum rxt_err rxt_team_agree(struct rxt_team *team, enum rxt_err mine)
{
    if (team->where.n_ranks == 1) {
        return mine;
    }
    const double start_s = rxt_now_s();
    const enum rxt_err worst = (enum rxt_err)rxt_comm_worst(team->comm, (int)mine);
    if (worst != RXT_OK) {
        spread_reason(team, mine, worst);
    }
    team->mpi_s += rxt_now_s() - start_s;
    return worst;
}

void rxt_bcast(struct rxt_team *team, void *buffer, size_t n_bytes, int root)
{
    assert(root >= 0 && root < team->where.n_ranks);
    if (team->where.n_ranks > 1) {
        const double start_s = rxt_now_s();
        rxt_comm_bcast(team->comm, buffer, n_bytes, root);
        team->mpi_s += rxt_now_s() - start_s;
    }
}

struct rxt_span rxt_ghosts_from(struct rxt_span home, struct rxt_span other, size_t depth)
{
    struct rxt_span s = other;
    if (other.last <= home.first && s.first + depth < home.first) {
        s.first = home.first - depth;
    }
    if (other.first >= home.last && s.last > home.last + depth) {
        s.last = home.last + depth;
    }
    const bool some = home.first < home.last && s.first < s.last;
    return some ? s : (struct rxt_span){home.first, home.first};
}

/* One step: with the ranks `distance` before and behind; false if no ghost reaches so far on either side. */
static bool swap_edges(struct rxt_loop *loop, char *rows, size_t n_row_bytes, size_t depth, int distance)
{
    const struct rxt_where *w = &loop->team->where;
    const struct rxt_span home = rxt_loop_home(loop);
    int peer[2] = {w->rank - distance, w->rank + distance};
    struct rxt_message send[2] = {{NULL, 0}}, recv[2] = {{NULL, 0}};
    bool reaches = false;
    for (int side = 0; side < 2; side++) {
        if (peer[side] < 0 || peer[side] >= w->n_ranks) {
            continue;
        }
        const struct rxt_span other = rxt_home_of(loop, peer[side]);
        const struct rxt_span in = rxt_ghosts_from(home, other, depth);
        const struct rxt_span out = rxt_ghosts_from(other, home, depth);
        char *zero = rows + depth * n_row_bytes; /* the home's first item */
        reaches |= side ? other.first < home.last + depth : other.last + depth > home.first;
        recv[side] =
            (struct rxt_message){in.first < home.first ? zero - (home.first - in.first) * n_row_bytes
                                                       : zero + (in.first - home.first) * n_row_bytes,
                                 (in.last - in.first) * n_row_bytes};
        if (out.first < out.last) {
            send[side] = (struct rxt_message){zero + (out.first - home.first) * n_row_bytes,
                                              (out.last - out.first) * n_row_bytes};
        }
    }
    rxt_comm_neighbours(loop->team->comm, peer, send, recv);
    return reaches;
}

/* Homes that are empty or smaller than the depth let ghosts reach over several ranks. All ranks of a step
 * talk to the ranks at one distance, so no message waits for a later step. */
void rxt_halo(struct rxt_loop *loop, void *rows, size_t n_row_bytes, size_t depth)
{
    assert(depth >= 1 && n_row_bytes <= INT_MAX / depth);
    struct rxt_team *team = loop->team;
    const struct rxt_span home = rxt_loop_home(loop);
    if (team->where.n_ranks == 1 || home.first == home.last) {
        return;
    }
    const double start_s = rxt_now_s();
    for (int distance = 1; distance < team->where.n_ranks; distance++) {
        if (!swap_edges(loop, rows, n_row_bytes, depth, distance)) {
            break;
        }
    }
    team->mpi_s += rxt_now_s() - start_s;
}

/* The next run of neighbouring chunks whose flag is set, from *chunk on; false at the end. */
static bool next_run(const char *ran, size_t n_chunks, size_t *chunk, size_t *end)
{
    while (*chunk < n_chunks && !ran[*chunk]) {
        ++*chunk;
    }
    *end = *chunk;
    while (*end < n_chunks && ran[*end]) {
        ++*end;
    }
    return *chunk < n_chunks;
}

static void move_items(struct rxt_loop *loop, const char *ran, char *items, size_t n_item_bytes, int from)
{
    const size_t grain = loop->spec.grain;
    for (size_t chunk = 0, end = 0; next_run(ran, loop->n_chunks, &chunk, &end); chunk = end) {
        const size_t first = chunk * grain;
        const size_t last = end * grain < loop->spec.n_items ? end * grain : loop->spec.n_items;
        const size_t n_bytes = (last - first) * n_item_bytes;
        if (from == loop->team->where.rank) {
            rxt_comm_send(loop->team->comm, items + first * n_item_bytes, n_bytes, 0);
        } else {
            rxt_comm_recv(loop->team->comm, items + first * n_item_bytes, n_bytes, from);
        }
    }
}

enum rxt_err rxt_gather(struct rxt_loop *loop, void *items, size_t n_item_bytes)
{
    struct rxt_team *team = loop->team;
    char *ran = calloc(loop->n_chunks + 1, 1);
    const enum rxt_err err =
        rxt_team_agree(team, ran ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room to gather items"));
    if (err != RXT_OK) {
        free(ran);
        return err;
    }
    if (team->where.rank > 0) {
        for (size_t chunk = 0; chunk < loop->n_chunks; chunk++) {
            ran[chunk] = rxt_loop_ran(loop, chunk);
        }
        rxt_comm_send(team->comm, ran, loop->n_chunks, 0);
        move_items(loop, ran, items, n_item_bytes, team->where.rank);
    }
    for (int rank = 1; team->where.rank == 0 && rank < team->where.n_ranks; rank++) {
        rxt_comm_recv(team->comm, ran, loop->n_chunks, rank);
        move_items(loop, ran, items, n_item_bytes, rank);
    }
    free(ran);
    return RXT_OK;
}

/* Bytes as MPI counts; a sum above INT_MAX is refused. */
static enum rxt_err count_bytes(const size_t *n_bytes, int *count, int n_ranks)
{
    size_t total = 0;
    for (int r = 0; r < n_ranks; r++) {
        total += n_bytes[r];
        count[r] = n_bytes[r] <= INT_MAX ? (int)n_bytes[r] : 0;
    }
    return total <= INT_MAX ? RXT_OK
                            : rxt_fail(RXT_E_RANGE, "a rank would send %zu bytes at once; the limit is %d",
                                       total, INT_MAX);
}

/* In the first exchange of a team, and so in the untimed run of a trial. */
static enum rxt_err make_counts(struct rxt_team *team)
{
    const size_t n = 2 * (size_t)team->where.n_ranks;
    team->n_exchanged = team->n_exchanged ? team->n_exchanged : malloc(n * sizeof *team->n_exchanged);
    return team->n_exchanged
               ? RXT_OK
               : rxt_fail(RXT_E_MEMORY, "no room for the counts of %d ranks", team->where.n_ranks);
}

static enum rxt_err make_room(struct rxt_team *team, const int *n_recv, size_t *n_total)
{
    *n_total = 0;
    for (int r = 0; r < team->where.n_ranks; r++) {
        *n_total += (size_t)n_recv[r];
    }
    if (*n_total > INT_MAX) {
        return rxt_fail(RXT_E_RANGE, "a rank would receive %zu bytes at once; the limit is %d", *n_total,
                        INT_MAX);
    }
    if (*n_total > team->n_recv_room || !team->recv) {
        free(team->recv);
        team->n_recv_room = *n_total + *n_total / 4 + 64;
        team->recv = malloc(team->n_recv_room);
    }
    return team->recv ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room to receive %zu bytes", *n_total);
}

enum rxt_err rxt_alltoall(struct rxt_team *team, const void *send, const size_t *n_send_bytes,
                          const void **recv, size_t *n_recv_bytes)
{
    const int n_ranks = team->where.n_ranks;
    enum rxt_err err = make_counts(team);
    if (!err) {
        err = count_bytes(n_send_bytes, team->n_exchanged, n_ranks);
    }
    err = rxt_team_agree(team, err);
    if (err != RXT_OK) {
        return err;
    }
    int *n_send = team->n_exchanged, *n_recv = team->n_exchanged + n_ranks;
    const double start_s = rxt_now_s();
    rxt_comm_alltoall_sizes(team->comm, n_send, n_recv);
    team->mpi_s += rxt_now_s() - start_s;
    err = rxt_team_agree(team, make_room(team, n_recv, n_recv_bytes));
    if (err != RXT_OK) {
        return err;
    }
    const double again_s = rxt_now_s();
    rxt_comm_alltoall(team->comm, send, n_send, team->recv, n_recv);
    team->mpi_s += rxt_now_s() - again_s;
    *recv = team->recv;
    return RXT_OK;
}
