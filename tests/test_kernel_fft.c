/* SPDX-License-Identifier: BSD-3-Clause
 * test_kernel_fft.c - rows become columns, in C and in AVX-512.
 */
#include "tests.h"

#include "kernel_fft.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 37, STRIDE = 12 };

static void fill(struct fft_complex *rows, size_t apart)
{
    for (size_t k = 0; k < FFT_BLOCK * apart; k++) {
        rows[k] = (struct fft_complex){(double)k, -(double)k};
    }
}

static size_t wrong_columns(fft_leave_fn leave, size_t n)
{
    const size_t apart = n + FFT_PAD;
    struct fft_complex *rows = calloc(FFT_BLOCK * apart, sizeof *rows);
    struct fft_complex *columns = aligned_alloc(64, MOST * STRIDE * sizeof *columns);
    CU_ASSERT_FATAL(rows && columns);
    size_t wrong = 0;
    memset(columns, 0xff, MOST * STRIDE * sizeof *columns);
    fill(rows, apart);
    leave(rows, apart, n, columns, STRIDE);
    for (size_t j = 0; j < n; j++) {
        for (size_t i = 0; i < FFT_BLOCK; i++) {
            wrong += memcmp(&columns[j * STRIDE + i], &rows[i * apart + j], sizeof *rows) != 0;
        }
    }
    for (size_t j = n * STRIDE; j < MOST * STRIDE; j++) { /* still NaN */
        wrong += columns[j].re == columns[j].re;
    }
    free(rows);
    free(columns);
    return wrong;
}

static void columns_are_the_rows_turned(void)
{
    for (size_t n = 1; n <= MOST; n++) {
        CU_ASSERT_EQUAL(wrong_columns(fft_leave, n), 0);
    }
}

static void avx512_turns_rows_as_c_does(void)
{
    const fft_leave_fn leave = RXT_AVX512_OF(fft_leave_avx512);
    if (!leave || rxt_isa_choose(NULL) != RXT_ISA_AVX512) {
        printf("(skipped: no AVX-512) ");
        return;
    }
    for (size_t n = 1; n <= MOST; n++) {
        CU_ASSERT_EQUAL(wrong_columns(leave, n), 0);
    }
}

static void every_root_of_unity_has_its_mirror(void)
{
    for (size_t n = 1; n <= 64; n++) {
        for (size_t k = 1; k < n; k++) {
            const struct fft_complex w = fft_root(k, n), m = fft_root(n - k, n);
            CU_ASSERT(w.re == m.re && w.im == -m.im);
        }
        const struct fft_complex one = fft_root(0, n), quarter = fft_root(n, 4 * n);
        CU_ASSERT(one.re == 1.0 && one.im == 0.0);
        CU_ASSERT(quarter.re == 0.0 && quarter.im == -1.0);
    }
}

CU_TestInfo test_kernel_fft[] = {
    CLAIM(columns_are_the_rows_turned),
    CLAIM(avx512_turns_rows_as_c_does),
    CLAIM(every_root_of_unity_has_its_mirror),
    CU_TEST_INFO_NULL,
};
