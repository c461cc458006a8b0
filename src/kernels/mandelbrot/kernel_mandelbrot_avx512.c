/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_mandelbrot_avx512.c - escape times of four vectors of 8 pixels in flight.
 *
 * A point that has left |z| <= 2 does not come back, so it is enough to look after a block of steps:
 * if all pixels that were in still are, every step of the block counts. Otherwise the block is done
 * again, looking at each step. The arithmetic is that of the plain loop, bit for bit.
 */
#include "kernel_mandelbrot.h"

#include <immintrin.h>

#define INLINE static inline __attribute__((always_inline))

enum { VECTORS = 4, STEPS = 6, SOON = 6 };

struct pixels {
    __m512d cx[VECTORS], re[VECTORS], im[VECTORS];
    __m512i count[VECTORS]; /* of those that are out */
    __mmask8 live[VECTORS];
};

/* z <- z^2 + c; returns |z|^2 of the old z. Doubling is exact, so the fused form has the bits of the
 * two additions; it takes one addition from the pipes that add to those that multiply. */
INLINE __m512d step(__m512d *re, __m512d *im, __m512d cx, __m512d cy, bool fused)
{
    const __m512d re2 = _mm512_mul_pd(*re, *re), im2 = _mm512_mul_pd(*im, *im),
                  half = _mm512_mul_pd(*re, *im);
    *im =
        fused ? _mm512_fmadd_pd(half, _mm512_set1_pd(2.0), cy) : _mm512_add_pd(_mm512_add_pd(half, half), cy);
    *re = _mm512_add_pd(_mm512_sub_pd(re2, im2), cx);
    return _mm512_add_pd(re2, im2);
}

INLINE __mmask8 is_in(__mmask8 live, __m512d norm)
{
    return _mm512_mask_cmp_pd_mask(live, norm, _mm512_set1_pd(4.0), _CMP_LE_OQ);
}

/* Steps t and later, at most n, each looked at; returns the pixels that are still in. */
INLINE unsigned count_steps(struct pixels *p, __m512d cy, unsigned t, unsigned n)
{
    __m512d cx[VECTORS], re[VECTORS], im[VECTORS];
    __m512i count[VECTORS], now = _mm512_set1_epi64(t);
    __mmask8 live[VECTORS];
    for (int u = 0; u < VECTORS; u++) {
        cx[u] = p->cx[u];
        re[u] = p->re[u];
        im[u] = p->im[u];
        live[u] = p->live[u];
        count[u] = _mm512_mask_mov_epi64(p->count[u], live[u], now);
    }
    unsigned any = 1;
    for (unsigned s = 0; s < n && any; s++) {
        now = _mm512_add_epi64(now, _mm512_set1_epi64(1));
        any = 0;
#pragma GCC unroll 4
        for (int u = 0; u < VECTORS; u++) {
            live[u] = is_in(live[u], step(&re[u], &im[u], cx[u], cy, true));
            count[u] = _mm512_mask_mov_epi64(count[u], live[u], now);
            any |= live[u];
        }
    }
    for (int u = 0; u < VECTORS; u++) {
        p->re[u] = re[u];
        p->im[u] = im[u];
        p->live[u] = live[u];
        p->count[u] = count[u];
    }
    return any;
}

/* Blocks of steps, at most n, until a pixel leaves in one; returns how many before that one. */
INLINE unsigned do_blocks(struct pixels *p, __m512d cy, unsigned n)
{
    __m512d cx[VECTORS], re[VECTORS], im[VECTORS], norm[VECTORS];
    for (int u = 0; u < VECTORS; u++) {
        cx[u] = p->cx[u];
        re[u] = p->re[u];
        im[u] = p->im[u];
    }
    unsigned done = 0;
    for (; done < n; done++) {
        unsigned out = 0;
#pragma GCC unroll 6
        for (int t = 0; t < STEPS; t++) {
#pragma GCC unroll 4
            for (int u = 0; u < VECTORS; u++) {
                norm[u] = step(&re[u], &im[u], cx[u], cy, t % 2 == 0);
            }
        }
        for (int u = 0; u < VECTORS; u++) {
            out |= is_in(p->live[u], norm[u]) ^ p->live[u];
        }
        if (out) {
            break;
        }
        for (int u = 0; u < VECTORS; u++) {
            p->re[u] = re[u];
            p->im[u] = im[u];
        }
    }
    return done;
}

void mandelbrot_pixels_avx512(const double *cx, double cy, unsigned iterations, uint16_t *count)
{
    const __m512d y = _mm512_set1_pd(cy);
    struct pixels p;
    for (int u = 0; u < VECTORS; u++) {
        p.cx[u] = p.re[u] = _mm512_loadu_pd(cx + 8 * u);
        p.im[u] = y;
        p.count[u] = _mm512_setzero_si512();
        p.live[u] = 0xff;
    }
    /* Most that leave leave soon; and the last block may not be whole. */
    unsigned t = iterations < SOON ? iterations : SOON + (iterations - SOON) % STEPS;
    unsigned live = count_steps(&p, y, 0, t);
    while (t < iterations && live) {
        t += STEPS * do_blocks(&p, y, (iterations - t) / STEPS);
        if (t < iterations) {
            live = count_steps(&p, y, t, STEPS);
            t += STEPS;
        }
    }
    for (int u = 0; u < VECTORS; u++) {
        p.count[u] = _mm512_mask_mov_epi64(p.count[u], p.live[u], _mm512_set1_epi64(iterations));
        _mm_storeu_si128((__m128i *)(void *)(count + 8 * u), _mm512_cvtepi64_epi16(p.count[u]));
    }
}
