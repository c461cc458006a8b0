/* SPDX-License-Identifier: BSD-3-Clause
 * test_kit.c - the rig's ranks and threads, and the conformance kit on kernels that are made here.
 */
#include "tests.h"

#include "kit.h"
#include "rig.h"
#include "trial.h"

#include "rxt/digest.h"
#include "rxt/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern CU_TestInfo test_kit[];

/* Run body in every rank of a rig; returns how many of them it gave RXT_OK. */
static int in_rig(int n_ranks, int n_threads, enum rxt_err (*body)(void *, struct rxt_team *))
{
    struct rxt_rig_ground *ground = NULL;
    pid_t pid[RXT_RIG_RANKS];
    int n_right = 0, status;
    CU_ASSERT_EQUAL_FATAL(rxt_rig_ground_open(&ground, n_ranks), RXT_OK);
    for (int r = 0; r < n_ranks; r++) {
        pid[r] = fork();
        if (pid[r] == 0) {
            const struct rxt_rig rig = {.n_ranks = n_ranks, .n_threads = n_threads, .sched = RXT_DYNAMIC};
            alarm(60);
            _exit(rxt_rig_run(&rig, ground, r, body, NULL) == RXT_OK ? 0 : 1);
        }
    }
    for (int r = 0; r < n_ranks; r++) {
        n_right += waitpid(pid[r], &status, 0) == pid[r] && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    rxt_rig_ground_close(ground);
    return n_right;
}

/* Longer than a box, so that it goes in parts. */
static enum rxt_err bcast_all(void *context, struct rxt_team *team)
{
    enum { N = 50000 };
    static double numbers[N];
    bool is_right = true;
    (void)context;
    for (int root = 0; root < rxt_team_ranks(team); root++) {
        for (int i = 0; i < N; i++) {
            numbers[i] = rxt_team_rank(team) == root ? root + 0.5 * i : -1.0;
        }
        rxt_bcast(team, numbers, sizeof numbers, root);
        for (int i = 0; i < N; i++) {
            is_right &= numbers[i] == root + 0.5 * i;
        }
    }
    return is_right ? RXT_OK : RXT_E_WRONG;
}

static void a_rig_sends_more_than_a_box_to_all(void)
{
    CU_ASSERT_EQUAL(in_rig(5, 1, bcast_all), 5);
}

/* Rank r sends r + s + 1 ints of value 100 r + s to rank s. */
static enum rxt_err exchange_all(void *context, struct rxt_team *team)
{
    const int n = rxt_team_ranks(team), me = rxt_team_rank(team);
    int send[256], n_sent = 0, at = 0;
    size_t n_send[RXT_RIG_RANKS], n_recv = 0;
    const void *recv = NULL;
    (void)context;
    for (int s = 0; s < n; s++) {
        n_send[s] = (size_t)(me + s + 1) * sizeof *send;
        for (int i = 0; i < me + s + 1; i++) {
            send[n_sent++] = 100 * me + s;
        }
    }
    if (rxt_alltoall(team, send, n_send, &recv, &n_recv) != RXT_OK) {
        return RXT_E_WRONG;
    }
    for (int r = 0; r < n; r++) {
        for (int i = 0; i < r + me + 1; i++) {
            if (((const int *)recv)[at++] != 100 * r + me) {
                return RXT_E_WRONG;
            }
        }
    }
    return (size_t)at * sizeof *send == n_recv ? RXT_OK : RXT_E_WRONG;
}

static void a_rig_exchanges_parts_of_any_size(void)
{
    CU_ASSERT_EQUAL(in_rig(7, 1, exchange_all), 7);
}

static enum rxt_err agree_on_worst(void *context, struct rxt_team *team)
{
    (void)context;
    const enum rxt_err mine = rxt_team_rank(team) == 2 ? rxt_fail(RXT_E_INPUT, "rank 2 has no file") : RXT_OK;
    return rxt_team_agree(team, mine) == RXT_E_INPUT && !strcmp(rxt_reason(), "rank 2 has no file")
               ? RXT_OK
               : RXT_E_WRONG;
}

static void a_rig_agrees_on_the_worst_error(void)
{
    CU_ASSERT_EQUAL(in_rig(4, 1, agree_on_worst), 4);
}

static void note_worker(void *context, const struct rxt_chunk *chunk)
{
    (void)context;
    *(uint64_t *)chunk->partial = chunk->index * chunk->index;
}

static enum rxt_err map_twice(void *context, struct rxt_team *team)
{
    struct rxt_loop *loop = NULL;
    const struct rxt_loop_spec spec = {.n_items = 211, .grain = 2, .n_partial_bytes = 8, .roams = true};
    bool is_right = rxt_loop_open(&loop, team, &spec) == RXT_OK;
    (void)context;
    for (int run = 0; run < 2 && is_right; run++) {
        rxt_map(loop, note_worker, NULL);
        const uint64_t *all = rxt_partials(loop);
        for (size_t c = 0; c < rxt_loop_chunks(loop); c++) {
            is_right &= all[c] == c * c;
        }
    }
    rxt_loop_close(loop);
    return is_right ? RXT_OK : RXT_E_WRONG;
}

static void a_rig_maps_over_ranks_and_threads(void)
{
    CU_ASSERT_EQUAL(in_rig(3, 3, map_twice), 3);
    CU_ASSERT_EQUAL(in_rig(1, 4, map_twice), 1);
}

/* A kernel of this file: numbers 3 i, a chunk a partial sum. What is wrong with it is chosen before it is checked. */
enum wrong { NOTHING, BLIND_CHECK, HANG, FLICKER };
static enum wrong wrong;

struct threes {
    struct rxt_loop *loop;
    size_t n;
    uint64_t sum, n_runs;
};

static enum rxt_err threes_open(void **out, struct rxt_team *team, const union rxt_value *values)
{
    const enum rxt_err err = rxt_state_open(out, team, sizeof(struct threes));
    struct threes *t = *out;
    if (err != RXT_OK) {
        return err;
    }
    t->n = (size_t)values[0].integer;
    const struct rxt_loop_spec spec = {.n_items = t->n, .grain = 5, .n_partial_bytes = sizeof(uint64_t)};
    return rxt_loop_open(&t->loop, team, &spec);
}

static void threes_body(void *context, const struct rxt_chunk *chunk)
{
    uint64_t sum = 0;
    (void)context;
    for (size_t i = chunk->first; i < chunk->last; i++) {
        sum += 3 * i;
    }
    while (wrong == HANG) {
        sleep(1);
    }
    *(uint64_t *)chunk->partial = sum;
}

static enum rxt_err threes_run(void *state)
{
    struct threes *t = state;
    rxt_map(t->loop, threes_body, t);
    t->sum = 0;
    for (size_t c = 0; c < rxt_loop_chunks(t->loop); c++) {
        t->sum += ((const uint64_t *)rxt_partials(t->loop))[c];
    }
    t->n_runs++;
    return RXT_OK;
}

static enum rxt_err threes_check(void *state)
{
    const struct threes *t = state;
    return wrong == BLIND_CHECK || t->sum == 3 * t->n * (t->n - 1) / 2 || t->n == 0
               ? RXT_OK
               : rxt_fail(RXT_E_WRONG, "the sum is %llu", (unsigned long long)t->sum);
}

static uint64_t threes_digest(void *state)
{
    const struct threes *t = state;
    return rxt_digest_word(RXT_DIGEST_START, t->sum + (wrong == FLICKER ? t->n_runs : 0));
}

static void threes_close(void *state)
{
    struct threes *t = state;
    if (t) {
        rxt_loop_close(t->loop);
        free(t);
    }
}

static const struct rxt_param threes_params[] = {
    {"n", "", RXT_INTEGER, 0, 1e9, {"100", "20000000", "20000000"}, "numbers"},
    {NULL, NULL, RXT_INTEGER, 0, 0, {NULL, NULL, NULL}, NULL},
};
static const struct rxt_kernel threes = {
    .name = "threes",
    .what = "the sum of 3 i",
    .params = threes_params,
    .size_param = "n",
    .open = threes_open,
    .run = threes_run,
    .check = threes_check,
    .digest = threes_digest,
    .close = threes_close,
};

struct told {
    size_t n_failed, n_passed;
    char failed[32]; /* the first of them */
    char note[1024];
};

static void take(void *context, const struct rxt_claim *claim)
{
    struct told *told = context;
    told->n_passed += claim->verdict == RXT_KIT_PASSED;
    if (claim->verdict == RXT_KIT_FAILED && told->n_failed++ == 0) {
        snprintf(told->failed, sizeof told->failed, "%s", claim->name);
        snprintf(told->note, sizeof told->note, "%s", claim->note);
    }
}

static struct told check_threes(const struct rxt_kernel *kernel, double timeout_s)
{
    struct told told = {.failed = ""};
    struct rxt_request small = {.n_settings = 0}, full = {.n_settings = 0};
    size_t n_failed = 0;
    CU_ASSERT_EQUAL_FATAL(rxt_request_add_own(&small, kernel, NULL, 0, RXT_SMALL), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_request_add_own(&full, kernel, NULL, 0, RXT_DEFAULT), RXT_OK);
    const struct rxt_kit_spec spec = {.small = &small.settings[0],
                                      .full = &full.settings[0],
                                      .subject = kernel->name,
                                      .timeout_s = timeout_s};
    CU_ASSERT_EQUAL(rxt_kit_run(&spec, take, &told, &n_failed), RXT_OK);
    CU_ASSERT_EQUAL(n_failed, told.n_failed);
    rxt_request_free(&small);
    rxt_request_free(&full);
    return told;
}

static void a_kernel_without_a_fault_passes(void)
{
    wrong = NOTHING;
    const struct told told = check_threes(&threes, 60.0);
    CU_ASSERT_EQUAL(told.n_failed, 0);
    CU_ASSERT(told.n_passed >= 11);
    CU_ASSERT_STRING_EQUAL(told.note, "");
}

static void a_check_that_cannot_fail_fails(void)
{
    wrong = BLIND_CHECK;
    const struct told told = check_threes(&threes, 60.0);
    CU_ASSERT_STRING_EQUAL(told.failed, "fails");
    CU_ASSERT_PTR_NOT_NULL(strstr(told.note, "check does not notice that the first chunk (from item 0 on)"));
}

static void another_answer_of_a_second_run_fails(void)
{
    wrong = FLICKER;
    const struct told told = check_threes(&threes, 60.0);
    CU_ASSERT_STRING_EQUAL(told.failed, "again");
}

/* Nothing is passed that was not looked at. */
static void behind_a_hang_nothing_passes(void)
{
    wrong = HANG;
    const struct told told = check_threes(&threes, 0.2);
    CU_ASSERT_STRING_EQUAL(told.failed, "runs");
    CU_ASSERT_PTR_NOT_NULL(strstr(told.note, "it hangs in run, in the body of chunk 0 (items 0 to 4)"));
    CU_ASSERT_EQUAL(told.n_passed, 1); /* its description */
}

CU_TestInfo test_kit[] = {
    CLAIM(a_rig_sends_more_than_a_box_to_all),
    CLAIM(a_rig_exchanges_parts_of_any_size),
    CLAIM(a_rig_agrees_on_the_worst_error),
    CLAIM(a_rig_maps_over_ranks_and_threads),
    CLAIM(a_kernel_without_a_fault_passes),
    CLAIM(a_check_that_cannot_fail_fails),
    CLAIM(another_answer_of_a_second_run_fails),
    CLAIM(behind_a_hang_nothing_passes),
    CU_TEST_INFO_NULL,
};
