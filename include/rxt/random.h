/* SPDX-License-Identifier: BSD-3-Clause
 * random.h - random numbers by counter: the n-th one is a function of seed and n.
 */
#ifndef RXT_RANDOM_H
#define RXT_RANDOM_H

#include "rxt/digest.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** Compute one block of four 32-bit random words, Philox4x32-10.
 *
 *  counter  in   the number of the block, 4 words, least significant first
 *  key      in   the seed, 2 words
 *  out      out  4 words
 *
 *  Collective:  no
 *  Source:      Salmon, Moraes, Dror & Shaw, SC11 (Random123)
 */
static inline void rxt_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4])
{
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++) {
        const uint64_t p0 = (uint64_t)c0 * UINT32_C(0xD2511F53);
        const uint64_t p1 = (uint64_t)c2 * UINT32_C(0xCD9E8D57);
        c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
        c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c1 = (uint32_t)p1;
        c3 = (uint32_t)p0;
        k0 += UINT32_C(0x9E3779B9);
        k1 += UINT32_C(0xBB67AE85);
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

/** Return the n-th 64-bit random number of a seed.
 *
 *  Collective:  no
 *  Source:      SplitMix64 as a counter-based generator, Steele, Lea & Flood, OOPSLA 2014
 */
static inline uint64_t rxt_random_at(uint64_t seed, uint64_t n)
{
    return rxt_mix(rxt_mix(seed) + (n + 1) * RXT_DIGEST_START);
}

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
