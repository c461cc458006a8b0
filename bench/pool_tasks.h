/* SPDX-License-Identifier: BSD-3-Clause
 * pool_tasks.h - the three tasks that pools are timed with, and how: the same for rxt's and for its rivals in C.
 *
 * A program of bench/ that times a pool prints lines "CALL TASK RATE", tasks a second, each the faster of two runs
 * of at least POOL_LEAST_S seconds whose results were all looked at.
 */
#ifndef POOL_TASKS_H
#define POOL_TASKS_H

#include "clock.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POOL_ROW_POINTS = 256, POOL_ROW_MOST = 100, POOL_MOST_TASKS = 1 << 22, POOL_RESULT_BYTES = 512 };
static const double POOL_LEAST_S = 0.1;

/* A task as all of them know it: a number in, bytes out. */
struct pool_task {
    const char *name;
    void (*run)(uint64_t number, void *result);
    size_t n_result_bytes;
    size_t
        n_first; /* tasks of the first run, which is repeated with twice as many until it takes long enough */
    size_t batch; /* tasks that a farm sends at once; found by trial on two cores */
};

static inline void pool_task_empty(uint64_t number, void *result)
{
    (void)number;
    (void)result;
    __asm__ volatile("" ::: "memory"); /* the call may not be left out */
}

static inline void pool_task_square(uint64_t number, void *result)
{
    const uint64_t square = number * number;
    memcpy(result, &square, sizeof square);
}

/* Row number % 256 of the set in a square of side 3 about -0.5: steps until a point escapes. */
static inline void pool_task_row(uint64_t number, void *result)
{
    uint16_t *steps = result;
    const double side = 3.0 / POOL_ROW_POINTS, b = (double)(number % POOL_ROW_POINTS) * side - 1.5;
    for (int i = 0; i < POOL_ROW_POINTS; i++) {
        const double a = i * side - 2.0;
        double x = 0.0, y = 0.0, xx = 0.0, yy = 0.0;
        uint16_t n = 0;
        while (n < POOL_ROW_MOST && xx + yy <= 4.0) {
            y = 2.0 * x * y + b;
            x = xx - yy + a;
            xx = x * x;
            yy = y * y;
            n++;
        }
        steps[i] = n;
    }
}

static const struct pool_task pool_tasks[] = {
    {"empty", pool_task_empty, 0, 1 << 14, 128},
    {"square", pool_task_square, sizeof(uint64_t), 1 << 14, 128},
    {"row", pool_task_row, POOL_RESULT_BYTES, 1 << 8, 4},
};
enum { POOL_TASKS = sizeof pool_tasks / sizeof *pool_tasks };

/* Runs so many tasks; their results stand in results, n_result_bytes each. Returns whether it could. */
typedef bool (*pool_call_fn)(void *context, const struct pool_task *task, size_t n, unsigned char *results);

/* All squares, and every 97th row, are done again. */
static inline bool pool_results_hold(const struct pool_task *task, size_t n, const unsigned char *results)
{
    unsigned char want[POOL_RESULT_BYTES];
    size_t n_wrong = 0;
    for (size_t i = 0; i<n; i += task->n_result_bytes> sizeof(uint64_t) ? 97 : 1) {
        task->run(i, want);
        n_wrong += memcmp(want, results + i * task->n_result_bytes, task->n_result_bytes) != 0;
    }
    if (n_wrong) {
        fprintf(stderr, "bench: %zu results of %s are wrong\n", n_wrong, task->name);
    }
    return n_wrong == 0;
}

/* One run of n tasks: its time, or a negative one where something went wrong. */
static inline double pool_run_s(pool_call_fn call, void *context, const struct pool_task *task, size_t n)
{
    const size_t n_bytes = n * task->n_result_bytes;
    unsigned char *results = malloc(n_bytes + 1);
    double took_s = -1.0;
    if (results) {
        memset(results, 0xff, n_bytes); /* its pages are there, for all alike */
        const double start_s = rxt_now_s();
        const bool good = call(context, task, n, results);
        took_s = rxt_now_s() - start_s;
        took_s = good && pool_results_hold(task, n, results) ? took_s : -1.0;
    }
    free(results);
    return took_s;
}

/* Time one call with one task; print its line. */
static inline bool pool_time(const char *name, pool_call_fn call, void *context, const struct pool_task *task)
{
    size_t n = task->n_first;
    double took_s = pool_run_s(call, context, task, n);
    while (took_s >= 0.0 && took_s < POOL_LEAST_S && 2 * n <= POOL_MOST_TASKS) {
        n *= 2;
        took_s = pool_run_s(call, context, task, n);
    }
    const double again_s = took_s < 0.0 ? took_s : pool_run_s(call, context, task, n);
    if (again_s >= 0.0) {
        printf("%s %s %.6g\n", name, task->name, (double)n / (again_s < took_s ? again_s : took_s));
        fflush(stdout);
    }
    return again_s >= 0.0;
}

/* Time one call with every task. */
static inline bool pool_time_all(const char *name, pool_call_fn call, void *context)
{
    bool good = true;
    for (int i = 0; i < POOL_TASKS && good; i++) {
        good = pool_time(name, call, context, &pool_tasks[i]);
    }
    return good;
}

#endif
