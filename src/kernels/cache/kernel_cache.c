/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_cache.c - every worker adds up its own few numbers again and again: the ceiling of a cache.
 *
 * Which cache that is, their length decides. The numbers are i mod 1024, the same for all workers, so every pass adds up to
 * one whole number, whoever makes it. Counted per number and pass: 1 flop, 8 bytes read.
 */

#include "kernel_cache.h"

#include "rxt/digest.h"
#include "rxt/isa.h"
#include "rxt/kernel.h"
#include "rxt/memory.h"

#include <stdlib.h>

enum { PERIOD = 1024, AT_ONCE = 131072 }; /* numbers that a chunk reads, at least */
enum { N, PASSES };

static const struct rxt_param params[] = {
    [N] = {"n",
           "numbers",
           RXT_INTEGER,
           1,
           1e10,
           {"2048", "2048", "2048"},
           "numbers of each worker, rounded up to 64"},
    [PASSES] = {"passes",
                "",
                RXT_INTEGER,
                1,
                1e12,
                {"10000", "1000000", "10000000"},
                "passes over them, of all workers"},
    {.name = NULL},
};

struct state {
    struct rxt_loop *loop;
    struct rxt_pages pages;
    cache_sum_fn *sum_of;
    double *x; /* of the workers of this rank, one behind the other */
    size_t n, passes;
    double total;
};

static size_t rounded(const union rxt_value *v)
{
    return ((size_t)v[N].integer + CACHE_STEP - 1) / CACHE_STEP * CACHE_STEP;
}

static void need(const union rxt_value *v, struct rxt_need *out)
{
    *out = (struct rxt_need){.rank_bytes =
                                 8.0 * (double)rounded(v)}; /* for each thread; how many is not known here */
}

static double sum_plain(const double *x, size_t n, size_t passes)
{
    enum { LANES = 32 };
    double lane[LANES] = {0.0}, sum = 0.0;
    for (size_t pass = 0; pass < passes; pass++) {
        for (size_t i = 0; i < n; i += LANES) {
            for (size_t k = 0; k < LANES; k++) {
                lane[k] += x[i + k];
            }
        }
    }
    for (size_t k = 0; k < LANES; k++) {
        sum += lane[k];
    }
    return sum;
}

static cache_sum_fn *const variants[RXT_ISAS] = {sum_plain, RXT_AVX512_OF(cache_sum_avx512)};

static void run_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    const double *x = s->x + (size_t)chunk->worker * s->n;
    *(double *)chunk->partial = s->sum_of(x, s->n, chunk->last - chunk->first);
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = rxt_state_open(out, team, sizeof(struct state));
    if (err) {
        return err;
    }
    struct state *s = *out;
    *s = (struct state){
        .n = rounded(v), .passes = (size_t)v[PASSES].integer, .sum_of = variants[rxt_isa_choose(team)]};
    const struct rxt_loop_spec spec = {
        .n_items = s->passes, .grain = 1 + AT_ONCE / s->n, .n_partial_bytes = sizeof(double), .roams = true};
    err = rxt_loop_open(&s->loop, team, &spec);
    if (!err) {
        err = rxt_pages_open(&s->pages, team, (size_t)rxt_team_threads(team) * s->n * sizeof *s->x);
    }
    if (!err) {
        s->x = s->pages.at;
        for (size_t i = 0; i < (size_t)rxt_team_threads(team) * s->n; i++) {
            s->x[i] = (double)(i % s->n % PERIOD);
        }
    }
    return err;
}

static enum rxt_err run(void *state)
{
    struct state *s = state;
    rxt_map(s->loop, run_chunk, s);
    const double *sums = rxt_partials(s->loop);
    s->total = 0.0;
    for (size_t c = 0; c < rxt_loop_chunks(s->loop); c++) {
        s->total += sums[c]; /* whole numbers */
    }
    return RXT_OK;
}

/* Exact while it stays below 2^53. */
static enum rxt_err check(void *state)
{
    const struct state *s = state;
    const size_t n_whole = s->n / PERIOD, n_rest = s->n % PERIOD;
    const double pass =
        (double)(n_whole * (PERIOD * (PERIOD - 1) / 2) + (n_rest > 0 ? n_rest * (n_rest - 1) / 2 : 0));
    const double want = pass * (double)s->passes;
    return s->total == want ? RXT_OK
                            : rxt_fail(RXT_E_WRONG, "cache: the sum is %.17g and not %.17g", s->total, want);
}

static uint64_t digest(void *state)
{
    const struct state *s = state;
    return rxt_digest_bytes(RXT_DIGEST_START, &s->total, sizeof s->total);
}

static void work(const void *state, struct rxt_work *out)
{
    const struct state *s = state;
    const double n = (double)s->n * (double)s->passes;
    *out = (struct rxt_work){.items = (double)s->passes, .flop = n, .bytes = 8.0 * n};
}

static void spoil(void *state)
{
    ((struct state *)state)->total += 1.0;
}

static void close_state(void *state)
{
    struct state *s = state;
    if (s) {
        rxt_loop_close(s->loop);
        rxt_pages_close(&s->pages);
    }
    free(s);
}

const struct rxt_kernel rxt_kernel_cache = {
    .name = "cache",
    .what = "the ceiling of a cache: the sum of a few numbers, again and again",
    .category = "machine",
    .stresses = "loads",
    .formula = "sum over passes of the sum of x_i, x_i = i mod 1024",
    .source = "own; after Hofmann, Fey, Riedmann, Eitzinger, Hager & Wellein, CCPE 29 (2017)",
    .ceiling = RXT_CEILING_CACHE,
    .params = params,
    .size_param = "passes",
    .growth = {.power = 1.0},
    .need = need,
    .open = open_state,
    .run = run,
    .check = check,
    .digest = digest,
    .work = work,
    .spoil = spoil,
    .close = close_state,
};
