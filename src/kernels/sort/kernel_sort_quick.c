/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_sort_quick.c - quicksort and splitting over the cut, and the cut in plain C.
 *
 * Keys move between two buffers: the low ones of a cut go to their final place, the high ones to the
 * scratch buffer, from which the next cut takes them. Nothing is copied back.
 */
#include "kernel_sort.h"

#include <string.h>

enum { PLAIN_SMALL = 24, MAX_SAMPLES = 63, BIG = 4096 };

/* Without a branch on the key: both places are written, one of them advances. */
static size_t cut(const uint64_t *from, size_t n, uint64_t pivot, uint64_t *low, uint64_t *high)
{
    size_t n_low = 0;
    for (size_t i = 0; i < n; i++) {
        const uint64_t key = from[i];
        low[n_low] = key;
        high[i - n_low] = key;
        n_low += key < pivot;
    }
    return n_low;
}

static void insert(const uint64_t *from, size_t n, uint64_t *to)
{
    for (size_t i = 0; i < n; i++) {
        const uint64_t key = from[i];
        size_t j = i;
        for (; j > 0 && to[j - 1] > key; j--) {
            to[j] = to[j - 1];
        }
        to[j] = key;
    }
}

const struct sort_ops *sort_ops_of(enum rxt_isa isa)
{
    static const struct sort_ops plain = {cut, insert, PLAIN_SMALL};
#ifdef RXT_HAVE_AVX512
    extern const struct sort_ops sort_ops_avx512;
    return isa == RXT_ISA_AVX512 ? &sort_ops_avx512 : &plain;
#else
    return isa == RXT_ISA_PLAIN ? &plain : NULL;
#endif
}

/* The median of some keys. */
static uint64_t pick(const struct sort_ops *ops, const uint64_t *keys, size_t n)
{
    uint64_t sample[MAX_SAMPLES];
    size_t n_samples = n < BIG ? 15 : MAX_SAMPLES;
    n_samples = n_samples < ops->n_small ? n_samples : ops->n_small;
    const size_t step = n / n_samples;
    for (size_t i = 0; i < n_samples; i++) {
        sample[i] = keys[i * step + step / 2];
    }
    ops->small(sample, n_samples, sample);
    return sample[n_samples / 2];
}

/* The middle of their range: it halves at every cut, whatever the keys are. */
static uint64_t bisect(const uint64_t *keys, size_t n)
{
    uint64_t min = keys[0], max = keys[0];
    for (size_t i = 1; i < n; i++) {
        min = keys[i] < min ? keys[i] : min;
        max = keys[i] > max ? keys[i] : max;
    }
    return min + (max - min) / 2 + (min < max);
}

/* The keys are in `from`, which is `to` or `scratch`. After `depth` cuts pivots are no longer sampled, so
 * that no input costs more than 64 cuts more. */
static void sort_into(const struct sort_ops *ops, uint64_t *to, const uint64_t *from, uint64_t *scratch,
                      size_t n, unsigned depth)
{
    while (n > ops->n_small) {
        const uint64_t pivot = depth ? pick(ops, from, n) : bisect(from, n);
        depth -= depth > 0;
        size_t n_low = ops->cut(from, n, pivot, to, scratch);
        if (n_low > 0) {
            sort_into(ops, to + n_low, scratch, scratch, n - n_low, depth);
            from = to;
            n = n_low;
            continue;
        }
        /* The pivot is the smallest key: all that equal it are done. */
        n_low = n;
        if (pivot < UINT64_MAX) {
            n_low = ops->cut(scratch, n, pivot + 1, to, scratch);
        } else {
            memcpy(to, scratch, n * sizeof *to);
        }
        to += n_low;
        n -= n_low;
        from = scratch;
    }
    ops->small(from, n, to);
}

void sort_keys(const struct sort_ops *ops, uint64_t *keys, size_t n, uint64_t *scratch)
{
    unsigned depth = 8;
    for (size_t left = n; left > 1; left /= 2) {
        depth += 2;
    }
    sort_into(ops, keys, keys, scratch, n, depth);
}

void sort_tree_set(struct sort_tree *tree, const uint64_t *samples, size_t n_samples, size_t n_buckets)
{
    tree->n = 0;
    tree->n_buckets = n_buckets;
    tree->last[0] = 0;
    for (size_t b = 1; b < n_buckets; b++) {
        const uint64_t key = samples[b * n_samples / n_buckets];
        if (tree->n == 0 || tree->key[tree->n - 1] != key) {
            tree->key[tree->n++] = key;
        }
        tree->last[tree->n] = (uint32_t)b;
    }
}

struct split {
    const struct sort_ops *ops;
    const struct sort_tree *tree;
    uint64_t *to, *scratch;
    uint32_t *at;
};

/* All keys of a leaf are in `to`, from place `first` on. */
static void end_leaf(const struct split *s, size_t leaf, size_t first, size_t n)
{
    const struct sort_tree *tree = s->tree;
    const size_t bucket = leaf ? tree->last[leaf - 1] + 1 : 0, count = tree->last[leaf] - bucket + 1;
    size_t n_equal = n;
    if (count > 1 && tree->key[leaf - 1] < UINT64_MAX) {
        uint64_t *keys = s->to + first;
        n_equal = s->ops->cut(keys, n, tree->key[leaf - 1] + 1, keys, s->scratch);
        memcpy(keys + n_equal, s->scratch, (n - n_equal) * sizeof *keys);
    }
    for (size_t j = 0; j < count; j++) {
        s->at[bucket + j] = (uint32_t)(first + n_equal * j / count);
    }
}

/* Leaves [leaf, end) of the n keys in `from`: the first ones of scratch, or those that belong behind `first`. */
static void split_into(const struct split *s, const uint64_t *from, size_t first, size_t n, size_t leaf,
                       size_t end)
{
    uint64_t *to = s->to + first;
    if (end - leaf == 1) {
        if (from != to && n) {
            memcpy(to, from, n * sizeof *to);
        }
        end_leaf(s, leaf, first, n);
        return;
    }
    const size_t middle = leaf + (end - leaf) / 2;
    const size_t n_low = s->ops->cut(from, n, s->tree->key[middle - 1], to, s->scratch);
    split_into(s, s->scratch, first + n_low, n - n_low, middle, end);
    split_into(s, to, first, n_low, leaf, middle);
}

void sort_split(const struct sort_ops *ops, const struct sort_tree *tree, const uint64_t *from, size_t n,
                uint64_t *to, uint64_t *scratch, uint32_t *at)
{
    const struct split split = {.ops = ops, .tree = tree, .to = to, .scratch = scratch, .at = at};
    split_into(&split, from, 0, n, 0, tree->n + 1);
    at[tree->n_buckets] = (uint32_t)n;
}
