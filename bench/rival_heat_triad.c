/* build: cc -O3 -march=native -fopenmp
 * package: libc6-dev
 * rival_heat_triad.c WORKERS - STREAM's triad, a[i] = b[i] + s c[i], 24 bytes counted for each i; bytes/s, a line a
 * repetition.
 *
 * As a compiler builds it: gcc stores through the caches, and the bus then carries 32 bytes for each i.
 */
#ifdef STREAMS
#include <immintrin.h>
#endif
#include <omp.h>

#include <stdio.h>
#include <stdlib.h>

enum { REPS = 7 };
static const size_t n = (size_t)48 << 20; /* 1.2 GB in three arrays */

#ifdef STREAMS
enum { STEP = 8 };
static void triad(double *restrict a, const double *restrict b, const double *restrict c)
{
    const __m512d scaled = _mm512_mul_pd(_mm512_set1_pd(3.0), _mm512_load_pd(c));
    _mm512_stream_pd(a, _mm512_add_pd(_mm512_load_pd(b), scaled));
}
#else
enum { STEP = 1 };
static void triad(double *restrict a, const double *restrict b, const double *restrict c)
{
    *a = *b + 3.0 * *c;
}
#endif

int main(int argc, char **argv)
{
    const int workers = argc > 1 ? atoi(argv[1]) : 1;
    double *a = aligned_alloc(1 << 21, n * sizeof *a), *b = aligned_alloc(1 << 21, n * sizeof *b),
           *c = aligned_alloc(1 << 21, n * sizeof *c);
    size_t wrong = !a || !b || !c;
    if (!wrong) {
#pragma omp parallel for num_threads(workers) schedule(static)
        for (size_t i = 0; i < n; i++) {
            a[i] = 0.0;
            b[i] = 1.0;
            c[i] = (double)(i % 16);
        }
    }
    for (int r = -1; r < REPS && !wrong; r++) {
        const double start_s = omp_get_wtime();
#pragma omp parallel for num_threads(workers) schedule(static)
        for (size_t i = 0; i < n; i += STEP) {
            triad(a + i, b + i, c + i);
        }
        const double run_s = omp_get_wtime() - start_s;
        if (r >= 0) {
            printf("%.6g\n", 24.0 * (double)n / run_s);
        }
    }
    for (size_t i = 0; a && b && c && i < n; i++) {
        wrong += !(a[i] == 1.0 + 3.0 * (double)(i % 16));
    }
    free(a);
    free(b);
    free(c);
    return wrong > 0;
}
