/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_sort_fill.c - the generated inputs of `sort`.
 */
#include "kernel_sort.h"

#include "rxt/random.h"

enum { FEW = 16 }; /* keys that differ */

static uint64_t uniform_key(uint64_t seed, size_t n, size_t i)
{
    (void)n;
    return rxt_random_at(seed, i);
}

/* All magnitudes are equally frequent: half the keys lie in 2^-32 of the range, many are equal. */
static uint64_t skewed_key(uint64_t seed, size_t n, size_t i)
{
    (void)n;
    return rxt_random_at(seed, 2 * i) >> (rxt_random_at(seed, 2 * i + 1) % 64);
}

static uint64_t sorted_key(uint64_t seed, size_t n, size_t i)
{
    return UINT64_MAX / n * i + rxt_random_at(seed, i) % (UINT64_MAX / n);
}

static uint64_t reversed_key(uint64_t seed, size_t n, size_t i)
{
    return sorted_key(seed, n, n - 1 - i);
}

static uint64_t equal_key(uint64_t seed, size_t n, size_t i)
{
    (void)n;
    (void)i;
    return rxt_random_at(seed, 0);
}

static uint64_t few_key(uint64_t seed, size_t n, size_t i)
{
    (void)n;
    return rxt_random_at(seed + 1, rxt_random_at(seed, i) % FEW);
}

static const struct {
    const char *name;
    uint64_t (*key)(uint64_t seed, size_t n, size_t i);
} kinds[SORT_KINDS] = {
    [SORT_UNIFORM] = {"uniform", uniform_key}, [SORT_SKEWED] = {"skewed", skewed_key},
    [SORT_SORTED] = {"sorted", sorted_key},    [SORT_REVERSED] = {"reversed", reversed_key},
    [SORT_EQUAL] = {"equal", equal_key},       [SORT_FEW] = {"few", few_key},
};

const char *sort_kind_name(enum sort_kind kind)
{
    return kinds[kind].name;
}

void sort_fill(enum sort_kind kind, uint64_t seed, size_t n, size_t first, size_t last, uint64_t *keys)
{
    for (size_t i = first; i < last; i++) {
        keys[i - first] = kinds[kind].key(seed, n, i);
    }
}
