/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_sort_check.c - are the keys in order, and are they those of the input?
 */
#include "kernel_sort_team.h"

#include "rxt/digest.h"

enum { BLOCK = 512 };

static void add_input(struct sort_sum *sum, const uint64_t *keys, size_t n)
{
    sum->n += n;
    for (size_t i = 0; i < n; i++) {
        sum->hash += rxt_mix(keys[i] + RXT_DIGEST_START);
    }
}

/* The input made or read anew. */
static void sum_chunk(void *context, const struct rxt_chunk *chunk)
{
    const struct sort *s = context;
    struct sort_sum sum = {.n = 0};
    uint64_t keys[BLOCK];
    for (size_t i = chunk->first; i < chunk->last; i += BLOCK) {
        const size_t last = rxt_min(i + BLOCK, chunk->last);
        sort_input(s, i, last, keys);
        add_input(&sum, keys, last - i);
    }
    *(struct sort_sum *)chunk->partial = sum;
}

static void check_bucket(void *context, const struct rxt_chunk *chunk)
{
    const struct sort *s = context;
    const size_t b = chunk->first, n = s->start[b + 1] - s->start[b];
    const uint64_t *keys = sort_bucket(s, b);
    struct sort_sum sum = {.n = 0};
    add_input(&sum, keys, n);
    for (size_t i = 1; i < n; i++) {
        sum.falls += keys[i] < keys[i - 1];
    }
    sum.first = n ? keys[0] : 0;
    sum.last = n ? keys[n - 1] : 0;
    *(struct sort_sum *)chunk->partial = sum;
}

/* One sum behind the other. */
static void append(struct sort_sum *all, const struct sort_sum *part)
{
    if (part->n) {
        all->falls += part->falls + (all->n && part->first < all->last);
        all->first = all->n ? all->first : part->first;
        all->last = part->last;
        all->n += part->n;
        all->hash += part->hash;
    }
}

static struct sort_sum fold(const struct rxt_loop *loop)
{
    const struct sort_sum *sums = rxt_partials(loop);
    struct sort_sum all = {.n = 0};
    for (size_t c = 0; c < rxt_loop_chunks(loop); c++) {
        append(&all, &sums[c]);
    }
    return all;
}

enum rxt_err sort_check(void *state)
{
    struct sort *s = state;
    rxt_map(s->source, sum_chunk, s);
    rxt_map(s->buckets, check_bucket, s);
    const struct sort_sum want = fold(s->source), is = fold(s->buckets);
    if (is.falls) {
        return rxt_fail(RXT_E_WRONG, "sort: %llu keys are smaller than the one before",
                        (unsigned long long)is.falls);
    }
    if (is.n != want.n || is.hash != want.hash) {
        return rxt_fail(RXT_E_WRONG, "sort: the %llu keys are not the %llu keys of the input",
                        (unsigned long long)is.n, (unsigned long long)want.n);
    }
    return RXT_OK;
}
