/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_sort_avx512.c - the cut by compressing registers, and a network for up to 64 keys.
 *
 * Compressed registers are stored whole: on Zen 4 a compressing store is 20 times slower. The network sorts
 * eight columns, turns them to rows, and merges rows by bitonic networks.
 */
#include "kernel_sort.h"
#include "kernel_transpose_avx512.h"

enum { LANES = 8, ROWS = 8 };

static inline size_t put(__m512i v, __m512i pivot, uint64_t *low, uint64_t *high)
{
    const __mmask8 below = _mm512_cmplt_epu64_mask(v, pivot);
    _mm512_storeu_si512(low, _mm512_maskz_compress_epi64(below, v));
    _mm512_storeu_si512(high, _mm512_maskz_compress_epi64((__mmask8)~below, v));
    return (size_t)__builtin_popcount(below);
}

/* A store ends at most where the last load did, so neither buffer is written behind its n keys. */
static size_t cut(const uint64_t *from, size_t n, uint64_t pivot, uint64_t *low, uint64_t *high)
{
    const __m512i p = _mm512_set1_epi64((long long)pivot);
    size_t n_low = 0, i = 0;
    for (; i + 4 * LANES <= n; i += 4 * LANES) {
        const __m512i a = _mm512_loadu_si512(from + i), b = _mm512_loadu_si512(from + i + LANES),
                      c = _mm512_loadu_si512(from + i + 2 * LANES),
                      d = _mm512_loadu_si512(from + i + 3 * LANES);
        n_low += put(a, p, low + n_low, high + i - n_low);
        n_low += put(b, p, low + n_low, high + i + LANES - n_low);
        n_low += put(c, p, low + n_low, high + i + 2 * LANES - n_low);
        n_low += put(d, p, low + n_low, high + i + 3 * LANES - n_low);
    }
    for (; i < n; i += LANES) {
        const __mmask8 valid = (__mmask8)(n - i < LANES ? (1U << (n - i)) - 1 : 0xff);
        const __m512i v = _mm512_maskz_loadu_epi64(valid, from + i);
        const __mmask8 below = _mm512_mask_cmplt_epu64_mask(valid, v, p), above = (__mmask8)(valid & ~below);
        const size_t n_below = (size_t)__builtin_popcount(below);
        const size_t n_above = (size_t)__builtin_popcount(above);
        _mm512_mask_storeu_epi64(low + n_low, (__mmask8)((1U << n_below) - 1),
                                 _mm512_maskz_compress_epi64(below, v));
        _mm512_mask_storeu_epi64(high + i - n_low, (__mmask8)((1U << n_above) - 1),
                                 _mm512_maskz_compress_epi64(above, v));
        n_low += n_below;
    }
    return n_low;
}

static inline void order(__m512i *a, __m512i *b)
{
    const __m512i low = _mm512_min_epu64(*a, *b);
    *b = _mm512_max_epu64(*a, *b);
    *a = low;
}

/* The network of 19 exchanges for 8 keys, on all columns at once (Batcher's odd-even merge sort). */
static inline void sort_columns(__m512i *r)
{
    order(&r[0], &r[1]), order(&r[2], &r[3]), order(&r[4], &r[5]), order(&r[6], &r[7]);
    order(&r[0], &r[2]), order(&r[1], &r[3]), order(&r[4], &r[6]), order(&r[5], &r[7]);
    order(&r[1], &r[2]), order(&r[5], &r[6]);
    order(&r[0], &r[4]), order(&r[1], &r[5]), order(&r[2], &r[6]), order(&r[3], &r[7]);
    order(&r[2], &r[4]), order(&r[3], &r[5]);
    order(&r[1], &r[2]), order(&r[3], &r[4]), order(&r[5], &r[6]);
}

static inline __m512i reverse(__m512i v)
{
    return _mm512_permutexvar_epi64(_mm512_set_epi64(0, 1, 2, 3, 4, 5, 6, 7), v);
}

/* The smaller of each key and its partner where the mask is 0, the larger one where it is 1. */
static inline __m512i exchange(__m512i v, __m512i partner, __mmask8 upper)
{
    return _mm512_mask_max_epu64(_mm512_min_epu64(v, partner), upper, v, partner);
}

/* Sort a row that rises and then falls, or falls and then rises. */
static inline __m512i sort_bitonic(__m512i v)
{
    v = exchange(v, _mm512_shuffle_i64x2(v, v, 0x4e), 0xf0);
    v = exchange(v, _mm512_permutex_epi64(v, 0x4e), 0xcc);
    return exchange(v, _mm512_permutex_epi64(v, 0xb1), 0xaa);
}

static inline __m512i sort_row(__m512i v)
{
    v = exchange(v, _mm512_permutex_epi64(v, 0xb1), 0xaa);
    v = exchange(v, _mm512_permutex_epi64(v, 0x1b), 0xcc);
    v = exchange(v, _mm512_permutex_epi64(v, 0xb1), 0xaa);
    v = exchange(v, reverse(v), 0xf0);
    v = exchange(v, _mm512_permutex_epi64(v, 0x4e), 0xcc);
    return exchange(v, _mm512_permutex_epi64(v, 0xb1), 0xaa);
}

/* Merge two sorted runs of `rows` rows each. */
static inline __attribute__((always_inline)) void merge(__m512i *r, const int rows)
{
    for (int i = 0; i < rows / 2; i++) { /* turn the second run round */
        const __m512i first = reverse(r[rows + i]);
        r[rows + i] = reverse(r[2 * rows - 1 - i]);
        r[2 * rows - 1 - i] = first;
    }
    if (rows == 1) {
        r[1] = reverse(r[1]);
    }
    for (int gap = rows; gap > 0; gap /= 2) {
        for (int i = 0; i < 2 * rows; i++) {
            if (!(i & gap)) {
                order(&r[i], &r[i + gap]);
            }
        }
    }
    for (int i = 0; i < 2 * rows; i++) {
        r[i] = sort_bitonic(r[i]);
    }
}

static inline __m512i load_row(const uint64_t *from, size_t n, size_t row)
{
    const size_t first = row * LANES;
    const __mmask8 valid = (__mmask8)(n >= first + LANES ? 0xff : n > first ? (1U << (n - first)) - 1 : 0);
    return _mm512_mask_loadu_epi64(_mm512_set1_epi64(-1), valid, from + first);
}

static inline void store_row(uint64_t *to, size_t n, size_t row, __m512i v)
{
    const size_t first = row * LANES;
    const __mmask8 valid = (__mmask8)(n >= first + LANES ? 0xff : n > first ? (1U << (n - first)) - 1 : 0);
    _mm512_mask_storeu_epi64(to + first, valid, v);
}

static void sort_1(const uint64_t *from, size_t n, uint64_t *to)
{
    store_row(to, n, 0, sort_row(load_row(from, n, 0)));
}

static void sort_2(const uint64_t *from, size_t n, uint64_t *to)
{
    __m512i r[2] = {sort_row(load_row(from, n, 0)), sort_row(load_row(from, n, 1))};
    merge(r, 1);
    store_row(to, n, 0, r[0]);
    store_row(to, n, 1, r[1]);
}

static void sort_4(const uint64_t *from, size_t n, uint64_t *to)
{
    __m512i r[4];
    for (size_t i = 0; i < 4; i++) {
        r[i] = sort_row(load_row(from, n, i));
    }
    merge(r, 1);
    merge(r + 2, 1);
    merge(r, 2);
    for (size_t i = 0; i < 4; i++) {
        store_row(to, n, i, r[i]);
    }
}

static void sort_8(const uint64_t *from, size_t n, uint64_t *to)
{
    __m512i r[ROWS];
    for (size_t i = 0; i < ROWS; i++) {
        r[i] = load_row(from, n, i);
    }
    sort_columns(r);
    kernel_transpose(r);
    for (int i = 0; i < ROWS; i += 2) {
        merge(r + i, 1);
    }
    merge(r, 2);
    merge(r + 4, 2);
    merge(r, 4);
    for (size_t i = 0; i < ROWS; i++) {
        store_row(to, n, i, r[i]);
    }
}

static void network(const uint64_t *from, size_t n, uint64_t *to)
{
    if (n > 32) {
        sort_8(from, n, to);
    } else if (n > 16) {
        sort_4(from, n, to);
    } else if (n > 8) {
        sort_2(from, n, to);
    } else {
        sort_1(from, n, to);
    }
}

const struct sort_ops sort_ops_avx512 = {cut, network, ROWS *LANES};
