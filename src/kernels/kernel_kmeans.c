/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_kmeans.c - Lloyd's iterations: assign points to their nearest centres, move centres to the means.
 *
 * Every chunk of points gives the sums of its points by centre; they are folded in chunk order on every rank.
 * Counted per point and iteration: 3 k d + d flop (difference, product, sum; the sum of a centre), 8 d bytes.
 */
#include "kernel_kmeans_team.h"

#include "rxt/digest.h"
#include "rxt/random.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT, N, D, K, ITERATIONS, SPREAD, SEED, OUTPUT };

static const struct rxt_param params[] = {
    [INPUT] = {"input",
               "",
               RXT_TEXT,
               0,
               0,
               {"", "", ""},
               "text file, a point a line as numbers between blanks or commas; none: points are generated"},
    [N] = {"n",
           "points",
           RXT_INTEGER,
           1,
           1099511627776.0,
           {"20000", "1000000", "10000000"},
           "number of generated points"},
    [D] = {"d", "", RXT_INTEGER, 1, KMEANS_MAX_D, {"16", "16", "16"}, "dimensions of generated points"},
    [K] = {"k", "", RXT_INTEGER, 1, KMEANS_MAX_K, {"16", "16", "16"}, "centres; at most as many as points"},
    [ITERATIONS] = {"iterations", "", RXT_INTEGER, 1, 1000000, {"5", "10", "20"}, "passes over the points"},
    [SPREAD] = {"spread",
                "",
                RXT_REAL,
                0,
                1000000,
                {"0.07", "0.07", "0.07"},
                "deviation of generated points, whose centres are 1 apart; found again up to 0.072"},
    [SEED] = {"seed", "", RXT_INTEGER, 0, 9007199254740992.0, {"1", "1", "1"}, "which points are generated"},
    [OUTPUT] = {"output", "", RXT_TEXT, 0, 0, {"", "", ""}, "file for the centres, one a line"},
    {.name = NULL},
};

static size_t grain_of(size_t k)
{
    return kernel_max(KMEANS_GRAIN, 16 * k);
}

/* Points, labels; on every rank the sums of all chunks, by two turns, and the candidates. */
static void need(const union rxt_value *v, struct rxt_need *out)
{
    double n = (double)v[N].integer, numbers = n * (double)v[D].integer;
    if (*v[INPUT].text) {
        kmeans_text_size(v[INPUT].text, &n, &numbers);
    }
    const double k = fmin((double)v[K].integer, n), d = n > 0.0 ? numbers / n : 1.0;
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
    const size_t n = chunk->last - chunk->first, d = s->shape.d, n_offered = kernel_min(n, s->n_candidates);
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
            const size_t n_offered = kernel_min(s->n_candidates, s->n - c * s->grain);
            memcpy(points + n * d, parts + c * stride, n_offered * d * sizeof *points);
            n += n_offered;
        }
        kmeans_farthest(&s->shape, points, n, points + n * d, s->start);
    }
    free(points);
    return err;
}

static void reset(void *state)
{
    struct kmeans *s = state;
    memcpy(s->centres, s->start, s->shape.k * s->shape.d * sizeof *s->centres);
}

static enum rxt_err open_loops(struct kmeans *s)
{
    const size_t n_chunks = s->n / s->grain + (s->n % s->grain != 0),
                 n_wanted = kernel_max(KMEANS_CANDIDATES, 32 * s->shape.k);
    s->part = (kmeans_part_size(&s->shape) + 7) / 8 * 8;
    s->n_candidates = kernel_min((n_wanted + n_chunks - 1) / n_chunks, s->grain);
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
    err = err ? err : kernel_pages_open(&s->points, s->team, n_home * s->shape.d * sizeof(double));
    err = err ? err : kernel_pages_open(&s->labels, s->team, n_home * sizeof(uint32_t));
    return err ? err
               : kernel_pages_open(&s->scratch, s->team,
                                   n_threads * KMEANS_TILE * s->shape.d * sizeof(double));
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

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = kernel_state_open(out, team, sizeof(struct kmeans));
    if (err) {
        return err;
    }
    struct kmeans *s = *out;
    s->team = team;
    s->ops = kmeans_ops_of(kernel_isa_choose(team));
    s->input = v[INPUT].text;
    s->output = v[OUTPUT].text;
    s->seed = (uint64_t)v[SEED].integer;
    s->spread = v[SPREAD].real;
    s->n = (size_t)v[N].integer;
    s->n_iterations = (size_t)v[ITERATIONS].integer;
    s->mixture = s->shape = (struct kmeans_shape){.d = (size_t)v[D].integer, .k = (size_t)v[K].integer};
    err = *s->input ? kmeans_text_open(s) : RXT_OK;
    if (err) {
        return err;
    }
    s->shape.k = kernel_min(s->shape.k, s->n);
    s->grain = grain_of(s->shape.k);
    err = open_loops(s);
    err = err ? err : allocate(s);
    err = err ? err : fill(s);
    return err ? err : choose_start(s);
}

static void assign_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct kmeans *s = context;
    double *scratch = (double *)s->scratch.at + (size_t)chunk->worker * KMEANS_TILE * s->shape.d;
    kmeans_assign(s->ops, &s->shape, kmeans_point_at(s, chunk->first), chunk->last - chunk->first, s->centres,
                  scratch, kmeans_label_at(s, chunk->first), chunk->partial);
}

/* A centre without points stays where it is. */
static void move_centres(struct kmeans *s, size_t iteration)
{
    const double *parts = rxt_partials(s->assign);
    const size_t k = s->shape.k, d = s->shape.d;
    double *centres = s->centres;
    double inertia = 0.0;
    memcpy(s->before, centres, k * d * sizeof *centres);
    memset(s->counts, 0, k * sizeof *s->counts);
    memset(centres, 0, k * d * sizeof *centres);
    for (size_t c = 0; c < rxt_loop_chunks(s->assign); c++, parts += s->part) {
        inertia += parts[0];
        for (size_t i = 0; i < k; i++) {
            s->counts[i] += parts[1 + i];
        }
        for (size_t i = 0; i < k * d; i++) {
            centres[i] += parts[1 + k + i];
        }
    }
    for (size_t i = 0; i < k * d; i++) {
        const double n = s->counts[i / d];
        centres[i] = n > 0.0 ? centres[i] / n : s->before[i];
    }
    s->inertia[iteration] = inertia;
}

static enum rxt_err run(void *state)
{
    struct kmeans *s = state;
    for (size_t t = 0; t < s->n_iterations; t++) {
        rxt_map(s->assign, assign_chunk, s);
        move_centres(s, t);
    }
    return RXT_OK;
}

static void digest_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct kmeans *s = context;
    const size_t n_bytes = (chunk->last - chunk->first) * sizeof(uint32_t);
    *(uint64_t *)chunk->partial =
        rxt_digest_bytes(RXT_DIGEST_START, kmeans_label_at(s, chunk->first), n_bytes);
}

static uint64_t digest(void *state)
{
    struct kmeans *s = state;
    rxt_map(s->tally, digest_chunk, s);
    const size_t stride = (kmeans_tally_size(&s->shape) + 7) / 8 * 8, k = s->shape.k;
    const uint64_t *labels = rxt_partials(s->tally);
    uint64_t hash = rxt_digest_bytes(RXT_DIGEST_START, s->centres, k * s->shape.d * sizeof *s->centres);
    hash = rxt_digest_bytes(hash, s->counts, k * sizeof *s->counts);
    hash = rxt_digest_bytes(hash, s->inertia, s->n_iterations * sizeof *s->inertia);
    for (size_t c = 0; c < rxt_loop_chunks(s->tally); c++) {
        hash = rxt_digest_word(hash, labels[c * stride]);
    }
    return hash;
}

static void work(const void *state, struct rxt_work *out)
{
    const struct kmeans *s = state;
    const double n = (double)s->n * (double)s->n_iterations, d = (double)s->shape.d;
    *out =
        (struct rxt_work){.items = n, .flop = n * d * (3.0 * (double)s->shape.k + 1.0), .bytes = n * 8.0 * d};
}

static void spoil(void *state)
{
    struct kmeans *s = state;
    s->centres[0] += 1.0 + fabs(s->centres[0]);
}

static enum rxt_err write_centres(const struct kmeans *s)
{
    FILE *file = fopen(s->output, "w");
    bool written = file != NULL;
    for (size_t i = 0; i < s->shape.k * s->shape.d && written; i++) {
        written = fprintf(file, "%.17g%c", s->centres[i], (i + 1) % s->shape.d ? ' ' : '\n') > 0;
    }
    written = file && !fclose(file) && written;
    return written ? RXT_OK : rxt_fail(RXT_E_OUTPUT, "cannot write '%s': %s", s->output, strerror(errno));
}

static enum rxt_err output(void *state)
{
    const struct kmeans *s = state;
    if (!*s->output) {
        return RXT_OK;
    }
    return rxt_team_agree(s->team, rxt_team_rank(s->team) == 0 ? write_centres(s) : RXT_OK);
}

static void close_state(void *state)
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
    kernel_pages_close(&s->points);
    kernel_pages_close(&s->labels);
    kernel_pages_close(&s->scratch);
    kernel_input_close(&s->file);
    free(s);
}

const struct rxt_kernel rxt_kernel_kmeans = {
    .name = "kmeans",
    .what = "group points around k centres",
    .category = "learning",
    .formula = "c(j) = mean of the points x with |x - c(j)|^2 least; repeated",
    .source = "Lloyd, IEEE Trans. Inf. Theory 28 (1982); Gonzalez, TCS 38 (1985) (first centres)",
    .params = params,
    .growth = 1.0,
    .need = need,
    .open = open_state,
    .reset = reset,
    .run = run,
    .check = kmeans_check,
    .digest = digest,
    .work = work,
    .spoil = spoil,
    .output = output,
    .close = close_state,
};
