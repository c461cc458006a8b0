/* SPDX-License-Identifier: BSD-3-Clause
 * test_decide.c - known times in, a known decision out.
 */
#include "tests.h"

#include "decide_parts.h"
#include "made.h"
#include "report.h"

#include <math.h>

static const char *const layouts[] = {"1x1", "1x2", "2x1", "2x1@none"};

/* Rounds in which layout i takes time[i], times a drift that all of a round share. */
static struct rxt_study *study_of(int n_rounds, const double time_s[4], double drift)
{
    struct rxt_study *study = made_study();
    for (int round = 0; round < n_rounds; round++) {
        for (int i = 0; i < 4; i++) {
            if (time_s[i] > 0.0) {
                made_add(study,
                         made_sample("pi", layouts[i], round, time_s[i] * (1.0 + drift * (round % 3))));
            }
        }
    }
    return study;
}

static struct rxt_decision *decide(struct rxt_study *study)
{
    made_header(study, NULL);
    struct rxt_decision *decision = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(decision->n_kernels, 1);
    return decision;
}

static void reason_has_no_nan(const struct rxt_decision *decision)
{
    CU_ASSERT_PTR_NULL(strstr(decision->kernels[0].reason, "nan"));
}

static void end(struct rxt_decision *decision, struct rxt_study *study)
{
    rxt_decision_close(decision);
    rxt_study_close(study);
}

static void launches_without_their_cores_are_counted(void)
{
    const double time_s[] = {2.0, 1.2, 1.0, 1.5};
    struct rxt_study *study = study_of(7, time_s, 0.0);
    for (size_t i = 0; i < study->n_samples; i++) {
        struct rxt_sample *s = study->samples[i];
        s->cpu_share = i % 4 == 2 ? 0.6 : 0.99;
        s->disturbed = i % 4 == 2 && s->round > 2;
    }
    study->samples[6 * 4 + 2]->rejected = strdup("moved"); /* counts in nothing */
    struct rxt_decision *d = decide(study);
    CU_ASSERT_EQUAL(d->kernels[0].rows[2].n_disturbed, 3);
    CU_ASSERT_EQUAL(d->kernels[0].rows[1].n_disturbed, 0);
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].rows[2].cpu_share, 0.6, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].rows[0].cpu_share, 0.99, 0.0);
    end(d, study);
}

static void the_fastest_is_best_and_the_slow_are_out(void)
{
    const double time_s[] = {2.0, 1.2, 1.0, 1.5};
    struct rxt_study *study = study_of(12, time_s, 0.0);
    struct rxt_decision *d = decide(study);
    const struct rxt_verdict_of_kernel *k = &d->kernels[0];
    CU_ASSERT_STRING_EQUAL(k->best->text, "2x1");
    CU_ASSERT_EQUAL(k->rows[0].verdict, RXT_IS_OUT);
    CU_ASSERT_EQUAL(k->rows[1].verdict, RXT_IS_OUT);
    CU_ASSERT_EQUAL(k->rows[3].verdict, RXT_IS_PLAIN);
    CU_ASSERT_DOUBLE_EQUAL(k->loss.value, 0.5, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(k->best->speedup.value, 2.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(k->best->efficiency.value, 1.0, 1e-12);
    CU_ASSERT_EQUAL(k->regret, 0.0);
    CU_ASSERT_PTR_EQUAL(k->recommended, k->best);
    CU_ASSERT_STRING_EQUAL(k->plain_name, "plain mpirun");
    CU_ASSERT_STRING_EQUAL(k->launch, "mpirun -n 2 rxt run pi n=5 --layout 2x1");
    end(d, study);
}

/* Below 2 %, which is the tolerance where a header tells none. */
static void what_is_shown_to_be_within_the_tolerance_is_equal(void)
{
    const double time_s[] = {2.0, 1.005, 1.0, 1.5};
    struct rxt_study *study = study_of(8, time_s, 0.0);
    struct rxt_decision *d = decide(study);
    CU_ASSERT_EQUAL(d->kernels[0].rows[1].verdict, RXT_IS_EQUAL);
    CU_ASSERT_STRING_EQUAL(d->kernels[0].best->text, "2x1");
    CU_ASSERT_STRING_EQUAL(d->kernels[0].recommended->text, "1x2"); /* as many cores, fewer ranks */
    end(d, study);
}

static void below_six_rounds_nothing_is_out(void)
{
    const double time_s[] = {9.0, 1.2, 1.0, 1.5};
    struct rxt_study *study = study_of(5, time_s, 0.0);
    struct rxt_decision *d = decide(study);
    CU_ASSERT_EQUAL(d->kernels[0].rows[0].verdict, RXT_IS_OPEN);
    CU_ASSERT_TRUE(isnan(d->kernels[0].regret));
    end(d, study);
}

static void drift_that_a_round_shares_cancels(void)
{
    const double time_s[] = {2.0, 1.02, 1.0, 1.5};
    struct rxt_study *study = study_of(9, time_s, 0.5); /* rounds differ by 100 % */
    struct rxt_decision *d = decide(study);
    CU_ASSERT_EQUAL(d->kernels[0].rows[1].verdict, RXT_IS_OUT);
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].rows[1].ratio.low, 1.02, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].rows[1].ratio.high, 1.02, 1e-9);
    end(d, study);
}

static void another_digest_is_wrong_and_never_best(void)
{
    const double time_s[] = {2.0, 1.2, 1.0, 1.5};
    struct rxt_study *study = study_of(6, time_s, 0.0);
    study->samples[2]->digest = 43;
    struct rxt_decision *d = decide(study);
    CU_ASSERT_TRUE(d->is_wrong);
    CU_ASSERT_EQUAL(d->kernels[0].rows[2].verdict, RXT_IS_WRONG);
    CU_ASSERT_STRING_EQUAL(d->kernels[0].best->text, "1x2");
    end(d, study);
}

static void a_failed_check_is_wrong_and_a_rejection_is_no_time(void)
{
    const double time_s[] = {2.0, 1.2, 1.0, 1.5};
    struct rxt_study *study = study_of(7, time_s, 0.0);
    study->samples[1]->check = RXT_CHECK_FAIL;
    study->samples[2]->rejected = strdup("it was elsewhere");
    study->samples[2]->time_s[0] = 1e-9;
    struct rxt_decision *d = decide(study);
    CU_ASSERT_EQUAL(d->kernels[0].rows[1].verdict, RXT_IS_WRONG);
    CU_ASSERT_EQUAL(d->kernels[0].rows[2].n_rejected, 1);
    CU_ASSERT_EQUAL(d->kernels[0].rows[2].n_launches, 6);
    CU_ASSERT_EQUAL(d->kernels[0].rows[2].time_s.low, 1.0);
    end(d, study);
}

static void a_layout_without_samples_has_failed_and_says_why(void)
{
    const double time_s[] = {2.0, 0.0, 1.0, 1.5};
    struct rxt_study *study = study_of(6, time_s, 0.0);
    study->failures = calloc(1, sizeof *study->failures);
    study->failures[0] =
        (struct rxt_failure){.layout = strdup("1x2"), .reason = strdup("ended by signal 11")};
    study->n_failures = 1;
    struct rxt_decision *d = decide(study);
    CU_ASSERT_EQUAL(d->kernels[0].rows[1].verdict, RXT_IS_FAILED);
    CU_ASSERT_STRING_EQUAL(d->kernels[0].rows[1].note, "ended by signal 11");
    CU_ASSERT_TRUE(isnan(d->kernels[0].rows[1].share_flop)); /* no ceiling was measured */
    end(d, study);
}

static void a_failure(struct rxt_study *study, size_t i, const char *layout, const char *kernel)
{
    study->failures[i] = (struct rxt_failure){.layout = strdup(layout),
                                              .kernel = kernel ? strdup(kernel) : NULL,
                                              .reason = strdup("it fell"),
                                              .status = 3};
}

/* In whatever order a journal tells them. */
static void each_layout_is_judged_by_its_own_samples_and_failures(void)
{
    static const char *const rows[] = {"1x1", "1x2", "2x1", "2x1@none"};
    struct rxt_study *study = made_study();
    for (int i = 0; i < 4; i++) { /* the last layout first, i + 1 samples of layout i */
        for (int round = 0; round < 4 - i; round++) {
            made_add(study, made_sample("pi", rows[3 - i], round, 4.0 - i));
            made_add(study, made_sample("fma", rows[i], round, 9.0));
        }
    }
    study->failures = calloc(4, sizeof *study->failures);
    a_failure(study, study->n_failures++, "2x1@none", NULL);
    a_failure(study, study->n_failures++, "1x2", "pi");
    a_failure(study, study->n_failures++, "2x1", "fma");
    a_failure(study, study->n_failures++, "1x2", NULL);
    struct rxt_decision *d = decide(study);
    const size_t n_failed[] = {0, 2, 0, 1};
    for (size_t i = 0; i < 4; i++) {
        CU_ASSERT_EQUAL(d->kernels[0].rows[i].n_launches, i + 1);
        CU_ASSERT_EQUAL(d->kernels[0].rows[i].n_failed, n_failed[i]);
        CU_ASSERT_EQUAL(d->kernels[0].rows[i].time_s.value, 1.0 + (double)i);
    }
    end(d, study);
}

static void a_study_without_a_sample_has_no_best(void)
{
    struct rxt_study *study = made_study();
    struct rxt_decision *d = decide(study);
    CU_ASSERT_PTR_NULL(d->kernels[0].best);
    CU_ASSERT_EQUAL(d->n_rounds, 0);
    end(d, study);
}

static void what_is_not_shown_is_undecided_and_the_regret_is_bounded(void)
{
    struct rxt_study *study = made_study();
    for (int round = 0; round < 9; round++) {
        made_add(study, made_sample("pi", "1x2", round, 1.0));
        made_add(study, made_sample("pi", "2x1", round, round % 3 == 0 ? 0.8 : 1.1));
    }
    struct rxt_decision *d = decide(study);
    CU_ASSERT_STRING_EQUAL(d->kernels[0].best->text, "2x1"); /* by the mean of pairs, not by the median */
    CU_ASSERT_EQUAL(d->kernels[0].rows[1].verdict, RXT_IS_UNDECIDED);
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].rows[1].ratio.value, 1.0 / 1.1, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].regret, 0.1, 1e-9);
    end(d, study);
}

/* The plain line is never chosen, and may yet be the faster one. */
static void the_plain_line_is_part_of_the_regret(void)
{
    struct rxt_study *study = made_study();
    for (int round = 0; round < 9; round++) {
        made_add(study, made_sample("pi", "1x2", round, 2.0));
        made_add(study, made_sample("pi", "2x1", round, 1.0));
        made_add(study, made_sample("pi", "2x1@none", round, round % 3 == 0 ? 0.8 : 1.1));
    }
    struct rxt_decision *d = decide(study);
    CU_ASSERT_STRING_EQUAL(d->kernels[0].best->text, "2x1");
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].regret, 1.0 / 0.8 - 1.0, 1e-9);
    end(d, study);
}

/* A study drops what is out; afterwards the machine slows, and the survivor's own median grows. */
static void a_layout_that_left_before_the_machine_slowed_is_not_best(void)
{
    struct rxt_study *study = made_study();
    for (int round = 0; round < 20; round++) {
        made_add(study, made_sample("pi", "2x1", round, round < 6 ? 1.0 : 1.3));
        if (round < 6) {
            made_add(study, made_sample("pi", "1x2", round, 1.1));
        }
    }
    struct rxt_decision *d = decide(study);
    CU_ASSERT_STRING_EQUAL(d->kernels[0].best->text, "2x1");
    CU_ASSERT_EQUAL(d->kernels[0].rows[1].verdict, RXT_IS_OUT);
    end(d, study);
}

static void one_lucky_launch_is_not_best(void)
{
    const double time_s[] = {0.0, 1.0, 0.0, 0.0};
    struct rxt_study *study = study_of(10, time_s, 0.1);
    made_add(study, made_sample("pi", "2x1", 4, 0.5));
    struct rxt_decision *d = decide(study);
    CU_ASSERT_STRING_EQUAL(d->kernels[0].best->text, "1x2");
    CU_ASSERT_EQUAL(d->kernels[0].rows[2].verdict, RXT_IS_OPEN);
    CU_ASSERT_TRUE(isnan(d->kernels[0].regret));
    end(d, study);
}

static void the_plain_line_may_cost_less_than_nothing(void)
{
    const double time_s[] = {2.0, 1.2, 1.0, 0.9};
    struct rxt_study *study = study_of(8, time_s, 0.0);
    struct rxt_decision *d = decide(study);
    CU_ASSERT_STRING_EQUAL(d->kernels[0].best->text, "2x1");
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].loss.high, -0.1, 1e-9);
    end(d, study);
}

static void a_wrong_layout_has_no_time_and_no_passed_check(void)
{
    const double time_s[] = {2.0, 1.2, 1.0, 1.5};
    struct rxt_study *study = study_of(7, time_s, 0.0);
    struct rxt_text text = {0};
    study->samples[1]->check = RXT_CHECK_FAIL;
    study->samples[2]->digest = 43;
    struct rxt_decision *d = decide(study);
    for (size_t i = 1; i <= 2; i++) {
        const struct rxt_row *row = &d->kernels[0].rows[i];
        CU_ASSERT_FALSE(row->checked);
        CU_ASSERT_TRUE(isnan(row->time_s.value) && isnan(row->ratio.value) && isnan(row->speedup.value));
        CU_ASSERT_TRUE(isnan(row->rate_flop) && isnan(row->factors.parallel));
    }
    rxt_report_format(&text, &rxt_format_json, study, d, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "\"check\": \"fail\""));
    rxt_text_free(&text);
    end(d, study);
}

static void without_serial_there_is_no_speed_up(void)
{
    const double time_s[] = {0.0, 1.2, 1.0, 1.5};
    struct rxt_study *study = study_of(6, time_s, 0.0);
    struct rxt_decision *d = decide(study);
    CU_ASSERT_TRUE(isnan(d->kernels[0].best->speedup.value)); /* not 0 */
    CU_ASSERT_PTR_NOT_NULL(d->kernels[0].rows[0].note);       /* it was not launched, and that is said */
    reason_has_no_nan(d);
    end(d, study);
}

/* Medians of the factors of several launches would not. */
static void factors_multiply_to_the_parallel_efficiency(void)
{
    struct rxt_study *study = made_study();
    for (int round = 0; round < 9; round++) {
        struct rxt_sample *s = made_sample("pi", "1x2", round, 1.0 + 0.01 * ((round * 4) % 9));
        s->efficiency.omp_load_balance = 0.5 + 0.05 * round;
        s->efficiency.omp_overhead = 0.95 - 0.05 * ((round * 2) % 9);
        s->efficiency.parallel = s->efficiency.omp_load_balance * s->efficiency.omp_overhead;
        made_add(study, s);
    }
    struct rxt_decision *d = decide(study);
    const struct rxt_efficiency *f = &d->kernels[0].rows[1].factors;
    CU_ASSERT_DOUBLE_EQUAL(f->parallel, f->omp_load_balance * f->omp_overhead, 1e-12);
    end(d, study);
}

static void without_an_account_the_reason_says_so(void)
{
    const double time_s[] = {2.0, 1.2, 1.0, 1.5};
    struct rxt_study *study = study_of(6, time_s, 0.0);
    for (size_t i = 0; i < study->n_samples; i++) {
        study->samples[i]->efficiency = (struct rxt_efficiency){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    }
    struct rxt_decision *d = decide(study);
    reason_has_no_nan(d);
    CU_ASSERT_PTR_NOT_NULL(strstr(d->kernels[0].reason, "where its time went was not measured"));
    end(d, study);
}

static void a_ceiling_is_no_row_and_gives_the_reason(void)
{
    const double time_s[] = {2.0, 1.2, 1.0, 1.5};
    struct rxt_study *study = study_of(6, time_s, 0.0);
    json_array_append_new(json_object_get(study->header->json, "kernels"),
                          json_pack("{s:s, s:b}", "name", "fma", "ceiling", 1));
    struct rxt_decision *d = decide(study);
    CU_ASSERT_PTR_NOT_NULL(strstr(d->kernels[0].reason, "no ceiling"));
    rxt_decision_close(d);
    made_add(study, made_sample("fma", "2x1", 0, 0.5));
    d = decide(study);
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].best->share_flop, 0.5, 1e-9);
    CU_ASSERT_PTR_NOT_NULL(strstr(d->kernels[0].reason, "bound by arithmetic"));
    end(d, study);
}

static void a_ceiling_is_known_by_what_the_header_says_it_measures(void)
{
    const double time_s[] = {2.0, 1.2, 1.0, 1.5};
    struct rxt_study *study = study_of(6, time_s, 0.0);
    json_t *kernels = json_object_get(study->header->json, "kernels");
    json_array_append_new(
        kernels, json_pack("{s:s, s:b, s:s}", "name", "stream", "ceiling", 1, "ceiling_of", "bytes"));
    json_array_append_new(kernels,
                          json_pack("{s:s, s:b, s:s}", "name", "peak", "ceiling", 1, "ceiling_of", "flop"));
    made_add(study, made_sample("stream", "2x1", 0, 0.25));
    made_add(study, made_sample("peak", "2x1", 0, 0.5));
    struct rxt_decision *d = decide(study);
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].best->share_flop, 0.5, 1e-9);
    CU_ASSERT_EQUAL(d->n_kernels, 1);
    end(d, study);
}

static void a_ceiling_of_an_old_header_is_told_by_its_work(void)
{
    const double time_s[] = {2.0, 1.2, 1.0, 1.5};
    struct rxt_study *study = study_of(6, time_s, 0.0);
    json_t *kernels = json_object_get(study->header->json, "kernels");
    json_array_append_new(kernels, json_pack("{s:s, s:b}", "name", "read", "ceiling", 1));
    json_array_append_new(kernels, json_pack("{s:s, s:b}", "name", "fma", "ceiling", 1));
    made_add(study, made_sample("fma", "2x1", 0, 0.5));
    struct rxt_sample *read = made_sample("read", "2x1", 0, 0.25);
    made_add(study, read);
    for (size_t i = 0; i < study->n_samples; i++) {
        study->samples[i]->work.bytes = study->samples[i] == read                  ? 800.0
                                        : strcmp(study->samples[i]->kernel, "fma") ? 400.0
                                                                                   : NAN;
    }
    struct rxt_decision *d = decide(study);
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].best->share_flop, 0.5, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].best->share_bytes, 400.0 / 3200.0, 1e-9);
    end(d, study);
}

static void a_time_that_is_nan_or_of_no_round_hurts_nobody(void)
{
    const double time_s[] = {0.0, 1.2, 0.0, 0.0};
    struct rxt_study *study = study_of(6, time_s, 0.0);
    made_add(study, made_sample("pi", "2x1", 0, NAN));
    made_add(study, made_sample("pi", "1x1", -1, 0.1));
    struct rxt_decision *d = decide(study);
    CU_ASSERT_STRING_EQUAL(d->kernels[0].best->text, "1x2");
    end(d, study);
}

static void a_launch_line_is_whole_or_none(void)
{
    static const size_t lengths[] = {10, 3000, 9000};
    const double time_s[] = {2.0, 1.2, 1.0, 1.5};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct rxt_study *study = study_of(6, time_s, 0.0);
        char *name = calloc(1, lengths[i] + 1);
        memset(name, 'a', lengths[i]);
        json_object_set_new(
            json_object_get(json_array_get(json_object_get(study->header->json, "kernels"), 0), "params"),
            "file", json_string(name));
        json_object_set_new(
            json_object_get(json_array_get(json_object_get(study->header->json, "kernels"), 0), "params"),
            "share", json_real(0.1));
        struct rxt_decision *d = decide(study);
        const char *launch = d->kernels[0].launch;
        CU_ASSERT_TRUE(!*launch || (strstr(launch, name) && strstr(launch, " share=0.1 --layout 2x1")));
        CU_ASSERT_EQUAL(*launch == '\0', lengths[i] > 8000);
        free(name);
        end(d, study);
    }
}

/* The line of a study with these members in its header, and with this parameter. */
static void launch_ends_in(json_t *members, const char *param, const char *tail)
{
    const double time_s[] = {2.0, 1.2, 1.0, 1.5};
    struct rxt_study *study = study_of(6, time_s, 0.0);
    json_t *params =
        json_object_get(json_array_get(json_object_get(study->header->json, "kernels"), 0), "params");
    json_object_update(study->header->json, members);
    json_object_set_new(params, param, json_integer(1));
    made_header(study, NULL);
    struct rxt_decision *d = decide(study);
    const char *launch = d->kernels[0].launch;
    const size_t n = strlen(launch), n_tail = strlen(tail);
    CU_ASSERT_STRING_EQUAL(n_tail > 0 && n > n_tail ? launch + n - n_tail : launch, tail);
    end(d, study);
    json_decref(members);
}

static void a_launch_line_asks_for_what_the_study_did(void)
{
    launch_ends_in(json_object(), "m", "rxt run pi n=5 m=1 --layout 2x1");
    launch_ends_in(json_pack("{s:s, s:b}", "sched", "static", "smt", 0), "m", " m=1 --layout 2x1");
    launch_ends_in(json_pack("{s:s, s:b, s:b}", "sched", "dynamic", "smt", 1, "oversubscribe", 1), "m",
                   " m=1 --sched dynamic --smt --oversubscribe --layout 2x1");
}

static void a_parameter_that_is_an_option_is_not_pasted(void)
{
    launch_ends_in(json_object(), "--out", "");
}

static void an_alien_header_is_refused(void)
{
    static const char *const headers[] = {
        "{}",
        "{\"kernels\": [{\"name\": \"pi\"}], \"layouts\": [\"2y4\"]}",
        "{\"kernels\": [{\"name\": \"pi\"}], \"layouts\": [7]}",
        "{\"kernels\": [7], \"layouts\": [\"1x1\"]}",
        "{\"kernels\": [{\"name\": \"pi\"}], \"layouts\": [\"1x1\"], \"default_layout\": \"x\"}",
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        struct rxt_study study = {0};
        struct rxt_decision *d = NULL;
        json_t *json = json_loads(headers[i], 0, NULL);
        enum rxt_err err = rxt_header_from_json(json, &study.header);
        if (!err) {
            err = rxt_decide(&d, &study);
        }
        CU_ASSERT_EQUAL(err, RXT_E_INPUT);
        CU_ASSERT_PTR_NULL(d);
        rxt_header_close(study.header);
        json_decref(json);
    }
}

/* Twelve rounds of layouts with as many workers as the study is of; n grows in weak scaling. */
static struct rxt_study *scaling_study(const char *scaling, const double *time_s, const int *n)
{
    static const char *const list[] = {"1x1", "1x2", "2x1", "1x4", "2x2", "4x1"};
    struct rxt_study *study = made_study();
    json_object_set_new(study->header->json, "scaling", json_string(scaling));
    json_object_set_new(study->header->json, "layouts",
                        json_pack("[s,s,s,s,s,s]", list[0], list[1], list[2], list[3], list[4], list[5]));
    json_object_set_new(json_array_get(json_object_get(study->header->json, "kernels"), 0), "growth",
                        json_real(2.0));
    for (int round = 0; round < 12; round++) {
        for (int i = 0; i < 6; i++) {
            struct rxt_sample *s = made_sample("pi", list[i], round, time_s[i]);
            json_object_set_new(s->params, "n", json_integer(n[i]));
            s->digest = (uint64_t)n[i];
            made_add(study, s);
        }
    }
    return study;
}

static void each_step_has_its_own_best_and_its_turn_is_told(void)
{
    const double time_s[] = {8.0, 4.0, 5.0, 2.4, 2.0, 3.0};
    const int n[] = {5, 5, 5, 5, 5, 5};
    struct rxt_study *study = scaling_study("strong", time_s, n);
    struct rxt_decision *d = decide(study);
    const struct rxt_verdict_of_kernel *k = &d->kernels[0];
    CU_ASSERT_EQUAL_FATAL(k->n_steps, 3);
    CU_ASSERT_STRING_EQUAL(k->steps[1].best->text, "1x2");
    CU_ASSERT_STRING_EQUAL(k->best->text, "2x2");
    CU_ASSERT_EQUAL(k->rows[2].verdict, RXT_IS_OUT);
    CU_ASSERT_DOUBLE_EQUAL(k->rows[2].ratio.value, 1.25, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(k->rows[4].speedup.value, 4.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(k->rows[4].serial.value, 0.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(k->rows[5].serial.value, (3.0 / 8.0 - 0.25) / 0.75, 1e-12);
    CU_ASSERT_STRING_EQUAL(k->turn, "threads (1x2) from 2 workers on, then hybrid (2x2) from 4 workers on");
    end(d, study);
}

static void a_tie_is_no_turn(void)
{
    const double time_s[] = {8.0, 4.0, 5.0, 2.001, 2.0, 3.0};
    const int n[] = {5, 5, 5, 5, 5, 5};
    struct rxt_study *study = scaling_study("strong", time_s, n);
    struct rxt_decision *d = decide(study);
    CU_ASSERT_STRING_EQUAL(d->kernels[0].turn, "threads (1x2) from 2 workers on");
    end(d, study);
}

static void a_tie_at_first_has_no_winner(void)
{
    const double time_s[] = {8.0, 4.0, 4.001, 2.4, 2.0, 3.0};
    const int n[] = {5, 5, 5, 5, 5, 5};
    struct rxt_study *study = scaling_study("strong", time_s, n);
    struct rxt_decision *d = decide(study);
    CU_ASSERT_STRING_EQUAL(d->kernels[0].turn, "no difference shown between modes from 2 workers on, then "
                                               "hybrid (2x2) from 4 workers on");
    end(d, study);
}

static void more_workers_that_only_take_time_are_told(void)
{
    const double time_s[] = {8.0, 4.0, 5.0, 6.0, 7.0, 6.5};
    const int n[] = {5, 5, 5, 5, 5, 5};
    struct rxt_study *study = scaling_study("strong", time_s, n);
    struct rxt_decision *d = decide(study);
    CU_ASSERT_STRING_EQUAL(d->kernels[0].turn, "threads (1x2) from 2 workers on; 2 workers are enough (1x2)");
    end(d, study);
}

static void weak_scaling_counts_the_work_that_grew(void)
{
    const double time_s[] = {1.0, 1.0, 1.25, 1.0, 1.1, 1.2};
    const int n[] = {100, 141, 141, 200, 200, 200};
    struct rxt_study *study = scaling_study("weak", time_s, n);
    struct rxt_decision *d = decide(study);
    const struct rxt_verdict_of_kernel *k = &d->kernels[0];
    CU_ASSERT_FALSE(d->is_wrong); /* another size has another digest */
    CU_ASSERT_DOUBLE_EQUAL(k->rows[1].load, 1.9881, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(k->rows[1].speedup.value, 1.9881, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(k->rows[3].efficiency.value, 1.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(k->rows[5].efficiency.value, 1.0 / 1.2, 1e-12);
    CU_ASSERT_TRUE(isnan(k->rows[5].serial.value));
    CU_ASSERT_STRING_EQUAL(k->grows, "n^2");
    end(d, study);
}

static void the_size_is_the_parameter_that_the_header_names(void)
{
    const double time_s[] = {1.0, 1.0, 1.25, 1.0, 1.1, 1.2};
    const int n[] = {100, 141, 141, 200, 200, 200};
    struct rxt_study *study = scaling_study("weak", time_s, n);
    json_t *entry = json_array_get(json_object_get(study->header->json, "kernels"), 0);
    json_object_set_new(entry, "size_param", json_string("points"));
    json_object_set_new(entry, "input_param", json_null());
    for (size_t i = 0; i < study->n_samples; i++) {
        json_t *params = study->samples[i]->params;
        json_object_set(params, "points", json_object_get(params, "n"));
        json_object_set_new(params, "n", json_integer(7));
        json_object_set_new(params, "input", json_string("no file here"));
    }
    struct rxt_decision *d = decide(study);
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].rows[1].load, 1.9881, 1e-12);
    CU_ASSERT_STRING_EQUAL(d->kernels[0].grows, "points^2");
    end(d, study);
}

/* What is no share is no serial fraction, and its limits are shares. */
static void a_serial_fraction_is_a_share_or_has_a_reason(void)
{
    const double time_s[] = {8.0, 3.5, 4.1, 9.0, 2.0, 2.5};
    const int n[] = {5, 5, 5, 5, 5, 5};
    struct rxt_study *study = scaling_study("strong", time_s, n);
    for (size_t i = 2; i < study->n_samples; i += 18) { /* of 2x1: every third round above linear */
        study->samples[i]->time_s[0] = 3.0;
    }
    struct rxt_decision *d = decide(study);
    const struct rxt_row *rows = d->kernels[0].rows;
    CU_ASSERT_TRUE(isnan(rows[1].serial.value) && isnan(rows[1].serial.low) && !rows[1].serial.has_interval);
    CU_ASSERT_STRING_EQUAL(rows[1].serial_why, "a speed-up above the number of workers");
    CU_ASSERT_STRING_EQUAL(rows[3].serial_why, "slower than one worker");
    CU_ASSERT_TRUE(isnan(rows[3].serial.value));
    CU_ASSERT_DOUBLE_EQUAL(rows[2].serial.value, 2.0 * 4.1 / 8.0 - 1.0, 1e-12);
    CU_ASSERT_TRUE(rows[2].serial.low >= 0.0 && rows[2].serial.low <= rows[2].serial.value);
    CU_ASSERT_PTR_NULL(rows[2].serial_why);
    CU_ASSERT_PTR_NULL(rows[0].serial_why);
    CU_ASSERT_PTR_NULL(rows[4].serial_why); /* 4 of 4 workers: none is serial */
    CU_ASSERT_DOUBLE_EQUAL(rows[4].serial.value, 0.0, 1e-12);
    end(d, study);
}

/* Three numbers of workers are no curve; without serial the best of the smallest step is the base. */
static void the_curve_is_of_the_best_of_every_step(void)
{
    const double time_s[] = {8.0, 4.0, 5.0, 2.4, 2.0, 3.0};
    const int n[] = {5, 5, 5, 5, 5, 5};
    struct rxt_study *study = scaling_study("strong", time_s, n);
    struct rxt_decision *d = decide(study);
    CU_ASSERT_EQUAL(d->kernels[0].model.n_points, 3);
    CU_ASSERT_EQUAL(d->kernels[0].model.n_rounds, 12);
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].model.fit.power, 1.0, 1e-12);
    CU_ASSERT_STRING_EQUAL(d->kernels[0].model.refused, "3 numbers of workers have a time: fewer than 5");
    rxt_decision_close(d);
    for (size_t i = 0; i < study->n_samples; i += 6) {
        free(study->samples[i]->rejected);
        study->samples[i]->rejected = strdup("moved");
    }
    d = decide(study);
    CU_ASSERT_EQUAL(d->kernels[0].model.n_points, 2);
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].model.fit.power, 1.0, 1e-12);
    end(d, study);
}

/* Each kernel has another best: 2x1 costs 1.2x where it costs most, 1x2 costs 1.3x; the plain line is none to choose. */
static void one_layout_for_all_costs_least_where_it_costs_most(void)
{
    const double pi_s[] = {4.0, 1.3, 1.0, 1.1}, heat_s[] = {3.0, 1.0, 1.2, 1.0};
    struct rxt_study *study = study_of(6, pi_s, 0.0);
    struct rxt_decision *d = decide(study);
    CU_ASSERT_PTR_NULL(d->common.row); /* of one kernel */
    rxt_decision_close(d);
    json_array_append_new(json_object_get(study->header->json, "kernels"),
                          json_pack("{s:s}", "name", "heat"));
    for (int round = 0; round < 6; round++) {
        for (int i = 0; i < 4; i++) {
            static const char *const list[] = {"1x1", "1x2", "2x1", "2x1@none"};
            made_add(study, made_sample("heat", list[i], round, heat_s[i]));
        }
    }
    made_header(study, NULL);
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&d, study), RXT_OK);
    CU_ASSERT_PTR_NOT_NULL_FATAL(d->common.row);
    CU_ASSERT_STRING_EQUAL(d->common.row->text, "2x1");
    rxt_decision_close(d);
    for (size_t i = 0; i < study->n_samples; i++) { /* 2x1 gives no time for heat */
        struct rxt_sample *s = study->samples[i];
        if (!strcmp(s->kernel, "heat") && s->layout.ranks == 2 && s->layout.policy != RXT_BY_NONE) {
            s->rejected = strdup("moved");
        }
    }
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&d, study), RXT_OK);
    CU_ASSERT_STRING_EQUAL(d->common.row->text, "1x2");
    CU_ASSERT_STRING_EQUAL(d->common.kernel->kernel, "pi");
    CU_ASSERT_EQUAL(d->common.n_subjects, 2);
    CU_ASSERT_DOUBLE_EQUAL(d->common.row->ratio.value, 1.3, 1e-12);
    end(d, study);
}

/* It left the race of the one, and is the best of the other. */
static void a_layout_that_left_a_race_may_be_the_one_for_all(void)
{
    struct rxt_row pi[2] = {{.verdict = RXT_IS_BEST, .ratio = {.value = 1.0}},
                            {.verdict = RXT_IS_DROPPED, .ratio = {.value = 1.05}, .drop.n_rounds = 2}};
    struct rxt_row heat[2] = {{.verdict = RXT_IS_OUT, .ratio = {.value = 1.3}},
                              {.verdict = RXT_IS_BEST, .ratio = {.value = 1.0}}};
    struct rxt_step step = {.workers = 2};
    struct rxt_verdict_of_kernel kernels[2] = {
        {.rows = pi, .n_rows = 2, .best = &pi[0], .steps = &step, .n_steps = 1},
        {.rows = heat, .n_rows = 2, .best = &heat[1], .steps = &step, .n_steps = 1}};
    struct rxt_decision d = {.kernels = kernels, .n_kernels = 2};
    rxt_common_find(&d);
    CU_ASSERT_PTR_EQUAL(d.common.row, &pi[1]);
}

CU_TestInfo test_decide[] = {
    CLAIM(a_layout_that_left_a_race_may_be_the_one_for_all),
    CLAIM(one_layout_for_all_costs_least_where_it_costs_most),
    CLAIM(a_serial_fraction_is_a_share_or_has_a_reason),
    CLAIM(the_curve_is_of_the_best_of_every_step),
    CLAIM(a_ceiling_is_known_by_what_the_header_says_it_measures),
    CLAIM(a_ceiling_of_an_old_header_is_told_by_its_work),
    CLAIM(the_size_is_the_parameter_that_the_header_names),
    CLAIM(the_fastest_is_best_and_the_slow_are_out),
    CLAIM(launches_without_their_cores_are_counted),
    CLAIM(what_is_shown_to_be_within_the_tolerance_is_equal),
    CLAIM(below_six_rounds_nothing_is_out),
    CLAIM(drift_that_a_round_shares_cancels),
    CLAIM(another_digest_is_wrong_and_never_best),
    CLAIM(a_failed_check_is_wrong_and_a_rejection_is_no_time),
    CLAIM(a_layout_without_samples_has_failed_and_says_why),
    CLAIM(each_layout_is_judged_by_its_own_samples_and_failures),
    CLAIM(a_study_without_a_sample_has_no_best),
    CLAIM(what_is_not_shown_is_undecided_and_the_regret_is_bounded),
    CLAIM(a_layout_that_left_before_the_machine_slowed_is_not_best),
    CLAIM(the_plain_line_is_part_of_the_regret),
    CLAIM(one_lucky_launch_is_not_best),
    CLAIM(the_plain_line_may_cost_less_than_nothing),
    CLAIM(a_wrong_layout_has_no_time_and_no_passed_check),
    CLAIM(without_serial_there_is_no_speed_up),
    CLAIM(factors_multiply_to_the_parallel_efficiency),
    CLAIM(without_an_account_the_reason_says_so),
    CLAIM(a_ceiling_is_no_row_and_gives_the_reason),
    CLAIM(a_time_that_is_nan_or_of_no_round_hurts_nobody),
    CLAIM(a_launch_line_is_whole_or_none),
    CLAIM(a_launch_line_asks_for_what_the_study_did),
    CLAIM(a_parameter_that_is_an_option_is_not_pasted),
    CLAIM(each_step_has_its_own_best_and_its_turn_is_told),
    CLAIM(a_tie_is_no_turn),
    CLAIM(a_tie_at_first_has_no_winner),
    CLAIM(more_workers_that_only_take_time_are_told),
    CLAIM(weak_scaling_counts_the_work_that_grew),
    CLAIM(an_alien_header_is_refused),
    CU_TEST_INFO_NULL,
};
