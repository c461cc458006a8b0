/* SPDX-License-Identifier: BSD-3-Clause
 * test_kernel_sort.c - cutting, sorting and splitting keys, in plain C and for the machine's instruction set.
 */
#include "tests.h"

#include "kernel_sort.h"

#include "rxt/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 5000, GUARD = 16 };

static const uint64_t guard = UINT64_C(0x5a5a5a5a5a5a5a5a);

/* The plain operations, then those of this machine if it has others. */
static size_t find_ops(const struct sort_ops *ops[2])
{
    ops[0] = sort_ops_of(RXT_ISA_PLAIN);
    ops[1] = sort_ops_of(rxt_isa_choose(NULL));
    return ops[1] == ops[0] ? 1 : 2;
}

static int compare(const void *a, const void *b)
{
    uint64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

static size_t wrong_sorts(const struct sort_ops *ops, const uint64_t *input, size_t n)
{
    static uint64_t want[MOST], keys[MOST + GUARD], scratch[MOST + GUARD];
    memcpy(want, input, n * sizeof *want);
    memcpy(keys, input, n * sizeof *keys);
    qsort(want, n, sizeof *want, compare);
    keys[n] = scratch[n] = guard;
    sort_keys(ops, keys, n, scratch);
    return memcmp(keys, want, n * sizeof *keys) != 0 || keys[n] != guard || scratch[n] != guard;
}

static void every_kind_of_keys_is_sorted(void)
{
    static uint64_t input[MOST];
    const struct sort_ops *ops[2];
    const size_t n_ops = find_ops(ops);
    size_t wrong = 0;
    for (size_t o = 0; o < n_ops; o++) {
        for (int kind = 0; kind < SORT_KINDS; kind++) {
            for (size_t n = 1; n <= MOST; n += n < 300 ? 1 : 787) {
                sort_fill((enum sort_kind)kind, 3, n, 0, n, input);
                wrong += wrong_sorts(ops[o], input, n);
            }
        }
        wrong += wrong_sorts(ops[o], input, 0);
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

static void the_extreme_keys_are_keys(void)
{
    static uint64_t input[MOST];
    const struct sort_ops *ops[2];
    const size_t n_ops = find_ops(ops);
    size_t wrong = 0;
    for (size_t i = 0; i < MOST; i++) {
        const uint64_t some[4] = {0, UINT64_MAX, UINT64_MAX - 1, UINT64_C(1) << 63};
        input[i] = some[rxt_random_at(1, i) % 4];
    }
    for (size_t o = 0; o < n_ops; o++) {
        for (size_t n = 1; n <= MOST; n = 3 * n + 1) {
            wrong += wrong_sorts(ops[o], input, n);
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

/* Small keys stand where the pivots are sampled, at every power of two. */
static void bad_pivots_end_in_order(void)
{
    static uint64_t input[MOST];
    const struct sort_ops *ops[2];
    const size_t n_ops = find_ops(ops);
    size_t wrong = 0;
    for (size_t i = 0; i < MOST; i++) {
        input[i] = (uint64_t)__builtin_ctzll(i + 1) * 1000000 - i;
    }
    for (size_t o = 0; o < n_ops; o++) {
        wrong += wrong_sorts(ops[o], input, MOST);
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

static void a_cut_keeps_within_its_keys(void)
{
    uint64_t input[100], low[100 + GUARD], high[100 + GUARD];
    const struct sort_ops *ops[2];
    const size_t n_ops = find_ops(ops);
    size_t wrong = 0;
    for (size_t o = 0; o < n_ops; o++) {
        for (size_t n = 0; n <= 100; n++) {
            sort_fill(SORT_FEW, 5, 100, 0, n, input);
            low[n] = high[n] = guard;
            const uint64_t pivot = n ? input[n / 2] : 1;
            const size_t n_low = ops[o]->cut(input, n, pivot, low, high);
            wrong += low[n] != guard || high[n] != guard;
            for (size_t i = 0; i < n_low; i++) {
                wrong += low[i] >= pivot;
            }
            for (size_t i = 0; i < n - n_low; i++) {
                wrong += high[i] < pivot;
            }
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

/* Split keys by their own samples; return what is not in place. */
static size_t wrong_splits(const struct sort_ops *ops, enum sort_kind kind, size_t n, size_t n_buckets)
{
    static uint64_t input[MOST], to[MOST + 1], scratch[MOST], samples[MOST], key[MOST];
    static uint32_t last[MOST + 1], at[MOST + 1];
    struct sort_tree tree = {.key = key, .last = last};
    size_t wrong = 0;
    sort_fill(kind, 9, n, 0, n, input);
    memcpy(samples, input, n * sizeof *samples);
    sort_keys(ops, samples, n, scratch);
    sort_tree_set(&tree, samples, n, n_buckets);
    to[n] = guard;
    sort_split(ops, &tree, input, n, to, scratch, at);
    wrong += to[n] != guard || at[0] != 0 || at[n_buckets] != n;
    for (size_t b = 0; b < n_buckets && !wrong; b++) {
        wrong += at[b + 1] < at[b] || at[b + 1] > n;
        wrong += at[b + 1] - at[b] > 3 * (n / n_buckets) + 3; /* whatever the keys are */
        sort_keys(ops, to + at[b], at[b + 1] - at[b], scratch);
    }
    return wrong + (memcmp(to, samples, n * sizeof *to) != 0);
}

static void buckets_in_order_are_the_keys_in_order(void)
{
    const struct sort_ops *ops[2];
    const size_t n_ops = find_ops(ops), sizes[] = {1, 2, 7, 64, 1000, MOST};
    size_t wrong = 0;
    for (size_t o = 0; o < n_ops; o++) {
        for (int kind = 0; kind < SORT_KINDS; kind++) {
            for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
                for (size_t b = 1; b <= 64; b = 2 * b + 1) {
                    wrong += wrong_splits(ops[o], (enum sort_kind)kind, sizes[i], b);
                }
            }
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

static void generated_keys_do_not_depend_on_the_cut(void)
{
    uint64_t whole[101], part[101];
    size_t wrong = 0;
    for (int kind = 0; kind < SORT_KINDS; kind++) {
        sort_fill((enum sort_kind)kind, 1, 101, 0, 101, whole);
        sort_fill((enum sort_kind)kind, 1, 101, 40, 77, part);
        wrong += memcmp(whole + 40, part, 37 * sizeof *part) != 0;
    }
    sort_fill(SORT_SORTED, 1, 101, 0, 101, whole);
    sort_fill(SORT_REVERSED, 1, 101, 0, 101, part);
    for (size_t i = 0; i < 101; i++) {
        wrong += part[100 - i] != whole[i] || (i > 0 && whole[i] < whole[i - 1]);
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

CU_TestInfo test_kernel_sort[] = {
    CLAIM(every_kind_of_keys_is_sorted),
    CLAIM(the_extreme_keys_are_keys),
    CLAIM(bad_pivots_end_in_order),
    CLAIM(a_cut_keeps_within_its_keys),
    CLAIM(buckets_in_order_are_the_keys_in_order),
    CLAIM(generated_keys_do_not_depend_on_the_cut),
    CU_TEST_INFO_NULL,
};
