/* SPDX-License-Identifier: BSD-3-Clause
 * team_pool_map.c - a task for all items: a loop of the team, on all ranks.
 *
 * Of one rank, calls write their results where the caller wants them. Of several they are partial results of the loop,
 * in memory that a node shares, and rank 0 copies them. The loop stays open for the next map of the same shape.
 */
#include "team_pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What rank 0 tells the others. */
struct order {
    uint64_t n_items, grain, n_argument;
    uint32_t task, unused;
};

/* The failed call with the lowest items of one worker. */
struct failure {
    _Alignas(RXT_LINE_BYTES) size_t n_failed;
    size_t chunk, first, last;
    enum rxt_err err;
    char reason[1024];
};

struct map {
    struct rxt_pool *pool;
    const struct rxt_task *task;
    const void *argument;
    size_t n_argument;
    unsigned char *results;   /* NULL: in the partial results of the loop */
    struct failure *failures; /* one a worker */
};

static void note(struct failure *failure, enum rxt_err err, const struct rxt_chunk *chunk)
{
    if (failure->n_failed++ == 0 || chunk->index < failure->chunk) {
        failure->chunk = chunk->index;
        failure->first = chunk->first;
        failure->last = chunk->last;
        failure->err = err;
        const char *reason = rxt_reason()[0] ? rxt_reason() : rxt_err_text(err);
        strncpy(failure->reason, reason, sizeof failure->reason - 1);
    }
}

static void body(void *context, const struct rxt_chunk *chunk)
{
    const struct map *map = context;
    const size_t size = map->task->n_result;
    struct rxt_call call = {.argument = map->argument,
                            .n_argument = map->n_argument,
                            .first = chunk->first,
                            .last = chunk->last,
                            .result = map->results ? map->results + chunk->first * size : chunk->partial,
                            .n_result = size,
                            .local = map->pool->local[chunk->worker],
                            .rank = map->pool->team->where.rank,
                            .worker = chunk->worker};
    const enum rxt_err err = rxt_task_call(map->task, &call);
    if (err != RXT_OK) {
        note(&map->failures[chunk->worker], err, chunk);
    }
}

/* The lowest failure of all ranks comes to all; it is that of a worker here, or NULL. */
static enum rxt_err judge(struct rxt_team *team, const struct failure *mine, size_t n_failed)
{
    double low = mine ? -(double)mine->chunk : -INFINITY, sum = (double)n_failed;
    const double my_low = low;
    rxt_comm_sum(team->comm, &sum, 1);
    if (sum <= 0.0) {
        return RXT_OK;
    }
    rxt_comm_max(team->comm, &low, 1);
    struct failure worst = {0};
    double root = mine && my_low >= low ? team->where.rank : -1.0; /* a chunk is run by one rank */
    rxt_comm_max(team->comm, &root, 1);
    if (mine && team->where.rank == (int)root) {
        worst = *mine;
    }
    rxt_comm_bcast(team->comm, &worst, sizeof worst, (int)root);
    return sum > 1.0 ? rxt_fail(worst.err, "items %zu to %zu: %s (and %.0f more calls failed)", worst.first,
                                worst.last - 1, worst.reason, sum - 1.0)
                     : rxt_fail(worst.err, "items %zu to %zu: %s", worst.first, worst.last - 1, worst.reason);
}

/* A loop of this shape, on all ranks. */
static enum rxt_err open_loop(struct rxt_pool *pool, const struct order *order, size_t n_result)
{
    const bool many = pool->mail != NULL;
    const struct rxt_loop_spec spec = {.n_items = order->n_items,
                                       .grain = order->grain,
                                       .n_partial_bytes = many ? order->grain * n_result : 0,
                                       .roams = many,
                                       .once = true};
    if (pool->loop && pool->loop_spec.n_items == spec.n_items && pool->loop_spec.grain == spec.grain &&
        pool->loop_spec.n_partial_bytes == spec.n_partial_bytes) {
        return RXT_OK;
    }
    rxt_loop_close(pool->loop);
    pool->loop = NULL;
    pool->loop_spec = spec;
    return rxt_loop_open(&pool->loop, pool->team, &spec);
}

/* What all ranks do; results is NULL on others than rank 0. */
static enum rxt_err run(struct rxt_pool *pool, const struct order *order, void *argument, void *results)
{
    struct rxt_team *team = pool->team;
    const struct rxt_task *task = &pool->tasks[order->task];
    const int n_threads = team->gang.n_threads;
    struct failure *failures = aligned_alloc(RXT_LINE_BYTES, (size_t)n_threads * sizeof *failures),
                   *mine = NULL;
    enum rxt_err err =
        rxt_team_agree(team, failures && (argument || order->n_argument == 0)
                                 ? RXT_OK
                                 : rxt_fail(RXT_E_MEMORY, "rank %d has no room for a map", team->where.rank));
    if (!err) {
        err = open_loop(pool, order, task->n_result);
    }
    if (!err) {
        struct map map = {pool,
                          task,
                          order->n_argument > 0 ? argument : NULL,
                          order->n_argument,
                          pool->mail ? NULL : results,
                          failures};
        size_t n_failed = 0;
        memset(failures, 0, (size_t)n_threads * sizeof *failures);
        if (order->n_argument > 0) {
            rxt_bcast(team, argument, order->n_argument, 0);
        }
        pool->is_busy = true;
        pool->n_mapping = order->n_items;
        rxt_map(pool->loop, body, &map);
        pool->n_mapping = 0;
        pool->is_busy = false;
        for (int t = 0; t < n_threads; t++) {
            n_failed += failures[t].n_failed;
            mine =
                failures[t].n_failed > 0 && (!mine || failures[t].chunk < mine->chunk) ? &failures[t] : mine;
        }
        if (pool->mail && results && order->n_items > 0) {
            memcpy(results, rxt_partials(pool->loop), order->n_items * task->n_result);
        }
        err = judge(team, mine, n_failed);
    }
    free(failures);
    return err;
}

void rxt_pool_join_map(struct rxt_pool *pool, const void *bytes)
{
    struct order order;
    memcpy(&order, bytes, sizeof order);
    void *argument = malloc(order.n_argument + 1);
    (void)!run(pool, &order, argument, NULL); /* rank 0 tells it */
    free(argument);
}

enum rxt_err rxt_pool_map(struct rxt_pool *pool, const char *task, size_t n_items, size_t grain,
                          const void *argument, size_t n_argument, void *results)
{
    enum { CALLS = 4096 };
    struct order order = {
        .n_items = n_items, .grain = grain > 0 ? grain : 1 + n_items / CALLS, .n_argument = n_argument};
    enum rxt_err err = rxt_pool_check(pool, "rxt_pool_map");
    if (!err) {
        err = rxt_pool_find(pool, task, &order.task);
    }
    if (!err) {
        err = rxt_pool_check_argument(pool, argument, n_argument);
    }
    if (!err && !results && n_items > 0 && pool->tasks[order.task].n_result > 0) {
        err = rxt_fail(RXT_E_USAGE, "task '%s' has a result of %zu bytes an item, and results is NULL", task,
                       pool->tasks[order.task].n_result);
    }
    if (err != RXT_OK) {
        return err;
    }
    rxt_pool_drain(pool);
    rxt_desk_close(&pool->desk);
    if (pool->mail) {
        rxt_pool_tell_all(pool, RXT_LETTER_MAP, &order, sizeof order);
    }
    /* It is only read here, though rxt_bcast takes what others write to. */
    return run(pool, &order, (void *)(uintptr_t)argument, results);
}
