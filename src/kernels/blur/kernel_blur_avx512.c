/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_blur_avx512.c - the passes of `blur` for numbers of 8 bits, 64 at once in registers.
 */
#include "kernel_blur.h"

#include <immintrin.h>

enum { LANES = 64 };

static inline __m512i load(const void *p)
{
    return _mm512_loadu_si512(p);
}

static inline __m512i add_part(__m512i sum, __m512i pair, int32_t q)
{
    return _mm512_add_epi16(sum, _mm512_mulhrs_epi16(pair, _mm512_set1_epi32(q)));
}

static void spread(const struct blur_shape *b, int32_t *q)
{
    for (size_t k = 0; k <= b->radius; k++) {
        q[k] = b->q[k] * 0x10001;
    }
}

/* LANES numbers. Bytes from above and from below are interleaved, multiplied by 64 and added in one
 * instruction; the numbers come back in order at the end. */
static inline void down_at(const struct blur_shape *b, const int32_t *q, const uint8_t *mid, size_t stride,
                           int16_t *v)
{
    const __m512i up6 = _mm512_set1_epi8(64), zero = _mm512_setzero_si512();
    const __m512i first = _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11);
    const __m512i second = _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15);
    const __m512i middle = load(mid);
    __m512i low = add_part(zero, _mm512_maddubs_epi16(_mm512_unpacklo_epi8(middle, zero), up6), q[0]);
    __m512i high = add_part(zero, _mm512_maddubs_epi16(_mm512_unpackhi_epi8(middle, zero), up6), q[0]);
    for (size_t k = 1; k <= b->radius; k++) {
        const __m512i above = load(mid - k * stride), below = load(mid + k * stride);
        low = add_part(low, _mm512_maddubs_epi16(_mm512_unpacklo_epi8(above, below), up6), q[k]);
        high = add_part(high, _mm512_maddubs_epi16(_mm512_unpackhi_epi8(above, below), up6), q[k]);
    }
    _mm512_storeu_si512(v, _mm512_permutex2var_epi64(low, first, high));
    _mm512_storeu_si512(v + LANES / 2, _mm512_permutex2var_epi64(low, second, high));
}

/* LANES numbers. */
static inline void along_at(const struct blur_shape *b, const int32_t *q, const int16_t *v, uint8_t *out)
{
    const __m512i half = _mm512_set1_epi16(32);
    __m512i low = add_part(half, load(v), q[0]), high = add_part(half, load(v + LANES / 2), q[0]);
    for (size_t k = 1; k <= b->radius; k++) {
        const int16_t *left = v - k * b->channels, *right = v + k * b->channels;
        low = add_part(low, _mm512_add_epi16(load(left), load(right)), q[k]);
        high = add_part(high, _mm512_add_epi16(load(left + LANES / 2), load(right + LANES / 2)), q[k]);
    }
    _mm256_storeu_si256((void *)out, _mm512_cvtepi16_epi8(_mm512_srli_epi16(low, 6)));
    _mm256_storeu_si256((void *)(out + LANES / 2), _mm512_cvtepi16_epi8(_mm512_srli_epi16(high, 6)));
}

/* The last vector of a row overlaps the one before; a row shorter than one is left to C. */
void blur_down_avx512(const struct blur_shape *b, const uint8_t *in, size_t stride, size_t n, int16_t *v)
{
    const uint8_t *mid = in + b->radius * stride;
    if (n < LANES) {
        blur_down_plain(b, in, stride, n, v);
        return;
    }
    int32_t q[BLUR_NARROW + 1];
    spread(b, q);
    for (size_t x = 0; x < n; x += LANES) {
        const size_t at = rxt_min(x, n - LANES);
        down_at(b, q, mid + at, stride, v + at);
    }
}

void blur_along_avx512(const struct blur_shape *b, const int16_t *v, size_t n, uint8_t *out)
{
    if (n < LANES) {
        blur_along_plain(b, v, n, out);
        return;
    }
    int32_t q[BLUR_NARROW + 1];
    spread(b, q);
    for (size_t x = 0; x < n; x += LANES) {
        const size_t at = rxt_min(x, n - LANES);
        along_at(b, q, v + at, out + at);
    }
}
