/* SPDX-License-Identifier: BSD-3-Clause
 * bench_pool.c LAYOUT - tasks a second of rxt's pool: map as it cuts its items itself, map with one item a call, submit.
 *
 * submit keeps as many tasks in flight as the pool allows, and takes them as they complete.
 */
#include "pool_tasks.h"

#include "rxt/pool.h"

enum { FLIGHT = 4096 };

static enum rxt_err call_task(const struct pool_task *task, struct rxt_call *call)
{
    for (size_t i = call->first; i < call->last; i++) {
        const uint64_t number = call->argument ? *(const uint64_t *)call->argument : i;
        task->run(number, (unsigned char *)call->result + (i - call->first) * task->n_result_bytes);
    }
    return RXT_OK;
}

static enum rxt_err empty(struct rxt_call *call)
{
    return call_task(&pool_tasks[0], call);
}

static enum rxt_err square(struct rxt_call *call)
{
    return call_task(&pool_tasks[1], call);
}

static enum rxt_err row(struct rxt_call *call)
{
    return call_task(&pool_tasks[2], call);
}

static bool is_right(enum rxt_err err)
{
    if (err) {
        fprintf(stderr, "bench: %s\n", rxt_reason());
    }
    return !err;
}

static bool map(void *pool, const struct pool_task *task, size_t n, unsigned char *results)
{
    return is_right(rxt_pool_map(pool, task->name, n, 0, NULL, 0, task->n_result_bytes ? results : NULL));
}

static bool map_each(void *pool, const struct pool_task *task, size_t n, unsigned char *results)
{
    return is_right(rxt_pool_map(pool, task->name, n, 1, NULL, 0, task->n_result_bytes ? results : NULL));
}

static enum rxt_err take(struct rxt_future *future, uint64_t first, unsigned char *results)
{
    const void *bytes;
    size_t n_bytes;
    const enum rxt_err err = rxt_future_result(future, &bytes, &n_bytes);
    if (!err && n_bytes > 0) {
        memcpy(results + (rxt_future_number(future) - first) * n_bytes, bytes, n_bytes);
    }
    rxt_future_close(future);
    return err;
}

static bool submit(void *pool, const struct pool_task *task, size_t n, unsigned char *results)
{
    static uint64_t first; /* the pool numbers all tasks of its life */
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < n + FLIGHT && !err; i++) {
        if (i >= FLIGHT && i - FLIGHT < n) {
            err = take(rxt_pool_next(pool), first, results);
        }
        if (i < n && !err) {
            const uint64_t number = i;
            err = rxt_pool_submit(pool, task->name, &number, sizeof number, NULL);
        }
    }
    first += n;
    return is_right(err);
}

int main(int argc, char **argv)
{
    static const struct rxt_task tasks[] = {
        {"empty", empty, 0}, {"square", square, sizeof(uint64_t)}, {"row", row, POOL_RESULT_BYTES}, {0}};
    const struct rxt_pool_spec spec = {
        .tasks = tasks, .layout = argc > 1 ? argv[1] : "1x1", .oversubscribe = true, .n_flight = FLIGHT};
    struct rxt_pool *pool = NULL;
    bool good = is_right(rxt_pool_open(&pool, &spec));
    if (good && pool) {
        good = pool_time_all("map", map, pool) && pool_time_all("chunk", map_each, pool) &&
               pool_time_all("submit", submit, pool);
    }
    return !is_right(rxt_pool_close(pool)) || !good;
}
