/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_pi_avx512.c - Philox on vectors of 8 blocks, several vectors in flight.
 *
 * A word of the generator is the lower half of a 64-bit lane, since vpmuludq reads only that; the
 * upper half holds what a multiplication has left there, and is never cleared.
 */
#include "kernel_pi.h"

#include <immintrin.h>

#define INLINE static inline __attribute__((always_inline))

enum { VECTORS = 5, BLOCKS = 8 * VECTORS, ROUNDS = 10, XOR3 = 0x96 };

struct words {
    __m512i w[4];
};

/* The key of each round, as vpternlogq takes it from memory. */
struct keys {
    int64_t k[ROUNDS][2];
};

static struct keys keys_of(int64_t seed)
{
    struct keys keys;
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
    for (int round = 0; round < ROUNDS; round++) {
        keys.k[round][0] = k0;
        keys.k[round][1] = k1;
        k0 += UINT32_C(0x9E3779B9);
        k1 += UINT32_C(0xBB67AE85);
    }
    return keys;
}

INLINE __m512i mix(__m512i product, __m512i word, int64_t key)
{
    return _mm512_ternarylogic_epi64(_mm512_srli_epi64(product, 32), word, _mm512_set1_epi64(key), XOR3);
}

/* Words 1 and 3 are used as whole products: their upper halves meet only upper halves. */
INLINE void do_round(struct words *c, const int64_t key[2])
{
    const __m512i p0 = _mm512_mul_epu32(c->w[0], _mm512_set1_epi64(0xD2511F53));
    const __m512i p1 = _mm512_mul_epu32(c->w[2], _mm512_set1_epi64(0xCD9E8D57));
    c->w[0] = mix(p1, c->w[1], key[0]);
    c->w[2] = mix(p0, c->w[3], key[1]);
    c->w[1] = p1;
    c->w[3] = p0;
}

/* Rounds 0 and 1 of counter {b, high, 0, 0}: word 2 is 0 before the first, and word 0 the same for all blocks
 * before the second, so two of their four products need no vector. */
INLINE void begin(struct words *c, __m512i block, uint32_t high, const struct keys *keys)
{
    const __m512i p0 = _mm512_mul_epu32(block, _mm512_set1_epi64(0xD2511F53));
    const __m512i w2 = _mm512_xor_si512(_mm512_srli_epi64(p0, 32), _mm512_set1_epi64(keys->k[0][1]));
    const uint64_t q0 = (uint64_t)(high ^ (uint32_t)keys->k[0][0]) * UINT32_C(0xD2511F53);
    const __m512i p1 = _mm512_mul_epu32(w2, _mm512_set1_epi64(0xCD9E8D57));
    c->w[0] = _mm512_xor_si512(_mm512_srli_epi64(p1, 32), _mm512_set1_epi64(keys->k[1][0]));
    c->w[1] = p1;
    c->w[2] = _mm512_xor_si512(p0, _mm512_set1_epi64((int64_t)(q0 >> 32) ^ keys->k[1][1]));
    c->w[3] = _mm512_set1_epi64((int64_t)q0);
}

/* The upper 31 bits of the lower half, squared. */
INLINE __m512i square(__m512i word)
{
    const __m512i x = _mm512_srli_epi32(word, 1);
    return _mm512_mul_epu32(x, x);
}

/* 1 where x^2 + y^2 >= 2^62; it is below 2^63. */
INLINE __m512i misses_of(__m512i x_word, __m512i y_word)
{
    return _mm512_srli_epi64(_mm512_add_epi64(square(x_word), square(y_word)), 62);
}

/* n blocks, a multiple of BLOCKS, whose numbers agree in their upper halves. */
static uint64_t hits_of(uint64_t first, uint64_t n, const struct keys *keys)
{
    const __m512i next = _mm512_set1_epi64(8);
    __m512i block =
        _mm512_add_epi64(_mm512_set1_epi64((int64_t)first), _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7));
    __m512i misses = _mm512_setzero_si512();
    for (uint64_t b = 0; b < n; b += BLOCKS) {
        struct words c[VECTORS];
        for (int u = 0; u < VECTORS; u++) {
            begin(&c[u], block, (uint32_t)(first >> 32), keys);
            block = _mm512_add_epi64(block, next);
        }
#pragma GCC unroll 10
        for (int round = 2; round < ROUNDS; round++) {
            for (int u = 0; u < VECTORS; u++) {
                do_round(&c[u], keys->k[round]);
            }
        }
        for (int u = 0; u < VECTORS; u++) {
            misses = _mm512_add_epi64(misses, misses_of(c[u].w[0], c[u].w[1]));
            misses = _mm512_add_epi64(misses, misses_of(c[u].w[2], c[u].w[3]));
        }
    }
    return 2 * n - (uint64_t)_mm512_reduce_add_epi64(misses);
}

uint64_t pi_hits_avx512(uint64_t first, uint64_t n_blocks, int64_t seed)
{
    const struct keys keys = keys_of(seed);
    const uint64_t n_same = UINT32_MAX - (first & UINT32_MAX) + UINT64_C(1); /* up to the next upper half */
    const uint64_t n = (n_blocks < n_same ? n_blocks : n_same) / BLOCKS * BLOCKS;
    return hits_of(first, n, &keys) + pi_hits_plain(first + n, n_blocks - n, seed);
}
