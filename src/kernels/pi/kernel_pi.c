/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_pi.c - Pi from random points in a square: pure arithmetic, one reduction.
 *
 * Block b of Philox4x32-10 under the key `seed` gives points 2 b and 2 b + 1; a coordinate
 * is the upper 31 bits of a word, so x x + y y < 2^62 is decided without rounding. Counted: no flop
 * (all of it is integer arithmetic); an item is a point.
 */
#include "kernel_pi.h"

#include "rxt/digest.h"
#include "rxt/kernel.h"
#include "rxt/memory.h"
#include "rxt/random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { GRAIN = 65536 }; /* even: a block of two points is never cut */
enum { N, SEED };

static const struct rxt_param params[] = {
    [N] = {"n", "points", RXT_INTEGER, 1, 1e15, {"3000000", "200000000", "3000000000"}, "random points"},
    [SEED] = {"seed", "", RXT_INTEGER, 0, 9007199254740992.0, {"1", "1", "1"}, "key of the random numbers"},
    {.name = NULL},
};

/* Counted with the philox4x32 of Random123 1.14, one point at a time. */
static const struct known {
    int64_t seed, n, hits;
} known[] = {
    {1, 1, 0},
    {1, 1000003, 785429},
    {1, 3000000, 2355410},
    {1, 50000000, 39263534},
    {1, 200000000, 157077875},
    {1, 1000000000, 785394796},
    {1, 3000000000, 2356212551},
    {2, 3000000, 2355477},
};

struct state {
    struct rxt_loop *loop;
    size_t n;
    int64_t seed;
    pi_hits_fn hits_of_blocks;
    uint64_t hits;
};

struct part {
    uint64_t hits, points;
};

static void need(const union rxt_value *v, struct rxt_need *out)
{
    (void)v;
    *out = (struct rxt_need){.rank_bytes = 0};
}

/* The last point when their number is odd: its block gives only the first of its two. */
static uint64_t hits_of_half_block(uint64_t block, int64_t seed)
{
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    const uint32_t counter[4] = {(uint32_t)block, (uint32_t)(block >> 32), 0, 0};
    uint32_t word[4];
    rxt_philox(counter, key, word);
    return pi_is_hit(word[0], word[1]);
}

static void run_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    struct part part = {.points = chunk->last - chunk->first};
    part.hits = s->hits_of_blocks(chunk->first / 2, part.points / 2, s->seed);
    part.hits += part.points % 2 ? hits_of_half_block(chunk->last / 2, s->seed) : 0;
    *(struct part *)chunk->partial = part;
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = rxt_state_open(out, team, sizeof(struct state));
    if (err) {
        return err;
    }
    struct state *s = *out;
    *s = (struct state){
        .n = (size_t)v[N].integer, .seed = v[SEED].integer, .hits_of_blocks = pi_hits[rxt_isa_choose(team)]};
    const struct rxt_loop_spec spec = {
        .n_items = s->n, .grain = GRAIN, .n_partial_bytes = sizeof(struct part), .roams = true};
    return rxt_loop_open(&s->loop, team, &spec);
}

static struct part fold(const struct state *s)
{
    struct part all = {.hits = 0};
    const struct part *parts = rxt_partials(s->loop);
    for (size_t c = 0; c < rxt_loop_chunks(s->loop); c++) {
        all.hits += parts[c].hits;
        all.points += parts[c].points;
    }
    return all;
}

static enum rxt_err run(void *state)
{
    struct state *s = state;
    rxt_map(s->loop, run_chunk, s);
    s->hits = fold(s).hits;
    return RXT_OK;
}

/* Known answers of Random123, philox4x32 with 10 rounds. */
static bool philox_right(void)
{
    static const uint32_t cases[][10] = {
        /* counter, key, answer */
        {0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8},
        {~0U, ~0U, ~0U, ~0U, ~0U, ~0U, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
        {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0xd16cfe09, 0x94fdcceb,
         0x5001e420, 0x24126ea1},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t out[4];
        rxt_philox(cases[i], cases[i] + 4, out);
        for (int k = 0; k < 4; k++) {
            wrong += out[k] != cases[i][6 + k];
        }
    }
    return wrong == 0;
}

/* Six standard deviations of a binomial count, and the points on the border of the grid. */
static bool near_pi(const struct state *s)
{
    const double n = (double)s->n, p = acos(-1.0) / 4.0;
    return fabs((double)s->hits - p * n) <= 6.0 * sqrt(n * p * (1.0 - p)) + n * 0x1p-30 + 1.0;
}

static enum rxt_err check(void *state)
{
    const struct state *s = state;
    const struct part all = fold(s);
    if (!philox_right()) {
        return rxt_fail(RXT_E_WRONG, "pi: Philox4x32-10 misses the known answers of Random123");
    }
    if (all.points != s->n || all.hits != s->hits || !near_pi(s)) {
        return rxt_fail(RXT_E_WRONG, "pi: %llu of %zu points hit, %llu of %llu by the chunks",
                        (unsigned long long)s->hits, s->n, (unsigned long long)all.hits,
                        (unsigned long long)all.points);
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (known[i].seed == s->seed && (size_t)known[i].n == s->n && (uint64_t)known[i].hits != s->hits) {
            return rxt_fail(RXT_E_WRONG, "pi: %llu hits and not %lld", (unsigned long long)s->hits,
                            (long long)known[i].hits);
        }
    }
    return RXT_OK;
}

static uint64_t digest(void *state)
{
    const struct state *s = state;
    return rxt_digest_word(rxt_digest_word(RXT_DIGEST_START, s->n), s->hits);
}

static void tell(const void *state, char *text, size_t n_bytes)
{
    const struct state *s = state;
    snprintf(text, n_bytes, "Pi = %.9g: %llu of %zu points hit", 4.0 * (double)s->hits / (double)s->n,
             (unsigned long long)s->hits, s->n);
}

static void work(const void *state, struct rxt_work *out)
{
    *out = (struct rxt_work){.items = (double)((const struct state *)state)->n};
}

static void spoil(void *state)
{
    ((struct state *)state)->hits += 1;
}

static void close_state(void *state)
{
    struct state *s = state;
    if (s) {
        rxt_loop_close(s->loop);
    }
    free(s);
}

const struct rxt_kernel rxt_kernel_pi = {
    .name = "pi",
    .what = "Pi by random points in a square (Monte Carlo)",
    .category = "mathematics",
    .stresses = "integer arithmetic",
    .formula = "Pi = 4 hits / n; a hit is a point with x^2 + y^2 < 1",
    .source = "Salmon, Moraes, Dror & Shaw, SC11 (random numbers by counter)",
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
