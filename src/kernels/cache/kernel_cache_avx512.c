/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_cache_avx512.c - add up numbers, 8 at once: two loads a cycle need eight sums.
 */
#include "kernel_cache.h"

#include <immintrin.h>

enum { WIDE = CACHE_STEP / 8 };

double cache_sum_avx512(const double *x, size_t n, size_t passes)
{
    __m512d sum[WIDE], all = _mm512_setzero_pd();
    for (int k = 0; k < WIDE; k++) {
        sum[k] = _mm512_setzero_pd();
    }
    for (size_t pass = 0; pass < passes; pass++) {
        for (size_t i = 0; i < n; i += CACHE_STEP) {
            for (int k = 0; k < WIDE; k++) {
                sum[k] = _mm512_add_pd(sum[k], _mm512_load_pd(x + i + 8 * k));
            }
        }
    }
    for (int k = 0; k < WIDE; k++) {
        all = _mm512_add_pd(all, sum[k]);
    }
    return _mm512_reduce_add_pd(all);
}
