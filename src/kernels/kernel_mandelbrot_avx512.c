/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_mandelbrot_avx512.c - a row of escape times, four vectors of 8 pixels in flight.
 *
 * A point that has left |z| <= 2 does not come back, so it is enough to look after a block of steps:
 * if all pixels that were in still are, every step of the block counts. Otherwise the vector does
 * the block again, looking at each step. The arithmetic is that of the plain loop, bit for bit.
 */
#include "kernel_mandelbrot.h"

#include <immintrin.h>

#define INLINE static inline __attribute__((always_inline))

enum { VECTORS = 4, LANES = 8 * VECTORS, STEPS = 8, SOON = 8 };

struct pixels {
    __m512d cx, re, im;
    __m512i count;
    __mmask8 live;
};

/* z <- z^2 + c; returns |z|^2 of the old z. */
INLINE __m512d step(__m512d *re, __m512d *im, __m512d cx, __m512d cy)
{
    const __m512d re2 = _mm512_mul_pd(*re, *re), im2 = _mm512_mul_pd(*im, *im);
    *im = _mm512_add_pd(_mm512_mul_pd(_mm512_add_pd(*re, *re), *im), cy);
    *re = _mm512_add_pd(_mm512_sub_pd(re2, im2), cx);
    return _mm512_add_pd(re2, im2);
}

INLINE __mmask8 is_in(__mmask8 live, __m512d norm)
{
    return _mm512_mask_cmp_pd_mask(live, norm, _mm512_set1_pd(4.0), _CMP_LE_OQ);
}

INLINE void count_step(struct pixels *p, __m512d cy)
{
    p->live = is_in(p->live, step(&p->re, &p->im, p->cx, cy));
    p->count = _mm512_mask_add_epi64(p->count, p->live, p->count, _mm512_set1_epi64(1));
}

INLINE unsigned live_of(const struct pixels p[VECTORS])
{
    return (unsigned)p[0].live | p[1].live | p[2].live | p[3].live;
}

/* Steps of all vectors, each looked at; returns the pixels that are still in. */
INLINE unsigned count_steps(struct pixels p[VECTORS], __m512d cy, unsigned steps)
{
    for (unsigned t = 0; t < steps; t++) {
        for (int u = 0; u < VECTORS; u++) {
            count_step(&p[u], cy);
        }
    }
    return live_of(p);
}

/* A block of steps of all vectors, looked at once; returns the pixels that are still in. */
INLINE unsigned do_block(struct pixels p[VECTORS], __m512d cy)
{
    __m512d re[VECTORS], im[VECTORS], norm[VECTORS];
    for (int u = 0; u < VECTORS; u++) {
        re[u] = p[u].re;
        im[u] = p[u].im;
    }
#pragma GCC unroll 8
    for (int t = 0; t < STEPS; t++) {
        for (int u = 0; u < VECTORS; u++) {
            norm[u] = step(&re[u], &im[u], p[u].cx, cy);
        }
    }
    for (int u = 0; u < VECTORS; u++) {
        if (is_in(p[u].live, norm[u]) == p[u].live) {
            p[u].count = _mm512_mask_add_epi64(p[u].count, p[u].live, p[u].count, _mm512_set1_epi64(STEPS));
            p[u].re = re[u];
            p[u].im = im[u];
        } else {
            for (int t = 0; t < STEPS; t++) {
                count_step(&p[u], cy);
            }
        }
    }
    return live_of(p);
}

void mandelbrot_pixels_avx512(const double *cx, double cy, unsigned iterations, uint16_t *count)
{
    const __m512d y = _mm512_set1_pd(cy);
    struct pixels p[VECTORS];
    for (int u = 0; u < VECTORS; u++) {
        p[u].cx = p[u].re = _mm512_loadu_pd(cx + 8 * u);
        p[u].im = y;
        p[u].count = _mm512_setzero_si512();
        p[u].live = 0xff;
    }
    /* Most that leave leave soon; and the last block may not be whole. */
    const unsigned soon = iterations < SOON ? iterations : SOON + (iterations - SOON) % STEPS;
    unsigned live = count_steps(p, y, soon);
    for (unsigned t = soon; t < iterations && live; t += STEPS) {
        live = do_block(p, y);
    }
    for (int u = 0; u < VECTORS; u++) {
        _mm_storeu_si128((__m128i *)(void *)(count + 8 * u), _mm512_cvtepi64_epi16(p[u].count));
    }
}
