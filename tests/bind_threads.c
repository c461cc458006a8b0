/* SPDX-License-Identifier: BSD-3-Clause
 * bind_threads.c - a program that knows nothing of rxt: on which PUs did its OpenMP threads run?
 *
 * Each thread takes as many s of CPU time as the first word says. It prints one line, "2 threads: 0 1": the PU of each thread, or all that it was seen on, as "0,1".
 */
#define _GNU_SOURCE
#include <omp.h>
#include <sched.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { MOST_THREADS = 64, MOST_PUS = 1024 };
static bool seen[MOST_THREADS][MOST_PUS];

/* CPU time of the calling thread: on a busy machine its turn may come late. */
static double used_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(int argc, char **argv)
{
    const double spin_s = argc > 1 ? atof(argv[1]) : 0.02;
    int n_threads = 0, n = 0;
    char line[4096];
#pragma omp parallel
    {
        const int me = omp_get_thread_num();
        const double end_s = used_s() + spin_s;
#pragma omp single
        n_threads = omp_get_num_threads();
        while (used_s() < end_s) {
            const int pu = sched_getcpu();
            if (me < MOST_THREADS && pu >= 0 && pu < MOST_PUS) {
                seen[me][pu] = true;
            }
        }
    }
    n = snprintf(line, sizeof line, "%d threads:", n_threads);
    for (int t = 0; t < n_threads && t < MOST_THREADS; t++) {
        char between = ' ';
        for (int pu = 0; pu < MOST_PUS && n < (int)sizeof line - 16; pu++) {
            if (seen[t][pu]) {
                n += snprintf(line + n, sizeof line - (size_t)n, "%c%d", between, pu);
                between = ',';
            }
        }
    }
    line[n++] = '\n';
    return write(STDOUT_FILENO, line, (size_t)n) == n ? 0 : 1;
}
