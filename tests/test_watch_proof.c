/* SPDX-License-Identifier: BSD-3-Clause
 * test_watch_proof.c - made-up looks at programs: which are proven, which rejected, and what is said.
 */
#include "tests.h"

#include "watch_account.h"
#include "watch_proof.h"
#include "watch_worker.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { RANKS = 2, THREADS = 4 };

/* A launch of 2 ranks with 2 workers and a helper each, rank r on PUs 2r and 2r + 1: all as it should be. */
static struct rxt_watched ranks[RANKS];
static struct rxt_watched_thread threads[RANKS][THREADS];
static int plans[RANKS][2];
static const struct rxt_watch_plan two_threads = {.n_threads = 2};
static struct rxt_watch_proof proof;

static struct rxt_watched_thread at_work(int pid, int tid, int pu)
{
    struct rxt_watched_thread thread = {.pid = pid,
                                        .tid = tid,
                                        .name = "spin",
                                        .cpu_s = 9.0,
                                        .wait_s = 0.1,
                                        .until_s = 10.0,
                                        .looks = 200,
                                        .busy_looks = 190,
                                        .n_cpus = 1,
                                        .cpus = {{pu, 1.0}},
                                        .n_masks = 1};
    snprintf(thread.masks[0].cpus, sizeof thread.masks[0].cpus, "%d", pu);
    return thread;
}

static void begin(void)
{
    for (int r = 0; r < RANKS; r++) {
        const int pid = 100 * (r + 1);
        plans[r][0] = 2 * r;
        plans[r][1] = 2 * r + 1;
        threads[r][0] = at_work(pid, pid, 2 * r);
        threads[r][1] = at_work(pid, pid + 1, 2 * r + 1);
        threads[r][2] = at_work(pid, pid + 2, 7); /* a progress thread, which may be anywhere */
        threads[r][2].cpu_s = 0.05;
        threads[r][2].busy_looks = 1;
        ranks[r] = (struct rxt_watched){.rank = r,
                                        .pid = pid,
                                        .wall_s = 10.0,
                                        .cpu_s = 18.05,
                                        .looks = 200,
                                        .pair_looks = 180,
                                        .on_one_pu = 4,
                                        .plan = plans[r],
                                        .n_plan = 2,
                                        .threads = threads[r],
                                        .n_threads = 3};
    }
}

static enum rxt_proof_state judged(const struct rxt_watch_plan *plan)
{
    rxt_watch_judge(ranks, RANKS, plan, &proof);
    return proof.state;
}

static bool why(const char *words)
{
    return strstr(proof.why, words) != NULL;
}

static void threads_at_home_are_proven(void)
{
    begin();
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
    CU_ASSERT_STRING_EQUAL(proof.why, "");
    CU_ASSERT_STRING_EQUAL(proof.told, "");
    CU_ASSERT_EQUAL(proof.least_used, 2);
    CU_ASSERT_EQUAL(proof.most_used, 2);
}

static void a_worker_outside_of_its_plan_is_rejected(void)
{
    begin();
    threads[1][1].cpus[0] = (struct rxt_seen_cpu){3, 0.7};
    threads[1][1].cpus[1] = (struct rxt_seen_cpu){0, 0.3};
    threads[1][1].n_cpus = 2;
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_REJECTS);
    CU_ASSERT_TRUE(why("rank 1: thread 'spin' (201) was on PU 0"));
    CU_ASSERT_TRUE(why("30 %"));
    threads[1][1].cpus[1].share = 0.2; /* looks at hwloc's walk while MPI starts */
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
    threads[1][1].cpus[1].share = 0.4; /* the same, seen in its masks, of a short program on a busy machine */
    threads[1][1].n_masks = 3;
    strcpy(threads[1][1].masks[1].cpus, "0");
    strcpy(threads[1][1].masks[2].cpus, "3");
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
    threads[1][1].cpus[1].share = 0.8;
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_REJECTS);
}

static void a_worker_that_may_leave_its_plan_is_rejected(void)
{
    begin();
    strcpy(threads[0][0].masks[0].cpus, "0-3");
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_REJECTS);
    CU_ASSERT_TRUE(why("took the mask 0-3; planned: 0-1"));
    strcpy(threads[0][0].masks[0].cpus, "0-1"); /* all of its rank's */
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
}

static void helpers_may_be_anywhere(void)
{
    begin();
    strcpy(threads[0][2].masks[0].cpus, "0-7");
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
    threads[0][2].cpu_s = 0.5; /* more than a twentieth of the busiest: it works */
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_REJECTS);
}

static void a_launchers_daemon_is_no_worker_of_a_short_program(void)
{
    struct rxt_watched_process processes[] = {{.pid = 100, .name = "spin"},
                                              {.pid = 150, .name = "orted", .is_launchers = true}};
    begin();
    ranks[0].processes = processes;
    ranks[0].n_processes = 2;
    threads[0][0].cpu_s = threads[0][1].cpu_s = 0.05;
    threads[0][2] = at_work(150, 150, 7);
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
    CU_ASSERT_FALSE(rxt_watch_has_part(&ranks[0], &threads[0][2], RXT_PART_WORKER));
    CU_ASSERT_TRUE(rxt_watch_has_part(&ranks[0], &threads[0][1], RXT_PART_WORKER));
}

static bool is_orted(const char *name)
{
    return !strcmp(name, "orted");
}

static void a_launchers_daemon_comes_behind_the_workers(void)
{
    struct rxt_watched_process processes[] = {{.pid = 150, .name = "orted"}, {.pid = 100, .name = "spin"}};
    begin();
    ranks[0].processes = processes;
    ranks[0].n_processes = 2;
    threads[0][2] = threads[0][0];
    threads[0][0] = at_work(150, 150, 7); /* the busiest of a run of milliseconds */
    threads[0][0].cpu_s = 2.0 * threads[0][1].cpu_s;
    rxt_watch_set_aside(&ranks[0], is_orted);
    CU_ASSERT_TRUE(processes[0].is_launchers);
    CU_ASSERT_EQUAL(ranks[0].threads[ranks[0].n_threads - 1].pid, 150);
    CU_ASSERT_EQUAL(rxt_watch_workers(&ranks[0]), 2);
}

static void two_bound_to_one_core_are_rejected(void)
{
    begin();
    threads[0][1] = at_work(100, 101, 0);
    ranks[0].on_one_pu = 45; /* of 180: a quarter */
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_REJECTS);
    CU_ASSERT_TRUE(proof.is_stacked);
    CU_ASSERT_TRUE(why("are bound to PU 0 both"));
    ranks[0].on_one_pu = 44;
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
    CU_ASSERT_FALSE(proof.is_stacked);
    ranks[0].on_one_core = 1; /* hardware threads of one core count as well */
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_REJECTS);
}

static void sharing_that_was_planned_is_proven(void)
{
    begin();
    threads[0][1] = at_work(100, 101, 0);
    ranks[0].on_one_pu = 180;
    CU_ASSERT_EQUAL(judged(&(struct rxt_watch_plan){.n_threads = 2, .shares = true}), RXT_PROOF_HOLDS);
}

static void workers_that_met_under_the_mask_are_told_not_rejected(void)
{
    begin();
    strcpy(threads[0][0].masks[0].cpus, "0-1");
    strcpy(threads[0][1].masks[0].cpus, "0-1");
    ranks[0].on_one_pu = 90;
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
    CU_ASSERT_TRUE(strstr(proof.told, "rank 0: two busy threads met on one core in 50 % of the looks") !=
                   NULL);
}

/* OpenBLAS started a thread before libgomp bound the first one: it may be anywhere, and spins a little. */
static void a_library_that_meets_a_bound_worker_is_not_told(void)
{
    begin();
    strcpy(threads[0][2].masks[0].cpus, "0-1");
    threads[0][2].cpus[0].cpu = 1;
    threads[0][2].cpu_s = 0.5;
    threads[0][2].busy_looks = 64;
    ranks[0].cpu_s = 18.5;
    ranks[0].on_one_pu = 90;
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
    CU_ASSERT_STRING_EQUAL(proof.told, "");
    CU_ASSERT_EQUAL(proof.most_used, 2);
    threads[0][2].cpu_s = 4.0; /* this is work */
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
    CU_ASSERT_TRUE(strstr(proof.told, "rank 0: two busy threads met") != NULL);
    CU_ASSERT_TRUE(strstr(proof.told, "3 threads of a rank were at work at once, where it was given 2") !=
                   NULL);
}

static void change(int rank, const char *from, const char *to, double since_s)
{
    for (int t = 0; t < 2; t++) {
        struct rxt_watched_thread *thread = &threads[rank][t];
        thread->n_masks = 2;
        strcpy(thread->masks[0].cpus, from);
        strcpy(thread->masks[1].cpus, to);
        thread->masks[1].since_s = since_s;
    }
}

static void a_mask_that_changes_is_rejected_and_its_cause_is_named(void)
{
    begin();
    change(0, "0", "0-3", 5.0);
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_REJECTS);
    CU_ASSERT_TRUE(
        why("rank 0: thread 'spin' (100) got the mask 0-3 after 5.0 s: the program, or a library of it"));
    change(1, "2", "0-3", 5.0);
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_REJECTS);
    CU_ASSERT_TRUE(why("so it was for all ranks: a cpuset was rewritten"));
    change(1, "2", "2-3", 5.0);
    change(0, "0", "0-3", 1.0);
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_REJECTS);
    CU_ASSERT_TRUE(why("binds its threads itself"));
}

static void masks_may_move_within_the_plan_and_in_the_walk_of_a_start(void)
{
    begin();
    change(0, "7", "0-1", 9.0); /* the walk ends, and the mask is the plan's again */
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
    change(0, "0-1", "0", 5.0); /* libomp binds the first thread in its first region */
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
    change(0, "0", "7", 7.6); /* the last look saw the walk */
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
    change(0, "0", "7", 7.4);
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_REJECTS);
    ranks[0].look_s = 0.7; /* too few looks at it */
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
}

static void a_program_that_was_not_seen_is_not_proven(void)
{
    begin();
    for (int t = 0; t < 3; t++) {
        threads[1][t].busy_looks = 1;
    }
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_OPEN);
    CU_ASSERT_TRUE(why("rank 1: no thread was seen at work"));
    ranks[1].unknown = (char *)"/proc shows no other processes";
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_OPEN);
    CU_ASSERT_TRUE(why("/proc shows no other processes"));
    begin();
    ranks[0].unseen_s = 10.0;
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_OPEN);
    CU_ASSERT_TRUE(why("55 % of its CPU time"));
    ranks[0].n_threads = 0; /* all is unseen: why is told first */
    ranks[0].unknown = (char *)"/proc shows none of its threads";
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_OPEN);
    CU_ASSERT_TRUE(why("/proc shows none of its threads"));
}

static void waiting_that_is_not_known_is_told(void)
{
    begin();
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
    CU_ASSERT_STRING_EQUAL(proof.told, "");
    ranks[1].wait_s = (double)NAN;
    ranks[1].unknown = (char *)"this kernel counts no waiting (schedstat)";
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
    CU_ASSERT_STRING_EQUAL(
        proof.told,
        "Whether its threads had their cores is not proven: this kernel counts no waiting (schedstat). ");
}

static void nothing_is_asked_of_what_is_not_bound(void)
{
    begin();
    threads[0][1] = at_work(100, 101, 9);
    CU_ASSERT_EQUAL(judged(&(struct rxt_watch_plan){.n_threads = 2, .is_free = true}), RXT_PROOF_HOLDS);
}

static void threads_that_are_not_used_are_told(void)
{
    begin();
    for (int r = 0; r < RANKS; r++) {
        threads[r][1].cpu_s = 0.01;
        ranks[r].cpu_s = 9.06;
    }
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
    CU_ASSERT_EQUAL(proof.most_used, 1);
    CU_ASSERT_TRUE(strstr(proof.told, "It used 1 of the 2 threads that each rank was given.") != NULL);
    CU_ASSERT_EQUAL(judged(&(struct rxt_watch_plan){.n_threads = 1}), RXT_PROOF_HOLDS);
    CU_ASSERT_STRING_EQUAL(proof.told, "");
}

static void threads_one_after_the_other_are_one_at_work(void)
{
    begin();
    threads[0][0].until_s = 4.9;
    threads[0][1].from_s = 5.0;
    ranks[0].cpu_s = 9.5;
    CU_ASSERT_EQUAL(rxt_watch_used(&ranks[0], 2), 1);
    threads[0][1].from_s = 4.5;
    CU_ASSERT_EQUAL(rxt_watch_used(&ranks[0], 2), 2);
    ranks[0].n_threads = 0; /* none lived from one look to the next */
    ranks[0].cpu_s = 29.0;
    CU_ASSERT_EQUAL(rxt_watch_used(&ranks[0], 2), 3);
}

static void worlds(int n_worlds, int size)
{
    const struct rxt_mpi_told told = {
        .is_loaded = true, .n_threads = 1, .n_worlds = n_worlds, .world_size = size};
    for (int r = 0; r < RANKS; r++) {
        json_decref(ranks[r].mpi);
        ranks[r].mpi = rxt_mpi_told_to_json(&told);
    }
}

static void ranks_that_are_worlds_of_their_own_are_rejected(void)
{
    begin();
    worlds(1, 2);
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
    worlds(1, 1);
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_REJECTS);
    CU_ASSERT_TRUE(proof.are_single);
    CU_ASSERT_TRUE(why("each of the 2 ranks is a world of MPI of its own"));
    worlds(0, 0);
    CU_ASSERT_EQUAL(judged(&two_threads), RXT_PROOF_HOLDS);
    CU_ASSERT_TRUE(strstr(proof.told, "none of the 2 processes began MPI") != NULL);
    json_decref(ranks[0].mpi);
    json_decref(ranks[1].mpi);
}

CU_TestInfo test_watch_proof[] = {CLAIM(threads_at_home_are_proven),
                                  CLAIM(a_worker_outside_of_its_plan_is_rejected),
                                  CLAIM(a_worker_that_may_leave_its_plan_is_rejected),
                                  CLAIM(helpers_may_be_anywhere),
                                  CLAIM(a_launchers_daemon_is_no_worker_of_a_short_program),
                                  CLAIM(a_launchers_daemon_comes_behind_the_workers),
                                  CLAIM(two_bound_to_one_core_are_rejected),
                                  CLAIM(sharing_that_was_planned_is_proven),
                                  CLAIM(workers_that_met_under_the_mask_are_told_not_rejected),
                                  CLAIM(a_library_that_meets_a_bound_worker_is_not_told),
                                  CLAIM(a_mask_that_changes_is_rejected_and_its_cause_is_named),
                                  CLAIM(masks_may_move_within_the_plan_and_in_the_walk_of_a_start),
                                  CLAIM(a_program_that_was_not_seen_is_not_proven),
                                  CLAIM(waiting_that_is_not_known_is_told),
                                  CLAIM(nothing_is_asked_of_what_is_not_bound),
                                  CLAIM(threads_that_are_not_used_are_told),
                                  CLAIM(threads_one_after_the_other_are_one_at_work),
                                  CLAIM(ranks_that_are_worlds_of_their_own_are_rejected),
                                  CU_TEST_INFO_NULL};
