/* SPDX-License-Identifier: BSD-3-Clause
 * team_roam.c - chunks that roam between nodes: ask, give, and bring the partials together at the end.
 */
#include "team_roam.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* A node that got this many parts asks no more; every part is half of another, so it never comes to that. */
enum { MAX_RANGES = 62 };

/* Between two looks for questions: one costs about 1 us, an answer may wait that long. */
static const double look_s = 20e-6;

struct ranges {
    uint64_t n, part[MAX_RANGES][2]; /* chunks [first, last) */
};

struct rxt_roam {
    struct ranges mine, *all; /* that a node ran in this turn */
    uint64_t first;           /* of the range that is being taken from */
    int victim;               /* node to ask next */
    double looked_s;
    size_t *bound; /* of the packed partials of every node */
    char *packed, *received;
};

/* A range is one word, so that taking, giving and emptying it are one atomic step each. */
static uint64_t range_of(uint64_t next, uint64_t last)
{
    return next << 32 | last;
}

static uint64_t next_of(uint64_t range)
{
    return range >> 32;
}

static uint64_t last_of(uint64_t range)
{
    return range & UINT32_MAX;
}

static bool leads(const struct rxt_loop *loop, int worker)
{
    return worker == 0 && loop->team->where.node_rank == 0;
}

static uint64_t home_of(const struct rxt_loop *loop, int rank)
{
    const struct rxt_team *team = loop->team;
    const size_t n_threads = (size_t)team->gang.n_threads;
    return rxt_block(loop->n_chunks, (size_t)rank * n_threads, (size_t)team->where.n_ranks * n_threads);
}

/* Give the node its static share for the run of this turn, in which nobody runs yet. */
static void reset(struct rxt_loop *loop)
{
    const struct rxt_where *w = &loop->team->where;
    const unsigned turn = loop->turn % 2;
    const uint64_t first = home_of(loop, w->node_first);
    const uint64_t last = home_of(loop, w->node_first + w->n_node_ranks);
    loop->roam->first = first;
    loop->roam->mine.n = 0;
    atomic_store_explicit(loop->over[turn], 0, memory_order_relaxed);
    atomic_store_explicit(loop->counter[turn], range_of(first, last), memory_order_relaxed);
}

/* Chunks [*first, *last); false if there are none. */
static bool take(struct rxt_loop *loop, uint64_t *first, uint64_t *last)
{
    const struct rxt_team *team = loop->team;
    atomic_size_t *range = loop->counter[loop->turn % 2];
    uint64_t now = atomic_load_explicit(range, memory_order_relaxed);
    const uint64_t n = rxt_take(loop, next_of(now), last_of(now),
                                (size_t)team->where.n_node_ranks * (size_t)team->gang.n_threads);
    if (n > 0) { /* looked at first: what is added behind the end could overflow */
        now = atomic_fetch_add_explicit(range, range_of(n, 0), memory_order_relaxed);
    }
    *first = next_of(now);
    *last = *first + n < last_of(now) ? *first + n : last_of(now);
    return *first < *last;
}

/* Answer whoever asks, with the second half of what is left. */
static void look(struct rxt_loop *loop)
{
    struct rxt_comm *comm = loop->team->comm;
    atomic_size_t *range = loop->counter[loop->turn % 2];
    const int turn = (int)(loop->team->n_roams % 2);
    for (int node = rxt_comm_asked(comm, turn); node >= 0; node = rxt_comm_asked(comm, turn)) {
        size_t now = atomic_load_explicit(range, memory_order_relaxed);
        uint64_t keep;
        do {
            const uint64_t left = next_of(now) < last_of(now) ? last_of(now) - next_of(now) : 0;
            keep = last_of(now) - left / 2;
        } while (keep < last_of(now) &&
                 !atomic_compare_exchange_weak_explicit(range, &now, range_of(next_of(now), keep),
                                                        memory_order_relaxed, memory_order_relaxed));
        rxt_comm_answer(comm, node, turn, keep, last_of(now));
    }
}

/* Ask the other nodes, the one that gave last first; publish what one gives. */
static bool ask(struct rxt_loop *loop)
{
    struct rxt_team *team = loop->team;
    struct rxt_roam *roam = loop->roam;
    const int n_nodes = team->where.n_nodes, turn = (int)(team->n_roams % 2);
    for (int i = 0; i < n_nodes && roam->mine.n < MAX_RANGES; i++) {
        uint64_t first = 0, last = 0;
        const int node = (roam->victim + i) % n_nodes;
        int n_polls = 0;
        if (node == team->where.node) {
            continue;
        }
        rxt_comm_ask(team->comm, node, turn);
        while (!rxt_comm_answered(team->comm, &first, &last)) {
            look(loop);
            rxt_gang_wait(&n_polls, team->gang.n_spins);
        }
        if (first < last) {
            roam->victim = node;
            roam->first = first;
            atomic_store_explicit(loop->counter[loop->turn % 2], range_of(first, last), memory_order_relaxed);
            return true;
        }
    }
    return false;
}

static void close_range(struct rxt_loop *loop)
{
    struct ranges *mine = &loop->roam->mine;
    const uint64_t last = last_of(atomic_load_explicit(loop->counter[loop->turn % 2], memory_order_relaxed));
    if (loop->roam->first < last) {
        mine->part[mine->n][0] = loop->roam->first;
        mine->part[mine->n][1] = last;
        mine->n++;
    }
}

/* The node has run out: get more, or tell its threads that all is over and answer until that is so everywhere. */
static bool lead_on(struct rxt_loop *loop)
{
    struct rxt_team *team = loop->team;
    int n_polls = 0;
    close_range(loop);
    if (ask(loop)) {
        return true;
    }
    atomic_store_explicit(loop->over[loop->turn % 2], 1, memory_order_relaxed);
    rxt_comm_leave(team->comm);
    while (!rxt_comm_left(team->comm)) {
        look(loop);
        rxt_gang_wait(&n_polls, team->gang.n_spins);
    }
    return false;
}

static bool wait_for_more(struct rxt_loop *loop)
{
    const unsigned turn = loop->turn % 2;
    int n_polls = 0;
    while (!atomic_load_explicit(loop->over[turn], memory_order_relaxed)) {
        const uint64_t now = atomic_load_explicit(loop->counter[turn], memory_order_relaxed);
        if (next_of(now) < last_of(now)) {
            return true;
        }
        rxt_gang_wait(&n_polls, loop->team->gang.n_spins);
    }
    return false;
}

/* Look if that is long ago; the time it took. */
static double look_at_times(struct rxt_loop *loop)
{
    const double now_s = rxt_now_s();
    if (now_s - loop->roam->looked_s <= look_s) {
        return 0.0;
    }
    look(loop);
    loop->roam->looked_s = rxt_now_s();
    return loop->roam->looked_s - now_s;
}

void rxt_roam_run(struct rxt_loop *loop, int worker, rxt_roam_fn run, const void *context, double *idle_s)
{
    const bool is_leader = leads(loop, worker);
    bool more = true;
    *idle_s = 0.0;
    while (more) {
        uint64_t chunk, last;
        while (take(loop, &chunk, &last)) {
            for (; chunk < last; chunk++) {
                run(context, chunk, worker);
                *idle_s += is_leader ? look_at_times(loop) : 0.0;
            }
        }
        const double start_s = rxt_now_s();
        more = is_leader ? lead_on(loop) : wait_for_more(loop);
        *idle_s += rxt_now_s() - start_s;
    }
}

/* Copy the partials of a node's ranges to or from one contiguous place; returns their bytes. */
static size_t copy(const struct rxt_loop *loop, const struct ranges *ranges, char *partials, char *packed,
                   bool packs)
{
    const size_t size = loop->spec.n_partial_bytes;
    size_t n = 0;
    for (uint64_t i = 0; i < ranges->n; i++) {
        char *place = partials + ranges->part[i][0] * size;
        const size_t n_bytes = (ranges->part[i][1] - ranges->part[i][0]) * size;
        if (packed) {
            memcpy(packs ? packed + n : place, packs ? place : packed + n, n_bytes);
        }
        n += n_bytes;
    }
    return n;
}

static void exchange(struct rxt_loop *loop, char *partials)
{
    struct rxt_roam *roam = loop->roam;
    const struct rxt_where *w = &loop->team->where;
    rxt_comm_leaders_allgather(loop->team->comm, &roam->mine, sizeof roam->mine, roam->all);
    roam->bound[0] = 0;
    for (int node = 0; node < w->n_nodes; node++) {
        roam->bound[node + 1] = roam->bound[node] + copy(loop, &roam->all[node], partials, NULL, false);
    }
    copy(loop, &roam->mine, partials, roam->packed, true);
    rxt_comm_leaders_exchange(loop->team->comm, roam->packed, roam->received, roam->bound);
    for (int node = 0; node < w->n_nodes; node++) {
        if (node != w->node) {
            copy(loop, &roam->all[node], partials, roam->received + roam->bound[node], false);
        }
    }
}

void rxt_roam_join(struct rxt_loop *loop, char *partials)
{
    if (loop->team->where.node_rank > 0) {
        return;
    }
    if (loop->spec.n_partial_bytes > 0) {
        exchange(loop, partials);
    }
    reset(loop);
}

enum rxt_err rxt_roam_open(struct rxt_loop *loop)
{
    struct rxt_team *team = loop->team;
    const struct rxt_where *w = &team->where;
    const size_t n_bytes = loop->n_chunks * loop->spec.n_partial_bytes;
    if (!loop->spec.roams || team->sched != RXT_DYNAMIC || w->n_nodes == 1 ||
        sizeof(size_t) < sizeof(uint64_t) || loop->n_chunks > INT_MAX || n_bytes > INT_MAX) {
        return RXT_OK;
    }
    const bool is_first = w->node_rank == 0;
    struct rxt_roam *roam = loop->roam = calloc(1, sizeof *roam);
    if (roam && is_first) {
        roam->victim = (w->node + 1) % w->n_nodes;
        roam->all = calloc((size_t)w->n_nodes, sizeof *roam->all);
        roam->bound = calloc((size_t)w->n_nodes + 1, sizeof *roam->bound);
        roam->packed = malloc(n_bytes + 1);
        roam->received = malloc(n_bytes + 1);
    }
    const bool full = !roam || (is_first && (!roam->all || !roam->bound || !roam->packed || !roam->received));
    const enum rxt_err err = rxt_team_agree(
        team, full ? rxt_fail(RXT_E_MEMORY, "no room for the partials of %d nodes", w->n_nodes) : RXT_OK);
    if (err == RXT_OK && is_first) {
        reset(loop);
    }
    if (err == RXT_OK) {
        rxt_comm_node_barrier(team->comm);
    }
    return err;
}

void rxt_roam_close(struct rxt_loop *loop)
{
    if (loop->roam) {
        free(loop->roam->all);
        free(loop->roam->bound);
        free(loop->roam->packed);
        free(loop->roam->received);
        free(loop->roam);
    }
}
