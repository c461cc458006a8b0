/* SPDX-License-Identifier: BSD-3-Clause
 * test_kernel_primes.c - the sieve block by block beside division, and the count that knows no sieve.
 */
#include "tests.h"

#include "kernel_primes.h"

#include <stdbool.h>
#include <stdlib.h>

/* Blocks with their pads, and a table for numbers up to n. */
struct sieve {
    struct primes_tables tables;
    struct primes_scratch scratch;
    unsigned char *bytes;
    uint64_t n;
};

static void open_sieve(struct sieve *s, uint64_t n)
{
    CU_ASSERT_EQUAL_FATAL(primes_tables_open(&s->tables, n), RXT_OK);
    s->n = n;
    s->bytes = malloc(PRIMES_BLOCK + 2 * PRIMES_PAD);
    s->scratch.base = calloc(s->tables.n + 1, sizeof *s->scratch.base);
    CU_ASSERT_FATAL(s->bytes && s->scratch.base);
    s->scratch.block = s->bytes + PRIMES_PAD;
}

static void close_sieve(struct sieve *s)
{
    primes_tables_close(&s->tables);
    free(s->bytes);
    free(s->scratch.base);
}

static uint64_t count(struct sieve *s, size_t step)
{
    const uint64_t n_bytes = s->n / PRIMES_SPAN + 1;
    uint64_t sum = 0;
    for (uint64_t at = 0; at < n_bytes; at += step) {
        const size_t left = (size_t)(n_bytes - at);
        sum += primes_block_count(&s->tables, &s->scratch, at, left < step ? left : step, s->n);
    }
    return sum;
}

static uint64_t count_up_to(uint64_t n, size_t step)
{
    struct sieve s;
    open_sieve(&s, n);
    const uint64_t sum = count(&s, step);
    close_sieve(&s);
    return sum;
}

static bool is_prime(uint64_t v)
{
    uint64_t d = 2;
    while (d * d <= v && v % d) {
        d++;
    }
    return v >= 2 && d * d > v;
}

/* Every n up to past the square of the first sieving prime, 167. */
static void sieve_and_recurrence_agree_with_division(void)
{
    uint64_t want = 0;
    size_t wrong = 0;
    for (uint64_t n = 1; n < 2000; n++) {
        uint64_t pi = 0;
        want += is_prime(n);
        wrong += primes_pi(n, &pi) != RXT_OK || pi != want || count_up_to(n, PRIMES_NEAR) != want;
    }
    for (uint64_t n = 27880; n < 27900; n++) {
        uint64_t pi = 0;
        wrong += primes_pi(n, &pi) != RXT_OK || count_up_to(n, PRIMES_NEAR) != pi;
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

static void published_counts_are_met(void)
{
    static const uint64_t want[] = {4, 25, 168, 1229, 9592, 78498, 664579, 5761455};
    uint64_t n = 1;
    for (size_t k = 0; k < sizeof want / sizeof want[0]; k++) {
        uint64_t pi = 0;
        n *= 10;
        CU_ASSERT_EQUAL(primes_pi(n, &pi), RXT_OK);
        CU_ASSERT_EQUAL(pi, want[k]);
        CU_ASSERT_EQUAL(count_up_to(n, PRIMES_BLOCK), want[k]);
    }
}

static void the_size_of_blocks_changes_nothing(void)
{
    const uint64_t want = count_up_to(30000000, PRIMES_BLOCK);
    CU_ASSERT_EQUAL(count_up_to(30000000, PRIMES_NEAR), want);
    CU_ASSERT_EQUAL(count_up_to(30000000, 3 * PRIMES_NEAR), want);
    CU_ASSERT_EQUAL(count_up_to(30000000, 40009), want);
}

/* Far out, where most sieving primes are longer than a block's share. */
static void a_far_block_agrees_with_division(void)
{
    enum { BYTES = 100 };
    const uint64_t n = UINT64_C(1000000000000), first = n / PRIMES_SPAN - BYTES;
    struct sieve s;
    open_sieve(&s, n);
    uint64_t want = 0;
    for (uint64_t v = first * PRIMES_SPAN; v < (first + BYTES) * PRIMES_SPAN; v++) {
        want += v % 2 && v % 3 && v % 5 && is_prime(v);
    }
    CU_ASSERT_EQUAL(primes_block_count(&s.tables, &s.scratch, first, BYTES, n), want);
    CU_ASSERT_EQUAL(primes_block_count(&s.tables, &s.scratch, first - 70000, 70000 + BYTES, n) -
                        primes_block_count(&s.tables, &s.scratch, first - 70000, 70000, n),
                    want);
    close_sieve(&s);
}

static void roots_are_exact_beside_squares(void)
{
    size_t wrong = 0;
    for (uint64_t r = 1; r < 4000000; r = r * 3 / 2 + 1) {
        wrong += primes_root(r * r) != r || primes_root(r * r - 1) != r - 1 || primes_root(r * r + 1) != r;
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

CU_TestInfo test_kernel_primes[] = {
    CLAIM(sieve_and_recurrence_agree_with_division), CLAIM(published_counts_are_met),
    CLAIM(the_size_of_blocks_changes_nothing),       CLAIM(a_far_block_agrees_with_division),
    CLAIM(roots_are_exact_beside_squares),           CU_TEST_INFO_NULL,
};
