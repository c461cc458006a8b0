/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_sort_open.c - the input of `sort`, its tables and its memory.
 */
#include "kernel_sort_team.h"

#include <stdlib.h>
#include <string.h>

static size_t grain_of(size_t n)
{
    return rxt_max(SORT_GRAIN, n / SORT_MAX_CHUNKS + 1);
}

static size_t buckets_of(size_t n)
{
    return rxt_min(n / SORT_BUCKET + 1, SORT_MAX_BUCKETS);
}

/* The keys, the keys split, and what a rank sends and receives in a round; tables and scratch buffers. */
void sort_need(const union rxt_value *v, struct rxt_need *out)
{
    const double n = *v[SORT_INPUT].text ? rxt_input_size(v[SORT_INPUT].text) / sizeof(uint64_t)
                                         : (double)v[SORT_N].integer;
    const double chunks = n / (double)grain_of((size_t)n) + 1.0,
                 row = 4.0 * (double)buckets_of((size_t)n) + 64.0;
    *out = (struct rxt_need){.split_bytes = 17.0 * n,
                             .rank_bytes = 2.0 * chunks * (row + SORT_SAMPLES * 8.0) + 4e6 +
                                           16.0 * (double)rxt_min((size_t)n, (size_t)1 << 22)};
}

void sort_input(const struct sort *s, size_t first, size_t last, uint64_t *keys)
{
    if (*s->input) {
        memcpy(keys, s->file.bytes + first * sizeof *keys, (last - first) * sizeof *keys);
    } else {
        sort_fill(s->kind, s->seed, s->n, first, last, keys);
    }
}

static void fill_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct sort *s = context;
    sort_input(s, chunk->first, chunk->last, (uint64_t *)s->keys.at + (chunk->first - s->home.first));
}

/* Into both buffers, so that their pages are near the worker that splits the chunk. */
static void touch_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct sort *s = context;
    const size_t first = chunk->first - s->home.first, n = chunk->last - chunk->first;
    memset((uint64_t *)s->parts.at + first, 0, n * sizeof(uint64_t));
    fill_chunk(context, chunk);
}

void sort_reset(void *state)
{
    struct sort *s = state;
    rxt_map_home(s->pack, fill_chunk, s);
}

static enum rxt_err find_input(struct sort *s, const union rxt_value *v)
{
    const char *keys = v[SORT_KEYS].text;
    s->kind = SORT_UNIFORM;
    s->n = (size_t)v[SORT_N].integer;
    if (*s->input) {
        enum rxt_err err = rxt_input_open(&s->file, s->team, s->input);
        s->n = s->file.n_bytes / sizeof(uint64_t);
        if (!err && (s->n == 0 || s->file.n_bytes % sizeof(uint64_t))) {
            err = rxt_fail(RXT_E_INPUT,
                           "input '%s' has %zu bytes: keys take 8 bytes each, and there must be one at least",
                           s->input, s->file.n_bytes);
        }
        return err;
    }
    while (s->kind < SORT_KINDS && strcmp(keys, sort_kind_name(s->kind)) != 0) {
        s->kind++;
    }
    return s->kind < SORT_KINDS
               ? RXT_OK
               : rxt_fail(RXT_E_USAGE, "keys=%s: choose uniform, skewed, sorted, reversed, equal or few",
                          keys);
}

static enum rxt_err open_loops(struct sort *s)
{
    struct rxt_loop_spec spec = {.n_items = s->n, .grain = s->grain};
    struct rxt_loop_spec buckets = {.n_items = s->n_buckets, .grain = 1};
    enum rxt_err err = rxt_loop_open(&s->pack, s->team, &spec);
    spec.n_partial_bytes = SORT_SAMPLES * sizeof(uint64_t);
    err = err ? err : rxt_loop_open(&s->sample, s->team, &spec);
    spec.n_partial_bytes = s->row * sizeof(uint32_t);
    err = err ? err : rxt_loop_open(&s->split, s->team, &spec);
    spec.n_partial_bytes = sizeof(struct sort_sum);
    err = err ? err : rxt_loop_open(&s->source, s->team, &spec);
    err = err ? err : rxt_loop_open(&s->collect, s->team, &buckets);
    buckets.n_partial_bytes = sizeof(struct sort_sum);
    return err ? err : rxt_loop_open(&s->buckets, s->team, &buckets);
}

static enum rxt_err allocate_tables(struct sort *s)
{
    const size_t n_ranks = (size_t)rxt_team_ranks(s->team), n_chunks = rxt_loop_chunks(s->pack);
    const size_t n_home = (s->home.last - s->home.first) / s->grain + 1, k = s->n_buckets;
    s->first_chunk = calloc(n_ranks + 1, sizeof *s->first_chunk);
    s->first_bucket = calloc(n_ranks + 1, sizeof *s->first_bucket);
    s->samples = calloc(2 * n_chunks * SORT_SAMPLES, sizeof *s->samples);
    s->tree.key = calloc(k, sizeof *s->tree.key);
    s->tree.last = calloc(k + 1, sizeof *s->tree.last);
    s->start = calloc(k + 1, sizeof *s->start);
    s->fill = calloc(k, sizeof *s->fill);
    s->at = calloc(n_chunks, sizeof *s->at);
    s->n_send = calloc(n_ranks, sizeof *s->n_send);
    s->send_at = calloc(n_home * n_ranks, sizeof *s->send_at);
    const bool right = s->first_chunk && s->first_bucket && s->samples && s->tree.key && s->tree.last &&
                       s->start && s->fill && s->at && s->n_send && s->send_at;
    return rxt_team_agree(s->team,
                          right ? RXT_OK : rxt_fail(RXT_E_MEMORY, "sort: tables of %zu chunks", n_chunks));
}

/* Homes are blocks in rank order. */
static void find_homes(const struct rxt_loop *loop, size_t grain, size_t n_ranks, size_t *first)
{
    memset(first, 0, (n_ranks + 1) * sizeof *first);
    for (size_t c = 0; c < rxt_loop_chunks(loop); c++) {
        first[rxt_loop_owner(loop, c * grain) + 1]++;
    }
    for (size_t r = 0; r < n_ranks; r++) {
        first[r + 1] += first[r];
    }
}

static enum rxt_err allocate_keys(struct sort *s)
{
    const size_t n_ranks = (size_t)rxt_team_ranks(s->team), n_threads = (size_t)rxt_team_threads(s->team);
    s->scratch_room = s->grain;
    /* The same on all ranks, and no home is larger. */
    s->room = rxt_min(s->n, (rxt_loop_chunks(s->pack) / n_ranks + 2) * s->grain);
    enum rxt_err err = rxt_pages_open(&s->keys, s->team, s->room * sizeof(uint64_t));
    err = err ? err : rxt_pages_open(&s->parts, s->team, (s->home.last - s->home.first) * sizeof(uint64_t));
    return err ? err : rxt_pages_open(&s->scratch, s->team, n_threads * s->scratch_room * sizeof(uint64_t));
}

enum rxt_err sort_open(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = rxt_state_open(out, team, sizeof(struct sort));
    if (err) {
        return err;
    }
    struct sort *s = *out;
    s->team = team;
    s->input = v[SORT_INPUT].text;
    s->output = v[SORT_OUTPUT].text;
    s->seed = (uint64_t)v[SORT_SEED].integer;
    s->ops = sort_ops_of(rxt_isa_choose(team));
    err = find_input(s, v);
    if (err) {
        return err;
    }
    s->grain = grain_of(s->n);
    s->n_buckets = buckets_of(s->n);
    s->row = (s->n_buckets + 1 + 15) / 16 * 16;
    err = open_loops(s);
    if (err) {
        return err;
    }
    s->home = rxt_loop_home(s->pack);
    s->owned = rxt_loop_home(s->buckets);
    err = allocate_tables(s);
    err = err ? err : allocate_keys(s);
    if (!err) {
        find_homes(s->pack, s->grain, (size_t)rxt_team_ranks(team), s->first_chunk);
        find_homes(s->buckets, 1, (size_t)rxt_team_ranks(team), s->first_bucket);
        rxt_map_home(s->pack, touch_chunk, s);
    }
    return err;
}

void sort_close(void *state)
{
    struct sort *s = state;
    if (!s) {
        return;
    }
    struct rxt_loop *const loops[] = {s->sample, s->split, s->pack, s->source, s->collect, s->buckets};
    for (size_t i = 0; i < sizeof loops / sizeof *loops; i++) {
        rxt_loop_close(loops[i]);
    }
    void *const tables[] = {s->first_chunk, s->first_bucket, s->samples, s->tree.key, s->tree.last,
                            s->start,       s->fill,         s->at,      s->n_send,   s->send_at};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        free(tables[i]);
    }
    rxt_pages_close(&s->keys);
    rxt_pages_close(&s->parts);
    rxt_pages_close(&s->send);
    rxt_pages_close(&s->scratch);
    rxt_input_close(&s->file);
    free(s);
}
