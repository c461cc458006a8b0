/* SPDX-License-Identifier: BSD-3-Clause
 * pool_program.c WHAT [N] - a program with a pool, started by a launcher or alone; tests/pool.sh judges what it prints.
 *
 *   map      maps of N items and of few, with failures, between submitted tasks
 *   submit   N tasks, one in 1000 of which fails, through rxt_pool_next; then few, large, and cancelled ones
 *   slow     tasks of which the first N are short and the last long: whoever has too many sends them back
 *   wait     tasks that never end, so that somebody can kill a rank: it prints "waiting" and the pid of each rank
 *   tables   nothing: the second rank has another table, which is refused
 *
 * With -DWITH_MPI it has started MPI itself. A third word: it opens a second pool when the first is closed.
 */
#include "rxt/pool.h"

#ifdef WITH_MPI
#include <mpi.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LARGE = 100000 };

static void nap(double s)
{
    const struct timespec t = {(time_t)s, (long)(1e9 * (s - (double)(time_t)s))};
    nanosleep(&t, NULL);
}

static enum rxt_err add(struct rxt_call *call)
{
    uint64_t *out = call->result, base;
    memcpy(&base, call->argument, sizeof base);
    for (size_t i = call->first; i < call->last; i++) {
        *out++ = i + base;
        if (base == 0 && i % 100 == 13) {
            return rxt_fail(RXT_E_WRONG, "item %zu is unlucky", i);
        }
    }
    return RXT_OK;
}

static enum rxt_err twice(struct rxt_call *call)
{
    uint64_t x;
    memcpy(&x, call->argument, sizeof x);
    if (x % 1000 == 13) {
        return rxt_fail(RXT_E_INPUT, "%llu is unlucky", (unsigned long long)x);
    }
    x *= 2;
    memcpy(call->result, &x, sizeof x);
    return RXT_OK;
}

static enum rxt_err echo(struct rxt_call *call)
{
    memcpy(call->result, call->argument, call->n_argument);
    call->n_result = call->n_argument;
    return RXT_OK;
}

/* Wait for as many seconds as the argument says, or compute a little; the result is the rank. */
static enum rxt_err wait_s(struct rxt_call *call)
{
    double s;
    memcpy(&s, call->argument, sizeof s);
    for (volatile int i = 0; s == 0.0 && i < 1000;) {
        i = i + 1;
    }
    if (s > 0.0) {
        nap(s);
    }
    const uint64_t rank = (uint64_t)call->rank;
    memcpy(call->result, &rank, sizeof rank);
    return RXT_OK;
}

static const struct rxt_task tasks[] = {{"add", add, sizeof(uint64_t)},
                                        {"twice", twice, sizeof(uint64_t)},
                                        {"echo", echo, LARGE},
                                        {"wait", wait_s, sizeof(uint64_t)},
                                        {NULL, NULL, 0}};

static void must(enum rxt_err err)
{
    if (err != RXT_OK) {
        fprintf(stderr, "pool_program: %s\n", rxt_reason());
        exit(rxt_err_status(err));
    }
}

static void map_some(struct rxt_pool *pool, size_t n)
{
    uint64_t *out = calloc(n + 1, sizeof *out), x = 7;
    size_t n_wrong = 0;
    for (uint64_t base = 0; base < 3; base++) {
        struct rxt_future *future;
        must(rxt_pool_submit(pool, "twice", &x, sizeof x, &future));
        memset(out, 0, (n + 1) * sizeof *out);
        const enum rxt_err err = rxt_pool_map(pool, "add", n, base + 1, &base, sizeof base, out);
        printf("map base %d: error %d %s\n", (int)base, (int)err, err ? rxt_reason() : "");
        for (size_t i = 0; i < n; i++) {
            n_wrong += out[i] != i + base;
        }
        n_wrong += out[n] != 0 || !rxt_future_done(future);
    }
    for (size_t few = 0; few < 4; few++) {
        must(rxt_pool_map(pool, "add", few, 0, &x, sizeof x, out));
        n_wrong += few > 0 && out[few - 1] != few - 1 + x;
    }
    printf("map: %zu wrong\n", n_wrong);
    free(out);
}

static void take_next(struct rxt_pool *pool, unsigned char *n_seen, size_t *n_failed, size_t *n_wrong)
{
    const void *bytes;
    size_t n;
    uint64_t x = 0;
    char reason[64];
    struct rxt_future *future = rxt_pool_next(pool);
    const uint64_t i = rxt_future_number(future);
    if (rxt_future_result(future, &bytes, &n) == RXT_OK) {
        memcpy(&x, bytes, sizeof x);
        *n_wrong += x != 2 * i || i % 1000 == 13;
    } else {
        snprintf(reason, sizeof reason, "%llu is unlucky", (unsigned long long)i);
        *n_wrong += i % 1000 != 13 || strcmp(rxt_future_reason(future), reason) != 0;
        ++*n_failed;
    }
    n_seen[i]++;
    rxt_future_close(future);
}

static void submit_many(struct rxt_pool *pool, size_t n)
{
    unsigned char *n_seen = calloc(n + 1, 1);
    size_t n_failed = 0, n_wrong = 0, n_once = 0, n_most = 0;
    for (uint64_t i = 0; i < n; i++) {
        must(rxt_pool_submit(pool, "twice", &i, sizeof i, NULL));
        n_most = rxt_pool_flight(pool) > n_most ? rxt_pool_flight(pool) : n_most;
        if (i >= 5000) {
            take_next(pool, n_seen, &n_failed, &n_wrong);
        }
    }
    for (size_t i = n < 5000 ? 0 : n - 5000; i < n; i++) {
        take_next(pool, n_seen, &n_failed, &n_wrong);
    }
    for (size_t i = 0; i < n; i++) {
        n_once += n_seen[i] == 1;
    }
    printf("submit: %zu once, %zu failed, %zu wrong, %s, nothing is left: %d\n", n_once, n_failed, n_wrong,
           n_most <= 1000 ? "bounded" : "not bounded", !rxt_pool_next(pool));
    free(n_seen);
}

/* Arguments and results of many letters, and tasks that are cancelled while others run. */
static void submit_odd(struct rxt_pool *pool)
{
    enum { TASKS = 40 };
    struct rxt_future *large[TASKS], *late[TASKS];
    unsigned char *bytes = malloc(LARGE);
    size_t n_wrong = 0, n_cancelled = 0;
    const double s = 0.001;
    for (int k = 0; k < TASKS; k++) {
        memset(bytes, k, LARGE);
        must(rxt_pool_submit(pool, "echo", bytes, (size_t)(LARGE - 1000 * k), &large[k]));
    }
    for (int k = 0; k < TASKS; k++) {
        must(rxt_pool_submit(pool, "wait", &s, sizeof s, &late[k]));
    }
    for (int k = 0; k < TASKS; k++) {
        const bool is_cancelled = rxt_future_cancel(late[k]);
        n_cancelled += is_cancelled;
        n_wrong += is_cancelled != (rxt_future_wait(late[k]) == RXT_E_STOPPED);
    }
    for (int k = 0; k < TASKS; k++) {
        const unsigned char *out = NULL;
        size_t n = 0;
        const enum rxt_err err = rxt_future_result(large[k], (const void **)&out, &n);
        n_wrong += err != RXT_OK || n != (size_t)(LARGE - 1000 * k) || out[0] != k || out[n - 1] != k;
    }
    printf("odd: %zu wrong, some were cancelled: %d\n", n_wrong, n_cancelled > 0);
    free(bytes);
}

/* Ranks that were dealt short tasks by the hundred get long ones, and some send them back: each is done all the same. How
 * many each rank does is a matter of who has the cores. */
static void submit_slow(struct rxt_pool *pool, size_t n)
{
    size_t n_long = 0, n_strange = 0, n_ranks = 0;
    double s = 0.0;
    for (size_t i = 0; i < n + 48; i++) {
        s = i < n ? 0.0 : 0.02;
        must(rxt_pool_submit(pool, "wait", &s, sizeof s, NULL));
    }
    for (size_t i = 0; i < rxt_pool_seats(pool); i++) {
        n_ranks = (size_t)rxt_pool_seat(pool, i)->rank + 1;
    }
    for (struct rxt_future *future; (future = rxt_pool_next(pool)); rxt_future_close(future)) {
        const void *bytes;
        size_t n_bytes;
        uint64_t rank;
        must(rxt_future_result(future, &bytes, &n_bytes));
        memcpy(&rank, bytes, sizeof rank);
        n_long += rxt_future_number(future) >= n;
        n_strange += rank >= n_ranks;
    }
    printf("slow: %zu long ones, %zu by strangers\n", n_long, n_strange);
}

static void wait_for_end(struct rxt_pool *pool)
{
    const double s = 1000.0;
    for (size_t i = 0; i < 2 * rxt_pool_seats(pool); i++) {
        must(rxt_pool_submit(pool, "wait", &s, sizeof s, NULL));
    }
    for (size_t i = 0; i < rxt_pool_seats(pool); i++) {
        const struct rxt_seat *seat = rxt_pool_seat(pool, i);
        if (seat->worker == 0) {
            printf("rank %d pid %ld\n", seat->rank, seat->pid);
        }
    }
    printf("waiting\n");
    fflush(stdout);
    (void)rxt_pool_next(pool);
}

static void lead(struct rxt_pool *pool, const char *what, size_t n)
{
    if (!strcmp(what, "map")) {
        map_some(pool, n);
    } else if (!strcmp(what, "slow")) {
        submit_slow(pool, n);
    } else if (!strcmp(what, "wait")) {
        wait_for_end(pool);
    } else {
        submit_many(pool, n);
        submit_odd(pool);
    }
}

int main(int argc, char **argv)
{
    struct rxt_pool *pool;
    const char *rank = getenv(getenv("PMIX_RANK") ? "PMIX_RANK" : "PMI_RANK");
    const bool is_other = argc > 1 && !strcmp(argv[1], "tables") && rank && !strcmp(rank, "1");
    const struct rxt_pool_spec spec = {
        .tasks = tasks + is_other, .argc = &argc, .argv = argv, .oversubscribe = true, .n_flight = 1000};
#ifdef WITH_MPI
    int provided;
    MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided);
#endif
    for (int turn = 0; turn < (argc > 3 ? 2 : 1); turn++) {
        must(rxt_pool_open(&pool, &spec));
        if (pool) {
            printf("layout %s\n", rxt_pool_layout(pool));
            lead(pool, argc > 1 ? argv[1] : "map", argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 1009);
            must(rxt_pool_close(pool));
        }
    }
#ifdef WITH_MPI
    MPI_Finalize();
#endif
    return 0;
}
