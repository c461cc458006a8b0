/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_pi_hits.c - the inner loop in plain C: the reference for every other.
 */
#include "kernel_pi.h"

#include "rxt/random.h"

/* Philox stands in the loop itself: behind one more call clang 14 does not vectorise. */
uint64_t pi_hits_plain(uint64_t first, uint64_t n_blocks, int64_t seed)
{
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    uint64_t hits = 0;
    for (uint64_t b = first; b < first + n_blocks; b++) {
        const uint32_t counter[4] = {(uint32_t)b, (uint32_t)(b >> 32), 0, 0};
        uint32_t word[4];
        rxt_philox(counter, key, word);
        hits += pi_is_hit(word[0], word[1]) + pi_is_hit(word[2], word[3]);
    }
    return hits;
}

const pi_hits_fn pi_hits[RXT_ISAS] = {
    [RXT_ISA_PLAIN] = pi_hits_plain,
    [RXT_ISA_AVX512] = RXT_AVX512_OF(pi_hits_avx512),
};
