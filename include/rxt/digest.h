/* SPDX-License-Identifier: BSD-3-Clause
 * digest.h - a 64-bit fingerprint of an answer, the same under every layout.
 *
 * A kernel digests each chunk by itself and folds the chunks in chunk order.
 */
#ifndef RXT_DIGEST_H
#define RXT_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

#define RXT_DIGEST_START UINT64_C(0x9e3779b97f4a7c15)

/** Scramble 64 bits so that every input bit reaches every output bit (a bijection).
 *
 *  Collective:  no
 *  Source:      the finaliser of SplitMix64, Steele, Lea & Flood, OOPSLA 2014
 */
static inline uint64_t rxt_mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/** Fold one 64-bit word into a digest; the order of words matters.
 *
 *  Collective:  no
 *  Source:      own, over rxt_mix
 */
static inline uint64_t rxt_digest_word(uint64_t digest, uint64_t word)
{
    return rxt_mix(digest ^ rxt_mix(word + RXT_DIGEST_START));
}

/** Fold n_bytes bytes into a digest, with their number, so that a cut is seen.
 *
 *  digest   in  RXT_DIGEST_START or the digest so far
 *  bytes    in  n_bytes bytes, any alignment
 *
 *  Collective:  no
 *  Source:      own, over rxt_mix; little-endian words
 */
uint64_t rxt_digest_bytes(uint64_t digest, const void *bytes, size_t n_bytes);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
