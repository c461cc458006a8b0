/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_transpose_avx512.h - eight rows of eight 64-bit words become columns.
 */
#ifndef KERNEL_TRANSPOSE_AVX512_H
#define KERNEL_TRANSPOSE_AVX512_H

#include <immintrin.h>

static inline void kernel_transpose(__m512i r[8])
{
    __m512i t[8];
    for (int i = 0; i < 8; i += 2) {
        t[i] = _mm512_unpacklo_epi64(r[i], r[i + 1]);
        t[i + 1] = _mm512_unpackhi_epi64(r[i], r[i + 1]);
    }
    for (int i = 0; i < 2; i++) { /* columns i, i + 2, i + 4, i + 6 */
        const __m512i a = _mm512_shuffle_i64x2(t[i], t[i + 2], 0x44),
                      b = _mm512_shuffle_i64x2(t[i], t[i + 2], 0xee),
                      c = _mm512_shuffle_i64x2(t[i + 4], t[i + 6], 0x44),
                      d = _mm512_shuffle_i64x2(t[i + 4], t[i + 6], 0xee);
        r[i] = _mm512_shuffle_i64x2(a, c, 0x88);
        r[i + 2] = _mm512_shuffle_i64x2(a, c, 0xdd);
        r[i + 4] = _mm512_shuffle_i64x2(b, d, 0x88);
        r[i + 6] = _mm512_shuffle_i64x2(b, d, 0xdd);
    }
}

#endif
