/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_sort.h - sorting and splitting 64-bit keys in cache: quicksort over one primitive, the cut.
 *
 * The sorted sequence is unique, so that neither the instruction set nor the pivots show in it.
 */
#ifndef KERNEL_SORT_H
#define KERNEL_SORT_H

#include "rxt/isa.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an instruction set gives. */
struct sort_ops {
    /** Move the keys below the pivot to `low` and the others to `high`, and return how many went low.
     *  `low` or `high` may be `from`; each has room for n keys and is written nowhere else. */
    size_t (*cut)(const uint64_t *from, size_t n, uint64_t pivot, uint64_t *low, uint64_t *high);
    /** Sort n <= n_small keys; `to` may be `from`. */
    void (*small)(const uint64_t *from, size_t n, uint64_t *to);
    size_t n_small;
};

/** Return the operations of an instruction set. */
const struct sort_ops *sort_ops_of(enum rxt_isa isa);

/** Sort n keys in place; scratch has room for n. */
void sort_keys(const struct sort_ops *ops, uint64_t *keys, size_t n, uint64_t *scratch);

/* Splitters cut keys into leaves: leaf j holds [key[j - 1], key[j]). A splitter that was found several
 * times stands for a key so frequent that it fills several buckets: leaf j is the buckets behind
 * last[j - 1] up to last[j], and its keys equal to key[j - 1] are shared out among them. */
struct sort_tree {
    size_t n; /* splitters that differ */
    size_t n_buckets;
    uint64_t *key;  /* n, rising             */
    uint32_t *last; /* n + 1                 */
};

/** Find splitters for n_buckets buckets from sorted samples; key and last have room for n_buckets. */
void sort_tree_set(struct sort_tree *tree, const uint64_t *samples, size_t n_samples, size_t n_buckets);

/** Copy n < 2^32 keys to `to`, bucket by bucket; bucket b is then [at[b], at[b + 1]); scratch has room for n. */
void sort_split(const struct sort_ops *ops, const struct sort_tree *tree, const uint64_t *from, size_t n,
                uint64_t *to, uint64_t *scratch, uint32_t *at);

/* Generated inputs. */
enum sort_kind { SORT_UNIFORM, SORT_SKEWED, SORT_SORTED, SORT_REVERSED, SORT_EQUAL, SORT_FEW, SORT_KINDS };

/** Return the name of a kind of input. */
const char *sort_kind_name(enum sort_kind kind);

/** Write keys [first, last) of n generated ones. */
void sort_fill(enum sort_kind kind, uint64_t seed, size_t n, size_t first, size_t last, uint64_t *keys);

#endif
