/* SPDX-License-Identifier: BSD-3-Clause
 * team_desk.c - threads of a rank take tasks from one ring, and put what is done on a shelf of their own.
 */
#include "team_desk.h"

#include "clock.h"
#include "reason.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 16 };
static const double batch_s = 20e-6; /* what one worker takes at once lasts about so long at most */
static const double slow_s = 1e-3;   /* a task that lasts longer is worth a message */
static const double cheap_s = 80e-9; /* one that does not costs less than to send it */

enum rxt_err rxt_desk_make(struct rxt_desk *desk, size_t n)
{
    const int n_threads = desk->gang->n_threads;
    bool full = false;
    for (desk->mask = 1; desk->mask < n; desk->mask *= 2) {
    }
    desk->todo = calloc(desk->mask, sizeof *desk->todo);
    desk->shelves = aligned_alloc(RXT_LINE_BYTES, (size_t)n_threads * sizeof *desk->shelves);
    if (desk->shelves) {
        memset(desk->shelves, 0, (size_t)n_threads * sizeof *desk->shelves);
    }
    for (int t = 0; desk->shelves && t < n_threads; t++) {
        desk->shelves[t].done = calloc(desk->mask, sizeof(struct rxt_future *));
        desk->shelves[t].n_batch = 1;
        full |= !desk->shelves[t].done;
    }
    if (!desk->todo || !desk->shelves || full) {
        return rxt_fail(RXT_E_MEMORY, "no room for %zu tasks of %d threads", n, n_threads);
    }
    desk->mask--;
    return RXT_OK;
}

void rxt_desk_free(struct rxt_desk *desk)
{
    for (int t = 0; desk->shelves && t < desk->gang->n_threads; t++) {
        free(desk->shelves[t].done);
    }
    free(desk->shelves);
    free(desk->todo);
}

void rxt_desk_put(struct rxt_desk *desk, struct rxt_future *future)
{
    const size_t put = atomic_load_explicit(&desk->put, memory_order_relaxed);
    assert(desk->n_held <= desk->mask);
    atomic_store_explicit(&desk->todo[put & desk->mask], future, memory_order_relaxed);
    atomic_store_explicit(&desk->put, put + 1, memory_order_release);
    desk->n_held++;
}

size_t rxt_desk_left(const struct rxt_desk *desk)
{
    const size_t taken = atomic_load_explicit(&desk->taken, memory_order_relaxed);
    return atomic_load_explicit(&desk->put, memory_order_relaxed) - taken;
}

/* Take at most n_most. What is read of the ring is one's own if nobody has taken since. */
static size_t take(struct rxt_desk *desk, size_t n_most, struct rxt_future **out)
{
    size_t taken = atomic_load_explicit(&desk->taken, memory_order_acquire);
    for (;;) {
        const size_t left = atomic_load_explicit(&desk->put, memory_order_acquire) - taken;
        const size_t part = 1 + left / (4 * (size_t)desk->gang->n_threads);
        const size_t n = left == 0 ? 0 : part < n_most ? part : n_most;
        for (size_t i = 0; i < n; i++) {
            out[i] = atomic_load_explicit(&desk->todo[(taken + i) & desk->mask], memory_order_relaxed);
        }
        if (n == 0 || atomic_compare_exchange_weak_explicit(&desk->taken, &taken, taken + n,
                                                            memory_order_acq_rel, memory_order_acquire)) {
            return n;
        }
    }
}

static void call(struct rxt_desk *desk, struct rxt_future *future, int worker)
{
    const struct rxt_task *task = &desk->tasks[future->task];
    if (!rxt_bytes_room(&future->result, task->n_result)) {
        rxt_future_fail(future, rxt_fail(RXT_E_MEMORY, "no room for the %zu bytes of result of task '%s'",
                                         task->n_result, task->name));
        return;
    }
    struct rxt_call c = {.argument = future->argument.n > 0 ? future->argument.at : NULL,
                         .n_argument = future->argument.n,
                         .last = 1,
                         .result = future->result.at,
                         .n_result = task->n_result,
                         .local = desk->local[worker],
                         .rank = desk->rank,
                         .worker = worker};
    const enum rxt_err err = rxt_task_call(task, &c);
    future->result.n = c.n_result;
    if (err != RXT_OK) {
        rxt_future_fail(future, err);
    }
}

enum rxt_err rxt_task_call(const struct rxt_task *task, struct rxt_call *c)
{
    rxt_reason_forget();
    const enum rxt_err err = task->run(c);
    if ((unsigned)err > RXT_E_STOPPED) {
        return rxt_fail(RXT_E_WRONG, "task '%s' returned %d, which is no error of rxt", task->name, (int)err);
    }
    return err == RXT_OK && c->n_result > task->n_result
               ? rxt_fail(RXT_E_RANGE, "task '%s' has a result of %zu bytes, its table allows %zu",
                          task->name, c->n_result, task->n_result)
               : err;
}

/* Nobody but this thread may cancel it where there is one: the exchange would be a fifth of the cost. */
static bool begin(const struct rxt_desk *desk, struct rxt_future *future)
{
    int waits = RXT_STAGE_WAITS;
    if (desk->gang->n_threads > 1) {
        return atomic_compare_exchange_strong_explicit(&future->stage, &waits, RXT_STAGE_TAKEN,
                                                       memory_order_acq_rel, memory_order_acquire);
    }
    if (atomic_load_explicit(&future->stage, memory_order_relaxed) != waits) {
        return false;
    }
    atomic_store_explicit(&future->stage, RXT_STAGE_TAKEN, memory_order_relaxed);
    return true;
}

static void do_one(struct rxt_desk *desk, struct rxt_future *future, int worker)
{
    struct rxt_shelf *shelf = &desk->shelves[worker];
    const size_t put = atomic_load_explicit(&shelf->put, memory_order_relaxed);
    if (begin(desk, future)) {
        call(desk, future, worker);
    }
    shelf->done[put & desk->mask] = future;
    atomic_store_explicit(&shelf->put, put + 1, memory_order_release);
}

/* As many at once as last for a while, and at once one alone when they get longer. A worker that was interrupted takes
 * tasks for long ones, until its next batch. */
static void adapt(struct rxt_shelf *shelf, size_t n, double took_s)
{
    if (took_s > 2 * batch_s) {
        shelf->n_batch = 1;
    } else if (took_s < batch_s && n == shelf->n_batch && n < BATCH) {
        shelf->n_batch *= 2;
    }
    shelf->task_s = took_s / (double)n;
}

bool rxt_desk_work(struct rxt_desk *desk, int worker)
{
    struct rxt_future *batch[BATCH];
    struct rxt_shelf *shelf = &desk->shelves[worker];
    const size_t n = take(desk, shelf->n_batch, batch);
    if (n == 0) {
        return false;
    }
    const double start_s = rxt_now_s();
    for (size_t i = 0; i < n; i++) {
        do_one(desk, batch[i], worker);
    }
    adapt(shelf, n, rxt_now_s() - start_s);
    return true;
}

bool rxt_desk_is_slow(const struct rxt_desk *desk)
{
    return desk->shelves[0].task_s > slow_s;
}

bool rxt_desk_is_cheap(const struct rxt_desk *desk)
{
    const double task_s = desk->shelves[0].task_s;
    return task_s > 0.0 && task_s < cheap_s;
}

static void stay(void *context, int worker)
{
    struct rxt_desk *desk = context;
    int n_polls = 0;
    while (!atomic_load_explicit(&desk->is_over, memory_order_acquire)) {
        if (rxt_desk_work(desk, worker)) {
            n_polls = 0;
        } else {
            rxt_gang_rest(&n_polls, desk->gang->n_spins);
        }
    }
}

void rxt_desk_open(struct rxt_desk *desk)
{
    if (!desk->is_open) {
        atomic_store_explicit(&desk->is_over, false, memory_order_relaxed);
        rxt_gang_post(desk->gang, stay, desk);
        desk->is_open = true;
    }
}

void rxt_desk_close(struct rxt_desk *desk)
{
    if (desk->is_open) {
        atomic_store_explicit(&desk->is_over, true, memory_order_release);
        rxt_gang_join(desk->gang);
        desk->is_open = false;
    }
}

struct rxt_future *rxt_desk_collect(struct rxt_desk *desk)
{
    for (int t = 0; t < desk->gang->n_threads; t++) {
        struct rxt_shelf *shelf = &desk->shelves[t];
        if (shelf->taken != atomic_load_explicit(&shelf->put, memory_order_acquire)) {
            desk->n_held--;
            return shelf->done[shelf->taken++ & desk->mask];
        }
    }
    return NULL;
}

struct rxt_future *rxt_desk_take_back(struct rxt_desk *desk)
{
    struct rxt_future *future = NULL;
    desk->n_held -= take(desk, 1, &future);
    return future;
}
