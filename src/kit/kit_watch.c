/* SPDX-License-Identifier: BSD-3-Clause
 * kit_watch.c - the hands of the rig.
 */
#include "kit_watch.h"

#include "rxt/digest.h"

#include <string.h>

/* Loops whose memory is compared: those behind them are mostly the same ones again. */
enum { LOOKS = 24 };

static void begin(void *context, const struct rxt_loop_spec *spec)
{
    struct kit_watch *watch = context;
    watch->spec = *spec;
    watch->worker = -1;
    if (watch->plan->guards && spec->n_partial_bytes > 0) {
        kit_rooms_fit(watch);
    }
    if (watch->is_running && watch->is_first_run && watch->map < KIT_MAPS) {
        watch->seen->maps[watch->map] =
            (struct kit_map){.n_items = spec->n_items,
                             .grain = spec->grain,
                             .n_partial_bytes = spec->n_partial_bytes,
                             .n_chunks = spec->n_items / spec->grain + (spec->n_items % spec->grain != 0)};
    }
    watch->looks = watch->plan->watches && watch->n_looks < LOOKS;
    if (watch->looks) {
        watch->n_looks++;
        kit_memory_begin(watch);
    }
}

static void end(void *context)
{
    struct kit_watch *watch = context;
    if (watch->looks) {
        if (watch->worker >= 0) {
            kit_memory_turn(watch, watch->worker);
        }
        kit_memory_end(watch);
    }
    if (watch->is_running) {
        watch->map++;
    }
    if (watch->is_running && watch->is_first_run) {
        watch->seen->n_maps = watch->map;
    }
}

/* A sum is the same in any order, and no chunk twice makes up for another. Threads add at the same time. */
static void count(struct kit_watch *watch, const struct rxt_chunk *chunk)
{
    if (watch->is_running && watch->is_first_run && watch->map < KIT_MAPS) {
        struct kit_map *map = &watch->seen->maps[watch->map];
        __atomic_fetch_add(&map->n_given, chunk->last - chunk->first, __ATOMIC_RELAXED);
        __atomic_fetch_add(&map->given, rxt_mix(chunk->index + 1), __ATOMIC_RELAXED);
    }
}

static bool is_cut(const struct kit_watch *watch, const struct rxt_chunk *chunk)
{
    const struct kit_cut *cut = &watch->plan->cut;
    return cut->is_on && watch->is_running && watch->spec.n_items == cut->n_items &&
           watch->spec.grain == cut->grain && chunk->index == cut->chunk;
}

static void run_chunk(void *context, rxt_body_fn body, void *body_context, const struct rxt_chunk *chunk)
{
    struct kit_watch *watch = context;
    struct kit_at *at = &watch->seen->at[chunk->worker];
    struct rxt_chunk mine = *chunk;
    const bool guarded = watch->plan->guards && chunk->partial;
    if (watch->looks && watch->worker != chunk->worker) {
        if (watch->worker >= 0) {
            kit_memory_turn(watch, watch->worker);
        }
        watch->worker = chunk->worker;
        watch->turn_first = chunk->first;
    }
    count(watch, chunk);
    if (is_cut(watch, chunk)) {
        if (chunk->partial) {
            memset(chunk->partial, 0, watch->spec.n_partial_bytes); /* that of a run before may be right */
        }
        return;
    }
    if (guarded) {
        mine.partial = kit_room_enter(watch, chunk);
    }
    *at = (struct kit_at){true, chunk->index, chunk->first, chunk->last};
    body(body_context, &mine);
    at->is_busy = false;
    if (guarded) {
        kit_room_leave(watch, chunk, mine.partial);
    }
}

void kit_watch_begin(struct kit_watch *watch, const struct kit_plan *plan, struct kit_seen *seen,
                     struct rxt_rig *rig)
{
    memset(watch, 0, sizeof *watch);
    watch->plan = plan;
    watch->seen = seen;
    *rig = (struct rxt_rig){.n_ranks = plan->ranks,
                            .n_threads = plan->threads,
                            .sched = plan->sched,
                            .way = plan->way,
                            .context = watch,
                            .begin = begin,
                            .end = end,
                            .chunk = run_chunk};
    kit_rooms_listen(watch);
}

void kit_watch_run(struct kit_watch *watch, int run, bool is_running)
{
    watch->map = 0;
    watch->is_first_run = run == 0;
    watch->is_running = is_running;
}
