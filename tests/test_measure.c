/* SPDX-License-Identifier: BSD-3-Clause
 * test_measure.c - a program's own number through decision and reports; its answers over all layouts.
 */
#include "tests.h"

#include "decide_parts.h"
#include "made.h"
#include "report.h"

#include <CUnit/CUnit.h>

#include <math.h>

static const char *const layouts[] = {"1x1", "1x2", "2x1", "2x1@none"};

/* Rounds in which layout i tells value[i], times a drift that all of a round share. */
static struct rxt_study *study_of(const double value[4], bool higher_is_better)
{
    struct rxt_study *study = made_study();
    for (int round = 0; round < 7; round++) {
        for (int i = 0; i < 4; i++) {
            made_add(study, made_number("pi", layouts[i], round, value[i] * (1.0 + 0.001 * (round % 3)),
                                        higher_is_better));
        }
    }
    return study;
}

static struct rxt_decision *decide(struct rxt_study *study)
{
    struct rxt_decision *decision = NULL;
    made_header(study, NULL);
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
    return decision;
}

static void end(struct rxt_decision *decision, struct rxt_study *study)
{
    rxt_decision_close(decision);
    rxt_study_close(study);
}

static const double rates[] = {10.0, 20.0, 40.0, 25.0};

static void the_highest_rate_is_best(void)
{
    struct rxt_study *study = study_of(rates, true);
    struct rxt_decision *d = decide(study);
    const struct rxt_verdict_of_kernel *k = &d->kernels[0];
    CU_ASSERT_PTR_EQUAL(k->best, &k->rows[2]);
    CU_ASSERT_EQUAL(k->rows[0].verdict, RXT_IS_OUT);
    CU_ASSERT_EQUAL(k->rows[1].verdict, RXT_IS_OUT);
    CU_ASSERT_DOUBLE_EQUAL(k->rows[0].ratio.value, 4.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(k->best->speedup.value, 4.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(k->best->efficiency.value, 2.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(k->loss.value, 40.0 / 25.0 - 1.0, 1e-9);
    CU_ASSERT_EQUAL(k->regret, 0.0);
    end(d, study);
}

static void the_lowest_cost_is_best(void)
{
    struct rxt_study *study = study_of(rates, false);
    struct rxt_decision *d = decide(study);
    CU_ASSERT_PTR_EQUAL(d->kernels[0].best, &d->kernels[0].rows[0]);
    CU_ASSERT_DOUBLE_EQUAL(d->kernels[0].rows[2].ratio.value, 4.0, 1e-9);
    end(d, study);
}

static void a_number_is_kept_in_its_unit_beside_the_time(void)
{
    struct rxt_study *study = study_of(rates, true);
    struct rxt_decision *d = decide(study);
    const struct rxt_row *row = &d->kernels[0].rows[2];
    CU_ASSERT_DOUBLE_EQUAL(row->metric.value, 40.04, 1e-9);
    CU_ASSERT_TRUE(row->metric.has_interval);
    CU_ASSERT(row->metric.low < row->metric.high);
    CU_ASSERT_EQUAL(row->time_s.value, 1.0);
    CU_ASSERT_STRING_EQUAL(d->kernels[0].measure.unit, "ns/day");
    end(d, study);
}

static void a_number_that_no_launch_gave_was_asked_for(void)
{
    struct rxt_study *study = made_study();
    json_object_set_new(
        json_array_get(json_object_get(study->header->json, "kernels"), 0), "definition",
        json_pack("{s:s, s:s, s:b}", "metric", "speed (.*)", "unit", "ns/day", "higher_is_better", 1));
    struct rxt_decision *d = decide(study);
    const struct rxt_measure *measure = &d->kernels[0].measure;
    CU_ASSERT_TRUE(measure->has_metric);
    CU_ASSERT_TRUE(measure->higher_is_better);
    CU_ASSERT_STRING_EQUAL(measure->unit, "ns/day");
    CU_ASSERT_PTR_NULL(d->kernels[0].best);
    end(d, study);
}

static void samples_of_different_numbers_are_not_compared(void)
{
    for (int i = 0; i < 3; i++) {
        struct rxt_study *study = study_of(rates, true);
        struct rxt_decision *d = NULL;
        struct rxt_sample *odd = study->samples[5];
        if (i == 0) {
            odd->higher_is_better = false;
        } else if (i == 1) {
            free(odd->unit);
            odd->unit = strdup("steps/s");
        } else {
            free(odd->metric);
            odd->metric = NULL;
        }
        CU_ASSERT_EQUAL(rxt_decide(&d, study), RXT_E_INPUT);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "another number"));
        rxt_study_close(study);
    }
}

/* What a format says of a study. */
static struct rxt_text told(const struct rxt_format *format, const struct rxt_study *study,
                            const struct rxt_decision *d)
{
    struct rxt_text text = {0};
    rxt_report_format(&text, format, study, d, NULL);
    return text;
}

static void says(const struct rxt_format *format, const struct rxt_study *study, const struct rxt_decision *d,
                 const char *const *words)
{
    struct rxt_text text = told(format, study, d);
    for (; *words; words++) {
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), *words));
        if (!strstr(rxt_text_of(&text), *words)) {
            printf("\n'%s' is not in\n%s", *words, rxt_text_of(&text));
        }
    }
    rxt_text_free(&text);
}

static void every_report_shows_the_number_and_which_way_is_better(void)
{
    struct rxt_study *study = study_of(rates, true);
    struct rxt_decision *d = decide(study);
    says(&rxt_format_terminal, study, d,
         (const char *const[]){"40.04", "ns/day, higher is",
                               "use 2x1 (two processes, one thread each): 40.04 ns/day (40 to 40.08), 4.00x",
                               "is worse by 1.60x", NULL});
    says(&rxt_format_markdown, study, d,
         (const char *const[]){"median in ns/day", "40.04", "higher is better", "is worse by 1.60x", NULL});
    says(&rxt_format_csv, study, d,
         (const char *const[]){"metric,metric_low,metric_high,unit,higher_is_better,check,digest,note",
                               ",40.04,40,40.08,ns/day,yes,,,", NULL});
    says(&rxt_format_json, study, d,
         (const char *const[]){"\"unit\": \"ns/day\"", "\"higher_is_better\": true", "\"metric\": 40.04",
                               NULL});
    end(d, study);
}

static void unchecked_answers_are_said_loudly_and_checked_ones_are_not(void)
{
    for (int is_checked = 0; is_checked < 2; is_checked++) {
        struct rxt_study *study = study_of(rates, true);
        for (size_t i = 0; i < study->n_samples; i++) {
            study->samples[i]->check = is_checked ? RXT_CHECK_PASS : RXT_CHECK_NONE;
        }
        struct rxt_decision *d = decide(study);
        CU_ASSERT_EQUAL(d->kernels[0].is_checked, is_checked != 0);
        for (int f = 0; f < 2; f++) {
            struct rxt_text text = told(f ? &rxt_format_markdown : &rxt_format_terminal, study, d);
            CU_ASSERT_EQUAL(strstr(rxt_text_of(&text), "ANSWERS NOT CHECKED") != NULL, !is_checked);
            rxt_text_free(&text);
        }
        says(&rxt_format_json, study, d,
             (const char *const[]){is_checked ? "\"answers_checked\": true" : "\"answers_checked\": false",
                                   NULL});
        end(d, study);
    }
}

static void nothing_is_claimed_of_what_was_not_accounted(void)
{
    struct rxt_study *study = study_of(rates, true);
    struct rxt_decision *d = decide(study);
    CU_ASSERT_PTR_NOT_NULL(strstr(d->kernels[0].reason, "what bounds it was not measured"));
    CU_ASSERT_PTR_NULL(strstr(d->kernels[0].reason, "bound by"));
    end(d, study);
}

static void answers_agree_as_numbers_or_letter_by_letter(void)
{
    CU_ASSERT_TRUE(rxt_answers_agree("-68.250034826058396", "-68.250034826058425", 1e-9));
    CU_ASSERT_FALSE(rxt_answers_agree("-68.25", "-68.26", 1e-9));
    CU_ASSERT_FALSE(rxt_answers_agree("-68.25", "68.25", 1e-9));
    CU_ASSERT_TRUE(rxt_answers_agree("1.5", "1.50", 0.0));
    CU_ASSERT_TRUE(rxt_answers_agree("0", "0.0", 0.0));
    CU_ASSERT_FALSE(rxt_answers_agree("0", "1e-30", 1e-9));
    CU_ASSERT_TRUE(rxt_answers_agree("Success=1", "Success=1", 1e-9));
    CU_ASSERT_FALSE(rxt_answers_agree("Success=1", "success=1", 0.5));
    CU_ASSERT_FALSE(rxt_answers_agree("1", "1 s", 0.5));
}

/* A study whose layouts gave these answers, "" for none; tolerance 1e-9. */
static struct rxt_study *answering(const char *const answers[4])
{
    struct rxt_study *study = study_of(rates, true);
    for (size_t i = 0; i < study->n_samples; i++) {
        struct rxt_sample *s = study->samples[i];
        s->check = answers[i % 4][0] ? i % 2 ? RXT_CHECK_PASS : RXT_CHECK_NONE : RXT_CHECK_FAIL;
        s->answer = answers[i % 4][0] ? strdup(answers[i % 4]) : NULL;
    }
    json_object_set_new(json_array_get(json_object_get(study->header->json, "kernels"), 0), "tolerance",
                        json_real(1e-9));
    return study;
}

/* Row r of such a study is wrong, for this. */
static void is_wrong(const char *const answers[4], size_t r, const char *why)
{
    struct rxt_study *study = answering(answers);
    struct rxt_decision *d = decide(study);
    CU_ASSERT_TRUE(d->is_wrong);
    CU_ASSERT_TRUE(d->kernels[0].is_checked);
    CU_ASSERT_EQUAL(d->kernels[0].rows[r].verdict, RXT_IS_WRONG);
    CU_ASSERT_PTR_NOT_NULL_FATAL(d->kernels[0].rows[r].note);
    CU_ASSERT_PTR_NOT_NULL(strstr(d->kernels[0].rows[r].note, why));
    if (!strstr(d->kernels[0].rows[r].note, why)) {
        printf("\n%s\n", d->kernels[0].rows[r].note);
    }
    end(d, study);
}

static void an_answer_that_is_not_the_serial_one_is_wrong(void)
{
    is_wrong((const char *const[]){"-68.25003482605839", "-68.25003482605842", "-68.1", "-68.25003482605840"},
             2,
             "its answer '-68.1' differs from that of 1x1, '-68.25003482605839', by 0.0022 where 1e-09 is "
             "allowed");
    is_wrong((const char *const[]){"yes", "yes", "no", "yes"}, 2,
             "its answer 'no' differs from that of 1x1, 'yes'");
}

static void answers_within_the_tolerance_are_right(void)
{
    struct rxt_study *study = answering((const char *const[]){"1.0", "1.0000000001", "0.9999999999", "1"});
    for (size_t i = 0; i < study->n_samples; i++) {
        study->samples[i]->check = RXT_CHECK_NONE; /* nothing but the answer was asked for */
    }
    struct rxt_decision *d = decide(study);
    CU_ASSERT_TRUE(d->kernels[0].is_checked);
    CU_ASSERT_FALSE(d->is_wrong);
    CU_ASSERT_PTR_EQUAL(d->kernels[0].best, &d->kernels[0].rows[2]);
    end(d, study);
}

static void it_is_said_when_nobody_knows_which_is_right(void)
{
    is_wrong((const char *const[]){"1", "2", "2", "2"}, 1,
             "2 layouts agree against it: nobody knows which is right"); /* the plain line is no third */
    is_wrong((const char *const[]){"1", "", "2", "2"}, 2, "; nobody knows which is right");
    is_wrong((const char *const[]){"", "1", "2", ""}, 2, "nobody knows which is right");
}

static void without_a_serial_answer_the_most_common_one_is_taken(void)
{
    struct rxt_study *study = answering((const char *const[]){"", "7", "8", "8"});
    json_array_set_new(json_object_get(study->header->json, "layouts"), 3, json_string("3x1"));
    for (size_t i = 3; i < study->n_samples; i += 4) {
        CU_ASSERT_EQUAL(rxt_layout_parse("3x1", &study->samples[i]->layout), RXT_OK);
    }
    struct rxt_decision *d = decide(study);
    CU_ASSERT_EQUAL(d->kernels[0].rows[1].verdict, RXT_IS_WRONG);
    CU_ASSERT_PTR_NOT_NULL(strstr(d->kernels[0].rows[1].note, "differs from that of 2x1, '8'"));
    CU_ASSERT_PTR_NULL(strstr(d->kernels[0].rows[1].note, "nobody knows"));
    CU_ASSERT_PTR_EQUAL(d->kernels[0].best, &d->kernels[0].rows[2]);
    end(d, study);
}

static void the_plain_line_is_no_witness(void)
{
    is_wrong((const char *const[]){"", "7", "8", "8"}, 2, "differs from that of 1x2, '7'");
    is_wrong((const char *const[]){"", "7", "7", "8"}, 3, "differs from that of 1x2, '7'");
}

static void a_layout_whose_launches_differ_is_wrong(void)
{
    struct rxt_study *study = answering((const char *const[]){"1", "1", "1", "1"});
    for (size_t i = 0; i < study->n_samples; i += 8) { /* 1x1 in every second round */
        free(study->samples[i]->answer);
        study->samples[i]->answer = strdup("5");
    }
    struct rxt_decision *d = decide(study);
    CU_ASSERT_EQUAL(d->kernels[0].rows[0].verdict, RXT_IS_WRONG);
    CU_ASSERT_EQUAL(d->kernels[0].rows[1].verdict, RXT_IS_OUT); /* what the others agree on is held to */
    end(d, study);
}

static void without_the_rule_answers_are_not_compared(void)
{
    struct rxt_study *study = answering((const char *const[]){"1", "2", "3", "4"});
    json_object_del(json_array_get(json_object_get(study->header->json, "kernels"), 0), "tolerance");
    struct rxt_decision *d = decide(study);
    CU_ASSERT_FALSE(d->is_wrong);
    end(d, study);
}

/* A kernel that cuts its work itself, without a check of its own; its samples as they are read from a journal. */
static void answers_of_a_whole_kernel_are_held_against_each_other(void)
{
    struct rxt_study *study = made_study();
    for (int i = 0; i < 28; i++) {
        struct rxt_sample *s = made_sample("pi", layouts[i % 4], i / 4, 1.0 / rates[i % 4]), *read = NULL;
        s->is_whole = true;
        s->check = RXT_CHECK_NONE;
        s->has_digest = false;
        s->answer = strdup(i % 4 == 2 ? "3.15" : i % 4 ? "3.14159265358979" : "3.14159265358980");
        json_t *json = rxt_sample_to_json(s);
        CU_ASSERT_EQUAL_FATAL(rxt_sample_from_json(json, &read), RXT_OK);
        CU_ASSERT_TRUE(rxt_sample_counts(read));
        made_add(study, read);
        rxt_sample_close(s);
        json_decref(json);
    }
    json_object_set_new(json_array_get(json_object_get(study->header->json, "kernels"), 0), "tolerance",
                        json_real(1e-9));
    struct rxt_decision *d = decide(study);
    CU_ASSERT_TRUE(d->is_wrong);
    CU_ASSERT_TRUE(d->kernels[0].is_checked);
    CU_ASSERT_EQUAL(d->kernels[0].rows[2].verdict, RXT_IS_WRONG);
    CU_ASSERT_PTR_NOT_NULL(strstr(d->kernels[0].rows[2].note, "its answer '3.15' differs from that of 1x1"));
    CU_ASSERT_PTR_EQUAL(d->kernels[0].best, &d->kernels[0].rows[1]);
    end(d, study);
}

CU_TestInfo test_measure[] = {CLAIM(the_highest_rate_is_best),
                              CLAIM(the_lowest_cost_is_best),
                              CLAIM(a_number_is_kept_in_its_unit_beside_the_time),
                              CLAIM(a_number_that_no_launch_gave_was_asked_for),
                              CLAIM(samples_of_different_numbers_are_not_compared),
                              CLAIM(every_report_shows_the_number_and_which_way_is_better),
                              CLAIM(unchecked_answers_are_said_loudly_and_checked_ones_are_not),
                              CLAIM(nothing_is_claimed_of_what_was_not_accounted),
                              CLAIM(answers_agree_as_numbers_or_letter_by_letter),
                              CLAIM(an_answer_that_is_not_the_serial_one_is_wrong),
                              CLAIM(answers_within_the_tolerance_are_right),
                              CLAIM(it_is_said_when_nobody_knows_which_is_right),
                              CLAIM(without_a_serial_answer_the_most_common_one_is_taken),
                              CLAIM(the_plain_line_is_no_witness),
                              CLAIM(a_layout_whose_launches_differ_is_wrong),
                              CLAIM(without_the_rule_answers_are_not_compared),
                              CLAIM(answers_of_a_whole_kernel_are_held_against_each_other),
                              CU_TEST_INFO_NULL};
