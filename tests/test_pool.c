/* SPDX-License-Identifier: BSD-3-Clause
 * test_pool.c - pools of one rank: results in their order, every task once, errors where they belong.
 */
#include "tests.h"

#include "team_desk.h"
#include "team_sheet.h"

#include "rxt/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { N = 1009 };
static const uint64_t unlucky = 13;

static atomic_int n_open, n_states, n_ran;
static struct rxt_pool *pool_of_task;

/* What a worker has of its own. */
struct state {
    pthread_t thread;
    size_t n_calls, n_strange; /* by other threads */
};

static enum rxt_err open_state(void **local, const struct rxt_seat *seat, void *context)
{
    struct state *state = calloc(1, sizeof *state);
    *local = state;
    if (!state || seat->worker == *(const int *)context) {
        return rxt_fail(RXT_E_MEMORY, "worker %d has none", seat->worker);
    }
    state->thread = pthread_self();
    atomic_fetch_add(&n_open, 1);
    atomic_fetch_add(&n_states, 1);
    return RXT_OK;
}

static void close_state(void *local, void *context)
{
    struct state *state = local;
    (void)context;
    if (state && pthread_equal(state->thread, pthread_self()) && state->n_strange == 0) {
        atomic_fetch_sub(&n_open, 1);
    }
    free(state);
}

static void count(const struct rxt_call *call)
{
    struct state *state = call->local;
    atomic_fetch_add(&n_ran, 1);
    if (state) {
        state->n_calls++;
        state->n_strange += !pthread_equal(state->thread, pthread_self());
    }
}

/* Of a map: i + the argument; a call that has an unlucky item fails. */
static enum rxt_err add(struct rxt_call *call)
{
    uint64_t *out = call->result, base = 0;
    count(call);
    memcpy(&base, call->argument, call->n_argument);
    for (size_t i = call->first; i < call->last; i++) {
        *out++ = i + base;
        if (base == 0 && i % 100 == unlucky) {
            return rxt_fail(RXT_E_WRONG, "item %zu is unlucky", i);
        }
    }
    return RXT_OK;
}

/* Of a submitted task: twice its argument; one fails with a reason, another without. */
static enum rxt_err twice(struct rxt_call *call)
{
    uint64_t x = 0;
    count(call);
    memcpy(&x, call->argument, call->n_argument);
    if (x % 100 == unlucky) {
        return rxt_fail(RXT_E_INPUT, "%llu is unlucky", (unsigned long long)x);
    }
    if (x % 100 == unlucky + 1) {
        return RXT_E_WRONG;
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

static enum rxt_err nest(struct rxt_call *call)
{
    (void)call;
    return rxt_pool_submit(pool_of_task, "twice", NULL, 0, NULL);
}

static enum rxt_err boast(struct rxt_call *call)
{
    call->n_result = 1000;
    return RXT_OK;
}

static enum rxt_err wild(struct rxt_call *call)
{
    (void)call;
    return (enum rxt_err)77;
}

static const struct rxt_task tasks[] = {{"add", add, sizeof(uint64_t)},
                                        {"twice", twice, sizeof(uint64_t)},
                                        {"echo", echo, 100000},
                                        {"nest", nest, 0},
                                        {"boast", boast, 8},
                                        {"wild", wild, 0},
                                        {NULL, NULL, 0}};

static const int nobody = -1;

static struct rxt_pool *open_pool(const char *layout, size_t n_flight)
{
    struct rxt_pool *pool = NULL;
    const struct rxt_pool_spec spec = {.tasks = tasks,
                                       .layout = layout,
                                       .oversubscribe = true,
                                       .n_flight = n_flight,
                                       .n_most = 200000,
                                       .open = open_state,
                                       .close = close_state,
                                       .context = (void *)(uintptr_t)&nobody};
    atomic_store(&n_open, 0);
    atomic_store(&n_states, 0);
    atomic_store(&n_ran, 0);
    CU_ASSERT_EQUAL_FATAL(rxt_pool_open(&pool, &spec), RXT_OK);
    CU_ASSERT_PTR_NOT_NULL_FATAL(pool);
    return pool;
}

static struct rxt_future *submit(struct rxt_pool *pool, const char *task, uint64_t x)
{
    struct rxt_future *future = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_pool_submit(pool, task, &x, sizeof x, &future), RXT_OK);
    return future;
}

static uint64_t result_of(struct rxt_future *future)
{
    const void *bytes = NULL;
    size_t n = 0;
    uint64_t x = UINT64_MAX;
    if (rxt_future_result(future, &bytes, &n) == RXT_OK && n == sizeof x) {
        memcpy(&x, bytes, sizeof x);
    }
    return x;
}

static const char *const layouts[] = {"1x1", "1x3"};

static void map_gives_results_in_the_order_of_the_items(void)
{
    for (int l = 0; l < 2; l++) {
        struct rxt_pool *pool = open_pool(layouts[l], 0);
        for (size_t n = 0; n <= N; n = n * 4 + 1) {
            for (size_t grain = 0; grain <= 8; grain += 7) {
                const uint64_t base = 1000;
                uint64_t out[N + 1];
                size_t n_wrong = 0;
                memset(out, 0, sizeof out);
                CU_ASSERT_EQUAL(rxt_pool_map(pool, "add", n, grain, &base, sizeof base, out), RXT_OK);
                for (size_t i = 0; i < n; i++) {
                    n_wrong += out[i] != i + base;
                }
                CU_ASSERT_EQUAL(n_wrong + out[n], 0);
            }
        }
        CU_ASSERT_EQUAL(rxt_pool_close(pool), RXT_OK);
    }
}

static void map_tells_the_failed_call_with_the_lowest_items(void)
{
    for (int l = 0; l < 2; l++) {
        struct rxt_pool *pool = open_pool(layouts[l], 0);
        const uint64_t base = 0;
        uint64_t out[N];
        size_t n_wrong = 0;
        CU_ASSERT_EQUAL(rxt_pool_map(pool, "add", N, 1, &base, sizeof base, out), RXT_E_WRONG);
        CU_ASSERT_STRING_EQUAL(rxt_reason(), "items 13 to 13: item 13 is unlucky (and 9 more calls failed)");
        for (size_t i = 0; i < N; i++) {
            n_wrong += out[i] != i;
        }
        CU_ASSERT_EQUAL(n_wrong, 0);
        CU_ASSERT_EQUAL(rxt_pool_map(pool, "ad", N, 1, NULL, 0, out), RXT_E_USAGE);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "no task 'ad'; the table has 'add', 'twice'"));
        CU_ASSERT_EQUAL(rxt_pool_map(pool, "add", N, 1, out, 200001, out), RXT_E_RANGE);
        CU_ASSERT_EQUAL(rxt_pool_map(pool, NULL, N, 1, NULL, 0, out), RXT_E_USAGE);
        CU_ASSERT_EQUAL(rxt_pool_map(pool, "add", N, 1, NULL, 8, out), RXT_E_USAGE);
        CU_ASSERT_STRING_EQUAL(rxt_reason(), "the argument is NULL, and is said to have 8 bytes");
        CU_ASSERT_EQUAL(rxt_pool_map(pool, "add", N, 1, &base, sizeof base, NULL), RXT_E_USAGE);
        CU_ASSERT_STRING_EQUAL(rxt_reason(),
                               "task 'add' has a result of 8 bytes an item, and results is NULL");
        CU_ASSERT_EQUAL(rxt_pool_map(pool, "add", 0, 1, &base, sizeof base, NULL), RXT_OK);
        CU_ASSERT_EQUAL(rxt_pool_close(pool), RXT_OK);
    }
}

static void every_worker_has_a_state_of_its_own(void)
{
    struct rxt_pool *pool = open_pool("1x3", 0);
    CU_ASSERT_EQUAL(rxt_pool_seats(pool), 3);
    for (size_t i = 0; i < 3; i++) {
        const struct rxt_seat *seat = rxt_pool_seat(pool, i);
        CU_ASSERT_EQUAL(seat->worker, (int)i);
        CU_ASSERT_EQUAL(seat->pid, (long)getpid());
        CU_ASSERT_TRUE(seat->host[0] && seat->tid > 0 && (i == 0 || seat->tid != seat[-1].tid));
    }
    CU_ASSERT_STRING_EQUAL(rxt_pool_layout(pool), "1x3");
    for (uint64_t i = 0; i < N; i++) {
        rxt_future_close(submit(pool, "twice", i * 100));
    }
    CU_ASSERT_EQUAL(rxt_pool_close(pool), RXT_OK);
    CU_ASSERT_EQUAL(atomic_load(&n_states), 3);
    CU_ASSERT_EQUAL(atomic_load(&n_open), 0); /* closed by its own thread, and used by no other */
    CU_ASSERT_EQUAL(atomic_load(&n_ran), N);
}

static void state_that_cannot_be_made_refuses_the_pool(void)
{
    const int second = 1;
    struct rxt_pool *pool = NULL;
    const struct rxt_pool_spec spec = {.tasks = tasks,
                                       .layout = "1x2",
                                       .oversubscribe = true,
                                       .open = open_state,
                                       .close = close_state,
                                       .context = (void *)(uintptr_t)&second};
    CU_ASSERT_EQUAL(rxt_pool_open(&pool, &spec), RXT_E_MEMORY);
    CU_ASSERT_PTR_NULL(pool);
    CU_ASSERT_STRING_EQUAL(rxt_reason(), "worker 1 has none");
}

/* Of 10 * N tasks one in a hundred fails with a reason, one without; all are given, each once. */
static void every_task_comes_once_with_its_own_end(void)
{
    enum { TASKS = 10 * N };
    for (int l = 0; l < 2; l++) {
        struct rxt_pool *pool = open_pool(layouts[l], 64);
        unsigned char *n_seen = calloc(TASKS, 1);
        size_t n_failed = 0, n_wrong = 0, n_once = 0;
        for (uint64_t i = 0; i < TASKS; i++) {
            CU_ASSERT_EQUAL_FATAL(rxt_pool_submit(pool, "twice", &i, sizeof i, NULL), RXT_OK);
            n_wrong += rxt_pool_flight(pool) > 64;
        }
        for (struct rxt_future *future; (future = rxt_pool_next(pool)); rxt_future_close(future)) {
            char text[64];
            const uint64_t i = rxt_future_number(future), x = result_of(future);
            n_seen[i]++;
            snprintf(text, sizeof text, "%s", i % 100 == unlucky ? "" : "a result failed its check");
            if (i % 100 == unlucky) {
                snprintf(text, sizeof text, "%llu is unlucky", (unsigned long long)i);
            }
            n_failed += x == UINT64_MAX;
            n_wrong += x == UINT64_MAX ? strcmp(rxt_future_reason(future), text) != 0 : x != 2 * i;
        }
        for (size_t i = 0; i < TASKS; i++) {
            n_once += n_seen[i] == 1;
        }
        CU_ASSERT_EQUAL(n_once, TASKS);
        CU_ASSERT_EQUAL(n_wrong, 0);
        CU_ASSERT_EQUAL(n_failed, 2 * (TASKS / 100 + 1)); /* the last hundred has both */
        CU_ASSERT_EQUAL(atomic_load(&n_ran), TASKS);
        CU_ASSERT_EQUAL(rxt_pool_close(pool), RXT_OK);
        free(n_seen);
    }
}

static void what_is_wrong_with_a_task_fails_its_future_alone(void)
{
    for (int l = 0; l < 2; l++) {
        struct rxt_pool *pool = open_pool(layouts[l], 0);
        char *bytes = calloc(200001, 1);
        struct rxt_future *large, *longer, *first = submit(pool, "twice", 21);
        struct rxt_future *unknown = submit(pool, "thrice", 21), *boaster = submit(pool, "boast", 0);
        struct rxt_future *strange = submit(pool, "wild", 0), *nameless, *hollow;
        CU_ASSERT_EQUAL(rxt_pool_submit(pool, NULL, NULL, 0, &nameless), RXT_OK);
        CU_ASSERT_EQUAL(rxt_pool_submit(pool, "echo", NULL, 5, &hollow), RXT_OK);
        CU_ASSERT_EQUAL(rxt_future_wait(nameless), RXT_E_USAGE);
        CU_ASSERT_EQUAL(rxt_future_wait(hollow), RXT_E_USAGE);
        CU_ASSERT_EQUAL(rxt_pool_submit(pool, "echo", bytes, 200001, &large), RXT_OK);
        CU_ASSERT_EQUAL(rxt_pool_submit(pool, "echo", bytes, 99999, &longer), RXT_OK);
        CU_ASSERT_EQUAL(rxt_future_wait(unknown), RXT_E_USAGE);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "no task 'thrice'"));
        CU_ASSERT_EQUAL(rxt_future_wait(large), RXT_E_RANGE);
        CU_ASSERT_PTR_NOT_NULL(
            strstr(rxt_future_reason(large), "200001 bytes, and n_most of the pool is 200000"));
        CU_ASSERT_EQUAL(rxt_future_wait(boaster), RXT_E_RANGE);
        CU_ASSERT_EQUAL(rxt_future_wait(strange), RXT_E_WRONG);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "'wild' returned 77"));
        CU_ASSERT_EQUAL(result_of(first), 42);
        const void *out;
        size_t n;
        CU_ASSERT_EQUAL(rxt_future_result(longer, &out, &n), RXT_OK);
        CU_ASSERT_EQUAL(n, 99999);
        CU_ASSERT_EQUAL(result_of(first), 42); /* still */
        CU_ASSERT_EQUAL(rxt_pool_close(pool), RXT_OK);
        free(bytes);
    }
}

static void cancelled_task_never_runs(void)
{
    struct rxt_pool *pool = open_pool("1x1", 0); /* whose one worker is this thread */
    struct rxt_future *first = submit(pool, "twice", 1), *second = submit(pool, "twice", 2);
    struct rxt_future *third = submit(pool, "twice", 3), *closed = submit(pool, "twice", 4);
    CU_ASSERT_TRUE(rxt_future_cancel(second));
    CU_ASSERT_TRUE(rxt_future_cancel(closed));
    rxt_future_close(closed);
    CU_ASSERT_FALSE(rxt_future_cancel(second));
    CU_ASSERT_EQUAL(rxt_pool_flight(pool), 2);
    CU_ASSERT_TRUE(rxt_future_done(second));
    CU_ASSERT_EQUAL(rxt_future_wait(second), RXT_E_STOPPED);
    CU_ASSERT_STRING_EQUAL(rxt_future_reason(second), "the task was cancelled");
    CU_ASSERT_EQUAL(result_of(third), 6);
    CU_ASSERT_FALSE(rxt_future_cancel(third));
    CU_ASSERT_EQUAL(result_of(first), 2);
    CU_ASSERT_EQUAL(rxt_pool_close(pool), RXT_OK);
    CU_ASSERT_EQUAL(atomic_load(&n_ran), 2);
}

/* They are at the desk until a worker has seen that they are cancelled, and the desk holds 8. */
static void cancelled_tasks_take_room_until_they_come_back(void)
{
    struct rxt_pool *pool = open_pool("1x1", 8);
    size_t n_cancelled = 0;
    for (uint64_t i = 0; i < N; i++) {
        struct rxt_future *future = submit(pool, "twice", i);
        n_cancelled += rxt_future_cancel(future);
        rxt_future_close(future);
    }
    CU_ASSERT_EQUAL(n_cancelled, N);
    CU_ASSERT_EQUAL(rxt_pool_flight(pool), 0);
    CU_ASSERT_EQUAL(rxt_pool_close(pool), RXT_OK);
    CU_ASSERT_EQUAL(atomic_load(&n_ran), 0);
}

static void futures_come_in_the_order_in_which_they_finish(void)
{
    struct rxt_pool *pool = open_pool("1x1", 0);
    struct rxt_future *first = submit(pool, "twice", 1), *second = submit(pool, "twice", 2);
    struct rxt_future *third = submit(pool, "twice", 3), *unknown = submit(pool, "thrice", 3);
    rxt_future_close(second);
    CU_ASSERT_PTR_EQUAL(rxt_pool_next(pool), unknown); /* it was wrong when it was submitted */
    CU_ASSERT_PTR_EQUAL(rxt_pool_next(pool), first);
    CU_ASSERT_PTR_EQUAL(rxt_pool_next(pool), third);
    CU_ASSERT_PTR_NULL(rxt_pool_next(pool));
    CU_ASSERT_EQUAL(rxt_future_number(third), 2);
    CU_ASSERT_EQUAL(rxt_pool_flight(pool), 0);
    CU_ASSERT_EQUAL(rxt_pool_close(pool), RXT_OK);
    CU_ASSERT_EQUAL(atomic_load(&n_ran), 3);
}

static void error_that_nobody_saw_is_told_at_the_end(void)
{
    struct rxt_pool *pool = open_pool("1x3", 0);
    for (uint64_t i = 0; i < 300; i++) {
        struct rxt_future *future = submit(pool, "twice", i);
        if (i == unlucky) {
            CU_ASSERT_EQUAL(rxt_future_wait(future), RXT_E_INPUT);
        }
        if (i % 2) {
            rxt_future_close(future);
        }
    }
    CU_ASSERT_EQUAL(rxt_pool_close(pool), RXT_E_WRONG);
    CU_ASSERT_STRING_EQUAL(rxt_reason(),
                           "task 14: a result failed its check (5 tasks failed, and nobody asked)");
}

static void *call_from_elsewhere(void *context)
{
    enum rxt_err *err = context;
    *err = rxt_pool_submit(pool_of_task, "twice", NULL, 0, NULL);
    return NULL;
}

static void calls_of_tasks_and_other_threads_are_refused(void)
{
    pthread_t thread;
    enum rxt_err err = RXT_OK;
    pool_of_task = open_pool("1x1", 0);
    struct rxt_future *future = submit(pool_of_task, "nest", 0);
    CU_ASSERT_EQUAL(rxt_future_wait(future), RXT_E_USAGE);
    CU_ASSERT_EQUAL(pthread_create(&thread, NULL, call_from_elsewhere, &err), 0);
    pthread_join(thread, NULL);
    CU_ASSERT_EQUAL(err, RXT_E_USAGE);
    CU_ASSERT_EQUAL(rxt_pool_close(pool_of_task), RXT_OK);
}

static void process_has_one_pool_at_a_time(void)
{
    struct rxt_pool *pool = open_pool("1x2", 0), *other = pool;
    CU_ASSERT_EQUAL(rxt_pool_open(&other, &(struct rxt_pool_spec){.tasks = tasks, .layout = "1x1"}),
                    RXT_E_USAGE);
    CU_ASSERT_PTR_NULL(other);
    CU_ASSERT_EQUAL(rxt_pool_close(pool), RXT_OK);
    CU_ASSERT_EQUAL(rxt_pool_close(NULL), RXT_OK);
}

static enum rxt_err try_open(const struct rxt_pool_spec *spec)
{
    struct rxt_pool *pool = NULL;
    const enum rxt_err err = rxt_pool_open(&pool, spec);
    return err ? err : rxt_pool_close(pool);
}

static void senseless_pools_are_refused(void)
{
    const struct rxt_task same[] = {{"add", add, 8}, {"add", twice, 8}, {NULL, NULL, 0}},
                          empty[] = {{"add", NULL, 0}, {NULL, NULL, 0}};
    CU_ASSERT_EQUAL(try_open(&(struct rxt_pool_spec){.layout = "1x1"}), RXT_E_USAGE);
    CU_ASSERT_EQUAL(try_open(&(struct rxt_pool_spec){.tasks = same, .layout = "1x1"}), RXT_E_USAGE);
    CU_ASSERT_STRING_EQUAL(rxt_reason(), "two tasks of the pool are named 'add'");
    CU_ASSERT_EQUAL(try_open(&(struct rxt_pool_spec){.tasks = empty, .layout = "1x1"}), RXT_E_USAGE);
    CU_ASSERT_EQUAL(try_open(&(struct rxt_pool_spec){.tasks = tasks, .layout = "1y1"}), RXT_E_USAGE);
    CU_ASSERT_EQUAL(try_open(&(struct rxt_pool_spec){.tasks = tasks, .layout = "2x1"}), RXT_E_LAUNCH);
    CU_ASSERT_EQUAL(try_open(&(struct rxt_pool_spec){.tasks = tasks, .layout = "1x1", .n_most = SIZE_MAX}),
                    RXT_E_RANGE);
}

static void layout_is_taken_out_of_the_arguments(void)
{
    char words[][16] = {"program", "a", "--layout", "1x3", "--oversubscribe", "b", "--", "--layout"};
    char *argv[9] = {NULL};
    int argc = 8;
    for (int i = 0; i < 8; i++) {
        argv[i] = words[i];
    }
    struct rxt_pool *pool = NULL;
    const struct rxt_pool_spec spec = {.tasks = tasks, .argc = &argc, .argv = argv};
    CU_ASSERT_EQUAL_FATAL(rxt_pool_open(&pool, &spec), RXT_OK);
    CU_ASSERT_STRING_EQUAL(rxt_pool_layout(pool), "1x3");
    CU_ASSERT_EQUAL(argc, 5);
    CU_ASSERT_STRING_EQUAL(argv[1], "a");
    CU_ASSERT_STRING_EQUAL(argv[2], "b");
    CU_ASSERT_STRING_EQUAL(argv[4], "--layout");
    CU_ASSERT_PTR_NULL(argv[5]);
    CU_ASSERT_EQUAL(rxt_pool_close(pool), RXT_OK);
}

static void layout_is_what_a_decision_recommends(void)
{
    char folder[] = "/tmp/rxt-test-XXXXXX", path[64];
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/decision.json", folder);
    FILE *file = fopen(path, "w");
    fprintf(
        file,
        "{\"schema\": \"rxt-decision/1\", \"oversubscribe\": true, \"kernels\": [{\"kernel\": \"a\", \"best\": "
        "\"1x1\"}, {\"kernel\": \"b\", \"best\": \"1x1\", \"recommended\": \"1x3\"}]}\n");
    fclose(file);
    struct rxt_pool *pool = NULL;
    struct rxt_pool_spec spec = {.tasks = tasks, .decision = folder, .subject = "b"};
    CU_ASSERT_EQUAL_FATAL(rxt_pool_open(&pool, &spec), RXT_OK);
    CU_ASSERT_STRING_EQUAL(rxt_pool_layout(pool), "1x3");
    CU_ASSERT_EQUAL(rxt_pool_close(pool), RXT_OK);
    spec.subject = NULL;
    CU_ASSERT_EQUAL(try_open(&spec), RXT_E_INPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "decides for 2 subjects: name one, as in --subject a"));
    spec.subject = "c";
    CU_ASSERT_EQUAL(try_open(&spec), RXT_E_INPUT);
    spec.decision = "/dev/null";
    CU_ASSERT_EQUAL(try_open(&spec), RXT_E_INPUT);
    remove(path);
    rmdir(folder);
}

static enum rxt_err linger(struct rxt_call *call)
{
    const struct timespec t = {.tv_nsec = 2000000};
    (void)call;
    nanosleep(&t, NULL);
    return RXT_OK;
}

/* A worker takes one of them, and the others can be had again by whoever has time. */
static void long_tasks_do_not_stay_before_a_worker(void)
{
    enum { TASKS = 10 };
    const struct rxt_task kinds[] = {{"linger", linger, 0}, {NULL, NULL, 0}};
    struct rxt_gang *gang = aligned_alloc(RXT_LINE_BYTES, sizeof *gang);
    struct rxt_store store = {0};
    void *local = NULL;
    *gang = (struct rxt_gang){.n_threads = 1};
    struct rxt_desk desk = {.gang = gang, .tasks = kinds, .local = &local};
    CU_ASSERT_EQUAL_FATAL(rxt_desk_make(&desk, TASKS), RXT_OK);
    for (int i = 0; i < TASKS; i++) {
        struct rxt_future *future = rxt_store_get(&store, NULL);
        future->task = 0;
        rxt_desk_put(&desk, future);
    }
    CU_ASSERT_FALSE(rxt_desk_is_slow(&desk));
    CU_ASSERT_TRUE(rxt_desk_work(&desk, 0));
    CU_ASSERT_TRUE(rxt_desk_is_slow(&desk));
    CU_ASSERT_FALSE(rxt_desk_is_cheap(&desk));
    CU_ASSERT_EQUAL(rxt_desk_left(&desk), TASKS - 1);
    for (int i = 0; i < TASKS - 1; i++) {
        CU_ASSERT_PTR_NOT_NULL(rxt_desk_take_back(&desk));
    }
    CU_ASSERT_PTR_NULL(rxt_desk_take_back(&desk));
    CU_ASSERT_EQUAL(desk.n_held, 1);
    CU_ASSERT_PTR_NOT_NULL(rxt_desk_collect(&desk));
    CU_ASSERT_EQUAL(desk.n_held, 0);
    rxt_desk_free(&desk);
    rxt_store_close(&store);
    free(gang);
}

/* Items of every length, cut wherever letters end, are read as they were written. */
struct heap {
    struct rxt_future *future;
    size_t n_read, n_wrong;
};

static void begin_item(void *context, int from, struct rxt_reader *reader)
{
    struct heap *heap = context;
    CU_ASSERT_EQUAL(from, 3);
    reader->future = heap->future;
    reader->into =
        rxt_bytes_room(&heap->future->argument, reader->item.n_bytes) ? heap->future->argument.at : NULL;
}

static void end_item(void *context, int from, struct rxt_reader *reader)
{
    struct heap *heap = context;
    (void)from;
    heap->n_wrong += reader->item.slot != heap->n_read++;
    for (size_t i = 0; i < reader->item.n_bytes; i++) {
        heap->n_wrong += reader->into[i] != (unsigned char)(i * 7 + reader->item.slot);
    }
}

static void items_are_read_as_they_were_written(void)
{
    static const size_t sizes[] = {
        0, 1, 8, RXT_LETTER_BYTES, 15, 3 * RXT_LETTER_BYTES + 5, 0, RXT_LETTER_BYTES - 24};
    struct rxt_store store = {0};
    unsigned char *bytes = malloc(4 * RXT_LETTER_BYTES), *room = malloc(RXT_LETTER_BYTES);
    struct heap heap = {.future = rxt_store_get(&store, NULL)};
    struct rxt_writer writer = {0};
    struct rxt_reader reader = {0};
    struct rxt_sheet sheet;
    rxt_sheet_begin(&sheet, room, RXT_LETTER_ITEMS);
    for (uint32_t k = 0; k < 400; k++) {
        const struct rxt_item item = {k, 0, sizes[k % 8] > 1 ? sizes[k % 8] - k % 5 : sizes[k % 8]};
        for (size_t i = 0; i < item.n_bytes; i++) {
            bytes[i] = (unsigned char)(i * 7 + k);
        }
        while (!rxt_sheet_write(&sheet, &writer, heap.future, &item, bytes)) {
            rxt_sheet_read(sheet.bytes, sheet.n, 3, &reader, begin_item, end_item, &heap);
            rxt_sheet_begin(&sheet, room, RXT_LETTER_ITEMS);
        }
    }
    rxt_sheet_read(sheet.bytes, sheet.n, 3, &reader, begin_item, end_item, &heap);
    CU_ASSERT_EQUAL(heap.n_read, 400);
    CU_ASSERT_EQUAL(heap.n_wrong, 0);
    rxt_store_close(&store);
    free(room);
    free(bytes);
}

CU_TestInfo test_pool[] = {
    CLAIM(map_gives_results_in_the_order_of_the_items),
    CLAIM(map_tells_the_failed_call_with_the_lowest_items),
    CLAIM(every_worker_has_a_state_of_its_own),
    CLAIM(state_that_cannot_be_made_refuses_the_pool),
    CLAIM(every_task_comes_once_with_its_own_end),
    CLAIM(what_is_wrong_with_a_task_fails_its_future_alone),
    CLAIM(cancelled_task_never_runs),
    CLAIM(cancelled_tasks_take_room_until_they_come_back),
    CLAIM(futures_come_in_the_order_in_which_they_finish),
    CLAIM(error_that_nobody_saw_is_told_at_the_end),
    CLAIM(calls_of_tasks_and_other_threads_are_refused),
    CLAIM(process_has_one_pool_at_a_time),
    CLAIM(senseless_pools_are_refused),
    CLAIM(layout_is_taken_out_of_the_arguments),
    CLAIM(layout_is_what_a_decision_recommends),
    CLAIM(long_tasks_do_not_stay_before_a_worker),
    CLAIM(items_are_read_as_they_were_written),
    CU_TEST_INFO_NULL,
};
