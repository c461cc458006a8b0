/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_kmeans_open.c - the points of `kmeans`, its first centres and its memory.
 */
#include "kernel_kmeans_team.h"

#include "rxt/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t grain_of(size_t k)
{
    return rxt_max(KMEANS_GRAIN, 16 * k);
}

/* Points, labels; on every rank the sums of all chunks, by two turns, and the candidates. */
void kmeans_need(const union rxt_value *v, struct rxt_need *out)
{
    double n = (double)v[KMEANS_N].integer, numbers = n * (double)v[KMEANS_D].integer;
    if (*v[KMEANS_INPUT].text) {
        kmeans_text_size(v[KMEANS_INPUT].text, &n, &numbers);
    }
    const double k = fmin((double)v[KMEANS_K].integer, n), d = n > 0.0 ? numbers / n : 1.0;
    const double chunks = n / (double)grain_of((size_t)k) + 1.0;
    *out = (struct rxt_need){.split_bytes = 8.0 * numbers + 4.0 * n,
                             .rank_bytes = chunks * 8.0 * (6.0 * k * d + 4.0 * k + 32.0) +
                                           (32.0 * k + 2048.0) * 24.0 * d};
}

static void generate_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct kmeans *s = context;
    for (size_t i = chunk->first; i < chunk->last; i++) {
        kmeans_point(&s->mixture, s->seed, s->spread, s->truth, i, kmeans_point_at(s, i));
    }
}

/* The pages of the points that will be read, and of all labels. */
static void touch_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct kmeans *s = context;
    const size_t n = chunk->last - chunk->first;
    memset(kmeans_point_at(s, chunk->first), 0, n * s->shape.d * sizeof(double));
    memset(kmeans_label_at(s, chunk->first), 0, n * sizeof(uint32_t));
}

/* One point from each of equal strips of the chunk; all, if they are few. */
static void offer_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct kmeans *s = context;
    const size_t n = chunk->last - chunk->first, d = s->shape.d, n_offered = rxt_min(n, s->n_candidates);
    double *points = chunk->partial;
    for (size_t i = 0; i < n_offered; i++) {
        const size_t first = n * i / n_offered, room = n * (i + 1) / n_offered - first;
        const size_t point = chunk->first + first + rxt_random_at(0, chunk->first + i) % room;
        memcpy(points + i * d, kmeans_point_at(s, point), d * sizeof *points);
    }
}

static enum rxt_err choose_start(struct kmeans *s)
{
    const size_t n_chunks = rxt_loop_chunks(s->candidate), d = s->shape.d;
    const size_t stride = (s->n_candidates * d + 7) / 8 * 8;
    double *points = calloc(n_chunks * s->n_candidates * (d + 1), sizeof *points);
    const enum rxt_err err =
        rxt_team_agree(s->team, points ? RXT_OK : rxt_fail(RXT_E_MEMORY, "kmeans: no room for candidates"));
    if (!err) {
        rxt_map(s->candidate, offer_chunk, s);
        const double *parts = rxt_partials(s->candidate);
        size_t n = 0;
        for (size_t c = 0; c < n_chunks; c++) {
            const size_t n_offered = rxt_min(s->n_candidates, s->n - c * s->grain);
            memcpy(points + n * d, parts + c * stride, n_offered * d * sizeof *points);
            n += n_offered;
        }
        kmeans_farthest(&s->shape, points, n, points + n * d, s->start);
    }
    free(points);
    return err;
}

static enum rxt_err open_loops(struct kmeans *s)
{
    const size_t n_chunks = s->n / s->grain + (s->n % s->grain != 0),
                 n_wanted = rxt_max(KMEANS_CANDIDATES, 32 * s->shape.k);
    s->part = (kmeans_part_size(&s->shape) + 7) / 8 * 8;
    s->n_candidates = rxt_min((n_wanted + n_chunks - 1) / n_chunks, s->grain);
    struct rxt_loop_spec spec = {
        .n_items = s->n, .grain = s->grain, .n_partial_bytes = s->part * sizeof(double)};
    enum rxt_err err = rxt_loop_open(&s->assign, s->team, &spec);
    spec.n_partial_bytes = (s->n_candidates * s->shape.d + 7) / 8 * 8 * sizeof(double);
    err = err ? err : rxt_loop_open(&s->candidate, s->team, &spec);
    spec.n_partial_bytes = (kmeans_tally_size(&s->shape) + 7) / 8 * 8 * sizeof(double);
    return err ? err : rxt_loop_open(&s->tally, s->team, &spec);
}

static enum rxt_err allocate(struct kmeans *s)
{
    const struct rxt_span home = rxt_loop_home(s->assign);
    const size_t n_home = home.last - home.first, n_threads = (size_t)rxt_team_threads(s->team);
    const size_t n_numbers = s->shape.k * s->shape.d;
    s->first = home.first;
    s->truth = calloc(s->mixture.k * s->mixture.d, sizeof *s->truth);
    s->start = calloc(n_numbers, sizeof *s->start);
    s->before = calloc(n_numbers, sizeof *s->before);
    s->centres = calloc(n_numbers, sizeof *s->centres);
    s->counts = calloc(s->part, sizeof *s->counts);
    s->inertia = calloc(s->n_iterations, sizeof *s->inertia);
    const bool right = s->truth && s->start && s->before && s->centres && s->counts && s->inertia;
    enum rxt_err err =
        rxt_team_agree(s->team, right ? RXT_OK : rxt_fail(RXT_E_MEMORY, "kmeans: %zu centres", s->shape.k));
    err = err ? err : rxt_pages_open(&s->points, s->team, n_home * s->shape.d * sizeof(double));
    err = err ? err : rxt_pages_open(&s->labels, s->team, n_home * sizeof(uint32_t));
    return err ? err
               : rxt_pages_open(&s->scratch, s->team, n_threads * KMEANS_TILE * s->shape.d * sizeof(double));
}

static enum rxt_err fill(struct kmeans *s)
{
    rxt_map_home(s->assign, touch_chunk, s);
    if (*s->input) {
        return kmeans_text_read(s);
    }
    kmeans_truth(&s->mixture, s->seed, s->truth);
    rxt_map_home(s->assign, generate_chunk, s);
    return RXT_OK;
}

enum rxt_err kmeans_open(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = rxt_state_open(out, team, sizeof(struct kmeans));
    if (err) {
        return err;
    }
    struct kmeans *s = *out;
    s->team = team;
    s->ops = kmeans_ops_of(rxt_isa_choose(team));
    s->input = v[KMEANS_INPUT].text;
    s->output = v[KMEANS_OUTPUT].text;
    s->seed = (uint64_t)v[KMEANS_SEED].integer;
    s->spread = v[KMEANS_SPREAD].real;
    s->n = (size_t)v[KMEANS_N].integer;
    s->n_iterations = (size_t)v[KMEANS_ITERATIONS].integer;
    s->mixture = s->shape =
        (struct kmeans_shape){.d = (size_t)v[KMEANS_D].integer, .k = (size_t)v[KMEANS_K].integer};
    err = *s->input ? kmeans_text_open(s) : RXT_OK;
    if (err) {
        return err;
    }
    s->shape.k = rxt_min(s->shape.k, s->n);
    s->grain = grain_of(s->shape.k);
    err = open_loops(s);
    err = err ? err : allocate(s);
    err = err ? err : fill(s);
    return err ? err : choose_start(s);
}

void kmeans_close(void *state)
{
    struct kmeans *s = state;
    if (!s) {
        return;
    }
    struct rxt_loop *const loops[] = {s->text, s->assign, s->candidate, s->tally, s->parse};
    for (size_t i = 0; i < sizeof loops / sizeof *loops; i++) {
        rxt_loop_close(loops[i]);
    }
    void *const tables[] = {s->line_at, s->point_at, s->truth,  s->start,
                            s->before,  s->centres,  s->counts, s->inertia};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        free(tables[i]);
    }
    rxt_pages_close(&s->points);
    rxt_pages_close(&s->labels);
    rxt_pages_close(&s->scratch);
    rxt_input_close(&s->file);
    free(s);
}
