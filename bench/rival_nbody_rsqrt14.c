/* build: gcc -std=c17 -O3 -march=x86-64-v4 -fopenmp
 * package: gcc
 * rival_nbody_rsqrt14.c WORKERS - all pairs by AVX-512's estimate of 1 / sqrt and one step of third order, two vectors
 * of 8 bodies at a time.
 *
 * What a code does that need not give the same bits on every processor: an estimate is its maker's own. The same bodies
 * as `rxt run nbody`, and to the same accuracy.
 */
#include "kernel_nbody.h"

#include <immintrin.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { N = 8192, REPEATS = 9, VECTORS = 2 };

static const double softening2 = 1e-4;
static struct nbody_body body[N];
static double ax[N], ay[N], az[N], x[N], y[N], z[N];

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

struct lanes {
    __m512d x, y, z, ax, ay, az;
};

/* 1 / s^(3/2) = r^3 (1 + 3/2 h + 15/8 h^2), h = 1 - s r^2. */
static inline void add(struct lanes *l, const struct nbody_body *b)
{
    const __m512d dx = _mm512_sub_pd(_mm512_set1_pd(b->x), l->x);
    const __m512d dy = _mm512_sub_pd(_mm512_set1_pd(b->y), l->y);
    const __m512d dz = _mm512_sub_pd(_mm512_set1_pd(b->z), l->z);
    const __m512d s =
        _mm512_fmadd_pd(dz, dz, _mm512_fmadd_pd(dy, dy, _mm512_fmadd_pd(dx, dx, _mm512_set1_pd(softening2))));
    const __m512d r = _mm512_rsqrt14_pd(s), r2 = _mm512_mul_pd(r, r);
    const __m512d h = _mm512_fnmadd_pd(s, r2, _mm512_set1_pd(1.0));
    const __m512d p = _mm512_fmadd_pd(h, _mm512_fmadd_pd(h, _mm512_set1_pd(1.875), _mm512_set1_pd(1.5)),
                                      _mm512_set1_pd(1.0));
    const __m512d f = _mm512_mul_pd(_mm512_mul_pd(_mm512_mul_pd(_mm512_set1_pd(b->m), r), r2), p);
    l->ax = _mm512_fmadd_pd(f, dx, l->ax);
    l->ay = _mm512_fmadd_pd(f, dy, l->ay);
    l->az = _mm512_fmadd_pd(f, dz, l->az);
}

static void pull(int n_workers)
{
#pragma omp parallel for num_threads(n_workers) schedule(static)
    for (int i = 0; i < N; i += 8 * VECTORS) {
        struct lanes l[VECTORS];
        for (int v = 0; v < VECTORS; v++) {
            l[v] = (struct lanes){_mm512_loadu_pd(x + i + 8 * v),
                                  _mm512_loadu_pd(y + i + 8 * v),
                                  _mm512_loadu_pd(z + i + 8 * v),
                                  _mm512_setzero_pd(),
                                  _mm512_setzero_pd(),
                                  _mm512_setzero_pd()};
        }
        for (int j = 0; j < N; j++) {
            for (int v = 0; v < VECTORS; v++) {
                add(&l[v], &body[j]);
            }
        }
        for (int v = 0; v < VECTORS; v++) {
            _mm512_storeu_pd(ax + i + 8 * v, l[v].ax);
            _mm512_storeu_pd(ay + i + 8 * v, l[v].ay);
            _mm512_storeu_pd(az + i + 8 * v, l[v].az);
        }
    }
}

/* The forces on all bodies cancel. */
static int is_right(void)
{
    double sum = 0.0, size = 0.0;
    for (int i = 0; i < N; i++) {
        sum += body[i].m * (ax[i] + ay[i] + az[i]);
        size += body[i].m * (fabs(ax[i]) + fabs(ay[i]) + fabs(az[i]));
    }
    return fabs(sum) <= 1e-11 * size;
}

int main(int argc, char **argv)
{
    const int n_workers = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 1;
    for (size_t i = 0; i < N; i += NBODY_LANES) {
        struct nbody_group group;
        nbody_start(&group, i, N, 1);
        nbody_publish(&group, body + i);
    }
    for (int i = 0; i < N; i++) {
        x[i] = body[i].x;
        y[i] = body[i].y;
        z[i] = body[i].z;
    }
    for (int r = 0; r < REPEATS; r++) {
        const double start_s = now_s();
        pull(n_workers);
        printf("%.6g\n", (double)N * N / (now_s() - start_s));
    }
    return !is_right();
}
