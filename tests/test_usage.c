/* SPDX-License-Identifier: BSD-3-Clause
 * test_usage.c - the accounts of made-up launches of a program.
 */
#include "tests.h"

#include "usage.h"
#include "watch_account.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static struct rxt_watched_thread threads[2][2];
static struct rxt_watched ranks[2];
static struct rxt_usage usage;

/* Rank 0 worked 8 + 4 s, rank 1 4 + 4 s, of 10 s each; rank 1 waited for a core in one thread. */
static void begin(void)
{
    for (int r = 0; r < 2; r++) {
        for (int t = 0; t < 2; t++) {
            threads[r][t] =
                (struct rxt_watched_thread){.pid = r + 1, .cpu_s = r + t == 0 ? 8.0 : 4.0, .until_s = 9.0};
        }
        ranks[r] = (struct rxt_watched){.rank = r,
                                        .pid = r + 1,
                                        .wall_s = 10.0 - r,
                                        .cpu_s = 12.0 - 4.0 * r,
                                        .wait_s = r,
                                        .peak_bytes = 100.0,
                                        .private_bytes = 60.0,
                                        .minor_faults = 7.0,
                                        .threads = threads[r],
                                        .n_threads = 2};
    }
    threads[1][0].wait_s = 1.0;
}

static void in_mpi(int rank, double main_s)
{
    struct rxt_mpi_told told = {.is_loaded = true, .n_worlds = 1, .world_size = 2, .main_s = main_s};
    json_decref(ranks[rank].mpi);
    ranks[rank].mpi = rxt_mpi_told_to_json(&told);
}

static void in_mask(int rank, int thread, const char *cpus)
{
    threads[rank][thread].n_masks = 1;
    snprintf(threads[rank][thread].masks[0].cpus, sizeof threads[rank][thread].masks[0].cpus, "%s", cpus);
}

static void threads_have_what_their_plan_gives_them(void)
{
    static int plan[] = {1};
    begin();
    ranks[1].plan = plan;
    ranks[1].n_plan = 1;
    in_mask(1, 0, "1");
    in_mask(1, 1, "1");
    threads[1][0].wait_s = threads[1][1].wait_s = 4.0;
    rxt_usage_of(ranks, 2, 2, &usage);
    CU_ASSERT_DOUBLE_EQUAL(usage.cpu_share, 1.0, 1e-12);
    in_mask(1, 1, "2"); /* not the plan's, and its own */
    rxt_usage_of(ranks, 2, 2, &usage);
    CU_ASSERT_DOUBLE_EQUAL(usage.cpu_share, 0.5, 1e-12);
    begin();
    ranks[1].n_plan = 0;
    in_mask(1, 0, "0-1"); /* nobody planned: the launcher left two PUs to four */
    in_mask(1, 1, "0-1");
    in_mask(0, 0, "0-1");
    in_mask(0, 1, "0-1");
    threads[0][1].wait_s = 8.0;
    rxt_usage_of(ranks, 2, 2, &usage);
    CU_ASSERT_DOUBLE_EQUAL(usage.cpu_share, 1.0, 1e-12);
    ranks[0].host = (char *)(uintptr_t) "another";
    rxt_usage_of(ranks, 2, 2, &usage);
    CU_ASSERT_DOUBLE_EQUAL(usage.cpu_share, 4.0 / 12.0, 1e-12);
}

static void ranks_are_summed_and_the_worst_share_is_told(void)
{
    begin();
    rxt_usage_of(ranks, 2, 2, &usage);
    CU_ASSERT_EQUAL(usage.n_ranks, 2);
    CU_ASSERT_EQUAL(usage.wall_s, 10.0);
    CU_ASSERT_EQUAL(usage.cpu_s, 20.0);
    CU_ASSERT_EQUAL(usage.peak_bytes, 200.0);
    CU_ASSERT_EQUAL(usage.private_bytes, 120.0);
    CU_ASSERT_EQUAL(usage.minor_faults, 14.0);
    CU_ASSERT_DOUBLE_EQUAL(usage.cpu_share, 0.8, 1e-12);
    threads[0][1].cpu_s =
        1.9; /* a library lets it spin on the core of the first: nobody takes it from the program */
    threads[0][1].wait_s = 7.0;
    rxt_usage_of(ranks, 2, 2, &usage);
    CU_ASSERT_DOUBLE_EQUAL(usage.cpu_share, 0.8, 1e-12);
    threads[0][1].cpu_s = 2.0;
    rxt_usage_of(ranks, 2, 2, &usage);
    CU_ASSERT_DOUBLE_EQUAL(usage.cpu_share, 2.0 / 9.0, 1e-12);
    begin();
    rxt_usage_of(ranks, 2, 2, &usage);
    CU_ASSERT_DOUBLE_EQUAL(usage.thread_balance, 0.75, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(usage.rank_balance, 10.0 / 12.0, 1e-12);
    CU_ASSERT_TRUE(isnan(usage.mpi_low) && isnan(usage.mpi_high));
}

static void a_thread_that_never_came_makes_a_rank_unequal(void)
{
    begin();
    rxt_usage_of(ranks, 1, 4, &usage);
    CU_ASSERT_DOUBLE_EQUAL(usage.thread_balance, 12.0 / 4.0 / 8.0, 1e-12);
    rxt_usage_of(ranks, 1, 1, &usage);
    CU_ASSERT_DOUBLE_EQUAL(usage.thread_balance, 1.0, 1e-12);
}

static void waits_that_spin_are_no_work_where_mpi_is_accounted(void)
{
    begin();
    in_mpi(0, 1.0);
    rxt_usage_of(ranks, 2, 2, &usage);
    CU_ASSERT_TRUE(isnan(usage.mpi_low)); /* of one rank alone is not known */
    in_mpi(1, 6.0);
    rxt_usage_of(ranks, 2, 2, &usage);
    CU_ASSERT_DOUBLE_EQUAL(usage.mpi_low, 0.1, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(usage.mpi_high, 6.0 / 9.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(usage.rank_balance, (9.0 + 3.0) / 2.0 / 9.0, 1e-12);
    json_decref(ranks[0].mpi);
    json_decref(ranks[1].mpi);
}

static void an_account_of_usage_is_read_back(void)
{
    struct rxt_usage back;
    begin();
    rxt_usage_of(ranks, 2, 2, &usage);
    json_t *json = rxt_usage_to_json(&usage);
    CU_ASSERT_EQUAL(rxt_usage_from_json(json, &back), RXT_OK);
    CU_ASSERT_EQUAL(back.cpu_s, usage.cpu_s);
    CU_ASSERT_EQUAL(back.thread_balance, usage.thread_balance);
    CU_ASSERT_EQUAL(back.private_bytes, usage.private_bytes);
    CU_ASSERT_EQUAL(back.used, usage.used);
    CU_ASSERT_TRUE(isnan(back.mpi_high));
    json_object_set_new(json, "cpu_share", json_real(1.5));
    CU_ASSERT_EQUAL(rxt_usage_from_json(json, &back), RXT_E_INPUT);
    json_decref(json);
    json = rxt_usage_to_json(NULL);
    CU_ASSERT_TRUE(json_is_null(json));
    json_decref(json);
}

CU_TestInfo test_usage[] = {CLAIM(ranks_are_summed_and_the_worst_share_is_told),
                            CLAIM(threads_have_what_their_plan_gives_them),
                            CLAIM(a_thread_that_never_came_makes_a_rank_unequal),
                            CLAIM(waits_that_spin_are_no_work_where_mpi_is_accounted),
                            CLAIM(an_account_of_usage_is_read_back),
                            CU_TEST_INFO_NULL};
