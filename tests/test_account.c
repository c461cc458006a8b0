/* SPDX-License-Identifier: BSD-3-Clause
 * test_account.c - what is said of a foreign program's accounts: what they show, and what was not measured.
 */
#include "tests.h"

#include "decide.h"
#include "made.h"
#include "report_parts.h"

#include <string.h>

/* Serial and 2x1 of a program; 2x1 is twice as fast, and its ranks worked all the time. */
static struct rxt_usage two;

static void begin(void)
{
    two = (struct rxt_usage){.n_ranks = 2,
                             .n_threads = 1,
                             .used = 1,
                             .wall_s = 10.0,
                             .cpu_s = 19.6,
                             .cpu_share = 0.99,
                             .thread_balance = 1.0,
                             .rank_balance = 0.99,
                             .mpi_low = (double)NAN,
                             .mpi_high = (double)NAN,
                             .private_bytes = 100.0};
}

static struct rxt_study *made(void)
{
    struct rxt_study *study = made_study();
    const struct rxt_usage one = {
        .n_ranks = 1, .n_threads = 1, .used = 1, .wall_s = 20.0, .cpu_s = 19.0, .private_bytes = 90.0};
    for (int round = 0; round < 6; round++) {
        for (int i = 0; i < 2; i++) {
            struct rxt_sample *s =
                made_number("pi", i ? "2x1" : "1x1", round, i ? 10.0 + 0.01 * round : 20.0, false);
            s->has_usage = true;
            s->usage = i ? two : one;
            made_add(study, s);
        }
    }
    return study;
}

/* Does the reason of the study hold these words? */
static bool says(const char *words)
{
    struct rxt_study *study = made();
    struct rxt_decision *decision = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
    const bool has = strstr(decision->kernels[0].reason, words) || strstr(decision->kernels[0].work, words);
    rxt_decision_close(decision);
    rxt_study_close(study);
    return has;
}

static void spinning_waits_are_never_called_computing(void)
{
    begin();
    CU_ASSERT_TRUE(says(
        "its threads ran for 98 % of the time that it held 2 cores (waits that spin are in it; time in MPI "
        "was not measured)"));
    CU_ASSERT_FALSE(says("it computes"));
    two.mpi_low = 0.07;
    two.mpi_high = 0.31;
    CU_ASSERT_TRUE(says("; MPI took 7 % to 31 % of a rank's time"));
    CU_ASSERT_FALSE(says("not measured"));
    CU_ASSERT_TRUE(says("it computes: under 2x1"));
}

static void a_program_that_waits_is_told(void)
{
    begin();
    CU_ASSERT_FALSE(says("waits more than"));
    two.cpu_s = 8.0;
    CU_ASSERT_TRUE(says("it waits more than it computes: under 2x1 its threads ran for 40 %"));
    two.wait_s = 9.0; /* for a core that somebody else had: that is no wait of the program */
    CU_ASSERT_FALSE(says("waits more than"));
    CU_ASSERT_TRUE(says("its threads ran for 40 %"));
}

static void unequal_ranks_are_told_only_where_mpi_was_measured(void)
{
    begin();
    two.rank_balance = 0.7;
    CU_ASSERT_FALSE(says("ranks are unequal"));
    two.mpi_low = two.mpi_high = 0.2;
    CU_ASSERT_TRUE(says("its ranks are unequal: the mean worked 70 %"));
}

static void threads_that_are_unequal_or_not_used_are_told(void)
{
    begin();
    CU_ASSERT_FALSE(says("threads are unequal"));
    two.n_threads = two.used = 2;
    two.thread_balance = 0.6;
    CU_ASSERT_TRUE(says("its threads are unequal: the mean had 60 %"));
    two.used = 1;
    CU_ASSERT_TRUE(says("it used 1 of the 2 threads that it was given"));
}

static void memory_that_grows_and_a_busy_machine_are_told(void)
{
    begin();
    CU_ASSERT_FALSE(says("memory"));
    CU_ASSERT_FALSE(says("busy with something else"));
    two.private_bytes = 270.0;
    two.cpu_share = 0.71;
    CU_ASSERT_TRUE(says("3.0x serial's memory"));
    CU_ASSERT_TRUE(says("only 71 % of the time that it was ready to run"));
}

/* Serial takes 10, 2x1 20, in 6 rounds; 1x2, which ran in 2 of them, 9, with so many threads at work in the second. */
static struct rxt_study *made_idle(int used)
{
    struct rxt_study *study = made_study();
    for (int i = 0; i < 14; i++) {
        static const char *const layouts[] = {"1x1", "2x1", "1x2"};
        static const double times[] = {10.0, 20.0, 9.0};
        const int l = i < 12 ? i % 2 : 2, round = i < 12 ? i / 2 : i - 12;
        struct rxt_sample *s = made_number("pi", layouts[l], round, times[l] + 0.01 * round, false);
        s->has_usage = true;
        s->usage = (struct rxt_usage){.used = i == 13 ? used : 1};
        made_add(study, s);
    }
    return study;
}

static const struct rxt_row *row_of(const struct rxt_decision *decision, const char *layout)
{
    const struct rxt_verdict_of_kernel *k = decision->kernels;
    size_t i = 0;
    while (i + 1 < k->n_rows && strcmp(k->rows[i].text, layout) != 0) {
        i++;
    }
    return &k->rows[i];
}

static void threads_that_are_never_used_leave_the_choice_closed(void)
{
    for (int used = 1; used <= 2; used++) {
        struct rxt_note *notes = NULL;
        size_t n = 0, n_left_out = 0;
        struct rxt_decision *decision = NULL;
        struct rxt_study *study = made_idle(used);
        CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
        CU_ASSERT_EQUAL(rxt_decide_idle(study, "pi").n, used == 1 ? 2 : 0);
        CU_ASSERT_EQUAL(row_of(decision, "1x2")->verdict, used == 1 ? RXT_IS_DROPPED : RXT_IS_OPEN);
        CU_ASSERT_STRING_EQUAL(decision->kernels[0].best->text, "1x1");
        CU_ASSERT_EQUAL(isnan(decision->kernels[0].regret) != 0, used == 2);
        CU_ASSERT_TRUE(rxt_report_notes(study, decision, &notes, &n));
        for (size_t i = 0; i < n; i++) {
            n_left_out += !strcmp(notes[i].what, "left out");
        }
        CU_ASSERT_EQUAL(n_left_out, used == 1);
        free(notes);
        rxt_decision_close(decision);
        rxt_study_close(study);
    }
}

/* One disturbed launch and its second try are no two launches. */
static void a_second_try_is_no_second_launch_of_idle_threads(void)
{
    struct rxt_idle idle = {0};
    const struct rxt_layout half = {1, 1, 2, RXT_BY_SPREAD}, four = {1, 1, 4, RXT_BY_SPREAD};
    rxt_idle_add(&idle, 0, &half, true);
    rxt_idle_add(&idle, 0, &half, true);
    CU_ASSERT_EQUAL(idle.n, 1);
    rxt_idle_add(&idle, 0, &four, true);
    CU_ASSERT_EQUAL(idle.n, 2);
    rxt_idle_add(&idle, 1, &four, true);
    CU_ASSERT_EQUAL(idle.n, 3);
    rxt_idle_add(&idle, 1, &four, false);
    rxt_idle_add(&idle, 1, &four, true);
    CU_ASSERT_EQUAL(idle.n, 0); /* it uses them, in some try */
}

static void threads_that_are_never_used_do_not_win_by_chance(void)
{
    struct rxt_study *study = made_idle(1);
    struct rxt_decision *decision = NULL;
    for (int round = 2; round < 6; round++) { /* as long as the others, and faster each time */
        struct rxt_sample *s = made_number("pi", "1x2", round, 9.0, false);
        s->has_usage = true;
        s->usage = (struct rxt_usage){.used = 1};
        made_add(study, s);
    }
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
    CU_ASSERT_STRING_EQUAL(decision->kernels[0].best->text, "1x1");
    rxt_decision_close(decision);
    rxt_study_close(study);
}

/* The reason of a study of serial, and of 2x1 with these times. */
static bool serial_says(double two_s, bool two_counts, const char *words)
{
    struct rxt_study *study = made_study();
    struct rxt_decision *decision = NULL;
    for (int round = 0; round < 12; round++) {
        made_add(study, made_sample("pi", "1x1", round, 1.0 + 0.001 * round));
        struct rxt_sample *s = made_sample("pi", "2x1", round, two_s - 0.03 * (round % 6));
        s->check = two_counts ? RXT_CHECK_PASS : RXT_CHECK_FAIL;
        made_add(study, s);
    }
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
    const bool has = strstr(decision->kernels[0].reason, words) != NULL;
    rxt_decision_close(decision);
    rxt_study_close(study);
    return has;
}

static void serial_is_praised_only_where_others_lose(void)
{
    CU_ASSERT_TRUE(serial_says(2.0, true, "the others pay more than they gain"));
    CU_ASSERT_TRUE(serial_says(1.13, true, "no other is shown to be faster than serial")); /* 1.13 to 0.98 */
    CU_ASSERT_TRUE(serial_says(0.5, false, "serial alone gave times that count"));
}

static void a_line_to_paste_keeps_the_mask_alone(void)
{
    static const struct {
        bool mask_only;
        const char *line, *want;
    } cases[] = {
        {false, "rxt bind 2x1 -- ./a", "rxt bind 2x1 -- ./a"},
        {true, "rxt bind 2x1 -- ./a", "rxt bind 2x1 --mask-only -- ./a"},
        {true, "mpirun -n 2 rxt bind 2x1 --smt -- ./a", "mpirun -n 2 rxt bind 2x1 --mask-only --smt -- ./a"},
        {true, "rxt bind 2x1 --mask-only -- ./a", "rxt bind 2x1 --mask-only -- ./a"},
        {true, "rxt bind 2x1 -- ./a --mask-only x", "rxt bind 2x1 --mask-only -- ./a --mask-only x"},
    };
    begin();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rxt_study *study = made();
        struct rxt_decision *decision = NULL;
        json_t *kernel = json_array_get(json_object_get(study->header->json, "kernels"), 0);
        json_object_set_new(kernel, "subject", json_string("program"));
        json_object_set_new(kernel, "lines", json_pack("{s:s}", "2x1", cases[i].line));
        made_header(study, NULL);
        for (size_t s = 0; s < study->n_samples; s++) {
            study->samples[s]->is_mask_only = cases[i].mask_only && study->samples[s]->layout.ranks == 2;
        }
        CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
        CU_ASSERT_STRING_EQUAL(decision->kernels[0].launch, cases[i].want);
        rxt_decision_close(decision);
        rxt_study_close(study);
    }
}

static void what_was_not_proven_is_in_the_notes(void)
{
    begin();
    struct rxt_study *study = made();
    struct rxt_decision *decision = NULL;
    struct rxt_note *notes = NULL;
    size_t n = 0, n_open = 0, n_told = 0;
    study->samples[1]->unproven = strdup("rank 0: /proc is closed");
    study->samples[3]->unproven = strdup("rank 0: /proc is closed");
    study->samples[3]->told = strdup("It used 1 of 2.");
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
    CU_ASSERT_TRUE(rxt_report_notes(study, decision, &notes, &n));
    for (size_t i = 0; i < n; i++) {
        n_open += !strcmp(notes[i].what, "not proven") ? notes[i].n : 0;
        n_told += !strcmp(notes[i].reason, "It used 1 of 2.");
    }
    CU_ASSERT_EQUAL(n_open, 2);
    CU_ASSERT_EQUAL(n_told, 1);
    free(notes);
    rxt_decision_close(decision);
    rxt_study_close(study);
}

static void what_differs_in_its_numbers_alone_is_told_once(void)
{
    begin();
    struct rxt_study *study = made();
    struct rxt_decision *decision = NULL;
    struct rxt_note *notes = NULL;
    size_t n = 0;
    study->samples[1]->told = strdup("two threads met in 40 % of the looks.");
    study->samples[3]->told = strdup("two threads met in 9 % of the looks.");
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
    CU_ASSERT_TRUE(rxt_report_notes(study, decision, &notes, &n));
    CU_ASSERT_EQUAL_FATAL(n, 1);
    CU_ASSERT_EQUAL(notes[0].n, 2);
    CU_ASSERT_TRUE(notes[0].differ);
    CU_ASSERT_STRING_EQUAL(notes[0].reason, "two threads met in 40 % of the looks.");
    free(notes);
    rxt_decision_close(decision);
    rxt_study_close(study);
}

CU_TestInfo test_account[] = {CLAIM(spinning_waits_are_never_called_computing),
                              CLAIM(a_program_that_waits_is_told),
                              CLAIM(unequal_ranks_are_told_only_where_mpi_was_measured),
                              CLAIM(threads_that_are_unequal_or_not_used_are_told),
                              CLAIM(memory_that_grows_and_a_busy_machine_are_told),
                              CLAIM(threads_that_are_never_used_leave_the_choice_closed),
                              CLAIM(a_second_try_is_no_second_launch_of_idle_threads),
                              CLAIM(a_second_try_is_no_second_launch_of_idle_threads),
                              CLAIM(threads_that_are_never_used_do_not_win_by_chance),
                              CLAIM(serial_is_praised_only_where_others_lose),
                              CLAIM(a_line_to_paste_keeps_the_mask_alone),
                              CLAIM(what_was_not_proven_is_in_the_notes),
                              CLAIM(what_differs_in_its_numbers_alone_is_told_once),
                              CU_TEST_INFO_NULL};
