/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_pi.h - the points of a run of blocks that lie in the circle.
 */
#ifndef KERNEL_PI_H
#define KERNEL_PI_H

#include "rxt/isa.h"

#include <stdint.h>

static inline uint64_t pi_is_hit(uint32_t x_word, uint32_t y_word)
{
    const uint64_t x = x_word >> 1, y = y_word >> 1;
    return x * x + y * y < UINT64_C(1) << 62;
}

/** Count the hits of blocks [first, first + n_blocks) of Philox4x32-10; a block is two points. */
typedef uint64_t (*pi_hits_fn)(uint64_t first, uint64_t n_blocks, int64_t seed);
uint64_t pi_hits_plain(uint64_t first, uint64_t n_blocks, int64_t seed);
uint64_t pi_hits_avx512(uint64_t first, uint64_t n_blocks, int64_t seed);
extern const pi_hits_fn pi_hits[RXT_ISAS];

#endif
