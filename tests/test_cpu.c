/* SPDX-License-Identifier: BSD-3-Clause
 * test_cpu.c - what threads had of the CPU, and what a process holds: made up in rows, and read of this process.
 */
#include "tests.h"

#include "crew.h"
#include "machine.h"
#include "trial_memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Two nodes of two threads, a core each, busy for 10 s. */
static void fill(struct rxt_placed rows[4])
{
    for (int i = 0; i < 4; i++) {
        rows[i] = (struct rxt_placed){
            .node = i / 2, .rank = i, .planned_pu = i % 2, .cpu_s = 10.0, .run_delay_s = 0.0, .n_pus = 1};
        snprintf(rows[i].mask, sizeof rows[i].mask, "%d", i % 2);
    }
}

static void is_near(double value, double wanted)
{
    CU_ASSERT_DOUBLE_EQUAL(value, wanted, 1e-12);
}

static void the_least_share_of_a_core_is_told(void)
{
    struct rxt_placed rows[4];
    fill(rows);
    is_near(rxt_cpu_share(rows, 4, 10.0), 1.0);
    rows[1].cpu_s = 9.0;
    rows[1].run_delay_s = 1.0;
    rows[2].cpu_s = 6.0;
    rows[2].run_delay_s = 4.0;
    is_near(rxt_cpu_share(rows, 4, 10.0), 0.6);
}

static void threads_that_were_given_one_core_have_it_together(void)
{
    struct rxt_placed rows[4];
    fill(rows);
    rows[1].planned_pu = 0;
    rows[0].cpu_s = 7.0;
    rows[0].run_delay_s = 3.0;
    rows[1].cpu_s = 3.0;
    rows[1].run_delay_s = 7.0;
    is_near(rxt_cpu_share(rows, 4, 10.0), 1.0); /* and not 0.3: one may wait for the other */
    rows[0].cpu_s = 2.0;
    rows[0].run_delay_s = 8.0;
    is_near(rxt_cpu_share(rows, 4, 10.0), 0.5);
}

static void a_thread_with_little_to_do_is_not_asked(void)
{
    struct rxt_placed rows[4];
    fill(rows);
    rows[3].cpu_s = 0.1;
    rows[3].run_delay_s = 4.0;
    is_near(rxt_cpu_share(rows, 4, 10.0), 1.0);
    CU_ASSERT_TRUE(isnan(rxt_cpu_share(rows, 4, 100.0)));
    CU_ASSERT_TRUE(isnan(rxt_cpu_share(NULL, 0, 10.0)));
}

static void threads_that_nobody_planned_have_what_their_mask_has(void)
{
    struct rxt_placed rows[4];
    fill(rows);
    for (int i = 0; i < 4; i++) {
        rows[i].node = 0;
        rows[i].planned_pu = -1;
        rows[i].n_pus = 2;
        rows[i].cpu_s = rows[i].run_delay_s = 5.0;
        snprintf(rows[i].mask, sizeof rows[i].mask, "0-1");
    }
    is_near(rxt_cpu_share(rows, 4, 10.0), 1.0);
    is_near(rxt_cpu_share(rows, 2, 10.0), 0.5);
    rows[0].n_pus = rows[1].n_pus = 0; /* a system that does not tell masks */
    is_near(rxt_cpu_share(rows, 2, 10.0), 0.5);
}

static void one_that_waits_by_itself_is_no_sign_of_others(void)
{
    struct rxt_placed rows[4];
    fill(rows);
    rows[1].planned_pu = 0; /* with the first, which has the rest of the core */
    rows[0].cpu_s = 6.0;
    rows[0].run_delay_s = 4.0;
    rows[1].cpu_s = 4.0;
    is_near(rxt_cpu_share(rows, 4, 10.0), 1.0);
    rows[0].planned_pu = rows[1].planned_pu = -1; /* a core each, wherever it is, and unequal work */
    rows[0].run_delay_s = 0.0;
    snprintf(rows[1].mask, sizeof rows[1].mask, "%s", rows[0].mask);
    rows[0].n_pus = rows[1].n_pus = 2;
    is_near(rxt_cpu_share(rows, 4, 10.0), 1.0);
}

static void less_than_95_percent_of_a_core_is_a_disturbance(void)
{
    CU_ASSERT_TRUE(rxt_cpu_share_is_disturbed(0.949));
    CU_ASSERT_FALSE(rxt_cpu_share_is_disturbed(0.95));
    CU_ASSERT_FALSE(rxt_cpu_share_is_disturbed(NAN));
}

static void switches_tell_of_waits_that_the_system_does_not_count(void)
{
    const struct rxt_cpu_time before = {.delay_s = NAN};
    struct rxt_cpu_time after = {.run_s = 6.0, .delay_s = NAN, .at_s = 10.0, .forced = 3.0};
    is_near(rxt_cpu_delay_between(&before, &after), 4.0);
    after.waits = 1.0;
    CU_ASSERT_TRUE(isnan(rxt_cpu_delay_between(&before, &after)));
    after.forced = 0.0;
    is_near(rxt_cpu_delay_between(&before, &after), 0.0);
    after.waits = NAN;
    after.forced = NAN;
    CU_ASSERT_TRUE(isnan(rxt_cpu_delay_between(&before, &after)));
    after.delay_s = 0.5;
    const struct rxt_cpu_time told = {.delay_s = 0.25};
    is_near(rxt_cpu_delay_between(&told, &after), 0.25);
}

static void a_system_that_does_not_tell_gives_no_share(void)
{
    struct rxt_placed rows[4];
    fill(rows);
    rows[2].run_delay_s = NAN;
    CU_ASSERT_TRUE(isnan(rxt_cpu_share(rows, 4, 10.0)));
}

static void a_thread_that_computes_has_cpu_time(void)
{
    const struct rxt_cpu_time before = rxt_cpu_time_now();
    struct rxt_cpu_time after = before;
    for (long i = 0; i < 1000000000 && !(after.run_s > before.run_s); i++) {
        after = rxt_cpu_time_now();
    }
    CU_ASSERT_TRUE(after.run_s > before.run_s);
    CU_ASSERT_TRUE(isnan(after.delay_s) || after.delay_s >= before.delay_s);
}

static void pages_that_two_processes_share_count_half(void)
{
    enum { BYTES = 32 << 20 };
    int gate[2];
    char *pages = malloc(BYTES);
    CU_ASSERT_EQUAL_FATAL(pipe(gate), 0);
    memset(pages, 1, BYTES);
    const double alone = rxt_pss_bytes();
    const pid_t child = fork();
    if (child == 0) { /* until the parent lets go */
        close(gate[1]);
        _exit(read(gate[0], pages, 1) != 0);
    }
    const double shared = rxt_pss_bytes();
    close(gate[0]);
    close(gate[1]);
    waitpid(child, NULL, 0);
    CU_ASSERT_TRUE(isnan(alone) || (alone - shared > 0.4 * BYTES && alone <= 1.01 * rxt_peak_bytes()));
    free(pages);
}

CU_TestInfo test_cpu[] = {CLAIM(the_least_share_of_a_core_is_told),
                          CLAIM(threads_that_were_given_one_core_have_it_together),
                          CLAIM(a_thread_with_little_to_do_is_not_asked),
                          CLAIM(threads_that_nobody_planned_have_what_their_mask_has),
                          CLAIM(one_that_waits_by_itself_is_no_sign_of_others),
                          CLAIM(less_than_95_percent_of_a_core_is_a_disturbance),
                          CLAIM(switches_tell_of_waits_that_the_system_does_not_count),
                          CLAIM(a_system_that_does_not_tell_gives_no_share),
                          CLAIM(a_thread_that_computes_has_cpu_time),
                          CLAIM(pages_that_two_processes_share_count_half),
                          CU_TEST_INFO_NULL};
