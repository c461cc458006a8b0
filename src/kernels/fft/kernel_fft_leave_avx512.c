/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_fft_leave_avx512.c - rows become columns, four by four in registers, and leave past the caches.
 *
 * A column's run is two whole cache lines that nobody reads before the other pass: written
 * past the caches they are neither read first nor do they drive the scratch out.
 */
#include "kernel_fft.h"

#include <immintrin.h>

/* Four rows of four complex numbers each; out[c] is column c. */
static inline void turn_square(const struct fft_complex *rows, size_t apart, __m512d out[4])
{
    const __m512d a = _mm512_loadu_pd(&rows[0].re), b = _mm512_loadu_pd(&rows[apart].re);
    const __m512d c = _mm512_loadu_pd(&rows[2 * apart].re), d = _mm512_loadu_pd(&rows[3 * apart].re);
    const __m512d ab_even = _mm512_shuffle_f64x2(a, b, 0x88), ab_odd = _mm512_shuffle_f64x2(a, b, 0xdd);
    const __m512d cd_even = _mm512_shuffle_f64x2(c, d, 0x88), cd_odd = _mm512_shuffle_f64x2(c, d, 0xdd);
    out[0] = _mm512_shuffle_f64x2(ab_even, cd_even, 0x88);
    out[1] = _mm512_shuffle_f64x2(ab_odd, cd_odd, 0x88);
    out[2] = _mm512_shuffle_f64x2(ab_even, cd_even, 0xdd);
    out[3] = _mm512_shuffle_f64x2(ab_odd, cd_odd, 0xdd);
}

void fft_leave_avx512(const struct fft_complex *rows, size_t apart, size_t n, struct fft_complex *columns,
                      size_t stride)
{
    __m512d low[4], high[4];
    size_t j = 0;
    for (; j + 4 <= n; j += 4) {
        turn_square(rows + j, apart, low);
        turn_square(rows + 4 * apart + j, apart, high);
        for (size_t c = 0; c < 4; c++) {
            _mm512_stream_pd(&columns[(j + c) * stride].re, low[c]);
            _mm512_stream_pd(&columns[(j + c) * stride + 4].re, high[c]);
        }
    }
    _mm_sfence();
    fft_leave(rows + j, apart, n - j, columns + j * stride, stride);
}
