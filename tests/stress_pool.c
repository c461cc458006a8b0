/* SPDX-License-Identifier: BSD-3-Clause
 * stress_pool.c LAYOUT TASKS [KILL] - so many tasks through a pool: none lost, none done twice, each failure with its reason.
 *
 * Task i returns a mix of i; one of 10000 fails and says which it is. Every other block of tasks is waited for in order, with
 * futures, the rest is taken as it completes, and now and then a map comes between. Rank 0 sees each end once and looks at its
 * result, and each worker tells how many it ran: a task that ran twice shows in their sum. Memory is told when a tenth is done and at the end. With KILL, a task from
 * that number on kills the rank that it runs on, if that is not rank 0.
 */
#include "rxt/err.h"
#include "rxt/pool.h"
#include "rxt/random.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 1024, FAILS_EACH = 10000, FAILS_AT = 77 };

struct tally {
    uint64_t n, next, n_right, n_failed, n_wrong;
    long first_kB; /* memory when a tenth was done */
};

static uint64_t kill_at = UINT64_MAX; /* the same on all ranks: from the command line */

static long memory_kB(void)
{
    long n_pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file || fscanf(file, "%*d %ld", &n_pages) != 1) {
        n_pages = 0;
    }
    if (file) {
        fclose(file);
    }
    return n_pages * (sysconf(_SC_PAGESIZE) / 1024);
}

/* What a worker counts. */
struct worker {
    struct rxt_seat seat;
    uint64_t n_run;
    long first_kB;
};

static enum rxt_err open_worker(void **local, const struct rxt_seat *seat, void *context)
{
    (void)context;
    struct worker *worker = calloc(1, sizeof *worker);
    *local = worker;
    if (worker) {
        worker->seat = *seat;
    }
    return worker ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for a worker");
}

static void close_worker(void *local, void *context)
{
    (void)context;
    const struct worker *w = local;
    fprintf(stderr, "worker %d.%d ran %llu tasks, grew by %ld kB\n", w->seat.rank, w->seat.worker,
            (unsigned long long)w->n_run, w->first_kB > 0 ? memory_kB() - w->first_kB : 0);
    free(local);
}

static enum rxt_err mix(struct rxt_call *call)
{
    struct worker *worker = call->local;
    uint64_t i;
    memcpy(&i, call->argument, sizeof i);
    worker->n_run++;
    if (worker->n_run == 4 * BLOCK) {
        worker->first_kB = memory_kB();
    }
    if (i >= kill_at && call->rank > 0) {
        kill(getpid(), SIGKILL);
    }
    if (i % FAILS_EACH == FAILS_AT) {
        return rxt_fail(RXT_E_RANGE, "task %llu says no", (unsigned long long)i);
    }
    const uint64_t value = rxt_mix(i);
    memcpy(call->result, &value, sizeof value);
    return RXT_OK;
}

static enum rxt_err mix_all(struct rxt_call *call)
{
    uint64_t *values = call->result, seed;
    memcpy(&seed, call->argument, sizeof seed);
    for (size_t i = call->first; i < call->last; i++) {
        values[i - call->first] = rxt_mix(seed + i);
    }
    return RXT_OK;
}

/* Whether the end of a task is the one that its number asks for. */
static void judge(struct tally *tally, struct rxt_future *future)
{
    const uint64_t i = rxt_future_number(future), want = rxt_mix(i);
    const void *bytes = NULL;
    size_t n_bytes = 0;
    char says[64];
    const enum rxt_err err = rxt_future_result(future, &bytes, &n_bytes);
    snprintf(says, sizeof says, "task %llu says no", (unsigned long long)i);
    if (i % FAILS_EACH == FAILS_AT && err == RXT_E_RANGE && strcmp(rxt_future_reason(future), says) == 0) {
        tally->n_failed++;
    } else if (!err && n_bytes == sizeof want && memcmp(bytes, &want, sizeof want) == 0) {
        tally->n_right++;
    } else {
        tally->n_wrong++;
    }
    rxt_future_close(future);
}

static enum rxt_err submit_block(struct rxt_pool *pool, struct tally *tally, size_t n,
                                 struct rxt_future **futures)
{
    enum rxt_err err = RXT_OK;
    for (size_t k = 0; k < n && !err; k++) {
        const uint64_t i = tally->next++;
        err = rxt_pool_submit(pool, "mix", &i, sizeof i, futures ? &futures[k] : NULL);
    }
    return err;
}

/* A map of other values between the tasks. */
static enum rxt_err do_map(struct rxt_pool *pool, struct tally *tally)
{
    static uint64_t values[BLOCK];
    const uint64_t seed = tally->next;
    const enum rxt_err err = rxt_pool_map(pool, "mix_all", BLOCK, 7, &seed, sizeof seed, values);
    for (size_t i = 0; i < BLOCK && !err; i++) {
        tally->n_wrong += values[i] != rxt_mix(seed + i);
    }
    return err;
}

/* In order, with futures; or as they complete. */
static enum rxt_err do_block(struct rxt_pool *pool, struct tally *tally, size_t n, bool in_order)
{
    struct rxt_future *futures[BLOCK];
    const enum rxt_err err = submit_block(pool, tally, n, in_order ? futures : NULL);
    for (size_t k = 0; k < n && !err; k++) {
        struct rxt_future *future = in_order ? futures[k] : rxt_pool_next(pool);
        if (!future) {
            tally->n_wrong++;
            break;
        }
        judge(tally, future);
    }
    return err;
}

static enum rxt_err stress(struct rxt_pool *pool, struct tally *tally)
{
    enum rxt_err err = RXT_OK;
    for (size_t block = 0; tally->next < tally->n && !err; block++) {
        const uint64_t left = tally->n - tally->next;
        err = do_block(pool, tally, left < BLOCK ? (size_t)left : BLOCK, block % 2 == 0);
        if (!err && block % 16 == 3) {
            err = do_map(pool, tally);
        }
        if (tally->first_kB == 0 && tally->next >= tally->n / 10) {
            tally->first_kB = memory_kB();
        }
    }
    printf("%s: %llu right, %llu failed with their reason, %llu wrong or lost, grew by %ld kB\n",
           rxt_pool_layout(pool), (unsigned long long)tally->n_right, (unsigned long long)tally->n_failed,
           (unsigned long long)tally->n_wrong, memory_kB() - tally->first_kB);
    return tally->n_wrong || tally->n_right + tally->n_failed != tally->n
               ? rxt_fail(RXT_E_WRONG, "not every task had the end that it should have")
               : err;
}

int main(int argc, char **argv)
{
    static const struct rxt_task tasks[] = {
        {"mix", mix, sizeof(uint64_t)}, {"mix_all", mix_all, sizeof(uint64_t)}, {0}};
    struct tally tally = {.n = argc > 2 ? strtoull(argv[2], NULL, 10) : 1000};
    const struct rxt_pool_spec spec = {.tasks = tasks,
                                       .layout = argc > 1 ? argv[1] : "1x1",
                                       .oversubscribe = true,
                                       .open = open_worker,
                                       .close = close_worker};
    struct rxt_pool *pool = NULL;
    kill_at = argc > 3 ? strtoull(argv[3], NULL, 10) : UINT64_MAX;
    enum rxt_err err = rxt_pool_open(&pool, &spec);
    if (!err && pool) {
        err = stress(pool, &tally);
    }
    const enum rxt_err closed = rxt_pool_close(pool);
    err = err ? err : closed;
    if (err && *rxt_reason()) {
        fprintf(stderr, "stress_pool: %s\n", rxt_reason());
    }
    return rxt_err_status(err);
}
