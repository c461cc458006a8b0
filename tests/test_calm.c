/* SPDX-License-Identifier: BSD-3-Clause
 * test_calm.c - how quiet a machine was, of made-up launches: what is said of it, and what is not.
 */
#include "tests.h"

#include "decide_quality.h"
#include "made.h"
#include "report.h"

#include <math.h>
#include <stdio.h>

static const char *const layouts[] = {"1x1", "1x2", "2x1", "2x1@none"};
static struct rxt_study *study;
static struct rxt_calm calm;
static char line[512];

/* A launch of one of the layouts. */
static struct rxt_sample *launch(int number, double share)
{
    struct rxt_sample *s = made_sample("pi", layouts[number % 4], number / 4, 1.0 + 0.1 * (number % 4));
    s->launch = number;
    s->cpu_share = share;
    s->disturbed = share < 0.95;
    made_add(study, s);
    return s;
}

/* 24 launches, of which the first n had this share. */
static void begin(int n, double share)
{
    study = made_study();
    study->header->cores = 2;
    for (int i = 0; i < 24; i++) {
        launch(i, i < n ? share : 0.99);
    }
}

static struct rxt_launched *told(int number)
{
    struct rxt_launched *l = calloc(1, sizeof *l);
    l->launch = number;
    l->cores = 1;
    l->quality = rxt_quality_unknown();
    study->launches = realloc(study->launches, (study->n_launches + 1) * sizeof(struct rxt_launched *));
    study->launches[study->n_launches++] = l;
    return l;
}

static void is_said(const char *wanted, const char *holds)
{
    char text[512];
    rxt_calm_find(study, &calm);
    rxt_calm_say(&calm, study, line, sizeof line);
    CU_ASSERT_STRING_EQUAL(line, wanted);
    rxt_calm_say_holds(&calm, text, sizeof text);
    CU_ASSERT_TRUE(holds[0] ? strstr(text, holds) != NULL : text[0] == '\0');
    if (strcmp(line, wanted) != 0 || !strstr(text, holds)) {
        fprintf(stderr, "%s\n%s\n", line, text);
    }
}

static void a_quiet_machine_is_called_quiet_and_nothing_else(void)
{
    begin(0, 0.0);
    struct rxt_launched *l = told(0);
    l->quality.load = 1.5;
    l->quality.n_throttled = 0.0;
    l->quality.steal_share = 0.04;
    l->quality.foreign_cpus = 0.05;
    is_said("quiet", "");
    CU_ASSERT_EQUAL(calm.fitness, RXT_QUIET);
    rxt_study_close(study);
}

static void launches_without_their_cores_are_told_with_the_load(void)
{
    begin(14, 0.5);
    told(0)->quality.load = 7.3;
    told(1)->quality.load = 6.0;
    is_said("disturbed: in 14 of 24 launches threads had less than 95 % of a core (load 7.3 on 2 cores)",
            "(14 of 24 values)");
    CU_ASSERT_DOUBLE_EQUAL(calm.least_share, 0.5, 0.0);
    told(2)->quality.foreign_cpus = 1.9;
    is_said(
        "disturbed: in 14 of 24 launches threads had less than 95 % of a core (load 7.3 on 2 cores; 1.9 kept "
        "busy by others while nothing of rxt ran)",
        "no cause is told");
    study->header->load = "9.25 3.1 2.0 4/100 77"; /* before the first launch */
    rxt_calm_find(study, &calm);
    CU_ASSERT_DOUBLE_EQUAL(calm.most_load, 9.25, 0.0);
    study->header->load = NULL;
    study->header->cores = -1;
    is_said(
        "disturbed: in 14 of 24 launches threads had less than 95 % of a core (1.9 kept busy by others while "
        "nothing of rxt ran)",
        "rates");
    rxt_study_close(study);
}

static void a_value_that_was_tried_again_has_its_core(void)
{
    begin(0, 0.0);
    for (int number = 24; number < 27; number++) { /* one layout, three times, and it was never free */
        launch(24, 0.8)->launch = number;
    }
    launch(25, 0.7)->launch = 27;
    is_said("disturbed: in 4 of 28 launches threads had less than 95 % of a core", "(2 of 26 values)");
    launch(25, 0.97)->launch = 28;
    is_said("disturbed: in 4 of 29 launches threads had less than 95 % of a core", "(1 of 26 values)");
    rxt_study_close(study);
    begin(0, 0.0);
    launch(24, 0.8)->launch = 24;
    launch(24, 0.97)->launch = 25;
    is_said("disturbed: in 1 of 26 launches threads had less than 95 % of a core",
            "every value that counts had its cores");
    CU_ASSERT_EQUAL(calm.n_values, 25);
    rxt_study_close(study);
}

static void several_kernels_of_one_launch_are_one_launch(void)
{
    begin(0, 0.0);
    for (int i = 0; i < 3; i++) {
        struct rxt_sample *s = launch(24, i == 1 ? 0.9 : 0.99);
        s->kernel[0] = (char)('a' + i);
    }
    is_said("disturbed: in 1 of 25 launches threads had less than 95 % of a core", "(1 of 27 values)");
    rxt_study_close(study);
}

static void a_quota_and_the_host_are_named(void)
{
    begin(2, 0.3);
    for (int i = 0; i < 24; i++) {
        struct rxt_launched *l = told(i);
        l->quality.n_throttled = i < 5 ? 3.0 : 0.0;
        l->quality.throttled_s = i < 5 ? 0.5 : 0.0;
        l->quality.steal_share = i < 3 ? 0.06 + 0.01 * i : 0.05;
    }
    is_said(
        "disturbed: in 2 of 24 launches threads had less than 95 % of a core; a CPU quota stopped 5 of 24 "
        "launches, for 2.5 s in all; in 3 of 24 launches the host took up to 8 % of the CPUs (steal)",
        "(2 of 24 values)");
    rxt_study_close(study);
    begin(0, 0.0);
    struct rxt_launched *l = told(0);
    l->quality.n_throttled = 1.0;
    l->quality.throttled_s = 0.3;
    is_said("disturbed: a CPU quota stopped 1 of 1 launches, for 0.3 s in all", "times, rates");
    rxt_study_close(study);
}

static void what_nobody_tells_is_not_called_quiet(void)
{
    begin(24, NAN);
    is_said("not known: no launch tells what its threads had of their cores", "");
    CU_ASSERT_EQUAL(calm.fitness, RXT_FITNESS_UNKNOWN);
    rxt_study_close(study);
}

static void some_launches_do_not_speak_for_all(void)
{
    begin(20, NAN);
    is_said("quiet in the 4 of 24 launches that tell what their threads had of their cores", "");
    rxt_study_close(study);
    begin(12, NAN);
    launch(24, 0.7);
    study->samples[24]->round = 7;
    launch(25, 0.99);
    study->samples[25]->round = 7;
    study->samples[25]->layout = study->samples[24]->layout;
    is_said("disturbed: in 1 of 14 launches threads had less than 95 % of a core", "layouts of one round");
    rxt_study_close(study);
}

/* --tries 10: the last has its cores. */
static void a_value_may_be_tried_again_often(void)
{
    begin(0, 0.0);
    for (int i = 24; i < 34; i++) {
        struct rxt_sample *s = launch(i, i < 33 ? 0.7 : 0.99);
        s->round = 6;
        (void)!rxt_layout_parse("1x1", &s->layout);
    }
    is_said("disturbed: in 9 of 34 launches threads had less than 95 % of a core", "every value that counts");
    CU_ASSERT_EQUAL(calm.n_values, 25);
    rxt_study_close(study);
}

static void noise_is_told_with_what_it_hides(void)
{
    rxt_noise_say(0.03, 9, line, sizeof line);
    CU_ASSERT_STRING_EQUAL(line,
                           "a launch varies by 3 %: with 9 rounds differences below 3.7 % cannot be told");
    rxt_noise_say(0.03, 36, line, sizeof line);
    CU_ASSERT_STRING_EQUAL(line,
                           "a launch varies by 3 %: with 36 rounds differences below 1.8 % cannot be told");
    rxt_noise_say(0.5, 9, line, sizeof line);
    CU_ASSERT_STRING_EQUAL(line,
                           "a launch varies by 50 %: with 9 rounds differences below 83 % cannot be told");
    rxt_noise_say(0.03, 5, line, sizeof line);
    CU_ASSERT_STRING_EQUAL(line, "a launch varies by 3 %: with fewer than 6 rounds no difference is told");
    rxt_noise_say(0.0, 9, line, sizeof line);
    CU_ASSERT_STRING_EQUAL(
        line, "most launches gave the same number to its last digit: how much they vary is not known");
    rxt_noise_say(NAN, 9, line, sizeof line);
    CU_ASSERT_STRING_EQUAL(line, "");
    rxt_noise_say(0.03, 0, line, sizeof line);
    CU_ASSERT_STRING_EQUAL(line, "");
}

static void a_quota_is_told_though_it_stopped_nothing(void)
{
    for (int i = 0; i < 3; i++) { /* of a quota of so many CPUs on 2 cores */
        static const double cpus[] = {0.0, 1.5, 2.0};
        struct rxt_text text = {0};
        struct rxt_decision *decision = NULL;
        begin(0, 0.0);
        json_object_set_new(study->header->json, "machine",
                            json_pack("{s:i, s:f}", "cores", 2, "quota_cpus", cpus[i]));
        made_header(study, NULL);
        CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
        rxt_report_format(&text, &rxt_format_terminal, study, decision, false);
        CU_ASSERT_EQUAL(strstr(rxt_text_of(&text), "the time of 1.5 CPUs (cgroup)") != NULL, i == 1);
        CU_ASSERT_EQUAL(strstr(rxt_text_of(&text), "a CPU quota") != NULL, i == 1);
        rxt_text_free(&text);
        rxt_decision_close(decision);
        rxt_study_close(study);
    }
}

/* On the first screen, in the file for people, and in that for programs. */
static void every_report_says_how_quiet_it_was(void)
{
    static const struct rxt_format *const formats[] = {&rxt_format_terminal, &rxt_format_markdown,
                                                       &rxt_format_html, &rxt_format_json};
    begin(0, 0.0);
    for (size_t i = 0; i < study->n_samples; i += 3) {
        study->samples[i]->time_s[0] *= 1.01;
    }
    strcpy(told(0)->quality.changed, "governor powersave (performance before)");
    struct rxt_decision *decision = NULL;
    made_header(study, NULL);
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
    for (int turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
            const bool is_json = formats[i] == &rxt_format_json;
            struct rxt_text text = {0};
            rxt_report_format(&text, formats[i], study, decision, NULL);
            CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), turn == 0 ? "quiet" : "in 24 of 24"));
            CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&text), turn == 1 ? "quiet" : "disturbed: "));
            CU_ASSERT_TRUE(is_json || strstr(rxt_text_of(&text), "governor powersave"));
            CU_ASSERT_TRUE(is_json || strstr(rxt_text_of(&text), "a launch varies by "));
            rxt_text_free(&text);
        }
        for (size_t i = 0; i < study->n_samples; i++) {
            study->samples[i]->disturbed = true;
        }
    }
    rxt_decision_close(decision);
    rxt_study_close(study);
}

/* In each report: after how many rounds, at which ratio, and what it was held against. */
static void who_left_the_race_is_told_with_the_evidence(void)
{
    static const char *const names[] = {"1x1", "2x1", "3x1", "4x1", "5x1", "6x1"};
    static const struct rxt_format *const formats[] = {&rxt_format_markdown, &rxt_format_html};
    enum { LAYOUTS = sizeof names / sizeof *names, ROUNDS = 10 };
    struct rxt_decision *decision = NULL;
    struct rxt_text text = {0};
    json_t *list = json_array();
    study = made_study();
    for (int i = 0; i < LAYOUTS; i++) {
        json_array_append_new(list, json_string(names[i]));
        for (int round = 0; round < (i < 4 ? ROUNDS : 2); round++) {
            made_add(study, made_sample("pi", names[i], round, i == 0 ? 4.0 : 1.0 + 0.1 * i));
        }
    }
    json_object_set_new(study->header->json, "layouts", list);
    json_object_set_new(study->header->json, "default_layout", json_null());
    json_object_set_new(study->header->json, "strategy", json_string("race"));
    made_header(study, NULL);
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        rxt_report_format(&text, formats[i], study, decision, NULL);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "dropped after 2 rounds"));
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "slowest that stayed"));
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "1.18x")); /* 1.3 / 1.1 */
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "3 of 5"));
        rxt_text_free(&text);
    }
    rxt_report_format(&text, &rxt_format_terminal, study, decision, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "1.27x")); /* 1.4 / 1.1 */
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "(after 2"));
    rxt_text_free(&text);
    json_t *json = rxt_report_decision(study, decision);
    const json_t *pi = json_array_get(json_object_get(json, "kernels"), 0);
    CU_ASSERT_EQUAL_FATAL(json_array_size(json_object_get(pi, "drops")), 2);
    const json_t *drop = json_array_get(json_object_get(pi, "drops"), 1);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(drop, "layout")), "6x1");
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(drop, "rounds")), 2);
    CU_ASSERT_DOUBLE_EQUAL(json_number_value(json_object_get(drop, "ratio_at_least")), 1.5 / 1.1, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(json_number_value(json_object_get(drop, "slowest_that_stayed")), 1.3 / 1.1, 1e-9);
    json_decref(json);
    rxt_decision_close(decision);
    rxt_study_close(study);
}

/* Nobody looked at the other nodes: their threads alone tell of them. */
static void what_is_of_one_node_is_not_told_of_all(void)
{
    static const struct rxt_format *const formats[] = {&rxt_format_terminal, &rxt_format_markdown,
                                                       &rxt_format_html};
    struct rxt_decision *decision = NULL;
    begin(0, 0.0);
    told(0)->quality.n_throttled = 0.0;
    json_object_set_new(study->header->json, "nodes", json_pack("[{}, {}, {}]"));
    json_object_set_new(study->header->json, "machine", json_pack("{s:s, s:i}", "host", "tn1", "cores", 2));
    made_header(study, NULL);
    is_said("quiet; load, quotas and steal are told of tn1 alone, not of all 3 nodes", "");
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct rxt_text text = {0};
        rxt_report_format(&text, formats[i], study, decision, NULL);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "where the study was started; "));
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "had 3 nodes"));
        rxt_text_free(&text);
    }
    rxt_decision_close(decision);
    json_object_set_new(study->header->json, "nodes", json_pack("[{}]"));
    made_header(study, NULL);
    is_said("quiet", "");
    rxt_study_close(study);
}

CU_TestInfo test_calm[] = {CLAIM(a_quiet_machine_is_called_quiet_and_nothing_else),
                           CLAIM(launches_without_their_cores_are_told_with_the_load),
                           CLAIM(a_value_that_was_tried_again_has_its_core),
                           CLAIM(several_kernels_of_one_launch_are_one_launch),
                           CLAIM(a_quota_and_the_host_are_named),
                           CLAIM(what_nobody_tells_is_not_called_quiet),
                           CLAIM(some_launches_do_not_speak_for_all),
                           CLAIM(a_value_may_be_tried_again_often),
                           CLAIM(noise_is_told_with_what_it_hides),
                           CLAIM(a_quota_is_told_though_it_stopped_nothing),
                           CLAIM(every_report_says_how_quiet_it_was),
                           CLAIM(who_left_the_race_is_told_with_the_evidence),
                           CLAIM(what_is_of_one_node_is_not_told_of_all),
                           CU_TEST_INFO_NULL};
