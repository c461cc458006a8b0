/* SPDX-License-Identifier: BSD-3-Clause
 * bench_tasks.c THREADS - tasks a second of OpenMP's own: a loop by schedule(dynamic,1), a task for each number.
 */
#include "pool_tasks.h"

#include <omp.h>

static bool loop(void *context, const struct pool_task *task, size_t n, unsigned char *results)
{
    const int n_threads = *(const int *)context;
#pragma omp parallel for schedule(dynamic, 1) num_threads(n_threads)
    for (size_t i = 0; i < n; i++) {
        task->run(i, results + i * task->n_result_bytes);
    }
    return true;
}

/* One thread makes them, all do them. */
static bool each(void *context, const struct pool_task *task, size_t n, unsigned char *results)
{
    const int n_threads = *(const int *)context;
#pragma omp parallel num_threads(n_threads)
#pragma omp single
    for (size_t i = 0; i < n; i++) {
#pragma omp task firstprivate(i)
        task->run(i, results + i * task->n_result_bytes);
    }
    return true;
}

int main(int argc, char **argv)
{
    int n_threads = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 1;
    omp_set_dynamic(0);
    return !pool_time_all("chunk", loop, &n_threads) || !pool_time_all("submit", each, &n_threads);
}
