/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_stats.c - moments, extremes and a histogram of a large array in one sweep.
 *
 * x_i = ((a i + b) mod n) / n with a prime to n: a permutation of 0, 1/n ... (n - 1)/n, so all
 * answers are known; or the numbers of a file, those that are not finite counted apart. Counted per
 * number: 11 flop (two sums for the mean, powers, their sums, bin), 8 bytes read.
 */
#include "kernel_stats_state.h"

#include "rxt/digest.h"
#include "rxt/output.h"
#include "rxt/random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { INPUT, N, SEED, SWEEPS, HISTOGRAM, OUTPUT };

static const struct rxt_param params[] = {
    [INPUT] = RXT_PARAM_FILE("input", "file of doubles, little endian; none: generated"),
    [N] = {"n",
           "numbers",
           RXT_INTEGER,
           1,
           1099511627776.0,
           {"2000000", "67108864", "536870912"},
           "length of the generated array"},
    [SEED] = RXT_PARAM_SEED("which permutation"),
    [SWEEPS] = {"sweeps", "", RXT_INTEGER, 1, 1e6, {"4", "4", "16"}, "times the array is read in a run"},
    [HISTOGRAM] = {"histogram",
                   "",
                   RXT_INTEGER,
                   0,
                   1,
                   {"1", "1", "1"},
                   "1: bins as well; 0: moments and extremes alone"},
    [OUTPUT] = RXT_PARAM_FILE("output", "file for the moments, the extremes and the histogram"),
    {.name = NULL},
};

static void need(const union rxt_value *v, struct rxt_need *out)
{
    const double n = *v[INPUT].text ? rxt_input_size(v[INPUT].text) / sizeof(double) : (double)v[N].integer;
    *out = (struct rxt_need){.split_bytes = 8.0 * n,
                             .rank_bytes = 2.0 * (sizeof(struct stats_part) + sizeof(struct stats_proof)) *
                                           (n / STATS_GRAIN + 1.0)};
}

static void fill(void *context, const struct rxt_chunk *chunk)
{
    const struct stats *s = context;
    enum { LANES = 8 }; /* that do not wait for each other */
    double *x = (double *)s->pages.at + (chunk->first - s->first);
    const size_t n = chunk->last - chunk->first;
    const uint64_t step = stats_multiply(s->factor, LANES % s->n, s->n);
    uint64_t k[LANES];
    for (size_t j = 0; j < LANES; j++) {
        k[j] = (stats_multiply(s->factor, (chunk->first + j) % s->n, s->n) + s->shift) % s->n;
    }
    for (size_t i = 0; i < n; i += LANES) {
        for (size_t j = 0; j < LANES; j++) {
            const double value = (double)k[j] / (double)s->n;
            if (i + j < n) {
                x[i + j] = value;
            }
            k[j] += step;
            k[j] -= k[j] >= s->n ? s->n : 0;
        }
    }
}

static void run_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct stats *s = context;
    stats_part_of(s->passes, s->x + (chunk->first - s->first), chunk->last - chunk->first, &s->range,
                  chunk->partial);
}

static enum rxt_err open_input(struct stats *s, const char *path)
{
    enum rxt_err err = rxt_input_open(&s->input, s->team, path);
    if (!err && s->input.n_bytes % sizeof(double)) {
        err = rxt_fail(RXT_E_INPUT,
                       "input '%s' has %zu bytes: doubles take 8 each, so the length must be a multiple of 8",
                       path, s->input.n_bytes);
    }
    s->n = s->input.n_bytes / sizeof(double);
    return err;
}

static enum rxt_err open_loops(struct stats *s)
{
    struct rxt_loop_spec spec = {
        .n_items = s->n, .grain = STATS_GRAIN, .n_partial_bytes = sizeof(struct stats_part)};
    enum rxt_err err = rxt_loop_open(&s->loop, s->team, &spec);
    spec.n_partial_bytes = sizeof(struct stats_proof);
    err = err ? err : rxt_loop_open(&s->proof, s->team, &spec);
    s->first = err ? 0 : rxt_loop_home(s->loop).first;
    return err;
}

static enum rxt_err generate(struct stats *s, uint64_t seed)
{
    const struct rxt_span home = rxt_loop_home(s->loop);
    s->factor = stats_coprime(s->n, rxt_random_at(seed, 0));
    s->shift = rxt_random_at(seed, 1) % s->n;
    s->range = (struct stats_range){.low = 0.0, .scale = STATS_BINS};
    const enum rxt_err err = rxt_pages_open(&s->pages, s->team, (home.last - home.first) * sizeof *s->x);
    if (!err) {
        s->x = s->pages.at;
        rxt_map_home(s->loop, fill, s);
    }
    return err;
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = rxt_state_open(out, team, sizeof(struct stats));
    if (err) {
        return err;
    }
    struct stats *s = *out;
    s->team = team;
    s->output = v[OUTPUT].text;
    s->is_file = *v[INPUT].text != '\0';
    s->n = (size_t)v[N].integer;
    s->sweeps = (size_t)v[SWEEPS].integer;
    s->has_bins = v[HISTOGRAM].integer != 0;
    s->passes = stats_passes_of(rxt_isa_choose(team), s->has_bins);
    err = s->is_file ? open_input(s, v[INPUT].text) : RXT_OK;
    err = err ? err : open_loops(s);
    if (err) {
        return err;
    }
    if (!s->is_file) {
        return generate(s, (uint64_t)v[SEED].integer);
    }
    s->x = s->n ? (const double *)(const void *)s->input.bytes + s->first : NULL;
    return stats_scan(s, v[INPUT].text);
}

static struct stats_answer answer_of(const struct stats_moments *m, double min, double max)
{
    struct stats_answer a = {.n = (uint64_t)m->n,
                             .mean = stats_value(m->mean),
                             .m2 = stats_value(m->m2),
                             .m3 = stats_value(m->m3),
                             .m4 = stats_value(m->m4),
                             .min = min,
                             .max = max};
    if (a.m2 > 0.0 && min < max) { /* equal numbers have no spread, only a mean that may be rounded */
        a.variance = a.m2 / m->n;
        a.skewness = a.m3 / m->n / (a.variance * sqrt(a.variance));
        a.excess = a.m4 / m->n / (a.variance * a.variance) - 3.0;
    }
    return a;
}

static void fold_parts(struct stats *s)
{
    const struct stats_part *parts = rxt_partials(s->loop);
    struct stats_moments moments = {.n = 0.0};
    double min = INFINITY, max = -INFINITY;
    for (size_t c = 0; c < rxt_loop_chunks(s->loop); c++) {
        stats_merge(&moments, &parts[c].moments);
        min = parts[c].min < min ? parts[c].min : min;
        max = parts[c].max > max ? parts[c].max : max;
    }
    s->answer = answer_of(&moments, min, max);
    for (size_t c = 0; c < rxt_loop_chunks(s->loop); c++) {
        s->answer.others += parts[c].others;
        for (size_t b = 0; b < STATS_BINS; b++) {
            s->answer.bin[b] += parts[c].bin[b];
        }
    }
}

static enum rxt_err run(void *state)
{
    struct stats *s = state;
    for (size_t i = 0; i < s->sweeps; i++) {
        rxt_map(s->loop, run_chunk, s);
        fold_parts(s);
    }
    return RXT_OK;
}

static uint64_t digest(void *state)
{
    const struct stats *s = state;
    return rxt_digest_bytes(RXT_DIGEST_START, &s->answer, sizeof s->answer);
}

static void tell(const void *state, char *text, size_t n_bytes)
{
    const struct stats_answer *a = &((const struct stats *)state)->answer;
    if (a->n == 0) {
        snprintf(text, n_bytes, "no finite number");
        return;
    }
    snprintf(text, n_bytes, "%llu finite numbers, mean %.17g, standard deviation %.17g, %.17g to %.17g",
             (unsigned long long)a->n, a->mean, sqrt(a->variance), a->min, a->max);
}

static void work(const void *state, struct rxt_work *out)
{
    const struct stats *s = state;
    const double n = (double)s->n * (double)s->sweeps;
    *out = (struct rxt_work){.items = n, .flop = (s->has_bins ? 11.0 : 9.0) * n, .bytes = 8.0 * n};
}

static void spoil(void *state)
{
    ((struct stats *)state)->answer.bin[0] += 1;
}

static enum rxt_err output(void *state)
{
    const struct stats *s = state;
    return rxt_output_write(s->team, s->output, stats_write, s);
}

static void close_state(void *state)
{
    struct stats *s = state;
    if (s) {
        rxt_loop_close(s->loop);
        rxt_loop_close(s->proof);
        rxt_input_close(&s->input);
        rxt_pages_close(&s->pages);
    }
    free(s);
}

const struct rxt_kernel rxt_kernel_stats = {
    .name = "stats",
    .what = "moments, extremes and histogram of a large array",
    .category = "data analysis",
    .stresses = "memory bandwidth",
    .formula = "sums of (x - mean)^p, p = 2, 3, 4; min, max; 256 bins from the least to the greatest",
    .source = "Pebay, SAND2008-6212 (merged moments); closed forms: discrete uniform distribution",
    .params = params,
    .size_param = "n",
    .input_param = "input",
    .output_param = "output",
    .growth = {.power = 1.0},
    .need = need,
    .open = open_state,
    .run = run,
    .check = stats_check,
    .digest = digest,
    .tell = tell,
    .work = work,
    .spoil = spoil,
    .output = output,
    .close = close_state,
};
