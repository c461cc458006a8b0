/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_primes.h - a sieve of bytes, one for each 30 numbers, and a count of primes without it.
 *
 * Bit j of byte b stands for the number 30 b + primes_wheel[j]; all others are multiples of 2, 3 or 5.
 */
#ifndef KERNEL_PRIMES_H
#define KERNEL_PRIMES_H

#include "rxt/err.h"

#include <stddef.h>
#include <stdint.h>

enum {
    PRIMES_CLASSES = 8,       /* residues modulo 30 that are prime to 30                  */
    PRIMES_SPAN = 30,         /* numbers a byte                                           */
    PRIMES_BLOCK = 512 << 10, /* bytes sieved at once: they stay in the L2 cache          */
    PRIMES_NEAR = 32 << 10,   /* bytes sieved at once by small primes: in the L1 cache    */
    PRIMES_SMALL = 20000,     /* primes above this go over a whole block                  */
    PRIMES_LONG = 128 << 10,  /* primes above this are followed mark by mark              */
    PRIMES_PAD = PRIMES_LONG, /* bytes on either side of a block that marks may fall into */
    PRIMES_GROUPS = 16,       /* of the least primes, each with a pattern                 */
    PRIMES_LEAST = 167        /* the least prime that is in no pattern                    */
};

extern const unsigned char primes_wheel[PRIMES_CLASSES];

/* Sieving primes of one class modulo 30, ascending. */
struct primes_class {
    uint32_t *p;
    double *inverse; /* 1 / p */
    size_t n;
    size_t first; /* primes of the classes before */
};

/* The multiples of a group of small primes, over and over again. */
struct primes_pattern {
    unsigned char *bytes;
    size_t n_bytes; /* the product of the primes */
};

/* All that follows from n alone; sieving does not change it. */
struct primes_tables {
    struct primes_class of[PRIMES_CLASSES];
    struct primes_pattern pattern[PRIMES_GROUPS];
    size_t n; /* sieving primes of all classes */
};

/* What a thread needs to sieve a block. */
struct primes_scratch {
    unsigned char *block; /* PRIMES_BLOCK bytes, with PRIMES_PAD on either side          */
    int32_t *base;        /* for each sieving prime: where its next round of marks begins */
};

/** Find the sieving primes up to the root of n, and make the patterns.
 *
 *  Errors:      RXT_E_MEMORY
 *  Collective:  no
 *  Memory:      12 bytes a prime and 130 kB; close with primes_tables_close, which accepts zeros
 *  Source:      Eratosthenes
 */
RXT_CHECKED enum rxt_err primes_tables_open(struct primes_tables *out, uint64_t n);
void primes_tables_close(struct primes_tables *tables);

/** Count the primes up to n that lie in the bytes [first, first + n_bytes); 2, 3 and 5 are in byte 0.
 *
 *  first    in  0, or at least PRIMES_NEAR: no sieving prime may lie in a later block
 *  n_bytes  in  1 .. PRIMES_BLOCK
 *
 *  Collective:  no
 *  Source:      Bays & Hudson, BIT 17 (1977) (segments); Pritchard, Acta Informatica 17 (1982) (wheels)
 */
uint64_t primes_block_count(const struct primes_tables *tables, const struct primes_scratch *scratch,
                            uint64_t first, size_t n_bytes, uint64_t n);

/** Set the bytes [first, first + n_bytes) so that only the multiples of 2 .. PRIMES_LEAST - 1 are out. */
void primes_pattern_fill(const struct primes_tables *tables, unsigned char *out, uint64_t first,
                         size_t n_bytes);

/** Return how many primes up to n lie below PRIMES_LEAST. */
uint64_t primes_least_count(uint64_t n);

/** Count the primes up to n without a sieve, in about n^(3/4) steps.
 *
 *  Errors:      RXT_E_MEMORY
 *  Collective:  no
 *  Memory:      primes_pi_bytes(n), freed on every path
 *  Source:      Legendre's recurrence over the quotients of n, after Lucy_Hedgehog (Project Euler 10)
 */
RXT_CHECKED enum rxt_err primes_pi(uint64_t n, uint64_t *out);
double primes_pi_bytes(double n);

/** Return the greatest r with r * r <= n. */
uint64_t primes_root(uint64_t n);

#endif
