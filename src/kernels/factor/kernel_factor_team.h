/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_factor_team.h - the state of the kernel `factor`, and what acts on it.
 */
#ifndef KERNEL_FACTOR_TEAM_H
#define KERNEL_FACTOR_TEAM_H

#include "kernel_factor.h"

#include "rxt/input.h"
#include "rxt/kernel.h"
#include "rxt/memory.h"

enum {
    FACTOR_GRAIN = 512,                        /* numbers a chunk at most */
    FACTOR_TASKS = FACTOR_GRAIN + FACTOR_LANES /* that wait at once */
};

enum factor_kind { FACTOR_RANDOM, FACTOR_SEMIPRIME, FACTOR_PRIME, FACTOR_KINDS };

/* Which numbers the kernel makes. */
struct factor_source {
    enum factor_kind kind;
    uint64_t seed;
};

struct factor {
    struct rxt_team *team;
    struct rxt_loop *loop;
    struct factor_tools tools;
    struct rxt_input file;
    struct rxt_pages pages, scratch;
    struct factor_answer *answers; /* n, all numbers set on every rank; factors where a chunk was run */
    struct factor_task *tasks;     /* of all threads                                                  */
    size_t n;
    const char *input, *output;
};

/* What a chunk tells all ranks. */
struct factor_part {
    uint64_t hash, numbers;
};

/** Find a kind by its name. Errors: RXT_E_USAGE, and its message names them all. */
RXT_CHECKED enum rxt_err factor_kind_of(const char *name, enum factor_kind *out);

/** Return number i of a source: 64 random bits, or the product of two random primes of 32 bits, or a prime of 64. */
uint64_t factor_number(const struct factor_source *source, uint64_t i);

/** Count the lines of a text, and read the numbers in them: 2 .. 2^64 - 1, one a line.
 *
 *  file  in  what the message calls it
 *
 *  Errors:      RXT_E_INPUT  a line holds something else; the message has the file and its number
 *  Collective:  no
 *  Source:      own
 */
size_t factor_lines(const unsigned char *text, size_t n_bytes);
RXT_CHECKED enum rxt_err factor_read(const char *file, const unsigned char *text, size_t n_bytes,
                                     struct factor_answer *out);

/** Return a hash of a number and all its factors. */
uint64_t factor_hash(uint64_t digest, const struct factor_answer *answer);

/** Tell whether an answer is right: ascending, primes by another test than factor_is_prime, with the right product. */
bool factor_answer_right(const struct factor_answer *answer);

/** Tell whether v is prime: strong test to the first primes as bases, by plain division.
 *
 *  Source:      bounds of Pomerance, Selfridge & Wagstaff (1980), Jaeschke (1993), Sorenson & Webster (2015)
 */
bool factor_is_prime_by_division(uint64_t v);

enum rxt_err factor_check(void *state);
enum rxt_err factor_output(void *state);

#endif
