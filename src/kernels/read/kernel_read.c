/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_read.c - the sum of a large array: the ceiling of reading memory.
 *
 * The numbers are i mod 1024, so every partial sum is a whole number below 2^53 and exact.
 * Counted per number: 1 flop, 8 bytes read.
 */

#include "rxt/digest.h"
#include "rxt/kernel.h"
#include "rxt/memory.h"

#include <stdlib.h>

enum { LANES = 32, GRAIN = 65536, PERIOD = 1024, LINE = 8, AHEAD = 512 };
enum { N, SWEEPS };

static const struct rxt_param params[] = {
    [N] = {"n", "numbers", RXT_INTEGER, 1, 1e12, {"1000000", "33554432", "536870912"}, "length of the array"},
    [SWEEPS] = {"sweeps", "", RXT_INTEGER, 1, 1e6, {"10", "10", "16"}, "times the array is read in a run"},
    {.name = NULL},
};

struct state {
    struct rxt_loop *loop;
    struct rxt_pages pages;
    double *x; /* the numbers of the home */
    size_t first, n, sweeps;
    double total;
};

static void need(const union rxt_value *v, struct rxt_need *out)
{
    *out = (struct rxt_need){.split_bytes = 8.0 * (double)v[N].integer};
}

static void fill(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    for (size_t i = chunk->first; i < chunk->last; i++) {
        s->x[i - s->first] = (double)(i % PERIOD);
    }
}

/* Fetching 4 KiB ahead read a tenth more from memory than the processor's own prefetch did. A hint may point
 * behind the end. */
static void fetch(const double *x)
{
    for (size_t k = 0; k < LANES; k += LINE) {
        __builtin_prefetch(x + k + AHEAD);
    }
}

static double sum_of(const double *x, size_t n)
{
    double lane[LANES] = {0.0}, sum = 0.0;
    const size_t n_whole = n - n % LANES;
    for (size_t i = 0; i < n_whole; i += LANES) {
        fetch(x + i);
        for (size_t k = 0; k < LANES; k++) {
            lane[k] += x[i + k];
        }
    }
    for (size_t k = 0; k < LANES; k++) {
        sum += lane[k];
    }
    for (size_t i = n_whole; i < n; i++) {
        sum += x[i];
    }
    return sum;
}

static void run_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    *(double *)chunk->partial = sum_of(s->x + (chunk->first - s->first), chunk->last - chunk->first);
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = rxt_state_open(out, team, sizeof(struct state));
    if (err) {
        return err;
    }
    struct state *s = *out;
    s->n = (size_t)v[N].integer;
    s->sweeps = (size_t)v[SWEEPS].integer;
    const struct rxt_loop_spec spec = {.n_items = s->n, .grain = GRAIN, .n_partial_bytes = sizeof(double)};
    err = rxt_loop_open(&s->loop, team, &spec);
    if (err) {
        return err;
    }
    const struct rxt_span home = rxt_loop_home(s->loop);
    err = rxt_pages_open(&s->pages, team, (home.last - home.first) * sizeof *s->x);
    if (!err) {
        s->x = s->pages.at;
        s->first = home.first;
        rxt_map_home(s->loop, fill, s);
    }
    return err;
}

static void sweep(struct state *s)
{
    rxt_map(s->loop, run_chunk, s);
    const double *sums = rxt_partials(s->loop);
    s->total = 0.0;
    for (size_t c = 0; c < rxt_loop_chunks(s->loop); c++) {
        s->total += sums[c];
    }
}

static enum rxt_err run(void *state)
{
    struct state *s = state;
    for (size_t i = 0; i < s->sweeps; i++) {
        sweep(s);
    }
    return RXT_OK;
}

/* Exact while n stays below 2^43, since every number is at most 1023. */
static enum rxt_err check(void *state)
{
    const struct state *s = state;
    const uint64_t n_whole = s->n / PERIOD, n_rest = s->n % PERIOD;
    const uint64_t want = n_whole * (PERIOD * (PERIOD - 1) / 2) + (n_rest ? n_rest * (n_rest - 1) / 2 : 0);
    if (!(s->total == (double)want)) {
        return rxt_fail(RXT_E_WRONG, "read: the sum is %.17g and not %.17g", s->total, (double)want);
    }
    return RXT_OK;
}

static uint64_t digest(void *state)
{
    const struct state *s = state;
    return rxt_digest_bytes(RXT_DIGEST_START, &s->total, sizeof s->total);
}

static void work(const void *state, struct rxt_work *out)
{
    const struct state *s = state;
    const double n = (double)s->n * (double)s->sweeps;
    *out = (struct rxt_work){.items = n, .flop = n, .bytes = 8.0 * n};
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

const struct rxt_kernel rxt_kernel_read = {
    .name = "read",
    .what = "the memory ceiling: the sum of a large array",
    .category = "machine",
    .stresses = "memory bandwidth",
    .formula = "sum of x_i, x_i = i mod 1024",
    .source = "own; after McCalpin, STREAM (1995)",
    .ceiling = RXT_CEILING_BYTES,
    .params = params,
    .size_param = "n",
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
