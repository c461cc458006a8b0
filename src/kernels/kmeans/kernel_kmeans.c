/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_kmeans.c - Lloyd's iterations: assign points to their nearest centres, move centres to the means.
 *
 * Every chunk of points gives the sums of its points by centre; they are folded in chunk order on every rank.
 * Counted per point and iteration: 3 k d + d flop (difference, product, sum; the sum of a centre), 8 d bytes.
 */
#include "kernel_kmeans_team.h"

#include "rxt/digest.h"
#include "rxt/output.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct rxt_param params[] = {
    [KMEANS_INPUT] = RXT_PARAM_FILE(
        "input", "text file, a point a line as numbers between blanks or commas; none: points are generated"),
    [KMEANS_N] = {"n",
                  "points",
                  RXT_INTEGER,
                  1,
                  1099511627776.0,
                  {"20000", "500000", "10000000"},
                  "number of generated points"},
    [KMEANS_D] =
        {"d", "", RXT_INTEGER, 1, KMEANS_MAX_D, {"16", "16", "16"}, "dimensions of generated points"},
    [KMEANS_K] =
        {"k", "", RXT_INTEGER, 1, KMEANS_MAX_K, {"16", "16", "16"}, "centres; at most as many as points"},
    [KMEANS_ITERATIONS] =
        {"iterations", "", RXT_INTEGER, 1, 1000000, {"5", "10", "20"}, "passes over the points"},
    [KMEANS_SPREAD] = {"spread",
                       "",
                       RXT_REAL,
                       0,
                       1000000,
                       {"0.07", "0.07", "0.07"},
                       "deviation of generated points, whose centres are 1 apart; found again up to 0.072"},
    [KMEANS_SEED] = RXT_PARAM_SEED("which points are generated"),
    [KMEANS_OUTPUT] = RXT_PARAM_FILE("output", "file for the centres, one a line"),
    {.name = NULL},
};

static void reset(void *state)
{
    struct kmeans *s = state;
    memcpy(s->centres, s->start, s->shape.k * s->shape.d * sizeof *s->centres);
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

static void tell(const void *state, char *text, size_t n_bytes)
{
    const struct kmeans *s = state;
    snprintf(text, n_bytes, "inertia %.17g after %zu iterations", s->inertia[s->n_iterations - 1],
             s->n_iterations);
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

static bool write_centres(FILE *file, const void *state)
{
    const struct kmeans *s = state;
    bool written = true;
    for (size_t i = 0; i < s->shape.k * s->shape.d && written; i++) {
        written = fprintf(file, "%.17g%c", s->centres[i], (i + 1) % s->shape.d ? ' ' : '\n') > 0;
    }
    return written;
}

static enum rxt_err output(void *state)
{
    const struct kmeans *s = state;
    return rxt_output_write(s->team, s->output, write_centres, s);
}

const struct rxt_kernel rxt_kernel_kmeans = {
    .name = "kmeans",
    .what = "group points around k centres",
    .category = "learning",
    .stresses = "arithmetic, allreduce",
    .formula = "c(j) = mean of the points x with |x - c(j)|^2 least; repeated",
    .source = "Lloyd, IEEE Trans. Inf. Theory 28 (1982); Gonzalez, TCS 38 (1985) (first centres)",
    .params = params,
    .size_param = "n",
    .input_param = "input",
    .output_param = "output",
    .growth = {.power = 1.0},
    .need = kmeans_need,
    .open = kmeans_open,
    .reset = reset,
    .run = run,
    .check = kmeans_check,
    .digest = digest,
    .tell = tell,
    .work = work,
    .spoil = spoil,
    .output = output,
    .close = kmeans_close,
};
