/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_stats.c - moments, extremes and a histogram of a large array in one pass.
 *
 * x_i = ((a i + b) mod n) / n with a prime to n: a permutation of 0, 1/n ... (n - 1)/n, so all
 * answers are known. Counted per number: 9 flop (shift, powers, sums, bin), 8 bytes read.
 */
#include "kernel_stats.h"
#include "kernel_parts.h"

#include "rxt/digest.h"
#include "rxt/random.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { N, SEED };

static const struct rxt_param params[] = {
    [N] = {"n",
           "numbers",
           RXT_INTEGER,
           1,
           1099511627776.0,
           {"2000000", "33554432", "536870912"},
           "length of the array"},
    [SEED] = {"seed", "", RXT_INTEGER, 0, 9007199254740992.0, {"1", "1", "1"}, "which permutation"},
    {.name = NULL},
};

/* Of the whole array; of the population, that is divided by n. */
struct answer {
    double mean, variance, skewness, excess, min, max;
    uint64_t bin[STATS_BINS];
};

struct state {
    struct rxt_loop *loop;
    struct kernel_pages pages;
    double *x; /* the numbers of the home */
    size_t first, n;
    uint64_t factor, shift;
    struct answer answer;
};

static void need(const union rxt_value *v, struct rxt_need *out)
{
    const double n = (double)v[N].integer;
    *out =
        (struct rxt_need){.split_bytes = 8.0 * n, .rank_bytes = sizeof(struct stats_part) * n / STATS_GRAIN};
}

static void fill(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    uint64_t k = (stats_multiply(s->factor, chunk->first, s->n) + s->shift) % s->n;
    for (size_t i = chunk->first; i < chunk->last; i++) {
        s->x[i - s->first] = (double)k / (double)s->n;
        k += s->factor;
        k -= k >= s->n ? s->n : 0;
    }
}

static void run_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    stats_part_of(s->x + (chunk->first - s->first), chunk->last - chunk->first, chunk->partial);
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = kernel_state_open(out, team, sizeof(struct state));
    if (err) {
        return err;
    }
    struct state *s = *out;
    s->n = (size_t)v[N].integer;
    s->factor = stats_coprime(s->n, rxt_random_at((uint64_t)v[SEED].integer, 0));
    s->shift = rxt_random_at((uint64_t)v[SEED].integer, 1) % s->n;
    const struct rxt_loop_spec spec = {
        .n_items = s->n, .grain = STATS_GRAIN, .n_partial_bytes = sizeof(struct stats_part)};
    err = rxt_loop_open(&s->loop, team, &spec);
    if (err) {
        return err;
    }
    const struct rxt_span home = rxt_loop_home(s->loop);
    s->first = home.first;
    err = kernel_pages_open(&s->pages, team, (home.last - home.first) * sizeof *s->x);
    if (!err) {
        s->x = s->pages.at;
        rxt_map_home(s->loop, fill, s);
    }
    return err;
}

/* Central moments from moments about 1/2, d = mean - 1/2. */
static struct answer answer_of(const struct stats_part *all, double n)
{
    const double d = all->power[0] / n, m2 = all->power[1] / n, m3 = all->power[2] / n,
                 m4 = all->power[3] / n;
    const double variance = m2 - d * d;
    const double third = m3 - 3.0 * d * m2 + 2.0 * d * d * d;
    const double fourth = m4 - 4.0 * d * m3 + 6.0 * d * d * m2 - 3.0 * d * d * d * d;
    struct answer a = {.mean = 0.5 + d, .variance = variance, .min = all->min, .max = all->max};
    if (variance > 0.0) {
        a.skewness = third / (variance * sqrt(variance));
        a.excess = fourth / (variance * variance) - 3.0;
    }
    for (size_t b = 0; b < STATS_BINS; b++) {
        a.bin[b] = all->bin[b];
    }
    return a;
}

static enum rxt_err run(void *state)
{
    struct state *s = state;
    rxt_map(s->loop, run_chunk, s);
    const struct stats_part *parts = rxt_partials(s->loop);
    struct stats_part all = parts[0];
    for (size_t c = 1; c < rxt_loop_chunks(s->loop); c++) {
        stats_part_add(&all, &parts[c]);
    }
    s->answer = answer_of(&all, (double)s->n);
    return RXT_OK;
}

/* The closed forms of the discrete uniform distribution on 0, 1/n ... (n - 1)/n. */
static struct answer closed_forms(uint64_t n_numbers)
{
    const double n = (double)n_numbers, n2 = n * n;
    struct answer a = {
        .mean = (n - 1.0) / (2.0 * n), .variance = (n2 - 1.0) / (12.0 * n2), .max = (n - 1.0) / n};
    a.excess = n_numbers > 1 ? -1.2 * (n2 + 1.0) / (n2 - 1.0) : 0.0;
    for (uint64_t b = 0; b < STATS_BINS; b++) { /* how many k lie in [b n / BINS, (b + 1) n / BINS) */
        const uint64_t first = (b * n_numbers + STATS_BINS - 1) / STATS_BINS;
        a.bin[b] = ((b + 1) * n_numbers + STATS_BINS - 1) / STATS_BINS - first;
    }
    return a;
}

static bool near(double value, double want, double tolerance)
{
    return fabs(value - want) <= tolerance;
}

static enum rxt_err check(void *state)
{
    const struct state *s = state;
    const struct answer a = s->answer, want = closed_forms(s->n);
    size_t wrong_bins = 0;
    for (size_t b = 0; b < STATS_BINS; b++) {
        wrong_bins += a.bin[b] != want.bin[b];
    }
    /* Additions that a number goes through, each half an epsilon off at most. */
    const double depth =
        (double)STATS_GRAIN / STATS_LANES + STATS_LANES + (double)rxt_loop_chunks(s->loop) + 8.0;
    const double tolerance = depth * DBL_EPSILON;
    if (wrong_bins || !(a.min == want.min) || !(a.max == want.max)) {
        return rxt_fail(RXT_E_WRONG,
                        "stats: %zu bins are wrong; extremes %.17g and %.17g, not %.17g and %.17g",
                        wrong_bins, a.min, a.max, want.min, want.max);
    }
    if (!near(a.mean, want.mean, tolerance) || !near(a.variance, want.variance, tolerance) ||
        !near(a.skewness, 0.0, 32.0 * tolerance) || !near(a.excess, want.excess, 32.0 * tolerance)) {
        return rxt_fail(
            RXT_E_WRONG,
            "stats: mean %.17g variance %.17g skewness %.3g excess %.17g, not %.17g %.17g 0 %.17g", a.mean,
            a.variance, a.skewness, a.excess, want.mean, want.variance, want.excess);
    }
    return RXT_OK;
}

static uint64_t digest(void *state)
{
    const struct state *s = state;
    return rxt_digest_bytes(RXT_DIGEST_START, &s->answer, sizeof s->answer);
}

static void work(const void *state, struct rxt_work *out)
{
    const double n = (double)((const struct state *)state)->n;
    *out = (struct rxt_work){.items = n, .flop = 9.0 * n, .bytes = 8.0 * n};
}

static void spoil(void *state)
{
    ((struct state *)state)->answer.bin[0] += 1;
}

static void close_state(void *state)
{
    struct state *s = state;
    if (s) {
        rxt_loop_close(s->loop);
        kernel_pages_close(&s->pages);
    }
    free(s);
}

const struct rxt_kernel rxt_kernel_stats = {
    .name = "stats",
    .what = "moments, extremes and histogram of a large array",
    .category = "data analysis",
    .formula = "sums of (x - 1/2)^p, p = 1 ... 4; min, max; 256 bins of [0, 1)",
    .source = "Pebay, SAND2008-6212 (one-pass moments); closed forms: discrete uniform distribution",
    .params = params,
    .growth = 1.0,
    .need = need,
    .open = open_state,
    .run = run,
    .check = check,
    .digest = digest,
    .work = work,
    .spoil = spoil,
    .close = close_state,
};
