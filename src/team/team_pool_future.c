/* SPDX-License-Identifier: BSD-3-Clause
 * team_pool_future.c - submit tasks, wait for them, take what came of them.
 */
#include "team_pool.h"

#include "text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum rxt_err rxt_pool_check(const struct rxt_pool *pool, const char *what)
{
    if (!pthread_equal(pthread_self(), pool->owner)) {
        return rxt_fail(RXT_E_USAGE, "%s is for the thread that opened the pool", what);
    }
    return pool->is_busy
               ? rxt_fail(RXT_E_USAGE, "%s is not for tasks: return, and let the caller do it", what)
               : RXT_OK;
}

static enum rxt_err refuse_name(const struct rxt_pool *pool, const char *name)
{
    struct rxt_text told = {0};
    rxt_text_add(&told, "there is no task '%s'; the table has", name);
    for (size_t i = 0; i < pool->n_tasks; i++) {
        rxt_text_add(&told, "%s '%s'", i ? "," : "", pool->tasks[i].name);
    }
    const enum rxt_err err = rxt_fail(RXT_E_USAGE, "%s", rxt_text_of(&told));
    rxt_text_free(&told);
    return err;
}

enum rxt_err rxt_pool_find(struct rxt_pool *pool, const char *name, uint32_t *task)
{
    if (!name) {
        return refuse_name(pool, "");
    }
    if (pool->tasks[pool->last_task].name == name) { /* a program's literal, most of the time */
        *task = (uint32_t)pool->last_task;
        return RXT_OK;
    }
    for (size_t k = 0; k < pool->n_tasks; k++) {
        if (!strcmp(pool->tasks[k].name, name)) {
            pool->last_task = k;
            *task = (uint32_t)k;
            return RXT_OK;
        }
    }
    return refuse_name(pool, name);
}

enum rxt_err rxt_pool_check_argument(const struct rxt_pool *pool, const void *argument, size_t n_argument)
{
    if (!argument && n_argument > 0) {
        return rxt_fail(RXT_E_USAGE, "the argument is NULL, and is said to have %zu bytes", n_argument);
    }
    return n_argument <= pool->n_argument_most
               ? RXT_OK
               : rxt_fail(RXT_E_RANGE, "an argument of %zu bytes, and n_most of the pool is %zu", n_argument,
                          pool->n_argument_most);
}

/* What is wrong with a task fails its future. */
static enum rxt_err fill(struct rxt_pool *pool, struct rxt_future *future, const char *task,
                         const void *argument, size_t n_argument)
{
    enum rxt_err err = rxt_pool_find(pool, task, &future->task);
    if (!err) {
        err = rxt_pool_check_argument(pool, argument, n_argument);
    }
    if (!err && !rxt_bytes_room(&future->argument, n_argument)) {
        err = rxt_fail(RXT_E_MEMORY, "no room for an argument of %zu bytes", n_argument);
    }
    if (!err && n_argument > 0) {
        memcpy(future->argument.at, argument, n_argument);
        future->argument.n = n_argument;
    }
    return err;
}

static void await_room(struct rxt_pool *pool)
{
    int n_polls = 0;
    while (pool->n_out >= pool->n_flight_most) {
        rxt_pool_pump(pool);
        if (pool->n_out >= pool->n_flight_most) {
            rxt_pool_work(pool, &n_polls);
        }
    }
}

enum rxt_err rxt_pool_submit(struct rxt_pool *pool, const char *task, const void *argument, size_t n_argument,
                             struct rxt_future **out)
{
    struct rxt_future *future = NULL;
    if (out) {
        *out = NULL;
    }
    enum rxt_err err = rxt_pool_check(pool, "rxt_pool_submit");
    if (!err) {
        await_room(pool);
        future = rxt_store_get(&pool->store, pool);
        err = future ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for another task");
    }
    if (err != RXT_OK) {
        return err;
    }
    future->number = pool->n_submitted++;
    pool->n_flight++;
    err = fill(pool, future, task, argument, n_argument);
    if (!err) {
        rxt_pool_enqueue(pool, future);
    } else {
        rxt_future_fail(future, err);
        rxt_pool_finish(pool, future);
    }
    if (out) {
        *out = future;
    }
    return RXT_OK;
}

struct rxt_future *rxt_pool_next(struct rxt_pool *pool)
{
    int n_polls = 0;
    assert(rxt_pool_check(pool, "rxt_pool_next") == RXT_OK);
    while (!pool->first && pool->n_flight > 0) {
        rxt_pool_pump(pool);
        if (!pool->first) {
            rxt_pool_work(pool, &n_polls);
        }
    }
    struct rxt_future *future = pool->first;
    if (future) {
        rxt_pool_unlist(pool, future);
        future->is_told = true;
    }
    return future;
}

enum rxt_err rxt_future_wait(struct rxt_future *future)
{
    struct rxt_pool *pool = future->pool;
    int n_polls = 0;
    assert(rxt_pool_check(pool, "rxt_future_wait") == RXT_OK);
    while (!future->is_done) {
        rxt_pool_pump(pool);
        if (!future->is_done) {
            rxt_pool_work(pool, &n_polls);
        }
    }
    future->is_told = true;
    return future->err == RXT_OK ? RXT_OK : rxt_fail(future->err, "%s", rxt_future_reason(future));
}

bool rxt_future_done(struct rxt_future *future)
{
    assert(rxt_pool_check(future->pool, "rxt_future_done") == RXT_OK);
    if (!future->is_done) {
        rxt_pool_pump(future->pool);
    }
    future->is_told |= future->is_done;
    return future->is_done;
}

enum rxt_err rxt_future_result(struct rxt_future *future, const void **bytes, size_t *n_bytes)
{
    const enum rxt_err err = rxt_future_wait(future);
    *n_bytes = err == RXT_OK ? future->result.n : 0;
    *bytes = *n_bytes > 0 ? future->result.at : NULL;
    return err;
}

const char *rxt_future_reason(const struct rxt_future *future)
{
    return future->is_done && future->err != RXT_OK && future->reason ? future->reason : "";
}

uint64_t rxt_future_number(const struct rxt_future *future)
{
    return future->number;
}

bool rxt_future_cancel(struct rxt_future *future)
{
    int waits = RXT_STAGE_WAITS;
    assert(rxt_pool_check(future->pool, "rxt_future_cancel") == RXT_OK);
    if (future->is_done ||
        !atomic_compare_exchange_strong_explicit(&future->stage, &waits, RXT_STAGE_CANCELLED,
                                                 memory_order_acq_rel, memory_order_acquire)) {
        return false;
    }
    future->err = RXT_E_STOPPED;
    future->reason = "the task was cancelled";
    future->is_told = true;
    rxt_pool_finish(future->pool, future);
    return true;
}

/* An error of which nobody was told is kept for the pool's end, the first of them with its reason. */
static bool is_kept(struct rxt_future *future)
{
    struct rxt_pool *pool = future->pool;
    if (future->err == RXT_OK || future->is_told) {
        return false;
    }
    pool->n_unseen++;
    if (pool->unseen && pool->unseen->number < future->number) {
        return false;
    }
    if (pool->unseen) {
        rxt_store_put(&pool->store, pool->unseen);
    }
    pool->unseen = future;
    return true;
}

void rxt_future_close(struct rxt_future *future)
{
    if (!future || future->is_closed) {
        return;
    }
    struct rxt_pool *pool = future->pool;
    assert(rxt_pool_check(pool, "rxt_future_close") == RXT_OK);
    rxt_pool_unlist(pool, future);
    if (!future->is_done || future->is_out) {
        future->is_closed = true; /* it is put away when it comes back */
    } else if (!is_kept(future)) {
        rxt_store_put(&pool->store, future);
    }
}

enum rxt_err rxt_pool_unseen(struct rxt_pool *pool)
{
    while (pool->first) {
        rxt_future_close(pool->first);
    }
    const struct rxt_future *first = pool->unseen;
    return !first ? RXT_OK
                  : rxt_fail(first->err, "task %llu: %s (%zu task%s failed, and nobody asked)",
                             (unsigned long long)first->number, rxt_future_reason(first), pool->n_unseen,
                             pool->n_unseen == 1 ? "" : "s");
}

size_t rxt_pool_flight(const struct rxt_pool *pool)
{
    return pool->n_flight;
}
