/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_factor_mont.h - multiply modulo an odd n < 2^64 without dividing: Montgomery's residues a 2^64.
 */
#ifndef KERNEL_FACTOR_MONT_H
#define KERNEL_FACTOR_MONT_H

#include <stdint.h>

/* Standard C has no name for the product of two 64-bit numbers; gcc and clang have this one. */
__extension__ typedef unsigned __int128 mont_wide;

struct mont {
    uint64_t n;
    uint64_t inverse; /* of n modulo 2^64 */
    uint64_t one;     /* 2^64 mod n       */
    uint64_t square;  /* 2^128 mod n      */
};

/* Every step doubles the right bits, and n is its own inverse to 3 of them. */
static inline uint64_t mont_inverse(uint64_t n)
{
    uint64_t x = n;
    for (int bits = 3; bits < 64; bits *= 2) {
        x *= 2 - n * x;
    }
    return x;
}

static inline uint64_t mont_mul(uint64_t a, uint64_t b, uint64_t n, uint64_t inverse)
{
    const mont_wide ab = (mont_wide)a * b;
    const uint64_t high = (uint64_t)(ab >> 64);
    const uint64_t more = (uint64_t)((mont_wide)((uint64_t)ab * inverse) * n >> 64);
    return high - more + (high < more ? n : 0);
}

static inline uint64_t mont_sub(uint64_t a, uint64_t b, uint64_t n)
{
    return a - b + (a < b ? n : 0);
}

static inline uint64_t mont_add(uint64_t a, uint64_t b, uint64_t n)
{
    return mont_sub(a, n - b, n);
}

static inline struct mont mont_of(uint64_t n)
{
    struct mont m = {.n = n, .inverse = mont_inverse(n), .one = (0 - n) % n};
    m.square = (uint64_t)((mont_wide)m.one * m.one % n);
    return m;
}

#endif
