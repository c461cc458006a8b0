/* SPDX-License-Identifier: BSD-3-Clause
 * test_why.c - the sentences of a decision, each with a journal in which it would be false and is not made.
 */
#include "tests.h"

#include "decide_reason.h"
#include "made.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef void (*change_fn)(struct rxt_sample *s);

/* The factors of a launch, and the parallel efficiency that they multiply to. */
static void account(struct rxt_sample *s, double ranks, double mpi, double threads, double overhead,
                    double cores)
{
    s->efficiency = (struct rxt_efficiency){.parallel = ranks * mpi * threads * overhead * cores,
                                            .mpi_load_balance = ranks,
                                            .mpi_transfer = mpi,
                                            .omp_load_balance = threads,
                                            .omp_overhead = overhead,
                                            .core_time = cores,
                                            .useful_s = 1.0};
}

static void even(struct rxt_sample *s)
{
    account(s, 1.0, 1.0, 1.0, 1.0, 1.0);
}

/* A layout's times in the rounds of a study, and what its launches were like. */
static void add(struct rxt_study *study, const char *layout, int n_rounds, double time_s, change_fn change)
{
    for (int round = 0; round < n_rounds; round++) {
        struct rxt_sample *s = made_sample("pi", layout, round, time_s * (1.0 + 0.001 * (round % 3)));
        change(s);
        made_add(study, s);
    }
}

static struct rxt_decision *decided;
static struct rxt_study *studied;

static const struct rxt_verdict_of_kernel *decide(struct rxt_study *study)
{
    studied = study;
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&decided, study), RXT_OK);
    return &decided->kernels[0];
}

static void end(void)
{
    rxt_decision_close(decided);
    rxt_study_close(studied);
}

/* Serial 2 s, 2x1 1 s, 1x2 between: what is said of the threads. */
static const struct rxt_loss *loss_of(double threads_s, change_fn ranks, change_fn threads)
{
    struct rxt_study *study = made_study();
    add(study, "1x1", 9, 2.0, even);
    add(study, "2x1", 9, 1.0, ranks);
    add(study, "1x2", 9, threads_s, threads);
    const struct rxt_verdict_of_kernel *k = decide(study);
    CU_ASSERT_STRING_EQUAL_FATAL(k->best->text, "2x1");
    return k->n_losses > 0 ? &k->losses[0] : NULL;
}

static void uneven(struct rxt_sample *s)
{
    account(s, 1.0, 1.0, 0.75, 1.0, 1.0);
}

static void serial_parts(struct rxt_sample *s)
{
    account(s, 1.0, 1.0, 0.87, 0.87, 1.0);
}

static void starved(struct rxt_sample *s)
{
    account(s, 1.0, 1.0, 0.99, 1.0, 0.76);
}

static void starved_by_its_cores(struct rxt_sample *s)
{
    uneven(s);
    s->cpu_share = 0.7;
}

static void unknown(struct rxt_sample *s)
{
    account(s, NAN, NAN, NAN, NAN, NAN);
}

static void says(const struct rxt_loss *loss, bool is_known, const char *words)
{
    CU_ASSERT_PTR_NOT_NULL_FATAL(loss);
    CU_ASSERT_EQUAL(loss->is_known, is_known);
    CU_ASSERT_EQUAL(strstr(loss->text, " because ") != NULL, is_known);
    CU_ASSERT_EQUAL(strstr(loss->text, ", not known why: ") != NULL, !is_known);
    CU_ASSERT_PTR_NOT_NULL(strstr(loss->text, words));
    CU_ASSERT_PTR_NULL(strstr(loss->text, "nan"));
    end();
}

static void a_mode_loses_by_the_one_part_that_makes_up_its_loss(void)
{
    const struct rxt_loss *loss = loss_of(1.31, even, uneven);
    CU_ASSERT_PTR_NOT_NULL_FATAL(loss);
    CU_ASSERT_STRING_EQUAL(loss->text,
                           "threads (1x2) lose 31 % to 2x1 because its threads are unequal: they work "
                           "for 75 % of the busiest one's time (100 %)");
    says(loss, true, "threads (1x2) lose 31 %");
    says(loss_of(1.31, even, serial_parts), true, "unequal: they work for 87 %");
    says(loss_of(1.31, even, serial_parts), true, ", and 13 % of its time goes into serial parts");
}

static void no_cause_is_told_where_threads_had_not_their_cores(void)
{
    says(loss_of(1.31, even, starved), false,
         "the threads of 1x2 did not have their cores for 24 % of the time");
    says(loss_of(1.31, even, starved_by_its_cores), false, "1x2 did not have their cores for 30 %");
    says(loss_of(1.31, starved, uneven), false, "the threads of 2x1 did not have their cores");
}

static void no_cause_is_told_that_the_numbers_do_not_show(void)
{
    says(loss_of(1.31, even, even), false, "takes its threads 1.31x as long, and nothing here counts");
    says(loss_of(1.31, even, unknown), false, "where its time went was not measured");
    says(loss_of(2.6, even, uneven), false, "no part of its time makes up the difference alone");
}

/* Beside serial the threads had an efficiency that does not go with what they took beside the best. */
static void parts_that_do_not_add_up_are_no_cause(void)
{
    struct rxt_study *study = made_study();
    for (int round = 0; round < 15; round++) {
        struct rxt_sample *s = made_sample("pi", "1x2", round, (round < 3 ? 1.333 : 1.1) + 0.0001 * round);
        uneven(s);
        made_add(study, s);
        made_add(study, made_sample("pi", "2x1", round, 1.0 + 0.0001 * (round % 3)));
        if (round < 3) {
            made_add(study, made_sample("pi", "1x1", round, 2.0));
        }
    }
    const struct rxt_verdict_of_kernel *k = decide(study);
    CU_ASSERT_EQUAL_FATAL(k->n_losses, 1);
    says(&k->losses[0], false, "threads (1x2) lose 10 % to 2x1, not known why: no part of its time");
}

/* Threads on two cores between 1 and spread more, and on four 1.5 times what 2x1 takes. */
static const struct rxt_verdict_of_kernel *two_of_a_mode(double two_s, double spread)
{
    struct rxt_study *study = made_study();
    json_object_set_new(study->header->json, "layouts", json_pack("[s,s,s,s]", "1x1", "1x4", "1x2", "2x1"));
    made_header(study, NULL);
    add(study, "1x1", 9, 2.0, even);
    add(study, "2x1", 9, 1.0, even);
    add(study, "1x4", 9, 1.5, even);
    for (int round = 0; round < 9; round++) {
        made_add(study, made_sample("pi", "1x2", round, two_s + spread * (round % 3)));
    }
    return decide(study);
}

static void a_mode_loses_by_its_fastest_layout(void)
{
    const struct rxt_verdict_of_kernel *k = two_of_a_mode(1.31, 0.001);
    CU_ASSERT_EQUAL_FATAL(k->n_losses, 1);
    CU_ASSERT_STRING_EQUAL(k->losses[0].row->text, "1x2");
    end();
    CU_ASSERT_EQUAL(two_of_a_mode(0.99, 0.1)->n_losses, 0); /* one of them is not shown to be slower */
    end();
}

static void what_is_not_shown_to_be_slower_loses_nothing(void)
{
    CU_ASSERT_PTR_NULL(loss_of(1.0001, even, uneven));
    end();
    struct rxt_study *study = made_study();
    add(study, "1x1", 3, 2.0, even); /* too few rounds for an interval */
    add(study, "2x1", 3, 1.0, even);
    add(study, "1x2", 3, 1.5, uneven);
    CU_ASSERT_EQUAL(decide(study)->n_losses, 0);
    end();
}

/* Launches of a program whose threads ran for all of the time, or for half of it. */
static void busy_program(struct rxt_sample *s)
{
    unknown(s);
    s->is_program = s->has_usage = true;
    s->usage = (struct rxt_usage){.n_ranks = 1,
                                  .n_threads = 2,
                                  .used = 2,
                                  .wall_s = 10.0,
                                  .cpu_s = 20.0,
                                  .cpu_share = 1.0,
                                  .thread_balance = 1.0,
                                  .mpi_low = (double)NAN,
                                  .mpi_high = (double)NAN};
}

static void idle_program(struct rxt_sample *s)
{
    busy_program(s);
    s->usage.n_ranks = 2;
    s->usage.n_threads = 1;
    s->usage.cpu_s = 12.0;
}

/* The layout that is the busiest is the slowest: how busy its threads were is no cause of that. */
static void the_busiest_layout_may_be_the_slowest(void)
{
    says(loss_of(1.31, idle_program, busy_program), false, "its threads ran for 100 % of the time (60 %)");
}

static void most_uneven(struct rxt_sample *s)
{
    account(s, 0.96, 1.0, 0.75, 1.0, 1.0);
}

static void twice_uneven(struct rxt_sample *s)
{
    account(s, 0.88, 1.0, 0.85, 1.0, 1.0);
}

static void the_reason_names_the_worst_loss(void)
{
    struct rxt_study *study = made_study();
    add(study, "1x1", 9, 2.0, even);
    add(study, "1x2", 9, 1.31, most_uneven);
    const struct rxt_verdict_of_kernel *k = decide(study);
    CU_ASSERT_PTR_NOT_NULL(strstr(k->reason, ", loses most to unequal threads (OpenMP load balance): 0.75"));
    end();
    study = made_study();
    add(study, "1x1", 9, 2.0, starved); /* what it took is no measure of what the threads lose */
    add(study, "1x2", 9, 1.31, uneven);
    k = decide(study);
    CU_ASSERT_PTR_NULL(strstr(k->reason, "loses most"));
    end();
    study = made_study();
    add(study, "1x1", 9, 2.0, even);
    add(study, "1x2", 9, 1.31,
        twice_uneven); /* two factors that are nearly alike: neither is most of the loss */
    k = decide(study);
    CU_ASSERT_PTR_NULL(strstr(k->reason, "loses most"));
    end();
}

/* A row of a kernel that counts flop and bytes, near no ceiling, which had its cores. */
static struct rxt_row counted(void)
{
    struct rxt_row row = {.text = "1x2",
                          .rate_flop = 1e9,
                          .rate_bytes = 1e9,
                          .share_flop = 0.3,
                          .share_bytes = 0.5,
                          .cpu_share = 1.0,
                          .scaling = 1.0};
    row.factors = (struct rxt_efficiency){1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 1.0};
    return row;
}

static void bound(const struct rxt_row *row, bool is_known, const char *words)
{
    struct rxt_text text = {0};
    CU_ASSERT_EQUAL(rxt_bound_say(row, &text), is_known);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), words));
    CU_ASSERT_EQUAL(strstr(rxt_text_of(&text), "bound by") != NULL, is_known);
    rxt_text_free(&text);
}

static void what_bounds_is_named_where_one_ceiling_is_near(void)
{
    struct rxt_row row = counted();
    bound(&row, false, "it is near no ceiling (flop 30 %, bandwidth 50 %)");
    row.share_bytes = 0.7;
    bound(&row, true, "bound by memory bandwidth (70 %");
    row.share_flop = 0.5;
    bound(&row, false, "near two ceilings");
    row.share_bytes = NAN;
    bound(&row, true, "bound by arithmetic (50 %");
    row = counted();
    row.factors.mpi_transfer = 0.8;
    bound(&row, true, "bound by communication (20 %");
    row = counted();
    row.factors.omp_overhead = 0.8;
    bound(&row, true, "bound by serial parts and thread overhead (20 %");
}

static void no_bound_is_named_that_the_counts_do_not_show(void)
{
    struct rxt_row row = counted();
    row.share_flop = 4.32;
    bound(&row, false, "it is above a ceiling (flop 432 %, bandwidth 50 %)");
    row = counted();
    row.share_bytes = 0.7;
    row.factors.core_time = 0.8;
    bound(&row, false, "its threads did not have their cores for 20 % of the time");
    row.factors.core_time = NAN;
    row.cpu_share = 0.6;
    bound(&row, false, "did not have their cores for 40 % of the time");
    row = counted();
    row.share_bytes = row.share_flop = NAN;
    bound(&row, false, "no ceiling was measured");
    row.rate_bytes = row.rate_flop = NAN;
    bound(&row, false, "it counts no flop and no bytes");
}

static void a_cache_is_no_memory(void)
{
    struct rxt_row row = counted();
    row.workers = 2;
    row.place = "L2";
    row.kept_on = "2026-11-29T01:02:03Z";
    row.share_bytes = 0.8;
    bound(&row, true,
          "bound by the bandwidth of L2, where its data lie (80 % of a pure read of 2 cores, as measured on "
          "2026-11-29)");
    row.place = "memory";
    bound(&row, true,
          "bound by memory bandwidth (80 % of a pure read of 2 cores, as measured on 2026-11-29)");
    row.place = "L3";
    row.kept_on = NULL;
    row.share_bytes = NAN;
    bound(&row, false, "its data lie in L3, whose bandwidth was not measured ('rxt machine' does)");
}

/* Rounds of a kernel that reads 4e9 B and does 1e9 flop in a second, of data of so many bytes. */
static const struct rxt_row *read_by(double data_bytes, bool is_kept)
{
    struct rxt_study *study = made_study();
    json_t *caches =
        json_pack("{s:i, s:i, s:i, s:i}", "l1_B", 32768, "l2_B", 1048576, "l3_B", 16777216, "l3s", 1);
    json_t *owner = is_kept ? json_pack("{s:s, s:[{s:i, s:f, s:f, s:f}]}", "date", "2026-11-29T01:02:03Z",
                                        "rates", "cores", 2, "flop", 1e10, "l2", 8e9, "memory", 5e9)
                            : json_object();
    json_object_set_new(owner, "caches", caches);
    json_object_set_new(study->header->json, is_kept ? "ceilings" : "machine", owner);
    json_array_append_new(json_object_get(study->header->json, "kernels"),
                          json_pack("{s:s, s:b, s:s}", "name", "read", "ceiling", 1, "ceiling_of", "bytes"));
    made_header(study, NULL);
    for (int round = 0; round < 9; round++) {
        struct rxt_sample *s = made_sample("pi", "2x1", round, 1.0),
                          *read = made_sample("read", "2x1", round, 1.0);
        s->work = (struct rxt_work){.items = 1.0, .flop = 1e9, .bytes = 4e9};
        s->data_bytes = data_bytes;
        read->work = (struct rxt_work){.items = 1.0, .bytes = 5e9};
        made_add(study, s);
        made_add(study, read);
    }
    return decide(study)->best;
}

static void a_rate_is_held_against_the_place_of_its_data(void)
{
    const struct rxt_row *row = read_by(1e6, true);
    CU_ASSERT_PTR_NOT_NULL_FATAL(row->place);
    CU_ASSERT_STRING_EQUAL(row->place, "L2");
    CU_ASSERT_DOUBLE_EQUAL(row->share_bytes, 0.5, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(row->share_flop, 0.1, 1e-9);
    end();
    row = read_by(1e9, true);
    CU_ASSERT_STRING_EQUAL(row->place, "memory");
    CU_ASSERT_DOUBLE_EQUAL(row->share_bytes, 0.8, 1e-9);
    end();
    row = read_by(1e6, false); /* memory alone was measured, and these data are not there */
    CU_ASSERT_STRING_EQUAL(row->place, "L2");
    CU_ASSERT_TRUE(isnan(row->share_bytes));
    end();
    row = read_by(1e9, false);
    CU_ASSERT_DOUBLE_EQUAL(row->share_bytes, 0.8, 1e-9);
    end();
    row = read_by(NAN, false); /* a journal of before */
    CU_ASSERT_PTR_NULL(row->place);
    CU_ASSERT_DOUBLE_EQUAL(row->share_bytes, 0.8, 1e-9);
    end();
}

/* What its work is, of one thread and of two whose useful time is this share. */
static void works(double busy, double wanted, double useful, const char *words)
{
    char text[320];
    struct rxt_row row = counted();
    row.workers = 2;
    row.busy = busy;
    row.wanted = wanted;
    row.factors.parallel = useful;
    row.cpu_share = busy / wanted;
    const struct rxt_verdict_of_kernel k = {.rows = &row, .n_rows = 1, .best = &row};
    rxt_work_write(&k, text, sizeof text);
    CU_ASSERT_EQUAL(strncmp(text, words, strlen(words)), 0);
    CU_ASSERT_PTR_NULL(strstr(text, "nan"));
}

static void it_is_told_whether_it_computes_or_waits(void)
{
    works(0.99, 0.99, 0.99,
          "it computes: under 1x2 its threads ran for 99 % of the time that it held 2 cores");
    works(0.03, 0.03, 0.99, "it waits more than it computes: under 1x2 its threads ran for 3 %");
    works(0.40, 0.99, 0.40,
          "it computes: under 1x2 its threads ran for 40 % of the time that it held 2 cores, and "
          "waited for a core for 59 %");
    works(0.99, 0.99, 0.40,
          "it waits more than it computes: under 1x2 its threads ran for 99 % of the time that it "
          "held 2 cores; 59 % went into waits that spin");
    works(0.99, 0.99, 0.80, "it computes, and waits in between: ");
    works(0.99, 0.99, NAN, "it computes: ");
    works(0.30, 0.90, 0.20, "it computes: under 1x2 its threads ran for 30 %");
    works(NAN, NAN, 0.99, "not known whether it computes or waits");
}

/* The rows of a launch: two threads that ran for 1 s each of two runs of 2 s. */
static void the_cpu_time_of_all_timed_runs_counts(void)
{
    struct rxt_row row = {.workers = 2};
    struct rxt_sample *s = made_sample("pi", "1x2", 0, 2.0);
    double times[] = {2.0, 2.0}, *own = s->time_s;
    struct rxt_placed places[] = {{.cpu_s = 1.0, .run_delay_s = 0.0}, {.cpu_s = 1.0, .run_delay_s = 2.0}};
    s->time_s = times;
    s->n_times = 2;
    s->places = places;
    s->n_places = 2;
    rxt_busy_find(s, &row);
    CU_ASSERT_DOUBLE_EQUAL(row.busy, 0.25, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(row.wanted, 0.5, 1e-12);
    s->n_places = 0;
    rxt_busy_find(s, &row);
    CU_ASSERT_TRUE(isnan(row.busy) && isnan(row.wanted));
    s->time_s = own;
    s->places = NULL;
    rxt_sample_close(s);
}

/* Two copies of one thread each, which ran for half of the time: not one core that was busy for all of it. */
static void copies_hold_the_cores_of_all_of_them(void)
{
    char text[320];
    struct rxt_sample *s = made_sample("pi", "1x1", 0, 10.0);
    s->is_program = s->has_usage = true;
    s->usage = (struct rxt_usage){
        .n_ranks = 2, .n_threads = 1, .wall_s = 10.0, .cpu_s = 9.0, .mpi_low = NAN, .mpi_high = NAN};
    struct rxt_row row = {.text = "1x1", .workers = 1, .usage = &s->usage, .factors = {.parallel = NAN}};
    const struct rxt_verdict_of_kernel k = {.rows = &row, .n_rows = 1, .best = &row};
    rxt_busy_find(s, &row);
    rxt_work_write(&k, text, sizeof text);
    CU_ASSERT_STRING_EQUAL(
        text, "it waits more than it computes: under 1x1 its threads ran for 45 % of the time that "
              "it held 2 cores");
    rxt_sample_close(s);
}

CU_TestInfo test_why[] = {CLAIM(a_mode_loses_by_the_one_part_that_makes_up_its_loss),
                          CLAIM(no_cause_is_told_where_threads_had_not_their_cores),
                          CLAIM(no_cause_is_told_that_the_numbers_do_not_show),
                          CLAIM(parts_that_do_not_add_up_are_no_cause),
                          CLAIM(a_mode_loses_by_its_fastest_layout),
                          CLAIM(what_is_not_shown_to_be_slower_loses_nothing),
                          CLAIM(the_busiest_layout_may_be_the_slowest),
                          CLAIM(the_reason_names_the_worst_loss),
                          CLAIM(what_bounds_is_named_where_one_ceiling_is_near),
                          CLAIM(no_bound_is_named_that_the_counts_do_not_show),
                          CLAIM(a_cache_is_no_memory),
                          CLAIM(a_rate_is_held_against_the_place_of_its_data),
                          CLAIM(it_is_told_whether_it_computes_or_waits),
                          CLAIM(the_cpu_time_of_all_timed_runs_counts),
                          CLAIM(copies_hold_the_cores_of_all_of_them),
                          CU_TEST_INFO_NULL};
