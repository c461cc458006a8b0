/* build: gcc -std=c17 -O3 -march=native -fopenmp
 * package: gcc
 * The textbook's loop over all pairs, 1 / (r2 sqrt(r2)), as a compiler takes it: what most codes begin with.
 * The same bodies as `rxt run nbody`, one evaluation of all forces a repetition.
 */
#include "kernel_nbody.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { N = 8192, REPEATS = 5 };

static const double softening2 = 1e-4;
static struct nbody_body body[N];
static double a[N][3];

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void pull(int n_workers)
{
#pragma omp parallel for num_threads(n_workers) schedule(static)
    for (int i = 0; i < N; i++) {
        double ax = 0.0, ay = 0.0, az = 0.0;
        for (int j = 0; j < N; j++) {
            const double dx = body[j].x - body[i].x, dy = body[j].y - body[i].y, dz = body[j].z - body[i].z;
            const double r2 = dx * dx + dy * dy + dz * dz + softening2;
            const double w = body[j].m / (r2 * sqrt(r2));
            ax += w * dx;
            ay += w * dy;
            az += w * dz;
        }
        a[i][0] = ax;
        a[i][1] = ay;
        a[i][2] = az;
    }
}

/* The forces on all bodies cancel. */
static int is_right(void)
{
    double sum = 0.0, size = 0.0;
    for (int i = 0; i < N; i++) {
        sum += body[i].m * (a[i][0] + a[i][1] + a[i][2]);
        size += body[i].m * (fabs(a[i][0]) + fabs(a[i][1]) + fabs(a[i][2]));
    }
    return fabs(sum) <= 1e-12 * size;
}

int main(int argc, char **argv)
{
    const int n_workers = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 1;
    for (size_t i = 0; i < N; i += NBODY_LANES) {
        struct nbody_group group;
        nbody_start(&group, i, N, 1);
        nbody_publish(&group, body + i);
    }
    for (int r = 0; r < REPEATS; r++) {
        const double start_s = now_s();
        pull(n_workers);
        printf("%.6g\n", (double)N * N / (now_s() - start_s));
    }
    return !is_right();
}
