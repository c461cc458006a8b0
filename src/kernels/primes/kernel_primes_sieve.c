/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_primes_sieve.c - cross the multiples of primes out of one block of the sieve.
 *
 * A prime p = 30 k + r makes rounds: round t begins at byte p t and has 8 marks, the multiples
 * p (30 t + w) for the w of the wheel, at byte p t + k w + floor(r w / 30), bit of r w mod 30.
 * For a class r all but k is constant. A round that begins in a piece of the block is
 * done whole: what falls behind is a right mark of the next piece, or lies in the pad.
 */
#include "kernel_primes.h"

#include <string.h>

enum { GONE = 8 }; /* not a residue of the wheel */

/* Bit of a residue modulo 30. */
static const unsigned char bit_of[PRIMES_SPAN] = {
    GONE, 0,    GONE, GONE, GONE, GONE, GONE, 1,    GONE, GONE, GONE, 2,    GONE, 3,    GONE,
    GONE, GONE, 4,    GONE, 5,    GONE, GONE, GONE, 6,    GONE, GONE, GONE, GONE, GONE, 7,
};

#define MARK(r, w)                                                                                           \
    at[k##w + (r) * (w) / PRIMES_SPAN] &= (unsigned char)~(1U << bit_of[(r) * (w) % PRIMES_SPAN])

/* A function a class: the marks' bits and the ends of their offsets are then constants of the code. */
#define CROSS(r)                                                                                             \
    static void cross_##r(unsigned char *block, const uint32_t *p, int32_t *base, size_t n, ptrdiff_t end)   \
    {                                                                                                        \
        for (size_t i = 0; i < n; i++) {                                                                     \
            const ptrdiff_t step = p[i], k1 = step / PRIMES_SPAN;                                            \
            const ptrdiff_t k7 = 7 * k1, k11 = 11 * k1, k13 = 13 * k1, k17 = 17 * k1, k19 = 19 * k1,         \
                            k23 = 23 * k1, k29 = 29 * k1;                                                    \
            unsigned char *at = block + base[i], *const last = block + end;                                  \
            for (; at < last; at += step) {                                                                  \
                MARK(r, 1);                                                                                  \
                MARK(r, 7);                                                                                  \
                MARK(r, 11);                                                                                 \
                MARK(r, 13);                                                                                 \
                MARK(r, 17);                                                                                 \
                MARK(r, 19);                                                                                 \
                MARK(r, 23);                                                                                 \
                MARK(r, 29);                                                                                 \
            }                                                                                                \
            base[i] = (int32_t)(at - block);                                                                 \
        }                                                                                                    \
    }

CROSS(1)
CROSS(7)
CROSS(11)
CROSS(13)
CROSS(17)
CROSS(19)
CROSS(23)
CROSS(29)

typedef void (*cross_fn)(unsigned char *block, const uint32_t *p, int32_t *base, size_t n, ptrdiff_t end);

static const cross_fn cross[PRIMES_CLASSES] = {cross_1,  cross_7,  cross_11, cross_13,
                                               cross_17, cross_19, cross_23, cross_29};

/* The numbers of primes of a class up to PRIMES_SMALL, up to PRIMES_LONG, and of use in a block. */
struct cut {
    size_t small, medium, all;
};

/* Primes up to `most`. */
static size_t count_up_to(const struct primes_class *class, uint64_t most)
{
    size_t low = 0, high = class->n;
    while (low < high) {
        const size_t mid = (low + high) / 2;
        if (class->p[mid] <= most) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return low;
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* Where the round that holds byte `first` begins, relative to it: -(first mod p). */
static void find_rounds(const struct primes_class *class, int32_t *base, size_t n, uint64_t first)
{
    const double start = (double)first;
    for (size_t i = 0; i < n; i++) {
        const int64_t p = class->p[i];
        int64_t rest = (int64_t)first - (int64_t)(start * class->inverse[i]) * p;
        rest += rest < 0 ? p : 0;
        rest -= rest >= p ? p : 0;
        base[i] = (int32_t)-rest;
    }
}

/* A prime longer than a round's worth of the block: from mark to mark. */
static void follow(unsigned char *block, uint32_t p, int32_t base, size_t n_bytes)
{
    const uint64_t behind = (uint64_t)-base * PRIMES_SPAN;
    unsigned j = 0;
    while (j < PRIMES_CLASSES && (uint64_t)p * primes_wheel[j] < behind) {
        j++;
    }
    const uint64_t k = p / PRIMES_SPAN, r = p % PRIMES_SPAN;
    int64_t round = base;
    for (;;) {
        for (; j < PRIMES_CLASSES; j++) {
            const uint64_t w = primes_wheel[j], rw = r * w;
            const int64_t at = round + (int64_t)(k * w + rw / PRIMES_SPAN);
            if (at >= (int64_t)n_bytes) {
                return;
            }
            block[at] &= (unsigned char)~(1U << bit_of[rw % PRIMES_SPAN]);
        }
        j = 0;
        round += p;
    }
}

static void cross_small(const struct primes_tables *tables, const struct primes_scratch *scratch,
                        const struct cut *cut, size_t n_bytes)
{
    for (size_t end = 0; end < n_bytes;) {
        end = least(end + PRIMES_NEAR, n_bytes);
        for (unsigned c = 0; c < PRIMES_CLASSES; c++) {
            const struct primes_class *class = &tables->of[c];
            cross[c](scratch->block, class->p, scratch->base + class->first, cut[c].small, (ptrdiff_t)end);
        }
    }
}

static void cross_rest(const struct primes_tables *tables, const struct primes_scratch *scratch,
                       const struct cut *cut, size_t n_bytes)
{
    for (unsigned c = 0; c < PRIMES_CLASSES; c++) {
        const struct primes_class *class = &tables->of[c];
        int32_t *base = scratch->base + class->first;
        const size_t small = cut[c].small;
        cross[c](scratch->block, class->p + small, base + small, cut[c].medium - small, (ptrdiff_t)n_bytes);
        for (size_t i = cut[c].medium; i < cut[c].all; i++) {
            follow(scratch->block, class->p[i], base[i], n_bytes);
        }
    }
}

/* Numbers above n in the last byte, and what is behind it up to a whole word. */
static void cut_end(unsigned char *block, uint64_t first, size_t n_bytes, uint64_t n)
{
    for (unsigned j = 0; j < PRIMES_CLASSES; j++) {
        if ((first + n_bytes - 1) * PRIMES_SPAN + primes_wheel[j] > n) {
            block[n_bytes - 1] &= (unsigned char)~(1U << j);
        }
    }
    memset(block + n_bytes, 0, sizeof(uint64_t));
}

static uint64_t count_bits(const unsigned char *block, size_t n_bytes)
{
    uint64_t count = 0;
    for (size_t i = 0; i < n_bytes; i += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, block + i, sizeof word);
        count += (uint64_t)__builtin_popcountll(word);
    }
    return count;
}

/* Byte 0 alone: the primes that crossed themselves out, and 2, 3 and 5, less the 1 that is left. */
static uint64_t not_left(const struct primes_tables *tables, uint64_t root, uint64_t n)
{
    uint64_t count = primes_least_count(n);
    for (unsigned c = 0; c < PRIMES_CLASSES; c++) {
        count += count_up_to(&tables->of[c], root);
    }
    return count - 1;
}

uint64_t primes_block_count(const struct primes_tables *tables, const struct primes_scratch *scratch,
                            uint64_t first, size_t n_bytes, uint64_t n)
{
    struct cut cut[PRIMES_CLASSES];
    const uint64_t root = primes_root(least(n, (first + n_bytes) * PRIMES_SPAN));
    for (unsigned c = 0; c < PRIMES_CLASSES; c++) {
        const struct primes_class *class = &tables->of[c];
        cut[c].small = count_up_to(class, least(root, PRIMES_SMALL));
        cut[c].medium = count_up_to(class, least(root, PRIMES_LONG));
        cut[c].all = count_up_to(class, root);
        find_rounds(class, scratch->base + class->first, cut[c].all, first);
    }
    for (size_t at = 0; at < n_bytes; at += PRIMES_NEAR) {
        primes_pattern_fill(tables, scratch->block + at, first + at, least(n_bytes - at, PRIMES_NEAR));
    }
    cross_small(tables, scratch, cut, n_bytes);
    cross_rest(tables, scratch, cut, n_bytes);
    cut_end(scratch->block, first, n_bytes, n);
    return count_bits(scratch->block, n_bytes) + (first == 0 ? not_left(tables, root, n) : 0);
}
