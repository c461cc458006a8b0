/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_square.c - the n-th square, one item each: what does it cost to hand out work?
 *
 * The classic example of a pool of workers. An item can be made to keep its worker busy, or
 * asleep, for a stated time; with neither it is so small that what is measured is the handing out.
 * Counted: no flop (all of it is integer arithmetic); an item is a square.
 */
#include "kernel_square.h"

#include "rxt/digest.h"
#include "rxt/kernel.h"
#include "rxt/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { N, GRAIN, BUSY, SLEEP };

static const struct rxt_param params[] = {
    [N] = {"n", "items", RXT_INTEGER, 1, 1e12, {"500000", "10000000", "200000000"}, "squares of 1 to n"},
    [GRAIN] = {"grain", "items", RXT_INTEGER, 1, 1e12, {"1", "1", "1"}, "items handed out at once"},
    [BUSY] =
        {"busy_ns", "ns", RXT_INTEGER, 0, 1e9, {"0", "0", "0"}, "time that an item keeps its worker busy"},
    [SLEEP] = {"sleep_us", "us", RXT_INTEGER, 0, 1e6, {"0", "0", "0"}, "time that an item's worker sleeps"},
    {.name = NULL},
};

/* Sums of chunks that are added up, and looked at, as one chunk of the second loop. */
enum { SUMS = 65536 };

struct part {
    uint64_t sum, wrong;
};

struct state {
    struct rxt_loop *loop; /* partial result of a chunk: the sum of its squares */
    struct rxt_loop *fold; /* its items are the chunks of the first: struct part */
    const uint64_t *sums;  /* of the chunks of the last run */
    size_t n, grain;
    int64_t busy_ns, sleep_us;
    uint64_t total;
};

static void need(const union rxt_value *v, struct rxt_need *out)
{
    const double chunks = (double)v[N].integer / (double)v[GRAIN].integer + 1.0;
    *out = (struct rxt_need){.split_bytes = chunks * sizeof(uint64_t)};
}

uint64_t square_sum(uint64_t n)
{
    /* One of each pair of factors takes the 2, one of the three the 3: whatever overflows, does so last. */
    uint64_t a = n, b = n + 1, c = 2 * n + 1;
    *(a % 2 ? &b : &a) /= 2;
    *(a % 3 == 0 ? &a : b % 3 == 0 ? &b : &c) /= 3;
    return a * b * c;
}

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void stay_busy(int64_t for_ns)
{
    const int64_t end_ns = now_ns() + for_ns;
    while (now_ns() < end_ns) {
    }
}

static void sleep_for(int64_t for_us)
{
    struct timespec left = {.tv_sec = for_us / 1000000, .tv_nsec = for_us % 1000000 * 1000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
}

/* The square of an item: item i is the number i + 1. */
static uint64_t run_item(const struct state *s, size_t item)
{
    if (s->busy_ns > 0) {
        stay_busy(s->busy_ns);
    }
    if (s->sleep_us > 0) {
        sleep_for(s->sleep_us);
    }
    return (uint64_t)(item + 1) * (uint64_t)(item + 1);
}

static void run_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    uint64_t sum = 0;
    for (size_t i = chunk->first; i < chunk->last; i++) {
        sum += run_item(s, i);
    }
    *(uint64_t *)chunk->partial = sum;
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = rxt_state_open(out, team, sizeof(struct state));
    if (err) {
        return err;
    }
    struct state *s = *out;
    *s = (struct state){.n = (size_t)v[N].integer,
                        .grain = (size_t)v[GRAIN].integer,
                        .busy_ns = v[BUSY].integer,
                        .sleep_us = v[SLEEP].integer};
    const struct rxt_loop_spec spec = {
        .n_items = s->n, .grain = s->grain, .n_partial_bytes = sizeof(uint64_t), .roams = true, .once = true};
    err = rxt_loop_open(&s->loop, team, &spec);
    if (err) {
        return err;
    }
    const struct rxt_loop_spec fold = {
        .n_items = rxt_loop_chunks(s->loop), .grain = SUMS, .n_partial_bytes = sizeof(struct part)};
    return rxt_loop_open(&s->fold, team, &fold);
}

static void add_sums(void *context, const struct rxt_chunk *chunk)
{
    const uint64_t *sums = ((const struct state *)context)->sums;
    uint64_t sum = 0; /* not the partial, which a sum may alias: it would be stored and loaded for each */
    for (size_t c = chunk->first; c < chunk->last; c++) {
        sum += sums[c];
    }
    *(struct part *)chunk->partial = (struct part){.sum = sum};
}

/* Every chunk by the formula, and so every item where a chunk is one. */
static void prove_sums(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    struct part part = {.wrong = 0};
    uint64_t before = square_sum(chunk->first * s->grain);
    for (size_t c = chunk->first; c < chunk->last; c++) {
        const uint64_t behind = square_sum(rxt_min(s->n, (c + 1) * s->grain));
        part.wrong += s->sums[c] != behind - before;
        before = behind;
    }
    *(struct part *)chunk->partial = part;
}

/* In parallel, too: with a grain of 1 there is a sum for each item. */
static struct part fold_sums(struct state *s, rxt_body_fn body)
{
    struct part all = {.sum = 0};
    rxt_map(s->fold, body, s);
    const struct part *parts = rxt_partials(s->fold);
    for (size_t c = 0; c < rxt_loop_chunks(s->fold); c++) {
        all.sum += parts[c].sum;
        all.wrong += parts[c].wrong;
    }
    return all;
}

static enum rxt_err run(void *state)
{
    struct state *s = state;
    rxt_map(s->loop, run_chunk, s);
    s->sums = rxt_partials(s->loop);
    s->total = fold_sums(s, add_sums).sum;
    return RXT_OK;
}

static enum rxt_err check(void *state)
{
    struct state *s = state;
    const uint64_t wrong = fold_sums(s, prove_sums).wrong;
    if (wrong || s->total != square_sum(s->n)) {
        return rxt_fail(
            RXT_E_WRONG, "square: the squares add up to %llu and not to %llu, %llu chunks are wrong",
            (unsigned long long)s->total, (unsigned long long)square_sum(s->n), (unsigned long long)wrong);
    }
    return RXT_OK;
}

static uint64_t digest(void *state)
{
    const struct state *s = state;
    uint64_t all = rxt_digest_word(rxt_digest_word(RXT_DIGEST_START, s->n), s->total);
    for (size_t c = 0; c < rxt_loop_chunks(s->loop); c++) {
        all = rxt_digest_word(all, s->sums[c]);
    }
    return all;
}

static void tell(const void *state, char *text, size_t n_bytes)
{
    const struct state *s = state;
    snprintf(text, n_bytes, "sum of the squares of 1 to %zu modulo 2^64: %llu", s->n,
             (unsigned long long)s->total);
}

static void work(const void *state, struct rxt_work *out)
{
    *out = (struct rxt_work){.items = (double)((const struct state *)state)->n};
}

static void spoil(void *state)
{
    ((struct state *)state)->total += 1;
}

static void close_state(void *state)
{
    struct state *s = state;
    if (s) {
        rxt_loop_close(s->loop);
        rxt_loop_close(s->fold);
    }
    free(s);
}

const struct rxt_kernel rxt_kernel_square = {
    .name = "square",
    .what = "the first n squares, item by item: what handing out costs",
    .category = "pool probe",
    .stresses = "grain, dispatch",
    .formula = "1 + 4 + 9 + ... + n^2 = n (n + 1) (2 n + 1) / 6, modulo 2^64",
    .source = "own; the first example of Python's multiprocessing.Pool",
    .params = params,
    .size_param = "n",
    .growth = {.power = 1.0},
    .need = need,
    .open = open_state,
    .run = run,
    .check = check,
    .digest = digest,
    .tell = tell,
    .work = work,
    .spoil = spoil,
    .close = close_state,
};
