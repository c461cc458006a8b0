/* SPDX-License-Identifier: BSD-3-Clause
 * test_kernel_factor.c - tests for primes, chains of additions, curves, numbers from a text.
 */
#include "tests.h"

#include "kernel_factor_mont.h"
#include "kernel_factor_team.h"

#include "rxt/err.h"
#include "rxt/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_prime_slowly(uint64_t v)
{
    uint64_t d = 2;
    while (d * d <= v && v % d) {
        d++;
    }
    return v >= 2 && d * d > v;
}

static void both_tests_for_primes_agree_with_division(void)
{
    size_t wrong = 0;
    for (uint64_t v = 0; v < 20000; v++) {
        const bool prime = is_prime_slowly(v);
        wrong += factor_is_prime(v) != prime || factor_is_prime_by_division(v) != prime;
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

/* The least composites that pass for 1, 2, ... of the first primes (OEIS A014233), and bases of the seven. */
static void strong_pseudoprimes_are_no_primes(void)
{
    static const uint64_t composite[] = {UINT64_C(2047),
                                         UINT64_C(1373653),
                                         UINT64_C(25326001),
                                         UINT64_C(3215031751),
                                         UINT64_C(2152302898747),
                                         UINT64_C(3474749660383),
                                         UINT64_C(341550071728321),
                                         UINT64_C(3825123056546413051),
                                         UINT64_C(18446744073709551615),
                                         UINT64_C(9375) * 9375};
    static const uint64_t prime[] = {UINT64_C(450787), UINT64_C(4294967291), UINT64_C(18446744073709551557)};
    for (size_t i = 0; i < sizeof composite / sizeof composite[0]; i++) {
        CU_ASSERT_FALSE(factor_is_prime(composite[i]));
        CU_ASSERT_FALSE(factor_is_prime_by_division(composite[i]));
    }
    for (size_t i = 0; i < sizeof prime / sizeof prime[0]; i++) {
        CU_ASSERT_EQUAL(factor_is_prime(prime[i]), factor_is_prime_by_division(prime[i]));
    }
    CU_ASSERT(factor_is_prime(prime[1]) && factor_is_prime(prime[2]));
}

/* Follow the multiples of the first point: every addition knows its difference, up to the sign. */
static uint64_t follow(const struct factor_plan *plan, uint64_t modulus, size_t *wrong)
{
    uint64_t at[PLAN_REGISTERS] = {1};
    for (size_t i = 0; i < plan->n_steps; i++) {
        const struct plan_step s = plan->steps[i];
        const uint64_t b = at[s.b], c = s.c < PLAN_REGISTERS ? at[s.c] : 0, d = at[s.d];
        const uint64_t sum = (b + c) % modulus, rest = (b + modulus - c) % modulus;
        if (s.c >= PLAN_COPY) {
            at[s.a] = s.c == PLAN_COPY ? b : 2 * b % modulus;
        } else if (d == rest || d == modulus - rest) {
            at[s.a] = sum;
        } else {
            *wrong += d != sum && d != modulus - sum;
            at[s.a] = rest;
        }
    }
    return at[plan->result];
}

/* lcm(1 .. bound), and 2 once more, modulo a prime; a point and its negative have the same X and Z. */
static void chains_multiply_by_all_prime_powers(void)
{
    const uint64_t modulus = UINT64_C(2305843009213693951);
    for (unsigned bound = 59; bound <= 211; bound += 19) {
        struct factor_plan *plan = calloc(1, sizeof *plan);
        CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
        factor_plan_make(plan, bound, 1000);
        uint64_t want = 2;
        size_t wrong = 0;
        for (unsigned p = 2; p <= bound; p++) {
            for (unsigned power = p; is_prime_slowly(p) && power <= bound; power *= p) {
                want = (uint64_t)((mont_wide)want * p % modulus);
            }
        }
        const uint64_t got = follow(plan, modulus, &wrong);
        CU_ASSERT(got == want || got == modulus - want);
        CU_ASSERT_EQUAL(wrong, 0);
        free(plan);
    }
}

/* Every prime between the bounds is a giant plus or minus a baby of some pair. */
static void pairs_cover_the_primes_between_the_bounds(void)
{
    struct factor_plan *plan = calloc(1, sizeof *plan);
    CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
    factor_plan_make(plan, 70, 2500);
    size_t missed = 0;
    for (unsigned p = 71; p <= 2500; p++) {
        bool has = !is_prime_slowly(p);
        for (size_t i = 0; i < plan->n_pairs; i++) {
            const unsigned giant = (plan->pair_giant[i] + 1U) * PLAN_GIANT,
                           baby = plan_baby(plan->pair_baby[i]);
            has = has || p == giant - baby || p == giant + baby;
        }
        missed += !has;
    }
    CU_ASSERT_EQUAL(missed, 0);
    free(plan);
}

enum { HARD = 300 };

static size_t wrong_answers(enum rxt_isa isa, const uint64_t *numbers, size_t n)
{
    static struct factor_tools tools;
    struct factor_answer *answers = calloc(n, sizeof *answers);
    struct factor_task *tasks = calloc(n + FACTOR_LANES, sizeof *tasks);
    size_t wrong = 0;
    if (!answers || !tasks) {
        free(answers);
        free(tasks);
        return n;
    }
    factor_tools_make(&tools, isa);
    for (size_t i = 0; i < n; i++) {
        answers[i].number = numbers[i];
    }
    factor_numbers(&tools, answers, n, tasks);
    for (size_t i = 0; i < n; i++) {
        wrong += !factor_answer_right(&answers[i]) || answers[i].number != numbers[i];
    }
    free(answers);
    free(tasks);
    return wrong;
}

/* Numbers that lead somewhere else than most: squares, cubes, powers, products of equal or near primes. */
static void hard_numbers_are_factored_by_every_variant(void)
{
    static const uint64_t edge[] = {2,
                                    3,
                                    4,
                                    UINT64_C(1) << 63,
                                    UINT64_C(12157665459056928801),
                                    UINT64_MAX,
                                    UINT64_C(614889782588491410),
                                    UINT64_C(4294967291) * 4294967291,
                                    UINT64_C(4294967291) * 4294967279,
                                    UINT64_C(2642239) * 2642239 * 2642239,
                                    UINT64_C(65521) * 65521 * 65521 * 65521,
                                    UINT64_C(1033) * 1039 * 1049 * 1051,
                                    UINT64_C(1031) * 1033 * 1039 * 1049 * 1051 * 1061,
                                    UINT64_C(1033) * 1033 * 1033 * 1033 * 1033 * 1033,
                                    UINT64_C(18446744073709551557),
                                    UINT64_C(1000003) * 1000003,
                                    UINT64_C(65537) * 65539};
    uint64_t numbers[HARD];
    size_t n = sizeof edge / sizeof edge[0];
    memcpy(numbers, edge, sizeof edge);
    for (; n < HARD; n++) {
        const struct factor_source source = {.kind = (enum factor_kind)(n % FACTOR_KINDS), .seed = 7};
        numbers[n] = factor_number(&source, n);
    }
    CU_ASSERT_EQUAL(wrong_answers(RXT_ISA_PLAIN, numbers, HARD), 0);
    if (rxt_isa_choose(NULL) == RXT_ISA_AVX512) {
        CU_ASSERT_EQUAL(wrong_answers(RXT_ISA_AVX512, numbers, HARD), 0);
    } else {
        printf(" (AVX-512 skipped: this machine or build lacks it) ");
    }
}

static void rho_splits_products_and_squares(void)
{
    size_t wrong = 0;
    for (uint64_t p = 1033; p < 1200; p += 2) {
        for (uint64_t q = p; q < 1200 && is_prime_slowly(p); q += 2) {
            const uint64_t f = is_prime_slowly(q) ? factor_rho(p * q) : p;
            wrong += f != p && f != q;
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

static enum rxt_err read_text(const char *text, uint64_t *last)
{
    struct factor_answer answers[8];
    const unsigned char *bytes = (const unsigned char *)text;
    const size_t n = factor_lines(bytes, strlen(text));
    const enum rxt_err err = n <= 8 ? factor_read("numbers.txt", bytes, strlen(text), answers) : RXT_E_RANGE;
    *last = n > 0 ? answers[n - 1].number : 0;
    return err;
}

static void numbers_are_read_line_by_line(void)
{
    uint64_t last = 0;
    CU_ASSERT(read_text("2\n3\n", &last) == RXT_OK && last == 3);
    CU_ASSERT(read_text("2\r\n18446744073709551615", &last) == RXT_OK && last == UINT64_MAX);
    CU_ASSERT(read_text("0000000000000000000000000012", &last) == RXT_OK && last == 12);
    CU_ASSERT_EQUAL(factor_lines((const unsigned char *)"", 0), 0);
}

static void a_bad_line_is_named_by_its_number(void)
{
    static const char *const bad[] = {"2\n0\n",
                                      "2\n1",
                                      "2\n18446744073709551616\n",
                                      "2\n-5\n",
                                      "2\n\n3",
                                      "2\n3x",
                                      "2\n99999999999999999999999999999999999999999"};
    uint64_t last = 0;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CU_ASSERT_EQUAL(read_text(bad[i], &last), RXT_E_INPUT);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "input 'numbers.txt', line 2: "));
    }
}

static void a_damaged_answer_is_seen(void)
{
    struct factor_answer a = {.number = 60, .small = {2, 3, 5}, .n_small = 3};
    CU_ASSERT(factor_answer_right(&a));
    a.small[2] = 7;
    CU_ASSERT_FALSE(factor_answer_right(&a));
    a = (struct factor_answer){.number = 60, .small = {4, 3, 5}, .n_small = 3};
    CU_ASSERT_FALSE(factor_answer_right(&a));
    a = (struct factor_answer){.number = 60, .small = {2, 15}, .n_small = 2};
    CU_ASSERT_FALSE(factor_answer_right(&a));
    a = (struct factor_answer){.number = UINT64_C(65537) * 65539, .large = {65539, 65537}, .n_large = 2};
    CU_ASSERT_FALSE(factor_answer_right(&a));
}

CU_TestInfo test_kernel_factor[] = {
    CLAIM(both_tests_for_primes_agree_with_division),
    CLAIM(strong_pseudoprimes_are_no_primes),
    CLAIM(chains_multiply_by_all_prime_powers),
    CLAIM(pairs_cover_the_primes_between_the_bounds),
    CLAIM(hard_numbers_are_factored_by_every_variant),
    CLAIM(rho_splits_products_and_squares),
    CLAIM(numbers_are_read_line_by_line),
    CLAIM(a_bad_line_is_named_by_its_number),
    CLAIM(a_damaged_answer_is_seen),
    CU_TEST_INFO_NULL,
};
