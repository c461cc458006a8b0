/* SPDX-License-Identifier: BSD-3-Clause
 * team_map.c - hand the chunks of a loop to the threads of all ranks, and bring partials together.
 */
#include "rig.h"
#include "team_roam.h"
#include "team_state.h"

#include <string.h>

struct map {
    struct rxt_loop *loop;
    rxt_body_fn body;
    void *context;
    atomic_size_t *counter; /* NULL: static blocks */
    size_t last;            /* the counter's end   */
    size_t n_takers;        /* workers that take from it */
};

static void run_chunk(const struct map *map, size_t chunk, int worker)
{
    const struct rxt_loop *loop = map->loop;
    const size_t first = chunk * loop->spec.grain;
    const size_t left = loop->spec.n_items - first;
    map->body(map->context,
              &(struct rxt_chunk){
                  .index = chunk,
                  .first = first,
                  .last = first + (left < loop->spec.grain ? left : loop->spec.grain),
                  .worker = worker,
                  .partial = loop->spec.n_partial_bytes > 0
                                 ? loop->partials[loop->turn % 2] + chunk * loop->spec.n_partial_bytes
                                 : NULL,
              });
}

static void run_block(const struct map *map, int worker)
{
    const struct rxt_team *team = map->loop->team;
    const size_t n_threads = (size_t)team->gang.n_threads;
    const size_t n_workers = (size_t)team->where.n_ranks * n_threads;
    const size_t me = (size_t)team->where.rank * n_threads + (size_t)worker;
    const size_t last = rxt_block(map->loop->n_chunks, me + 1, n_workers);
    for (size_t chunk = rxt_block(map->loop->n_chunks, me, n_workers); chunk < last; chunk++) {
        run_chunk(map, chunk, worker);
    }
}

/* Note chunks [first, last). */
static void log_chunks(uint64_t *ran, size_t first, size_t last)
{
    for (size_t chunk = first; chunk < last; chunk++) {
        ran[chunk / 64] |= UINT64_C(1) << (chunk % 64);
    }
}

static void run_counted(const struct map *map, int worker)
{
    uint64_t *ran = map->loop->ran ? map->loop->ran[worker] : NULL;
    if (ran) {
        memset(ran, 0, (map->loop->n_chunks / 64 + 1) * sizeof *ran);
    }
    for (;;) {
        size_t chunk = atomic_load_explicit(map->counter, memory_order_relaxed);
        const size_t n = rxt_take(map->loop, chunk, map->last, map->n_takers);
        chunk = n > 0 ? atomic_fetch_add_explicit(map->counter, n, memory_order_relaxed) : map->last;
        if (chunk >= map->last) {
            return;
        }
        const size_t last = chunk + n < map->last ? chunk + n : map->last;
        if (ran) {
            log_chunks(ran, chunk, last);
        }
        for (; chunk < last; chunk++) {
            run_chunk(map, chunk, worker);
        }
    }
}

static void run_logged(const void *context, size_t chunk, int worker)
{
    const struct map *map = context;
    log_chunks(map->loop->ran[worker], chunk, chunk + 1);
    run_chunk(map, chunk, worker);
}

/* What the first thread waits for there is a message, or the thread that waits for it. */
static double run_roaming(const struct map *map, int worker)
{
    struct rxt_loop *loop = map->loop;
    double idle_s;
    memset(loop->ran[worker], 0, (loop->n_chunks / 64 + 1) * sizeof **loop->ran);
    rxt_roam_run(loop, worker, run_logged, map, &idle_s);
    if (worker == 0) {
        loop->team->mpi_s += idle_s;
    }
    return idle_s;
}

static void work(void *context, int worker)
{
    const struct map *map = context;
    const double start_s = rxt_now_s();
    double idle_s = 0.0;
    if (map->counter && map->loop->roam) {
        idle_s = run_roaming(map, worker);
    } else if (map->counter) {
        run_counted(map, worker);
    } else {
        run_block(map, worker);
    }
    map->loop->team->workers[worker].useful_s += rxt_now_s() - start_s - idle_s;
}

/* A chunk's data stay with their rank, so its counter is the rank's own; chunks of a
 * roaming loop come from one counter for the node, and over nodes from each other (team_roam.h). */
static void choose_counter(struct map *map)
{
    struct rxt_loop *loop = map->loop;
    const struct rxt_team *team = loop->team;
    const struct rxt_where *w = &team->where;
    const size_t n_workers = (size_t)w->n_ranks * (size_t)team->gang.n_threads;
    const int first = loop->spec.roams ? w->node_first : w->rank;
    const int last = loop->spec.roams ? w->node_first + w->n_node_ranks : w->rank + 1;
    map->last = rxt_block(loop->n_chunks, (size_t)last * (size_t)team->gang.n_threads, n_workers);
    map->n_takers = (size_t)(last - first) * (size_t)team->gang.n_threads;
    if (loop->spec.roams) {
        map->counter = loop->counter[loop->turn % 2];
    } else {
        map->counter = &loop->next;
        atomic_store_explicit(
            map->counter, rxt_block(loop->n_chunks, (size_t)first * (size_t)team->gang.n_threads, n_workers),
            memory_order_relaxed);
    }
}

/* Nobody touches the other counter between the end of the run before and the end of this one. */
static void reset_other_counter(struct rxt_loop *loop)
{
    const struct rxt_team *team = loop->team;
    const struct rxt_where *w = &team->where;
    if (w->node_rank == 0) {
        const size_t n_threads = (size_t)team->gang.n_threads;
        atomic_store_explicit(
            loop->counter[(loop->turn + 1) % 2],
            rxt_block(loop->n_chunks, (size_t)w->node_first * n_threads, (size_t)w->n_ranks * n_threads),
            memory_order_relaxed);
    }
}

static void join_ranks(struct rxt_loop *loop)
{
    struct rxt_team *team = loop->team;
    char *partials = loop->partials[loop->turn++ % 2];
    if (team->where.n_ranks == 1) {
        return;
    }
    const double start_s = rxt_now_s();
    rxt_comm_share_sync(team->comm, &loop->shared);
    if (team->where.n_nodes > 1) {
        if (loop->roam) {
            rxt_roam_join(loop, partials);
            team->n_roams++;
        } else {
            rxt_comm_share_nodes(team->comm, partials, loop->bound);
        }
        rxt_comm_share_sync(team->comm, &loop->shared);
    }
    team->mpi_s += rxt_now_s() - start_s;
}

/* Where there is one array, nobody writes to it before all ranks of the node have read what the run before left. */
static void await_readers(struct rxt_loop *loop)
{
    struct rxt_team *team = loop->team;
    if (team->where.n_node_ranks > 1) {
        const double start_s = rxt_now_s();
        rxt_comm_share_sync(team->comm, &loop->shared);
        team->mpi_s += rxt_now_s() - start_s;
    }
}

struct rigged {
    const struct rxt_rig *rig;
    rxt_body_fn body;
    void *context;
};

static void run_rigged(void *context, const struct rxt_chunk *chunk)
{
    const struct rigged *rigged = context;
    rigged->rig->chunk(rigged->rig->context, rigged->body, rigged->context, chunk);
}

/* Every body goes through here; of a rig through its hands, too. */
static void hand_out(struct map *map)
{
    struct rxt_team *team = map->loop->team;
    const struct rxt_rig *rig = team->rig;
    struct rigged rigged = {rig, map->body, map->context};
    if (rig) {
        map->body = run_rigged;
        map->context = &rigged;
        rig->begin(rig->context, &map->loop->spec);
    }
    rxt_gang_do(&team->gang, work, map);
    if (rig) {
        rig->end(rig->context);
    }
}

void rxt_map(struct rxt_loop *loop, rxt_body_fn body, void *context)
{
    struct map map = {.loop = loop, .body = body, .context = context};
    const bool counts = loop->team->sched == RXT_DYNAMIC;
    if (loop->spec.once && loop->turn > 0) {
        await_readers(loop);
    }
    if (counts) {
        choose_counter(&map);
    }
    hand_out(&map);
    if (counts && loop->spec.roams && !loop->roam) {
        reset_other_counter(loop);
    }
    if (loop->spec.roams || loop->spec.n_partial_bytes > 0) {
        join_ranks(loop);
    }
}

void rxt_map_home(struct rxt_loop *loop, rxt_body_fn body, void *context)
{
    struct map map = {.loop = loop, .body = body, .context = context};
    hand_out(&map);
}
