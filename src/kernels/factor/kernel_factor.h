/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_factor.h - factoring 64-bit numbers: division, a test for primes, elliptic curves, rho.
 */
#ifndef KERNEL_FACTOR_H
#define KERNEL_FACTOR_H

#include "rxt/isa.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    FACTOR_SMALL = 65536,  /* at most 3 factors of a 64-bit number are not below it */
    FACTOR_MAX_SMALL = 15, /* the product of the first 16 primes exceeds 2^64       */
    FACTOR_MAX_LARGE = 3,
    FACTOR_MAX = 64,   /* prime factors of a number, counted as often as they divide it */
    FACTOR_LANES = 16, /* numbers that run through their curves together, at most       */
    FACTOR_DIGITS = 20 /* of the largest number                                         */
};

/* A number and its prime factors, both kinds ascending; 64 bytes. A small prime stands once. */
struct factor_answer {
    uint64_t number;
    uint64_t large[FACTOR_MAX_LARGE]; /* >= FACTOR_SMALL, as often as they divide */
    uint16_t small[FACTOR_MAX_SMALL];
    uint8_t n_small, n_large;
};

/** Write the prime factors as often as they divide the number, ascending; return how many, 0 if what
 *  is stored does not make up the number. */
size_t factor_list(const struct factor_answer *answer, uint64_t out[FACTOR_MAX]);

/** Tell whether n is prime: strong test to seven bases, right for every n < 2^64.
 *
 *  Source:      Miller (1976), Rabin (1980); bases by Jim Sinclair (miller-rabin.appspot.com), tried on all
 *               base-2 pseudoprimes below 2^64 (Feitsma & Galway)
 */
bool factor_is_prime(uint64_t n);

/** Return a factor, 1 < factor < n, of a composite n without factors up to FACTOR_DIVIDED.
 *
 *  Source:      Brent, BIT 20 (1980)
 */
uint64_t factor_rho(uint64_t n);

/** Return the greatest common divisor; 0 divides nothing: gcd(0, b) is b. */
uint64_t factor_gcd(uint64_t a, uint64_t b);

/* --- Elliptic curves ------------------------------------------------------------------------- */

enum {
    PLAN_REGISTERS = 8,
    PLAN_MAX_STEPS = 1024,
    PLAN_GIANT = 120, /* multiple of 12 */
    PLAN_MAX_BABIES = PLAN_GIANT / 6 + 4,
    PLAN_MAX_GIANTS = 64,
    PLAN_MAX_PAIRS = PLAN_MAX_GIANTS * PLAN_MAX_BABIES
};

/* One addition a = b + c where d = b - c; or c says: copy b, or double it. */
struct plan_step {
    unsigned char a, b, c, d;
};
enum { PLAN_COPY = 254, PLAN_DOUBLE = 255 };

/* What every curve does, computed once. */
struct factor_plan {
    struct plan_step steps[PLAN_MAX_STEPS];
    size_t n_steps;
    unsigned char result;      /* the register that then holds the point times all prime powers <= bound 1 */
    size_t n_babies, n_giants; /* baby i is the multiple plan_baby(i), giant g is (g + 1) PLAN_GIANT  */
    size_t n_pairs;
    unsigned char pair_giant[PLAN_MAX_PAIRS], pair_baby[PLAN_MAX_PAIRS];
};

/** Return the multiple that baby i is: 1, 5, 7, 11 ... */
static inline unsigned plan_baby(size_t i)
{
    return (unsigned)(3 * i + 1 + i % 2);
}

/** Make the plan for all primes up to bound_1, in 59 .. 250, and one more prime up to bound_2, at most 7000. */
void factor_plan_make(struct factor_plan *plan, unsigned bound_1, unsigned bound_2);

/** Run one curve on each of several odd numbers; out[i] has a common factor with n[i] if it was lucky. */
typedef void (*factor_curves_fn)(const struct factor_plan *plan, const uint64_t *n, const uint64_t *sigma,
                                 uint64_t *out);
void factor_curves_plain(const struct factor_plan *plan, const uint64_t *n, const uint64_t *sigma,
                         uint64_t *out);
void factor_curves_avx512(const struct factor_plan *plan, const uint64_t *n, const uint64_t *sigma,
                          uint64_t *out);

/* The curves of an instruction set, and how many numbers they take at once. */
struct factor_curves {
    factor_curves_fn run;
    size_t n_lanes;
};
extern const struct factor_curves factor_curves_of[RXT_ISAS];

/* --- A run of numbers ---------------------------------------------------------------------- */

enum {
    FACTOR_DIVISORS = 172, /* odd primes that are divided by      */
    FACTOR_DIVIDED = 1031  /* up to this; below its square a rest is prime */
};

/* v is a multiple of p exactly when v * inverse <= most modulo 2^64, and that is then v / p. */
struct factor_divisor {
    uint64_t inverse, most;
    uint16_t p;
};

/* What is left of answer `at`: composite, with no small factor. */
struct factor_task {
    uint64_t n;
    size_t at;
    unsigned curve, n_whole; /* curves so far; those that found all factors at once */
};

/* What follows from the build alone. */
struct factor_tools {
    struct factor_plan plan;
    struct factor_curves curves;
    struct factor_divisor divisor[FACTOR_DIVISORS];
};

void factor_tools_make(struct factor_tools *tools, enum rxt_isa isa);

/** Factor answers[0 .. n): their numbers are set, and >= 2; tasks is scratch for n + FACTOR_LANES of them. */
void factor_numbers(const struct factor_tools *tools, struct factor_answer *answers, size_t n,
                    struct factor_task *tasks);

#endif
