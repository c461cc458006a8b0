/* SPDX-License-Identifier: BSD-3-Clause
 * one_task.c - one complex task, spread over all workers: the area of the Mandelbrot set, row by row.
 *
 * All items are known before the first one runs, they are alike in kind, and their results belong side by side: map. The
 * rows differ a hundredfold in cost, so they are handed out a few at a time: the grain.
 */
#include "rxt/pool.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 2000, STEPS = 200 };

/* A call gets some items, [first, last), and has room for a result of each. */
static enum rxt_err row(struct rxt_call *call)
{
    const double side = 3.0 / ROWS;
    int *inside = call->result;
    for (size_t i = call->first; i < call->last; i++) {
        const double b = (double)i * side - 1.5;
        *inside = 0;
        for (int k = 0; k < ROWS; k++) {
            const double a = k * side - 2.0;
            double x = 0.0, y = 0.0;
            int n = 0;
            for (; n < STEPS && x * x + y * y <= 4.0; n++) {
                const double next = x * x - y * y + a;
                y = 2.0 * x * y + b;
                x = next;
            }
            *inside += n == STEPS;
        }
        inside++;
    }
    return RXT_OK;
}

int main(int argc, char **argv)
{
    static const struct rxt_task tasks[] = {{.name = "row", .run = row, .n_result = sizeof(int)}, {0}};
    const struct rxt_pool_spec spec = {.tasks = tasks, .argc = &argc, .argv = argv};
    static int inside[ROWS];
    struct rxt_pool *pool;
    enum rxt_err err = rxt_pool_open(&pool, &spec);
    if (!err && pool) { /* rank 0; all others have worked inside of rxt_pool_open until now */
        err = rxt_pool_map(pool, "row", ROWS, 8, NULL, 0, inside);
        long sum = 0;
        for (int i = 0; i < ROWS; i++) {
            sum += inside[i];
        }
        printf("%s: area %.5f\n", rxt_pool_layout(pool), 9.0 * (double)sum / ROWS / ROWS);
    }
    const enum rxt_err closed = rxt_pool_close(pool);
    if ((err || closed) && *rxt_reason()) {
        fprintf(stderr, "one_task: %s\n", rxt_reason());
    }
    return rxt_err_status(err ? err : closed);
}
