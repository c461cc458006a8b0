/* build: cc -O3 -march=native -mprefer-vector-width=512 -fopenmp
 * package: libc6-dev
 * rival_stats_read.c WORKERS - the sum of 1 GiB of doubles, read as fast as this machine does; bytes/s, a line a
 * repetition.
 */
#include <omp.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { REPS = 9, LANES = 32, LINE = 8, AHEAD = 512 };
static const size_t n = (size_t)1 << 27;

static double sum_of(const double *x, size_t n_numbers)
{
    double lane[LANES] = {0.0}, sum = 0.0;
    for (size_t i = 0; i < n_numbers; i += LANES) {
        for (size_t k = 0; k < LANES; k += LINE) {
            __builtin_prefetch(x + i + k + AHEAD);
        }
        for (size_t k = 0; k < LANES; k++) {
            lane[k] += x[i + k];
        }
    }
    for (size_t k = 0; k < LANES; k++) {
        sum += lane[k];
    }
    return sum;
}

int main(int argc, char **argv)
{
    const size_t workers = argc > 1 ? (size_t)atoi(argv[1]) : 1, blocks = n / LANES;
    double *x = aligned_alloc(1 << 21, n * sizeof *x);
    int wrong = !x;
    if (!wrong) {
        madvise(x, n * sizeof *x, MADV_HUGEPAGE);
    }
    for (int r = -1; r < REPS && !wrong; r++) {
        double sum = 0.0;
        const double start_s = omp_get_wtime();
#pragma omp parallel num_threads((int)workers) reduction(+ : sum)
        {
            const size_t me = (size_t)omp_get_thread_num();
            const size_t first = blocks * me / workers * LANES, last = blocks * (me + 1) / workers * LANES;
            if (r < 0) { /* first touch by whoever will read it */
                for (size_t i = first; i < last; i++) {
                    x[i] = (double)(i % 16);
                }
            }
            sum += sum_of(x + first, last - first);
        }
        const double run_s = omp_get_wtime() - start_s;
        wrong = !(sum == 7.5 * (double)n);
        if (r >= 0) {
            printf("%.6g\n", (double)n * sizeof *x / run_s);
        }
    }
    free(x);
    return wrong;
}
