/* SPDX-License-Identifier: BSD-3-Clause
 * team_loop.c - loops: a chunk grid, where its items live, room for its partial results.
 */
#include "team_roam.h"
#include "team_state.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Above this the products of rxt_block could overflow. */
static const size_t max_chunks = (size_t)1 << 40;

static size_t workers_of(const struct rxt_team *team)
{
    return (size_t)team->where.n_ranks * (size_t)team->gang.n_threads;
}

/* First chunk of the home of a rank. */
static size_t home_chunk(const struct rxt_loop *loop, int rank)
{
    return rxt_block(loop->n_chunks, (size_t)rank * (size_t)loop->team->gang.n_threads,
                     workers_of(loop->team));
}

static size_t item_of(const struct rxt_loop *loop, size_t chunk)
{
    const size_t item = chunk * loop->spec.grain;
    return item < loop->spec.n_items ? item : loop->spec.n_items;
}

/* Where each node's partials begin; nodes hold contiguous ranks, and so contiguous chunks. */
static enum rxt_err bound_nodes(struct rxt_loop *loop)
{
    const struct rxt_where *w = &loop->team->where;
    int *first = malloc((size_t)w->n_ranks * sizeof *first);
    loop->bound = calloc((size_t)w->n_nodes + 1, sizeof *loop->bound);
    enum rxt_err err =
        first && loop->bound ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for the bounds of nodes");
    err = rxt_team_agree(loop->team, err);
    if (err == RXT_OK) {
        rxt_comm_allgather(loop->team->comm, &w->node, sizeof w->node, first);
        for (int rank = w->n_ranks - 1; rank >= 0; rank--) {
            loop->bound[first[rank]] = home_chunk(loop, rank) * loop->spec.n_partial_bytes;
        }
        loop->bound[w->n_nodes] = loop->n_chunks * loop->spec.n_partial_bytes;
    }
    free(first);
    return err;
}

/* The partials of a worker's own chunks become pages near it, all workers at once, and none does so in a timed run. */
static void touch(void *context, int worker)
{
    const struct rxt_loop *loop = context;
    const size_t me = (size_t)loop->team->where.rank * (size_t)loop->team->gang.n_threads + (size_t)worker;
    const size_t first = rxt_block(loop->n_chunks, me, workers_of(loop->team));
    const size_t n = rxt_block(loop->n_chunks, me + 1, workers_of(loop->team)) - first;
    const size_t size = loop->spec.n_partial_bytes;
    for (int turn = 0; turn < (loop->spec.once ? 1 : 2); turn++) {
        memset(loop->partials[turn] + first * size, 0, n * size);
    }
}

static enum rxt_err share_memory(struct rxt_loop *loop)
{
    enum { HEAD = 2 * RXT_LINE_BYTES };
    const size_t n_bytes = (loop->n_chunks * loop->spec.n_partial_bytes + 63) / 64 * 64;
    const size_t n_arrays = loop->spec.once ? 1 : 2;
    enum rxt_err err = rxt_comm_share(loop->team->comm, HEAD + n_arrays * n_bytes, &loop->shared);
    if (err != RXT_OK) {
        return err;
    }
    char *memory = loop->shared.memory;
    const struct rxt_where *w = &loop->team->where;
    for (int turn = 0; turn < 2; turn++) {
        loop->partials[turn] = memory + HEAD + (size_t)turn % n_arrays * n_bytes;
        loop->counter[turn] = (atomic_size_t *)(void *)(memory + turn * RXT_LINE_BYTES);
        loop->over[turn] = (atomic_int *)(void *)(memory + turn * RXT_LINE_BYTES + sizeof(atomic_size_t));
        if (w->node_rank == 0) {
            atomic_store(loop->counter[turn], home_chunk(loop, w->node_first));
            atomic_store(loop->over[turn], 0);
        }
    }
    rxt_gang_do(&loop->team->gang, touch, loop);
    rxt_comm_share_sync(loop->team->comm, &loop->shared);
    return RXT_OK;
}

static enum rxt_err log_chunks(struct rxt_loop *loop)
{
    const size_t n_words = loop->n_chunks / 64 + 1;
    const int n = loop->team->gang.n_threads;
    loop->ran = calloc((size_t)n, sizeof *loop->ran);
    bool full = !loop->ran;
    for (int t = 0; t < n && !full; t++) {
        loop->ran[t] = calloc(n_words, sizeof **loop->ran);
        full = !loop->ran[t];
    }
    return full ? rxt_fail(RXT_E_MEMORY, "no room to note %zu chunks", loop->n_chunks) : RXT_OK;
}

enum rxt_err rxt_loop_open(struct rxt_loop **out, struct rxt_team *team, const struct rxt_loop_spec *spec)
{
    *out = NULL;
    if (spec->grain == 0 || spec->n_items / spec->grain >= max_chunks) {
        return rxt_fail(RXT_E_RANGE, "a loop of %zu items in chunks of %zu", spec->n_items, spec->grain);
    }
    struct rxt_loop *loop = aligned_alloc(RXT_LINE_BYTES, sizeof *loop);
    enum rxt_err err = rxt_team_agree(team, loop ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for a loop"));
    if (err != RXT_OK) {
        free(loop);
        return err;
    }
    /* A grid that is another on one rank would be a hang or a wrong answer later. */
    assert(rxt_team_same(team, (double)spec->n_items) && rxt_team_same(team, (double)spec->grain));
    assert(rxt_team_same(team, (double)spec->n_partial_bytes) && rxt_team_same(team, spec->roams));
    assert(rxt_team_same(team, spec->once));
    memset(loop, 0, sizeof *loop);
    loop->team = team;
    loop->spec = *spec;
    loop->n_chunks = spec->n_items / spec->grain + (spec->n_items % spec->grain != 0);
    if (spec->roams || spec->n_partial_bytes > 0) {
        err = share_memory(loop);
    }
    if (err == RXT_OK) {
        err = bound_nodes(loop);
    }
    if (err == RXT_OK) {
        err = rxt_team_agree(team, spec->roams && team->sched == RXT_DYNAMIC ? log_chunks(loop) : RXT_OK);
    }
    if (err == RXT_OK) {
        err = rxt_roam_open(loop);
    }
    if (err != RXT_OK) {
        rxt_loop_close(loop);
        return err;
    }
    *out = loop;
    return RXT_OK;
}

void rxt_loop_close(struct rxt_loop *loop)
{
    if (!loop) {
        return;
    }
    for (int t = 0; loop->ran && t < loop->team->gang.n_threads; t++) {
        free(loop->ran[t]);
    }
    free(loop->ran);
    free(loop->bound);
    rxt_roam_close(loop);
    if (loop->shared.memory) {
        rxt_comm_unshare(&loop->shared);
    }
    free(loop);
}

size_t rxt_take(const struct rxt_loop *loop, size_t next, size_t last, size_t n_takers)
{
    enum { LINE = 64, MOST = 64, PARTS = 256 }; /* a worker's share of what is left, in parts */
    if (next >= last) {
        return 0;
    }
    const size_t size = loop->spec.n_partial_bytes;
    const size_t n_line = size > 0 && LINE % size == 0 ? LINE / size : 1;
    const size_t part = 1 + (last - next) / (PARTS * n_takers);
    const size_t n = part < MOST ? part : MOST;
    return n > n_line ? n - (next + n) % n_line : n;
}

size_t rxt_loop_chunks(const struct rxt_loop *loop)
{
    return loop->n_chunks;
}

struct rxt_span rxt_loop_home(const struct rxt_loop *loop)
{
    return rxt_home_of(loop, loop->team->where.rank);
}

struct rxt_span rxt_home_of(const struct rxt_loop *loop, int rank)
{
    return (struct rxt_span){item_of(loop, home_chunk(loop, rank)),
                             item_of(loop, home_chunk(loop, rank + 1))};
}

int rxt_loop_owner(const struct rxt_loop *loop, size_t item)
{
    /* The last worker whose block begins at or before the chunk: C w < (c + 1) W. */
    const size_t chunk = item / loop->spec.grain;
    const size_t worker = ((chunk + 1) * workers_of(loop->team) - 1) / loop->n_chunks;
    return (int)(worker / (size_t)loop->team->gang.n_threads);
}

bool rxt_loop_ran(const struct rxt_loop *loop, size_t chunk)
{
    const int rank = loop->team->where.rank;
    if (!loop->ran) {
        return chunk >= home_chunk(loop, rank) && chunk < home_chunk(loop, rank + 1);
    }
    for (int t = 0; t < loop->team->gang.n_threads; t++) {
        if (loop->ran[t][chunk / 64] >> (chunk % 64) & 1) {
            return true;
        }
    }
    return false;
}

const void *rxt_partials(const struct rxt_loop *loop)
{
    return loop->partials[(loop->turn + 1) % 2]; /* of the turn before */
}
