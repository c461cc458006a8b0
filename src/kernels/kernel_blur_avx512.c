/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_blur_avx512.c - the passes of `blur` for numbers of 8 bits, 32 at once in registers.
 */
#include "kernel_blur.h"

#include <immintrin.h>

enum { LANES = 32 };

static inline __m512i load8(const uint8_t *p)
{
    return _mm512_cvtepu8_epi16(_mm256_loadu_si256((const void *)p));
}

static inline __m512i down_at(const struct blur_shape *b, const uint8_t *mid, size_t stride)
{
    __m512i sum = _mm512_mulhrs_epi16(_mm512_slli_epi16(load8(mid), 6), _mm512_set1_epi16((int16_t)b->q[0]));
    for (size_t k = 1; k <= b->radius; k++) {
        const __m512i pair = _mm512_add_epi16(load8(mid - k * stride), load8(mid + k * stride));
        const __m512i part =
            _mm512_mulhrs_epi16(_mm512_slli_epi16(pair, 6), _mm512_set1_epi16((int16_t)b->q[k]));
        sum = _mm512_add_epi16(sum, part);
    }
    return sum;
}

static inline __m512i along_at(const struct blur_shape *b, const int16_t *v)
{
    __m512i sum = _mm512_mulhrs_epi16(_mm512_loadu_si512(v), _mm512_set1_epi16((int16_t)b->q[0]));
    for (size_t k = 1; k <= b->radius; k++) {
        const __m512i pair = _mm512_add_epi16(_mm512_loadu_si512(v - k * b->channels),
                                              _mm512_loadu_si512(v + k * b->channels));
        sum = _mm512_add_epi16(sum, _mm512_mulhrs_epi16(pair, _mm512_set1_epi16((int16_t)b->q[k])));
    }
    return _mm512_srli_epi16(_mm512_add_epi16(sum, _mm512_set1_epi16(32)), 6);
}

/* The last vector of a row overlaps the one before; a row shorter than one is left to C. */
void blur_down_avx512(const struct blur_shape *b, const uint8_t *in, size_t stride, size_t n, int16_t *v)
{
    const uint8_t *mid = in + b->radius * stride;
    if (n < LANES) {
        blur_down_plain(b, in, stride, n, v);
        return;
    }
    for (size_t x = 0; x < n; x += LANES) {
        const size_t at = kernel_min(x, n - LANES);
        _mm512_storeu_si512(v + at, down_at(b, mid + at, stride));
    }
}

void blur_along_avx512(const struct blur_shape *b, const int16_t *v, size_t n, uint8_t *out)
{
    if (n < LANES) {
        blur_along_plain(b, v, n, out);
        return;
    }
    for (size_t x = 0; x < n; x += LANES) {
        const size_t at = kernel_min(x, n - LANES);
        _mm256_storeu_si256((void *)(out + at), _mm512_cvtepi16_epi8(along_at(b, v + at)));
    }
}
