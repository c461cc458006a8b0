/* SPDX-License-Identifier: BSD-3-Clause
 * test_kernel_points.c - pi, mandelbrot and square: variants beside the reference, and known sums.
 */
#include "kernel_mandelbrot.h"
#include "kernel_pi.h"
#include "kernel_square.h"
#include "tests.h"

#include <CUnit/CUnit.h>

#include <stdio.h>
#include <string.h>

static bool lacks_avx512(void)
{
    const bool lacks = rxt_isa_choose(NULL) != RXT_ISA_AVX512;
    if (lacks) {
        printf("(skipped: no AVX-512) ");
    }
    return lacks;
}

static void pi_hits_are_the_same_in_both_variants(void)
{
    /* The upper half of a block's number changes in the third and the fourth. */
    static const uint64_t first[] = {0, 12345, 0xffffffff, 0xfffffff1, UINT64_C(0x7fffffffffff0)};
    static const int64_t seed[] = {0, 1, INT64_C(9007199254740992)};
    size_t wrong = 0;
    if (lacks_avx512()) {
        return;
    }
    for (size_t f = 0; f < sizeof first / sizeof *first; f++) {
        for (size_t s = 0; s < sizeof seed / sizeof *seed; s++) {
            for (uint64_t n = 0; n < 200; n++) {
                wrong += pi_hits[RXT_ISA_AVX512](first[f], n, seed[s]) !=
                         pi_hits[RXT_ISA_PLAIN](first[f], n, seed[s]);
            }
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

static void mandelbrot_counts_are_the_same_in_both_variants(void)
{
    /* The whole picture, the point -2 to the last places, and a deep seam. */
    static const struct mandelbrot_view views[] = {
        {.n = 97, .x = -0.75, .width = 2.5},
        {.n = 64, .x = -0.5, .width = 8.0},
        {.n = 33, .x = -2.0, .width = 1e-12},
        {.n = 40, .x = -2.0, .width = 1e-3},
        {.n = 100, .x = -0.7435669, .y = 0.1314023, .width = 0.002},
    };
    static const unsigned iterations[] = {1, 7, 8, 9, 50, 301};
    size_t wrong = 0;
    if (lacks_avx512()) {
        return;
    }
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        for (size_t t = 0; t < sizeof iterations / sizeof *iterations; t++) {
            struct mandelbrot_view view = views[i];
            uint16_t plain[100], other[100];
            view.iterations = iterations[t];
            for (size_t j = 0; j < view.n; j++) {
                view.isa = RXT_ISA_PLAIN;
                mandelbrot_row(&view, j, plain);
                view.isa = RXT_ISA_AVX512;
                mandelbrot_row(&view, j, other);
                wrong += memcmp(plain, other, view.n * sizeof *plain) != 0;
            }
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

/* By the textbook's loop, one pixel after the other, in a program that shares nothing with the kernel. */
static void a_window_has_the_iterations_of_another_program(void)
{
    struct mandelbrot_view view = {.n = 256, .iterations = 1000, .x = -0.75, .width = 2.5};
    for (int isa = RXT_ISA_PLAIN; isa <= (lacks_avx512() ? RXT_ISA_PLAIN : RXT_ISA_AVX512); isa++) {
        uint64_t total = 0;
        view.isa = (enum rxt_isa)isa;
        for (size_t j = 0; j < view.n; j++) {
            uint16_t row[256];
            mandelbrot_row(&view, j, row);
            total += mandelbrot_sum_of(row, view.n).iterations;
        }
        CU_ASSERT_EQUAL(total, 16166944);
    }
}

/* Sums of the squares by hand. */
static void squares_add_up_by_the_formula(void)
{
    uint64_t sum = 0;
    CU_ASSERT_EQUAL(square_sum(0), 0);
    CU_ASSERT_EQUAL(square_sum(1), 1);
    CU_ASSERT_EQUAL(square_sum(10), 385);
    for (uint64_t n = 1; n <= 5000000; n++) { /* beyond 2^64 from 3,810,777 on */
        sum += n * n;
        if (n % 4999 < 6) {
            CU_ASSERT_EQUAL_FATAL(square_sum(n), sum);
        }
    }
    CU_ASSERT_EQUAL(square_sum(5000000), sum);
}

CU_TestInfo test_kernel_points[] = {
    CLAIM(pi_hits_are_the_same_in_both_variants),
    CLAIM(mandelbrot_counts_are_the_same_in_both_variants),
    CLAIM(a_window_has_the_iterations_of_another_program),
    CLAIM(squares_add_up_by_the_formula),
    CU_TEST_INFO_NULL,
};
