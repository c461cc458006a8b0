/* build: gcc -std=c17 -O3 -march=native -mprefer-vector-width=512 -ffp-contract=off -fopenmp
 * package: gcc
 * Escape times of 8000 x 8000 pixels, 50 iterations, x -1.5 to 0.5, y -1 to 1: straight C, lanes that the compiler vectorises.
 * Its unit is rxt's: 8 flop an iteration of a pixel that counts.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { N = 8000, ITERATIONS = 50, LANES = 32, STEPS = 10, REPEATS = 5 };

static uint8_t count[N][N];

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double at(int i)
{
    return (2.0 * i + 1.0 - N) / N;
}

struct lanes {
    double cx[LANES], re[LANES], im[LANES], live[LANES], n[LANES];
};

/* STEPS iterations; returns whether any pixel is still in. */
__attribute__((noinline)) static int advance(struct lanes *z, double cy)
{
    int any = 0;
    for (int k = 0; k < LANES; k++) {
        double re = z->re[k], im = z->im[k], live = z->live[k], n = z->n[k];
        const double cx = z->cx[k];
        for (int t = 0; t < STEPS; t++) {
            const double re2 = re * re, im2 = im * im;
            live = re2 + im2 <= 4.0 ? live : 0.0;
            n += live;
            im = (re + re) * im + cy;
            re = re2 - im2 + cx;
        }
        z->re[k] = re;
        z->im[k] = im;
        z->live[k] = live;
        z->n[k] = n;
    }
    for (int k = 0; k < LANES; k++) {
        any |= z->live[k] > 0.0;
    }
    return any;
}

static long long do_row(int j)
{
    long long total = 0;
    for (int i = 0; i < N; i += LANES) {
        struct lanes z;
        for (int k = 0; k < LANES; k++) {
            z.cx[k] = z.re[k] = at(i + k) - 0.5;
            z.im[k] = at(j);
            z.live[k] = 1.0;
            z.n[k] = 0.0;
        }
        for (int t = 0; t < ITERATIONS && advance(&z, at(j)); t += STEPS) {
        }
        for (int k = 0; k < LANES; k++) {
            count[j][i + k] = (uint8_t)z.n[k];
            total += count[j][i + k];
        }
    }
    return total;
}

int main(int argc, char **argv)
{
    const int n_workers = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 1;
    long long first = 0, wrong = 0;
    for (int r = 0; r < REPEATS; r++) {
        const double start_s = now_s();
        long long total = 0;
#pragma omp parallel for num_threads(n_workers) schedule(dynamic, 8) reduction(+ : total)
        for (int j = 0; j < N; j++) {
            total += do_row(j);
        }
        printf("%.6g\n", 8.0 * (double)total / (now_s() - start_s));
        first = r == 0 ? total : first;
        wrong += total != first;
    }
    for (int j = 0; j < N / 2; j++) { /* symmetric about the real axis */
        for (int i = 0; i < N; i++) {
            wrong += count[j][i] != count[N - 1 - j][i];
        }
    }
    return wrong > 0;
}
