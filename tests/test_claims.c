/* SPDX-License-Identifier: BSD-3-Clause
 * test_claims.c - what a sample, an order and a budget promise: rows, masks and times in, a reason out.
 */
#include "tests.h"

#include "made.h"
#include "study_nodes.h"
#include "study_order.h"
#include "team_state.h"
#include "trial_times.h"

#include <math.h>

enum { N = 12 };

static bool is_same_order(const size_t *a, const size_t *b)
{
    return !memcmp(a, b, N * sizeof *a);
}

static void every_round_launches_all_in_another_order(void)
{
    size_t first[N], next[N], again[N], n_first[N] = {0}, in_order = 0;
    rxt_round_shuffle(first, N, 1, 0);
    for (int round = 0; round < 200; round++) {
        size_t seen[N] = {0};
        rxt_round_shuffle(next, N, 1, round);
        rxt_round_shuffle(again, N, 1, round);
        CU_ASSERT_TRUE(is_same_order(next, again)); /* the seed and the round alone decide */
        CU_ASSERT_EQUAL(round == 0, is_same_order(next, first));
        for (size_t i = 0; i < N; i++) {
            seen[next[i]]++;
            in_order += next[i] == i;
        }
        for (size_t i = 0; i < N; i++) {
            CU_ASSERT_EQUAL(seen[i], 1);
        }
        n_first[next[0]]++;
    }
    for (size_t i = 0; i < N; i++) { /* none is always first, none never */
        CU_ASSERT_TRUE(n_first[i] > 4 && n_first[i] < 40);
    }
    CU_ASSERT_TRUE(in_order > 100 && in_order < 400); /* about one of each order stays in its place */
}

static void another_seed_is_another_order(void)
{
    size_t a[N], b[N];
    rxt_round_shuffle(a, N, 1, 0);
    rxt_round_shuffle(b, N, 7, 0);
    CU_ASSERT_FALSE(is_same_order(a, b));
}

static void with_little_time_the_most_telling_launches_come_first(void)
{
    static const char *const texts[] = {"2x2", "4x1@none", "1x1", "4x1", "1x4", "2x2@l3"};
    enum { MANY = 6 };
    struct rxt_layout layouts[MANY];
    size_t order[MANY] = {0, 1, 2, 3, 4, 5};
    for (size_t i = 0; i < MANY; i++) {
        CU_ASSERT_EQUAL_FATAL(rxt_layout_parse(texts[i], &layouts[i]), RXT_OK);
    }
    static const size_t at_first[MANY] = {2, 3, 4, 0, 5, 1}, later[MANY] = {0, 3, 4, 5, 1, 2};
    rxt_round_hurry(order, layouts, MANY, 0);
    CU_ASSERT_TRUE(!memcmp(order, at_first, sizeof order));
    for (size_t i = 0; i < MANY; i++) {
        order[i] = i;
    }
    rxt_round_hurry(order, layouts, MANY, 3);
    CU_ASSERT_TRUE(!memcmp(order, later, sizeof order));
}

static void no_launch_begins_that_would_end_behind_the_limit(void)
{
    CU_ASSERT_TRUE(rxt_launch_fits(12.0, 10.0, 90.0));
    CU_ASSERT_FALSE(rxt_launch_fits(10.5, 10.0, 10.0)); /* a second is kept for the report */
    CU_ASSERT_TRUE(rxt_launch_fits(12.0, 0.0, 20.0));   /* not launched yet: half of the longest */
    CU_ASSERT_FALSE(rxt_launch_fits(10.0, 0.0, 20.0));
    CU_ASSERT_TRUE(rxt_launch_fits((double)INFINITY, 1e9, 1e9));
    CU_ASSERT_FALSE(rxt_launch_fits(-1.0, 0.0, 0.0));
}

static void the_time_left_is_no_more_than_the_limit_leaves(void)
{
    CU_ASSERT_DOUBLE_EQUAL(rxt_study_left(741.0, 110.0), 110.0, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(rxt_study_left(41.0, 110.0), 41.0, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(rxt_study_left(41.0, (double)INFINITY), 41.0, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(rxt_study_left(0.0, 110.0), 110.0, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(rxt_study_left(0.0, (double)INFINITY), 0.0, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(rxt_study_left(41.0, -1.0), 0.0, 0.0);
}

#define CLAIM_LIMIT(asked, longest, budget_left, left, wanted, wanted_by)                                    \
    {                                                                                                        \
        enum rxt_limit by = RXT_LIMIT_TIMEOUT;                                                               \
        const struct rxt_launch_limits limits = {asked, longest, budget_left, left};                         \
        CU_ASSERT_DOUBLE_EQUAL(rxt_launch_limit(&limits, &by), wanted, 0.0);                                 \
        CU_ASSERT_EQUAL(by, wanted_by);                                                                      \
    }

static void a_launch_is_ended_in_time(void)
{
    const double none = (double)INFINITY;
    CLAIM_LIMIT(8.0, 100.0, none, none, 8.0, RXT_LIMIT_TIMEOUT);
    CLAIM_LIMIT(0.0, 2.0, none, none, 50.0, RXT_LIMIT_TIMEOUT);
    CLAIM_LIMIT(0.0, 0.0, none, none, 600.0, RXT_LIMIT_TIMEOUT);
    CLAIM_LIMIT(8.0, 2.0, none, 5.0, 5.0, RXT_LIMIT_JOB);
}

static void a_launch_that_hangs_ends_with_the_budget(void)
{
    const double none = (double)INFINITY;
    CLAIM_LIMIT(0.0, 0.0, 60.0, none, 60.0, RXT_LIMIT_BUDGET); /* the first one, too */
    CLAIM_LIMIT(0.0, 0.0, 10.0, none, 30.0,
                RXT_LIMIT_BUDGET); /* which has half a minute to show that it can */
    CLAIM_LIMIT(0.0, 40.0, 45.0, none, 45.0, RXT_LIMIT_SPENT); /* once one has, none goes on behind it */
    CLAIM_LIMIT(300.0, 40.0, 45.0, none, 45.0, RXT_LIMIT_SPENT);
    CLAIM_LIMIT(0.0, 2.0, 900.0, none, 50.0, RXT_LIMIT_TIMEOUT);
    CLAIM_LIMIT(300.0, 0.0, 10.0, none, 300.0, RXT_LIMIT_TIMEOUT); /* who asks for more has it */
    CLAIM_LIMIT(0.0, 0.0, 60.0, 20.0, 20.0, RXT_LIMIT_JOB);
}

static void fewer_workers_may_take_longer(void)
{
    CU_ASSERT_DOUBLE_EQUAL(rxt_launch_like(2.0, 64, 1), 128.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(rxt_launch_like(2.0, 1, 64), 2.0, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(rxt_launch_like(2.0, 4, 4), 2.0, 0.0);
}

/* Two nodes of two ranks of two threads, each on its own PU and core. */
static void fill_rows(struct rxt_placed rows[8])
{
    for (int i = 0; i < 8; i++) {
        rows[i] = (struct rxt_placed){.node = i / 4,
                                      .rank = i / 2,
                                      .thread = i % 2,
                                      .pu_before = i % 4,
                                      .pu = i % 4,
                                      .core = i % 4,
                                      .planned_pu = i % 4};
        snprintf(rows[i].mask, sizeof rows[i].mask, "%d", i % 4);
    }
}

static const char *verdict_of(const struct rxt_placed rows[8], bool may_share)
{
    static char why[256];
    rxt_proof_judge(rows, 8, may_share, why, sizeof why);
    return why;
}

static void threads_where_they_were_planned_are_proven(void)
{
    struct rxt_placed rows[8];
    fill_rows(rows);
    CU_ASSERT_STRING_EQUAL(verdict_of(rows, false), ""); /* the same core of two nodes is two cores */
    for (int i = 0; i < 8; i++) {
        rows[i].mask[0] = '\0'; /* a system that does not tell masks */
    }
    CU_ASSERT_STRING_EQUAL(verdict_of(rows, false), "");
}

static void a_thread_elsewhere_before_or_after_is_no_proof(void)
{
    struct rxt_placed rows[8];
    fill_rows(rows);
    rows[3].pu_before = 0;
    CU_ASSERT_STRING_EQUAL(verdict_of(rows, true),
                           "rank 1 thread 1 was planned on PU 3 and ran on 0, then 3");
    fill_rows(rows);
    rows[7].pu = 5;
    CU_ASSERT_STRING_EQUAL(verdict_of(rows, true),
                           "rank 3 thread 1 was planned on PU 3 and ran on 3, then 5");
}

static void a_thread_that_could_have_left_is_no_proof(void)
{
    struct rxt_placed rows[8];
    fill_rows(rows);
    snprintf(rows[0].mask, sizeof rows[0].mask, "0-3");
    CU_ASSERT_STRING_EQUAL(verdict_of(rows, true),
                           "rank 0 thread 0 was bound to PU 0 and ended with a mask of 0-3");
}

static void two_threads_on_a_core_are_no_proof_unless_asked_for(void)
{
    struct rxt_placed rows[8];
    fill_rows(rows);
    rows[6].core = rows[5].core;
    CU_ASSERT_STRING_EQUAL(verdict_of(rows, false),
                           "rank 2 thread 1 and rank 3 thread 0 were on one core, 1");
    CU_ASSERT_STRING_EQUAL(verdict_of(rows, true), "");
}

static void a_thread_that_nobody_bound_may_be_anywhere(void)
{
    struct rxt_placed rows[8];
    fill_rows(rows);
    rows[2].planned_pu = -1;
    rows[2].pu_before = 7;
    snprintf(rows[2].mask, sizeof rows[2].mask, "0-7");
    CU_ASSERT_STRING_EQUAL(verdict_of(rows, true), "");
}

static struct rxt_mask mask_of(int first, int last)
{
    struct rxt_mask mask = {{0}};
    for (int pu = first; pu <= last; pu++) {
        rxt_mask_add(&mask, pu);
    }
    return mask;
}

static void masks_that_overlap_in_part_are_seen(void)
{
    int clash[2] = {-1, -1};
    struct rxt_mask masks[] = {mask_of(0, 3), mask_of(4, 7), mask_of(100, 103), mask_of(4, 7)};
    CU_ASSERT_FALSE(rxt_masks_clash(masks, 4, clash)); /* apart, or one mask for several */
    masks[3] = mask_of(103, 110);
    CU_ASSERT_TRUE(rxt_masks_clash(masks, 4, clash));
    CU_ASSERT_TRUE(clash[0] == 2 && clash[1] == 3);
    CU_ASSERT_FALSE(rxt_masks_clash(masks, 3, clash));
    masks[3] = mask_of(3, 3); /* the first and the last rank alone */
    CU_ASSERT_TRUE(rxt_masks_clash(masks, 4, clash));
    CU_ASSERT_TRUE(clash[0] == 0 && clash[1] == 3);
}

static void a_time_below_a_hundred_steps_of_the_clock_is_none(void)
{
    const double time_s[] = {1e-3, 2e-6, 3e-6}, odd[] = {NAN};
    CU_ASSERT_TRUE(rxt_times_are_told(time_s, 3, 3e-8)); /* the median is 3e-6 */
    CU_ASSERT_FALSE(rxt_times_are_told(time_s, 3, 3.1e-8));
    CU_ASSERT_TRUE(rxt_times_are_told(time_s, 1, 1e-6));
    CU_ASSERT_FALSE(rxt_times_are_told(odd, 1, 1e-9));
}

static void only_a_checked_and_proven_sample_counts(void)
{
    struct rxt_sample *sample = made_sample("pi", "1x1", 0, 1.0);
    CU_ASSERT_TRUE(rxt_sample_counts(sample));
    sample->check = RXT_CHECK_FAIL;
    CU_ASSERT_FALSE(rxt_sample_counts(sample));
    sample->check = RXT_CHECK_NONE;
    CU_ASSERT_FALSE(rxt_sample_counts(sample));
    sample->check = RXT_CHECK_PASS;
    sample->rejected = strdup("elsewhere");
    CU_ASSERT_FALSE(rxt_sample_counts(sample));
    rxt_sample_close(sample);
}

static void the_factors_are_of_the_run_with_the_median_time(void)
{
    const double time_s[] = {5.0, 1.0, 3.0, 3.0, 9.0}, even[] = {4.0, 1.0, 2.0, 3.0};
    CU_ASSERT_EQUAL(rxt_median_run(time_s, 5), 3); /* 1, 3, this 3, 5, 9 */
    CU_ASSERT_EQUAL(rxt_median_run(even, 4), 2);
}

/* The account of two ranks of two threads, brought together as the team does. */
static struct rxt_account together(struct rxt_worker workers[2][2], double run_s, const double mpi_s[2])
{
    struct rxt_account all = rxt_account_of(run_s, mpi_s[0], workers[0], 2);
    const struct rxt_account other = rxt_account_of(run_s, mpi_s[1], workers[1], 2);
    for (int i = 0; i < 3; i++) {
        all.largest[i] = fmax(all.largest[i], other.largest[i]);
    }
    for (int i = 0; i < 6; i++) {
        all.sum[i] += other.sum[i];
    }
    return all;
}

static void multiply_to_parallel(const struct rxt_efficiency *e)
{
    CU_ASSERT_DOUBLE_EQUAL(e->mpi_load_balance * e->mpi_transfer * e->omp_load_balance * e->omp_overhead *
                               (isnan(e->core_time) ? 1.0 : e->core_time),
                           e->parallel, 1e-12);
    CU_ASSERT_TRUE(e->mpi_load_balance <= 1.0 && e->mpi_transfer <= 1.0 && e->omp_load_balance <= 1.0);
    CU_ASSERT_TRUE(e->omp_overhead <= 1.0 && !(e->core_time > 1.0));
}

/* Two ranks of two threads, 10 s: outside of MPI 8 and 6 s, useful 7 + 4 and 5 + 6 s. */
static void the_factors_multiply_to_the_parallel_efficiency(void)
{
    struct rxt_worker workers[2][2] = {{{.useful_s = 7.0}, {.useful_s = 4.0}},
                                       {{.useful_s = 5.0}, {.useful_s = 6.0}}};
    const double mpi_s[] = {2.0, 4.0};
    const struct rxt_account all = together(workers, 10.0, mpi_s);
    const struct rxt_efficiency e = rxt_efficiency_of(&all, 2.0, 2.0);
    CU_ASSERT_DOUBLE_EQUAL(e.parallel, 22.0 / 40.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(e.mpi_load_balance, 7.0 / 8.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(e.mpi_transfer, 0.8, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(e.omp_load_balance, 22.0 / 26.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(e.omp_overhead, 26.0 / 28.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(e.core_time, 1.0, 1e-12);
    multiply_to_parallel(&e);
    CU_ASSERT_DOUBLE_EQUAL(e.useful_s, 22.0, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(e.mpi_s, 6.0, 0.0);
}

/* Two ranks that have equal work of 6 s; another program has the core of the second for 4 s, and the first waits in MPI. */
static void a_rank_that_waits_for_its_core_is_not_mpi_transfer(void)
{
    struct rxt_worker workers[2][2] = {{{.useful_s = 6.0}, {.useful_s = 6.0}},
                                       {{.useful_s = 10.0, .delay_s = 4.0}, {.useful_s = 6.0}}};
    const double mpi_s[] = {4.0, 0.0};
    const struct rxt_account all = together(workers, 10.0, mpi_s);
    const struct rxt_efficiency e = rxt_efficiency_of(&all, 2.0, 2.0);
    CU_ASSERT_DOUBLE_EQUAL(e.core_time, 0.6, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(e.mpi_transfer, 1.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(e.mpi_load_balance, 1.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(e.parallel, 0.6, 1e-12);
    multiply_to_parallel(&e);
}

/* Each has its core for half of the time, in turn, and spins for the other then: 2 s of work in 10 s. */
static void ranks_that_wait_for_their_cores_in_turn_do_not_transfer(void)
{
    struct rxt_worker workers[2][2] = {
        {{.useful_s = 4.0, .delay_s = 5.0}, {.useful_s = 4.0, .delay_s = 5.0}},
        {{.useful_s = 4.0, .delay_s = 5.0}, {.useful_s = 4.0, .delay_s = 5.0}}};
    const double mpi_s[] = {6.0, 6.0};
    const struct rxt_account all = together(workers, 10.0, mpi_s);
    const struct rxt_efficiency e = rxt_efficiency_of(&all, 2.0, 2.0);
    CU_ASSERT_DOUBLE_EQUAL(e.core_time, 0.2, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(e.mpi_transfer, 1.0, 1e-12);
    multiply_to_parallel(&e);
}

/* A wait of a thread in its slack held nobody up; one that is not told is no wait, and no factor. */
static void a_wait_that_held_nobody_up_costs_nothing(void)
{
    struct rxt_worker workers[2][2] = {{{.useful_s = 10.0}, {.useful_s = 5.0, .delay_s = 3.0}},
                                       {{.useful_s = 10.0}, {.useful_s = 9.0}}};
    const double mpi_s[] = {0.0, 0.0};
    struct rxt_account all = together(workers, 10.0, mpi_s);
    struct rxt_efficiency e = rxt_efficiency_of(&all, 2.0, 2.0);
    CU_ASSERT_DOUBLE_EQUAL(e.core_time, 1.0, 1e-12);
    multiply_to_parallel(&e);
    workers[0][1].delay_s = 11.0; /* read a little later than the clock */
    all = together(workers, 10.0, mpi_s);
    e = rxt_efficiency_of(&all, 2.0, 2.0);
    CU_ASSERT_TRUE(e.omp_load_balance > 0.0 && e.core_time > 0.0);
    multiply_to_parallel(&e);
    workers[0][1].delay_s = NAN;
    all = together(workers, 10.0, mpi_s);
    e = rxt_efficiency_of(&all, 2.0, 2.0);
    CU_ASSERT_TRUE(isnan(e.core_time));
    CU_ASSERT_DOUBLE_EQUAL(e.parallel, 34.0 / 40.0, 1e-12);
    multiply_to_parallel(&e);
}

/* What a launch of 2:1x2 tells: two threads on each of two nodes, which have n cores each. */
static json_t *where_of(int n_cores)
{
    json_t *rows = json_array(), *nodes = json_array();
    for (int i = 0; i < 4; i++) {
        json_array_append_new(rows, json_pack("{s:i}", "node", i / 2));
    }
    for (int node = 0; node < 2; node++) {
        json_t *cores = json_array();
        for (int c = 0; c < n_cores; c++) {
            json_array_append_new(cores, json_object());
        }
        json_array_append_new(nodes, json_pack("{s:{s:o}}", "topology", "cores", cores));
    }
    return json_pack("{s:s, s:o, s:o}", "schema", RXT_SCHEMA_WHERE, "placement", rows, "nodes", nodes);
}

/* Why a launch did not deliver; takes the record over. */
static const char *shortcoming(json_t *record, const struct rxt_outcome *outcome, const char *cpus)
{
    static char why[512];
    const struct rxt_layout layout = {2, 1, 2, RXT_BY_SPREAD};
    struct rxt_job job = {0};
    struct rxt_whereabouts *where = NULL;
    CU_ASSERT_TRUE(!record || rxt_whereabouts_from_json(record, &where) == RXT_OK);
    job.cpus = cpus;
    why[0] = '\0';
    CU_ASSERT_EQUAL(rxt_where_delivers(where, outcome, &layout, &job, why, sizeof why), why[0] == '\0');
    json_decref(record);
    rxt_whereabouts_close(where);
    return why;
}

static void a_launch_delivers_its_world_its_nodes_and_no_core_of_others(void)
{
    const struct rxt_outcome good = {0}, bad = {.status = 3, .note = "no slots"}, late = {.timed_out = true};
    CU_ASSERT_STRING_EQUAL(shortcoming(where_of(2), &good, NULL), "");
    CU_ASSERT_STRING_EQUAL(shortcoming(where_of(2), &good, "2(x2)"), "");
    CU_ASSERT_PTR_NOT_NULL(strstr(shortcoming(NULL, &bad, NULL), "delivered no world of 2 ranks: "));
    CU_ASSERT_PTR_NOT_NULL(strstr(shortcoming(NULL, &bad, NULL), "no slots"));
    CU_ASSERT_PTR_NOT_NULL(strstr(shortcoming(NULL, &late, NULL), "without an answer"));
    json_t *where = where_of(2);
    json_array_remove(json_object_get(where, "placement"), 3);
    CU_ASSERT_PTR_NOT_NULL(strstr(shortcoming(where, &good, NULL), "no world of 2 ranks"));
    where = where_of(2);
    json_object_set_new(json_array_get(json_object_get(where, "placement"), 3), "node", json_integer(0));
    CU_ASSERT_STRING_EQUAL(shortcoming(where, &good, NULL),
                           "it put 3 threads on node 0, where 2 were asked for");
    where = where_of(2);
    json_object_set_new(where, "rejected", json_string("elsewhere"));
    CU_ASSERT_STRING_EQUAL(shortcoming(where, &good, NULL), "elsewhere");
    CU_ASSERT_STRING_EQUAL(shortcoming(where_of(8), &good, "8,2"),
                           "it leaves a rank 8 cores of node 1, of which the job has 2 CPUs");
}

CU_TestInfo test_claims[] = {
    CLAIM(the_factors_multiply_to_the_parallel_efficiency),
    CLAIM(a_rank_that_waits_for_its_core_is_not_mpi_transfer),
    CLAIM(ranks_that_wait_for_their_cores_in_turn_do_not_transfer),
    CLAIM(a_wait_that_held_nobody_up_costs_nothing),
    CLAIM(a_launch_delivers_its_world_its_nodes_and_no_core_of_others),
    CLAIM(every_round_launches_all_in_another_order),
    CLAIM(another_seed_is_another_order),
    CLAIM(with_little_time_the_most_telling_launches_come_first),
    CLAIM(no_launch_begins_that_would_end_behind_the_limit),
    CLAIM(a_launch_is_ended_in_time),
    CLAIM(the_time_left_is_no_more_than_the_limit_leaves),
    CLAIM(a_launch_that_hangs_ends_with_the_budget),
    CLAIM(fewer_workers_may_take_longer),
    CLAIM(threads_where_they_were_planned_are_proven),
    CLAIM(a_thread_elsewhere_before_or_after_is_no_proof),
    CLAIM(a_thread_that_could_have_left_is_no_proof),
    CLAIM(two_threads_on_a_core_are_no_proof_unless_asked_for),
    CLAIM(a_thread_that_nobody_bound_may_be_anywhere),
    CLAIM(masks_that_overlap_in_part_are_seen),
    CLAIM(a_time_below_a_hundred_steps_of_the_clock_is_none),
    CLAIM(only_a_checked_and_proven_sample_counts),
    CLAIM(the_factors_are_of_the_run_with_the_median_time),
    CU_TEST_INFO_NULL,
};
