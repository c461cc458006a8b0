/* SPDX-License-Identifier: BSD-3-Clause
 * many_tasks.c - many small tasks that are unlike each other: some count primes, some the letters of a text, one fails.
 *
 * Each has its own function, argument and end: submit, and next for what is done. One that fails takes none with it.
 */
#include "rxt/pool.h"

#include <stdio.h>

static enum rxt_err primes(struct rxt_call *call)
{
    const long n = *(const long *)call->argument;
    long *count = call->result;
    *count = n >= 2;
    for (long i = 3, d = 3; i <= n; i += 2, d = 3) {
        while (d * d <= i && i % d != 0) {
            d += 2;
        }
        *count += d * d > i;
    }
    return n < 0 ? rxt_fail(RXT_E_RANGE, "there are no primes up to %ld", n) : RXT_OK;
}

static enum rxt_err length(struct rxt_call *call)
{
    *(long *)call->result = (long)call->n_argument;
    return RXT_OK;
}

int main(int argc, char **argv)
{
    static const struct rxt_task tasks[] = {{"primes", primes, 8}, {"length", length, 8}, {0}};
    const struct rxt_pool_spec spec = {.tasks = tasks, .argc = &argc, .argv = argv};
    struct rxt_pool *pool;
    enum rxt_err err = rxt_pool_open(&pool, &spec);
    for (long i = -1; i < 6000 && !err && pool; i++) {
        err = i % 3 ? rxt_pool_submit(pool, "primes", &i, sizeof i, NULL)
                    : rxt_pool_submit(pool, "length", "hello world", 11, NULL);
    }
    long sum = 0;
    for (struct rxt_future *f; !err && pool && (f = rxt_pool_next(pool)); rxt_future_close(f)) {
        const void *bytes;
        size_t n;
        if (rxt_future_result(f, &bytes, &n)) {
            printf("task %d failed: %s\n", (int)rxt_future_number(f), rxt_future_reason(f));
        } else {
            sum += *(const long *)bytes;
        }
    }
    if (pool) {
        printf("%s: sum %ld\n", rxt_pool_layout(pool), sum);
    }
    const enum rxt_err closed = rxt_pool_close(pool);
    if ((err || closed) && *rxt_reason()) {
        fprintf(stderr, "many_tasks: %s\n", rxt_reason());
    }
    return rxt_err_status(err ? err : closed);
}
