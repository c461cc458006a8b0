/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_nbody_avx512.c - the inner loop on two vectors of 8 bodies.
 *
 * The next body's distances and square roots are begun before the last one's are used: the
 * divider's latency then hides behind the multiply-adds.
 */
#include "kernel_nbody.h"

#include <immintrin.h>

#define INLINE static inline __attribute__((always_inline))

enum { VECTORS = NBODY_LANES / 8 };

struct lanes {
    __m512d x, y, z, ax, ay, az;
};

/* The way to a body, its square, and the estimate of 1 / distance. */
struct way {
    __m512d dx, dy, dz, s;
    __m256 r;
};

INLINE struct way start(const struct nbody_body *b, const struct lanes *l, __m512d softening2)
{
    struct way w;
    w.dx = _mm512_sub_pd(_mm512_set1_pd(b->x), l->x);
    w.dy = _mm512_sub_pd(_mm512_set1_pd(b->y), l->y);
    w.dz = _mm512_sub_pd(_mm512_set1_pd(b->z), l->z);
    w.s = _mm512_fmadd_pd(w.dz, w.dz, _mm512_fmadd_pd(w.dy, w.dy, _mm512_fmadd_pd(w.dx, w.dx, softening2)));
    w.r = _mm256_div_ps(_mm256_set1_ps(1.0f), _mm256_sqrt_ps(_mm512_cvtpd_ps(w.s)));
    return w;
}

INLINE void finish(const struct way *w, __m512d m, struct lanes *l)
{
    const __m512d r = _mm512_cvtps_pd(w->r), r2 = _mm512_mul_pd(r, r);
    const __m512d g = _mm512_fnmadd_pd(w->s, r2, _mm512_set1_pd(1.4));
    const __m512d f = _mm512_mul_pd(_mm512_mul_pd(_mm512_mul_pd(m, r), r2),
                                    _mm512_fmadd_pd(g, g, _mm512_set1_pd(28.0 / 75.0)));
    l->ax = _mm512_fmadd_pd(f, w->dx, l->ax);
    l->ay = _mm512_fmadd_pd(f, w->dy, l->ay);
    l->az = _mm512_fmadd_pd(f, w->dz, l->az);
}

void nbody_pull_avx512(struct nbody_group *group, const struct nbody_body *body, size_t n, double softening2)
{
    const __m512d s2 = _mm512_set1_pd(softening2), zero = _mm512_setzero_pd();
    struct lanes l[VECTORS];
    struct way next[VECTORS];
    for (int u = 0; u < VECTORS; u++) {
        l[u] = (struct lanes){_mm512_loadu_pd(group->x + 8 * u),
                              _mm512_loadu_pd(group->y + 8 * u),
                              _mm512_loadu_pd(group->z + 8 * u),
                              zero,
                              zero,
                              zero};
        next[u] = start(&body[0], &l[u], s2);
    }
    for (size_t j = 0; j < n; j++) {
        const struct nbody_body *ahead = &body[j + (j + 1 < n)];
        const __m512d m = _mm512_set1_pd(1.875 * body[j].m);
        struct way now[VECTORS];
        for (int u = 0; u < VECTORS; u++) {
            now[u] = next[u];
        }
        for (int u = 0; u < VECTORS; u++) {
            next[u] = start(ahead, &l[u], s2);
            finish(&now[u], m, &l[u]);
        }
    }
    for (int u = 0; u < VECTORS; u++) {
        _mm512_storeu_pd(group->ax + 8 * u, l[u].ax);
        _mm512_storeu_pd(group->ay + 8 * u, l[u].ay);
        _mm512_storeu_pd(group->az + 8 * u, l[u].az);
    }
}
