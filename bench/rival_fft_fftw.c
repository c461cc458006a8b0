/* build: gcc -std=c17 -O3 -march=native -lfftw3_threads -lfftw3 -lpthread
 * package: libfftw3-dev
 * SPDX-License-Identifier: BSD-3-Clause
 * rival_fft_fftw.c WORKERS - FFTW's own 2-D plan with threads, for `fft n=4096`; prints flop/s of each run.
 *
 * Noise and one tone; out of place, FFTW_ESTIMATE unless RIVAL_PLAN says another. FFTW leaves nothing transposed,
 * which it could not save here: its 2-D plan transforms columns where they lie.
 */
#include "rxt/random.h"

#include <fftw3.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#ifndef RIVAL_PLAN
#define RIVAL_PLAN FFTW_ESTIMATE
#endif

enum { SIDE = 4096, RUNS = 5, TONE = 5 };

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Huge pages, as rxt has them. */
static fftw_complex *pages(size_t n_bytes)
{
    void *at = mmap(NULL, n_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) {
        exit(3);
    }
    (void)madvise(at, n_bytes, MADV_HUGEPAGE);
    return at;
}

static void fill(fftw_complex *x)
{
    for (size_t k = 0; k < (size_t)SIDE * SIDE; k++) {
        const uint64_t bits = rxt_random_at(1, k);
        const double turn = 2.0 * acos(-1.0) * (double)(k % SIDE * TONE % SIDE) / SIDE;
        x[k][0] = (double)(int32_t)(bits >> 32) * 0x1p-31 + cos(turn);
        x[k][1] = (double)(int32_t)bits * 0x1p-31 + sin(turn);
    }
}

int main(int argc, char **argv)
{
    const size_t n_bytes = (size_t)SIDE * SIDE * sizeof(fftw_complex);
    fftw_complex *x = pages(n_bytes), *y = pages(n_bytes);
    fftw_init_threads();
    fftw_plan_with_nthreads(argc > 1 ? (int)strtol(argv[1], NULL, 10) : 1);
    fftw_plan plan = fftw_plan_dft_2d(SIDE, SIDE, x, y, FFTW_FORWARD, RIVAL_PLAN);
    fill(x);
    fftw_execute(plan);
    for (int run = 0; run < RUNS; run++) {
        const double start_s = now_s();
        fftw_execute(plan);
        printf("%.6g\n", 5.0 * SIDE * SIDE * 24.0 / (now_s() - start_s));
    }
    return !(hypot(y[TONE][0] - (double)SIDE * SIDE, y[TONE][1]) < 12.0 * SIDE);
}
