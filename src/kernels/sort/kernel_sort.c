/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_sort.c - sort 64-bit keys over ranks and threads: sample, split, exchange, sort in cache.
 *
 * Samples of every chunk give splitters that cut the keys into buckets of about equal size; every chunk is split in
 * cache; buckets travel to their ranks and are sorted there, each by one thread. Counted per key: 40 bytes
 * (split: read and write; gather: read and write; the sorted bucket: write).
 */
#include "kernel_sort_team.h"

#include "rxt/digest.h"
#include "rxt/random.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const struct rxt_param params[] = {
    [SORT_INPUT] =
        RXT_PARAM_FILE("input", "file of little-endian 64-bit unsigned keys; none: they are generated"),
    [SORT_N] = {"n",
                "keys",
                RXT_INTEGER,
                1,
                1099511627776.0,
                {"1000000", "16777216", "268435456"},
                "number of generated keys"},
    [SORT_KEYS] = {"keys",
                   "",
                   RXT_TEXT,
                   0,
                   0,
                   {"uniform", "uniform", "uniform"},
                   "kind of keys: uniform, skewed, sorted, reversed, equal or few"},
    [SORT_SEED] = RXT_PARAM_SEED("which keys are generated"),
    [SORT_OUTPUT] = RXT_PARAM_FILE("output", "file for the sorted keys"),
    {.name = NULL},
};

/* One key from each of equal strips of the chunk, wherever it lies there. */
static void sample_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct sort *s = context;
    const uint64_t *keys = (const uint64_t *)s->keys.at + (chunk->first - s->home.first);
    const size_t n = chunk->last - chunk->first;
    uint64_t *samples = chunk->partial;
    for (size_t i = 0; i < SORT_SAMPLES; i++) {
        const size_t first = n * i / SORT_SAMPLES, room = rxt_max(n * (i + 1) / SORT_SAMPLES - first, 1);
        samples[i] = keys[first + rxt_random_at(0, chunk->index * SORT_SAMPLES + i) % room];
    }
}

static void split_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct sort *s = context;
    const size_t first = chunk->first - s->home.first;
    uint64_t *scratch = (uint64_t *)s->scratch.at + (size_t)chunk->worker * s->scratch_room;
    sort_split(s->ops, &s->tree, (const uint64_t *)s->keys.at + first, chunk->last - chunk->first,
               (uint64_t *)s->parts.at + first, scratch, chunk->partial);
}

static enum rxt_err run(void *state)
{
    struct sort *s = state;
    const size_t n_samples = rxt_loop_chunks(s->sample) * SORT_SAMPLES;
    rxt_map(s->sample, sample_chunk, s);
    memcpy(s->samples, rxt_partials(s->sample), n_samples * sizeof *s->samples);
    sort_keys(s->ops, s->samples, n_samples, s->samples + n_samples);
    sort_tree_set(&s->tree, s->samples, n_samples, s->n_buckets);
    rxt_map(s->split, split_chunk, s);
    return sort_move(s);
}

/* A sum over places and keys: it depends on neither the buckets nor the layout. */
static void digest_bucket(void *context, const struct rxt_chunk *chunk)
{
    const struct sort *s = context;
    const size_t first = s->start[chunk->first], n = s->start[chunk->last] - first;
    const uint64_t *keys = sort_bucket(s, chunk->first);
    struct sort_sum sum = {.n = n};
    for (size_t i = 0; i < n; i++) {
        sum.hash += rxt_mix(keys[i] ^ rxt_mix(first + i));
    }
    *(struct sort_sum *)chunk->partial = sum;
}

static uint64_t digest(void *state)
{
    struct sort *s = state;
    rxt_map(s->buckets, digest_bucket, s);
    const struct sort_sum *sums = rxt_partials(s->buckets);
    uint64_t hash = 0;
    for (size_t b = 0; b < s->n_buckets; b++) {
        hash += sums[b].hash;
    }
    return rxt_digest_word(hash, s->n);
}

static void work(const void *state, struct rxt_work *out)
{
    const struct sort *s = state;
    const double n = (double)s->n;
    *out = (struct rxt_work){.items = n, .bytes = 40.0 * n, .messages = 2.0 * (double)s->n_rounds};
}

/* Change the first key of the first bucket that has one. */
static void spoil(void *state)
{
    struct sort *s = state;
    size_t b = 0;
    while (s->start[b + 1] == 0) {
        b++;
    }
    if (b >= s->owned.first && b < s->owned.last) {
        *sort_bucket(s, b) ^= 1;
    }
}

static enum rxt_err write_all(int fd, const char *bytes, size_t n_bytes, size_t at)
{
    while (n_bytes > 0) {
        const ssize_t n = pwrite(fd, bytes, n_bytes, (off_t)at);
        if (n <= 0) {
            return RXT_E_OUTPUT;
        }
        bytes += n;
        at += (size_t)n;
        n_bytes -= (size_t)n;
    }
    return RXT_OK;
}

/* Rank 0 makes the file anew, then every rank writes its part. */
static enum rxt_err write_part(const struct sort *s, int flags)
{
    const size_t first = s->start[s->owned.first], n = s->start[s->owned.last] - first;
    const int fd = open(s->output, O_WRONLY | O_CLOEXEC | flags, 0666);
    enum rxt_err err = fd < 0 ? RXT_E_OUTPUT : RXT_OK;
    if (fd >= 0) {
        err = write_all(fd, s->keys.at, n * sizeof(uint64_t), first * sizeof(uint64_t));
        err = close(fd) ? RXT_E_OUTPUT : err;
    }
    return err ? rxt_fail(err, "cannot write '%s': %s", s->output, strerror(errno)) : RXT_OK;
}

static enum rxt_err output(void *state)
{
    const struct sort *s = state;
    const bool is_first = rxt_team_rank(s->team) == 0;
    if (!*s->output) {
        return RXT_OK;
    }
    enum rxt_err err = rxt_team_agree(s->team, is_first ? write_part(s, O_CREAT | O_TRUNC) : RXT_OK);
    return err ? err : rxt_team_agree(s->team, is_first ? RXT_OK : write_part(s, 0));
}

const struct rxt_kernel rxt_kernel_sort = {
    .name = "sort",
    .what = "sort an array of 64-bit keys",
    .category = "data analysis",
    .stresses = "all-to-all, imbalance",
    .formula = "k(0) <= k(1) <= ... <= k(n - 1), the keys of the input",
    .source = "Shi & Schaeffer, JPDC 14 (1992) (sampling); Bramas, IJACSA 8 (2017) (vector quicksort)",
    .params = params,
    .size_param = "n",
    .input_param = "input",
    .output_param = "output",
    .growth = {.power = 1.0, .has_log = true},
    .need = sort_need,
    .open = sort_open,
    .reset = sort_reset,
    .run = run,
    .check = sort_check,
    .digest = digest,
    .work = work,
    .spoil = spoil,
    .output = output,
    .close = sort_close,
};
