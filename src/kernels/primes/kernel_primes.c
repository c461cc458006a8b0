/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_primes.c - how many primes are there up to n? A sieve in pieces that fit the caches.
 *
 * A chunk is one block of the sieve, or several when n is huge; whoever runs it starts from n alone.
 * Counted: the numbers 1 .. n, so a rate is the numbers sieved per second.
 */
#include "kernel_primes.h"

#include "rxt/digest.h"
#include "rxt/kernel.h"
#include "rxt/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { N };
enum { WANTED_CHUNKS = 64, MAX_CHUNKS = 1 << 14, PAGE = 2 << 20 };

static const struct rxt_param params[] = {
    [N] = {"n", "numbers", RXT_INTEGER, 1, 1e13, {"50000000", "2000000000", "30000000000"}, "count up to n"},
    {.name = NULL},
};

/* The number of primes up to 10^k, OEIS A006880. */
static const uint64_t known[] = {0,      4,       25,       168,       1229,       9592,        78498,
                                 664579, 5761455, 50847534, 455052511, 4118054813, 37607912018, 346065536839};

struct state {
    struct rxt_team *team;
    struct rxt_loop *loop;
    struct primes_tables tables;
    struct rxt_pages pages;
    size_t n_scratch_bytes; /* of one thread, whole pages of 2 MiB */
    size_t n_bytes, n_block_bytes;
    uint64_t n, count;
};

struct part {
    uint64_t primes, bytes;
};

static void need(const union rxt_value *v, struct rxt_need *out)
{
    const double n = (double)v[N].integer, tables = 13.0 * sqrt(n), scratch = 2.0 * PAGE;
    *out = (struct rxt_need){.rank_bytes = tables + scratch + primes_pi_bytes(n)};
}

static struct primes_scratch scratch_of(const struct state *s, int worker)
{
    unsigned char *at = (unsigned char *)s->pages.at + (size_t)worker * s->n_scratch_bytes;
    return (struct primes_scratch){.block = at + PRIMES_PAD,
                                   .base = (int32_t *)(void *)(at + PRIMES_BLOCK + 2 * PRIMES_PAD)};
}

static void run_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    const struct primes_scratch scratch = scratch_of(s, chunk->worker);
    struct part part = {.primes = 0};
    for (size_t first = chunk->first; first < chunk->last; first += s->n_block_bytes) {
        const size_t n_bytes = rxt_min(s->n_block_bytes, chunk->last - first);
        part.primes += primes_block_count(&s->tables, &scratch, first, n_bytes, s->n);
        part.bytes += n_bytes;
    }
    *(struct part *)chunk->partial = part;
}

/* The largest block that still gives WANTED_CHUNKS; then as many blocks as keep the chunks countable. */
static enum rxt_err open_loop(struct state *s)
{
    s->n_bytes = s->n / PRIMES_SPAN + 1;
    const size_t pieces = s->n_bytes / WANTED_CHUNKS / PRIMES_NEAR + 1;
    s->n_block_bytes = rxt_min(pieces * PRIMES_NEAR, PRIMES_BLOCK);
    const size_t blocks = s->n_bytes / s->n_block_bytes / MAX_CHUNKS + 1;
    const struct rxt_loop_spec spec = {.n_items = s->n_bytes,
                                       .grain = blocks * s->n_block_bytes,
                                       .n_partial_bytes = sizeof(struct part),
                                       .roams = true};
    return rxt_loop_open(&s->loop, s->team, &spec);
}

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *v)
{
    enum rxt_err err = rxt_state_open(out, team, sizeof(struct state));
    if (err) {
        return err;
    }
    struct state *s = *out;
    *s = (struct state){.team = team, .n = (uint64_t)v[N].integer};
    err = open_loop(s);
    err = err ? err : rxt_team_agree(team, primes_tables_open(&s->tables, s->n));
    if (err) {
        return err;
    }
    const size_t n_bytes = PRIMES_BLOCK + 2 * PRIMES_PAD + s->tables.n * sizeof(int32_t);
    s->n_scratch_bytes = (n_bytes + PAGE - 1) / PAGE * PAGE;
    return rxt_pages_open(&s->pages, team, (size_t)rxt_team_threads(team) * s->n_scratch_bytes);
}

/* The first n_chunks chunks together. */
static struct part fold(const struct state *s, size_t n_chunks)
{
    struct part all = {.primes = 0};
    const struct part *parts = rxt_partials(s->loop);
    for (size_t c = 0; c < n_chunks; c++) {
        all.primes += parts[c].primes;
        all.bytes += parts[c].bytes;
    }
    return all;
}

static enum rxt_err run(void *state)
{
    struct state *s = state;
    rxt_map(s->loop, run_chunk, s);
    s->count = fold(s, rxt_loop_chunks(s->loop)).primes;
    return RXT_OK;
}

static enum rxt_err check_known(const struct state *s)
{
    uint64_t power = 1;
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++, power *= 10) {
        if (power == s->n && known[k] != s->count) {
            return rxt_fail(RXT_E_WRONG, "primes: %llu up to 10^%zu and not %llu",
                            (unsigned long long)s->count, k, (unsigned long long)known[k]);
        }
    }
    return RXT_OK;
}

/* Compare the first n_chunks chunks with a count that knows no sieve. */
static enum rxt_err check_part(const struct state *s, size_t n_chunks, uint64_t primes)
{
    const struct part part = fold(s, n_chunks);
    const uint64_t end = part.bytes * PRIMES_SPAN, last = end <= s->n ? end - 1 : s->n;
    uint64_t want = 0;
    const enum rxt_err err = primes_pi(last, &want);
    if (err == RXT_OK && (want != primes || part.primes != primes)) {
        return rxt_fail(RXT_E_WRONG, "primes: %llu up to %llu, %llu by the chunks, and not %llu",
                        (unsigned long long)primes, (unsigned long long)last, (unsigned long long)part.primes,
                        (unsigned long long)want);
    }
    return err;
}

/* All chunks, and half of them: two wrong chunks do not make up for each other. */
static enum rxt_err check(void *state)
{
    const struct state *s = state;
    const size_t n_chunks = rxt_loop_chunks(s->loop), half = n_chunks / 2;
    enum rxt_err err = fold(s, n_chunks).bytes == s->n_bytes
                           ? check_known(s)
                           : rxt_fail(RXT_E_WRONG, "primes: the chunks do not cover the numbers");
    if (!err && rxt_team_rank(s->team) == 0) {
        err = check_part(s, n_chunks, s->count);
        err = err || half == 0 ? err : check_part(s, half, fold(s, half).primes);
    }
    return rxt_team_agree(s->team, err);
}

static uint64_t digest(void *state)
{
    const struct state *s = state;
    const struct part *parts = rxt_partials(s->loop);
    uint64_t all = rxt_digest_word(rxt_digest_word(RXT_DIGEST_START, s->n), s->count);
    for (size_t c = 0; c < rxt_loop_chunks(s->loop); c++) {
        all = rxt_digest_word(all, parts[c].primes);
    }
    return all;
}

static void tell(const void *state, char *text, size_t n_bytes)
{
    const struct state *s = state;
    snprintf(text, n_bytes, "%llu primes up to %llu", (unsigned long long)s->count, (unsigned long long)s->n);
}

static void work(const void *state, struct rxt_work *out)
{
    *out = (struct rxt_work){.items = (double)((const struct state *)state)->n};
}

static void spoil(void *state)
{
    ((struct state *)state)->count += 1;
}

static void close_state(void *state)
{
    struct state *s = state;
    if (s) {
        rxt_loop_close(s->loop);
        primes_tables_close(&s->tables);
        rxt_pages_close(&s->pages);
    }
    free(s);
}

const struct rxt_kernel rxt_kernel_primes = {
    .name = "primes",
    .what = "how many primes there are up to n",
    .category = "mathematics",
    .stresses = "caches",
    .formula = "pi(n) = numbers 2 .. n that no prime up to their root divides",
    .source = "Eratosthenes; Bays & Hudson, BIT 17 (1977); Pritchard, Acta Informatica 17 (1982)",
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
