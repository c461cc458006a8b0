/* SPDX-License-Identifier: BSD-3-Clause
 * test_kernel_stats.c - passes over blocks, moments that are merged, what is not a number.
 */
#include "tests.h"

#include "kernel_stats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 3 * STATS_BLOCK + 7 };

static const struct stats_range unit = {.low = 0.0, .scale = STATS_BINS};

static const struct stats_passes *plain(void)
{
    return stats_passes_of(RXT_ISA_PLAIN, true);
}

static void products_do_not_overflow_before_the_remainder(void)
{
    const uint64_t n = UINT64_C(1000000000039), a = n - 2, b = n - 3;
    CU_ASSERT_EQUAL(stats_multiply(a, b, n), 6); /* (-2) (-3) */
    CU_ASSERT_EQUAL(stats_multiply(5, 7, 1), 0);
    CU_ASSERT_EQUAL(stats_coprime(1, 99), 1);
    for (uint64_t r = 0; r < 30; r++) {
        const uint64_t c = stats_coprime(30, r);
        CU_ASSERT(c % 2 && c % 3 && c % 5 && c < 30);
    }
}

static void a_sum_keeps_what_rounding_takes(void)
{
    struct stats_sum s = {1.0, 0.0};
    for (int i = 0; i < 1000; i++) {
        stats_add(&s, 1e-17);
    }
    CU_ASSERT_EQUAL(s.sum, 1.0);
    CU_ASSERT_DOUBLE_EQUAL(s.lost, 1e-14, 1e-24);
    stats_add(&s, -1.0);
    CU_ASSERT_DOUBLE_EQUAL(stats_value(s), 1e-14, 1e-24);
}

static void a_pass_sums_every_number_once(void)
{
    double x[197];
    struct stats_part part;
    for (size_t n = 1; n <= sizeof x / sizeof x[0]; n++) {
        uint64_t n_counted = 0;
        for (size_t i = 0; i < n; i++) {
            x[i] = (double)i / 256.0;
        }
        stats_part_of(plain(), x, n, &unit, &part);
        for (size_t b = 0; b < STATS_BINS; b++) {
            n_counted += part.bin[b];
        }
        const double count = (double)n;
        CU_ASSERT_EQUAL(n_counted, n);
        CU_ASSERT_EQUAL(part.bin[n - 1], 1);
        CU_ASSERT_EQUAL(part.moments.n, count);
        CU_ASSERT_DOUBLE_EQUAL(stats_value(part.moments.mean), (count - 1.0) / 512.0, 1e-16);
        CU_ASSERT_DOUBLE_EQUAL(stats_value(part.moments.m2), count * (count * count - 1.0) / 12.0 / 65536.0,
                               1e-13);
        CU_ASSERT_EQUAL(part.min, 0.0);
        CU_ASSERT_EQUAL(part.max, x[n - 1]);
    }
}

/* A mean of 1e9 and a deviation of 1/2: sums of x^2 would lose all of the variance. */
static void a_far_mean_costs_no_digit_of_the_variance(void)
{
    double *x = malloc(MOST * sizeof *x);
    struct stats_part part;
    CU_ASSERT_PTR_NOT_NULL_FATAL(x);
    for (size_t i = 0; i < MOST - 1; i++) {
        x[i] = 1e9 + (i % 2 ? 0.5 : -0.5);
    }
    stats_part_of(plain(), x, MOST - 1, &(struct stats_range){1e9 - 0.5, STATS_BINS}, &part);
    CU_ASSERT_EQUAL(stats_value(part.moments.mean), 1e9);
    CU_ASSERT_DOUBLE_EQUAL(stats_value(part.moments.m2) / (MOST - 1), 0.25, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(stats_value(part.moments.m3) / (MOST - 1), 0.0, 1e-15);
    CU_ASSERT_EQUAL(part.bin[0], (MOST - 1) / 2);
    CU_ASSERT_EQUAL(part.bin[STATS_BINS - 1], (MOST - 1) / 2);
    free(x);
}

static void numbers_that_are_none_are_counted_apart(void)
{
    double *x = malloc(MOST * sizeof *x);
    struct stats_part part;
    CU_ASSERT_PTR_NOT_NULL_FATAL(x);
    for (size_t i = 0; i < MOST; i++) {
        x[i] = 0.25;
    }
    x[0] = NAN;
    x[STATS_BLOCK] = INFINITY;
    x[STATS_BLOCK + 1] = -INFINITY;
    x[MOST - 1] = -NAN;
    stats_part_of(plain(), x, MOST, &unit, &part);
    CU_ASSERT_EQUAL(part.others, 4);
    CU_ASSERT_EQUAL(part.moments.n, (double)(MOST - 4));
    CU_ASSERT_EQUAL(part.bin[64], MOST - 4);
    CU_ASSERT_EQUAL(part.min, 0.25);
    CU_ASSERT_EQUAL(part.max, 0.25);
    CU_ASSERT_EQUAL(stats_value(part.moments.m2), 0.0);
    x[0] = NAN;
    stats_part_of(plain(), x, 1, &unit, &part);
    CU_ASSERT_EQUAL(part.others, 1);
    CU_ASSERT_EQUAL(part.moments.n, 0.0);
    free(x);
}

static void without_bins_all_else_is_the_same(void)
{
    double x[300];
    struct stats_part with, without;
    for (size_t i = 0; i < sizeof x / sizeof x[0]; i++) {
        x[i] = (double)(i * 7919 % 10007) / 10007.0;
    }
    stats_part_of(plain(), x, sizeof x / sizeof x[0], &unit, &with);
    stats_part_of(stats_passes_of(RXT_ISA_PLAIN, false), x, sizeof x / sizeof x[0], &unit, &without);
    CU_ASSERT_NOT_EQUAL(memcmp(&with, &without, sizeof with), 0);
    memset(with.bin, 0, sizeof with.bin);
    CU_ASSERT_EQUAL(memcmp(&with, &without, sizeof with), 0);
}

static void both_variants_give_the_same_bits(void)
{
    double *x = malloc(MOST * sizeof *x);
    struct stats_part a, b;
    CU_ASSERT_PTR_NOT_NULL_FATAL(x);
    if (rxt_isa_choose(NULL) == RXT_ISA_PLAIN) {
        printf("(skipped: no AVX-512) ");
        free(x);
        return;
    }
    for (size_t i = 0; i < MOST; i++) {
        x[i] = (double)(i * 7919 % 10007) / 10007.0;
    }
    x[5] = -0.0;
    x[STATS_BLOCK + 9] = NAN;
    for (size_t n = 1; n <= MOST; n += n < 80 ? 1 : 977) {
        memset(&a, 0, sizeof a);
        memset(&b, 0, sizeof b);
        stats_part_of(plain(), x + MOST - n, n, &unit, &a);
        stats_part_of(stats_passes_of(RXT_ISA_AVX512, true), x + MOST - n, n, &unit, &b);
        CU_ASSERT_EQUAL(memcmp(&a, &b, sizeof a), 0);
        stats_part_of(stats_passes_of(RXT_ISA_AVX512, false), x + MOST - n, n, &unit, &b);
        memset(a.bin, 0, sizeof a.bin);
        CU_ASSERT_EQUAL(memcmp(&a, &b, sizeof a), 0);
    }
    free(x);
}

CU_TestInfo test_kernel_stats[] = {
    CLAIM(products_do_not_overflow_before_the_remainder),
    CLAIM(a_sum_keeps_what_rounding_takes),
    CLAIM(a_pass_sums_every_number_once),
    CLAIM(a_far_mean_costs_no_digit_of_the_variance),
    CLAIM(numbers_that_are_none_are_counted_apart),
    CLAIM(without_bins_all_else_is_the_same),
    CLAIM(both_variants_give_the_same_bits),
    CU_TEST_INFO_NULL,
};
