/* build: cc -O3 -march=native -fopenmp
 * package: libc6-dev
 * rival_heat_stencil.c WORKERS - a star of radius 2 in the plane, after the stencil of the Parallel Research Kernels:
 * out += sum of w(d) in(neighbour at distance d), then in += 1.
 *
 * Written for this comparison. It moves 40 bytes a point and step (load and store of out, load of in; load and
 * store of in), and that is what it prints, as bytes/s; the kernels of that collection count 19 flop for it.
 */
#include <omp.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { N = 8192, R = 2, REPS = 5, WARM = 1 };
static const double counted_bytes = 40.0;

static void apply(double *restrict out, const double *restrict in, size_t row)
{
    const double w1 = 1.0 / (2.0 * 1.0 * R), w2 = 1.0 / (2.0 * 2.0 * R);
    double *o = out + row * N;
    const double *p = in + row * N;
    for (size_t x = R; x < N - R; x++) {
        o[x] += w1 * (p[x + 1] - p[x - 1]) + w2 * (p[x + 2] - p[x - 2]) + w1 * (p[x + N] - p[x - N]) +
                w2 * (p[x + 2 * N] - p[x - 2 * N]);
    }
}

static double step(double *out, double *in, int workers)
{
    const double start_s = omp_get_wtime();
#pragma omp parallel num_threads(workers)
    {
#pragma omp for schedule(static)
        for (size_t y = R; y < N - R; y++) {
            apply(out, in, y);
        }
#pragma omp for schedule(static)
        for (size_t y = 0; y < N; y++) {
            for (size_t x = 0; x < N; x++) {
                in[y * N + x] += 1.0;
            }
        }
    }
    return omp_get_wtime() - start_s;
}

/* in begins as x + y: each step adds sum over d of 2 d (1 / (2 d R)) for x and for y, that is 2. */
int main(int argc, char **argv)
{
    const int workers = argc > 1 ? atoi(argv[1]) : 1;
    double *in = aligned_alloc(1 << 21, sizeof(double) * N * N),
           *out = aligned_alloc(1 << 21, sizeof(double) * N * N);
    size_t wrong = !in || !out;
    if (!wrong) {
#pragma omp parallel for num_threads(workers) schedule(static)
        for (size_t y = 0; y < N; y++) {
            for (size_t x = 0; x < N; x++) {
                in[y * N + x] = (double)(x + y);
                out[y * N + x] = 0.0;
            }
        }
    }
    for (int r = -WARM; r < REPS && !wrong; r++) {
        const double run_s = step(out, in, workers);
        if (r >= 0) {
            printf("%.6g\n", counted_bytes * (N - 2.0 * R) * (N - 2.0 * R) / run_s);
        }
    }
    for (size_t y = R; in && out && y < N - R; y++) {
        for (size_t x = R; x < N - R; x++) {
            wrong += !(fabs(out[y * N + x] - 2.0 * (WARM + REPS)) < 1e-6);
        }
    }
    free(in);
    free(out);
    return wrong > 0;
}
