/* build: cc -O3 -march=native -lopenblas -lm
 * package: libopenblas-dev
 * rival_matmul_openblas.c WORKERS - one cblas_dgemm with OpenBLAS's own threads; prints flop/s, a line a repetition.
 */
#include "rxt/random.h"

#include <cblas.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { N = 4000, REPS = 5 };

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double *matrix(uint64_t seed)
{
    double *a = aligned_alloc(64, sizeof(double) * N * N);
    for (size_t i = 0; a && i < (size_t)N * N; i++) {
        a[i] = (double)(rxt_random_at(seed, i) >> 11) * 0x1p-52 - 1.0;
    }
    return a;
}

/* C x against A (B x) for x = (1, ... 1). */
static int is_right(const double *a, const double *b, const double *c)
{
    double *y = malloc(sizeof *y * N);
    int wrong = !y;
    for (size_t k = 0; y && k < N; k++) {
        y[k] = 0.0;
        for (size_t j = 0; j < N; j++) {
            y[k] += b[k * N + j];
        }
    }
    for (size_t i = 0; y && i < N; i++) {
        double cx = 0.0, ay = 0.0;
        for (size_t k = 0; k < N; k++) {
            cx += c[i * N + k];
            ay += a[i * N + k] * y[k];
        }
        wrong |= !(fabs(cx - ay) <= 1e-8);
    }
    free(y);
    return !wrong;
}

int main(int argc, char **argv)
{
    double *a = matrix(2), *b = matrix(3), *c = calloc((size_t)N * N, sizeof *c);
    int status = !a || !b || !c;
    openblas_set_num_threads(argc > 1 ? atoi(argv[1]) : 1);
    for (int r = -1; r < REPS && !status; r++) {
        const double start_s = now_s();
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, N, N, N, 1.0, a, N, b, N, 0.0, c, N);
        const double run_s = now_s() - start_s;
        if (r < 0) {
            status = !is_right(a, b, c);
        } else {
            printf("%.6g\n", 2.0 * N * N * N / run_s);
        }
    }
    free(a);
    free(b);
    free(c);
    return status;
}
