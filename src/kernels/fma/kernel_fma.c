/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_fma.c - multiply-adds on numbers that never leave the registers: the arithmetic ceiling.
 *
 * Every number is set to a x + b again and again, with a = b = 1 read at run time: it
 * counts the multiply-adds that were done, exactly, and the check compares the count.
 * Counted per multiply-add: 2 flop, also where the processor needs two instructions.
 */

#include "kernel_fma.h"

#include "rxt/digest.h"
#include "rxt/isa.h"
#include "rxt/kernel.h"
#include "rxt/memory.h"

#include <math.h>
#include <stdlib.h>

enum { GRAIN = 32, PERIOD = 64 }; /* items a chunk; starts of the chains of an item */
enum { N };

static const struct rxt_param params[] = {
    [N] = {"n",
           "items",
           RXT_INTEGER,
           1,
           1e9,
           {"2000", "32000", "1000000"},
           "items of 1000 steps of all chains"},
    {.name = NULL},
};

struct state {
    struct rxt_loop *loop;
    fma_chains_fn *run_chains;
    size_t n;
    double factor, addend;
    double total; /* all chains of all items, summed up */
};

static void need(const union rxt_value *v, struct rxt_need *out)
{
    (void)v;
    *out = (struct rxt_need){.rank_bytes = 0};
}

static double multiply_add(double x, double a, double b)
{
#ifdef FP_FAST_FMA
    return fma(x, a, b);
#else
    return x * a + b;
#endif
}

/* Blocks of chains: enough to hide the latency, few enough for the registers of any set. */
enum { BLOCK = 40 };

static double run_block(double first, double a, double b)
{
    double x[BLOCK], sum = 0.0;
    for (int k = 0; k < BLOCK; k++) {
        x[k] = first + k;
    }
    for (int t = 0; t < FMA_STEPS; t++) {
        for (int k = 0; k < BLOCK; k++) {
            x[k] = multiply_add(x[k], a, b);
        }
    }
    for (int k = 0; k < BLOCK; k++) {
        sum += x[k];
    }
    return sum;
}

static double run_chains(double first, double a, double b)
{
    double sum = 0.0;
    for (int k = 0; k < FMA_CHAINS; k += BLOCK) {
        sum += run_block(first + k, a, b);
    }
    return sum;
}

static fma_chains_fn *const variants[RXT_ISAS] = {run_chains, RXT_AVX512_OF(fma_chains_avx512)};

static void run_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    double sum = 0.0;
    for (size_t i = chunk->first; i < chunk->last; i++) {
        sum += s->run_chains((double)(i % PERIOD), s->factor, s->addend);
    }
    *(double *)chunk->partial = sum;
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = rxt_state_open(out, team, sizeof(struct state));
    if (err) {
        return err;
    }
    struct state *s = *out;
    *s = (struct state){.n = (size_t)v[N].integer,
                        .run_chains = variants[rxt_isa_choose(team)],
                        .factor = 1.0,
                        .addend = 1.0};
    const struct rxt_loop_spec spec = {
        .n_items = s->n, .grain = GRAIN, .n_partial_bytes = sizeof(double), .roams = true};
    return rxt_loop_open(&s->loop, team, &spec);
}

static enum rxt_err run(void *state)
{
    struct state *s = state;
    rxt_map(s->loop, run_chunk, s);
    const double *sums = rxt_partials(s->loop);
    s->total = 0.0;
    for (size_t c = 0; c < rxt_loop_chunks(s->loop); c++) {
        s->total += sums[c]; /* whole numbers below 2^53 */
    }
    return RXT_OK;
}

static enum rxt_err check(void *state)
{
    const struct state *s = state;
    const uint64_t n_whole = s->n / PERIOD, n_rest = s->n % PERIOD;
    const uint64_t firsts = n_whole * (PERIOD * (PERIOD - 1) / 2) + (n_rest ? n_rest * (n_rest - 1) / 2 : 0);
    const uint64_t counts = s->n * (FMA_CHAINS * (FMA_CHAINS - 1) / 2 + FMA_CHAINS * FMA_STEPS);
    const double want = (double)(counts + FMA_CHAINS * firsts);
    if (!(s->total == want)) {
        return rxt_fail(RXT_E_WRONG, "fma: the chains add up to %.17g and not to %.17g", s->total, want);
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
    *out = (struct rxt_work){.items = (double)s->n, .flop = 2.0 * FMA_CHAINS * FMA_STEPS * (double)s->n};
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
    }
    free(s);
}

const struct rxt_kernel rxt_kernel_fma = {
    .name = "fma",
    .what = "the arithmetic ceiling: multiply-adds in registers",
    .category = "machine",
    .stresses = "arithmetic",
    .formula = "x_k <- a x_k + b, with a = b = 1 known at run time only",
    .source = "own; the peak of Williams, Waterman & Patterson, CACM 52 (2009)",
    .ceiling = RXT_CEILING_FLOP,
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
