/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_fma_avx512.c - the chains of an item, 8 at once: the peak of the widest registers that a kernel here uses.
 *
 * Compilers prefer 256 bits on some processors whose 512 are faster.
 */
#include "kernel_fma.h"

#include <immintrin.h>

enum { WIDE = FMA_CHAINS / 8 };

double fma_chains_avx512(double first, double a, double b)
{
    const __m512d factor = _mm512_set1_pd(a), addend = _mm512_set1_pd(b);
    const __m512d lanes = _mm512_set_pd(7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0);
    __m512d x[WIDE], sum = _mm512_setzero_pd();
    for (int k = 0; k < WIDE; k++) {
        x[k] = _mm512_add_pd(lanes, _mm512_set1_pd(first + 8.0 * k));
    }
    for (int t = 0; t < FMA_STEPS; t++) {
        for (int k = 0; k < WIDE; k++) {
            x[k] = _mm512_fmadd_pd(x[k], factor, addend);
        }
    }
    for (int k = 0; k < WIDE; k++) {
        sum = _mm512_add_pd(sum, x[k]);
    }
    return _mm512_reduce_add_pd(sum);
}
