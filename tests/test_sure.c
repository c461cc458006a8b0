/* SPDX-License-Identifier: BSD-3-Clause
 * test_sure.c - the answer as it is read, each sentence with a study in which it would be false and is not made.
 */
#include "tests.h"

#include "decide.h"
#include "made.h"
#include "report.h"
#include "report_answer.h"

#include <stdio.h>

/* A layout and what it takes. */
struct entrant {
    const char *layout;
    double time_s;
};

static struct rxt_study *study;
static struct rxt_decision *decision;
static struct rxt_text text;

/* Twelve rounds of them, the last of which is the plain line if it is one; scaling may be NULL. */
static void begin(const char *scaling, const struct entrant *entrants, size_t n)
{
    json_t *layouts = json_array();
    study = made_study();
    for (size_t i = 0; i < n; i++) {
        json_array_append_new(layouts, json_string(entrants[i].layout));
        for (int round = 0; round < 12 && entrants[i].time_s > 0.0; round++) {
            made_add(study, made_sample("pi", entrants[i].layout, round,
                                        entrants[i].time_s * (1.0 + 0.0005 * ((round * 5 + (int)i) % 7))));
        }
    }
    json_object_set_new(study->header->json, "layouts", layouts);
    json_object_set_new(study->header->json, "default_layout", json_string(entrants[n - 1].layout));
    if (scaling) {
        json_object_set_new(study->header->json, "scaling", json_string(scaling));
    }
    made_header(study, NULL);
}
#define BEGIN(scaling, entrants) begin(scaling, entrants, sizeof(entrants) / sizeof *(entrants))

/* Decide, and write the answer for its one subject. */
static const struct rxt_verdict_of_kernel *answer(void)
{
    struct rxt_document document = {0};
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
    rxt_report_answer(&document, &decision->kernels[0], true);
    rxt_document_render(&text, &document, &rxt_renderer_markdown, false);
    rxt_document_close(&document);
    return &decision->kernels[0];
}

static void says(const char *words, bool is_said)
{
    CU_ASSERT_EQUAL(strstr(rxt_text_of(&text), words) != NULL, is_said);
    if ((strstr(rxt_text_of(&text), words) != NULL) != is_said) {
        fprintf(stderr, "%s'%s':\n%s\n", is_said ? "no " : "", words, rxt_text_of(&text));
    }
}

static void end(void)
{
    rxt_text_free(&text);
    rxt_decision_close(decision);
    rxt_study_close(study);
}

/* Let launches of a layout be disturbed in each n-th round. */
static void disturb(const char *layout, int n)
{
    struct rxt_layout which;
    CU_ASSERT_EQUAL_FATAL(rxt_layout_parse(layout, &which), RXT_OK);
    for (size_t i = 0; i < study->n_samples; i++) {
        struct rxt_sample *s = study->samples[i];
        s->disturbed |= rxt_layout_equal(&s->layout, &which) && s->round % n == 0;
    }
}

static void fewer_workers_are_sure_among_as_many_alone(void)
{
    static const struct entrant entrants[] = {{"1x1", 2.0},  {"1x2", 1.0}, {"2x1", 1.05},
                                              {"2x2", 0.99}, {"4x1", 1.1}, {"4x1@none", 1.3}};
    BEGIN("strong", entrants);
    answer();
    says("use 1x2", true);
    says("sure: no other layout measured is faster", false);
    says("sure: no other layout measured with 2 workers is faster", true);
    says("; as good as 4 workers: 1.01x ", true);
    says("of 2x2", true); /* whose price that of the plain line is */
    end();
}

static void one_worker_that_wins_was_compared_with_more(void)
{
    static const struct entrant entrants[] = {{"1x1", 1.0}, {"1x2", 1.5}, {"2x1", 1.7}, {"4x1", 2.5}};
    BEGIN("strong", entrants);
    answer();
    says("use 1x1", true);
    says("not known: no other layout", false);
    says("nearest are 2 workers: 1.50x ", true);
    says("one worker is the fastest: more of them take longer", true);
    end();
}

static void more_workers_are_not_called_slower_where_that_is_not_shown(void)
{
    static const struct entrant entrants[] = {{"1x1", 1.0}, {"1x2", 1.03}, {"2x1", 1.7}, {"4x1", 2.5}};
    BEGIN("strong", entrants);
    for (size_t i = 0; i < study->n_samples; i++) {
        struct rxt_sample *s = study->samples[i];
        s->time_s[0] *= rxt_layout_workers(&s->layout) == 2 && s->round % 2 ? 0.96 : 1.0;
    }
    answer();
    says("use 1x1", true);
    says("more of them take longer", false);
    says("no number of workers is shown to be faster than one", true);
    end();
}

static void of_a_busy_machine_nothing_is_concluded(void)
{
    static const struct entrant entrants[] = {{"1x1", 2.0}, {"1x2", 1.2}, {"2x1", 1.0}, {"2x1@none", 0.9}};
    BEGIN(NULL, entrants);
    for (size_t i = 0; i < 4; i++) {
        disturb(entrants[i].layout, 3);
    }
    const struct rxt_verdict_of_kernel *k = answer();
    says("no answer: measured while the machine was busy; ahead was 2x1", true);
    says("costs", false);
    says("lose", false);
    says("was faster", false);
    CU_ASSERT_TRUE(isnan(k->regret));
    CU_ASSERT_EQUAL(k->rows[0].verdict, RXT_IS_OPEN);
    CU_ASSERT_EQUAL(k->rows[1].verdict, RXT_IS_OPEN);
    end();
    static const struct entrant alone[] = {{"2x1", 1.0}, {"2x1@none", 1.2}};
    BEGIN(NULL, alone);
    disturb("2x1", 2);
    disturb("2x1@none", 2);
    CU_ASSERT_TRUE(isnan(answer()->regret));
    says("costs", false);
    says("the plain line", false);
    end();
}

static void a_plain_line_that_was_disturbed_otherwise_has_no_price(void)
{
    static const struct entrant slow[] = {{"1x1", 2.0}, {"1x2", 1.2}, {"2x1", 1.0}, {"2x1@none", 1.3}},
                                fast[] = {{"1x1", 2.0}, {"1x2", 1.2}, {"2x1", 1.0}, {"2x1@none", 0.9}};
    BEGIN(NULL, slow);
    disturb("2x1@none", 3);
    answer();
    says("plain mpirun (2x1@none) costs", false);
    says("the plain line", false);
    says("plain mpirun (2x1@none) not sure: 1.30x", true);
    end();
    BEGIN(NULL, fast);
    disturb("2x1@none", 3);
    answer();
    says("was faster", false);
    end();
}

static void what_has_no_time_is_named_beside_the_bound(void)
{
    static const struct entrant entrants[] = {
        {"1x1", 2.0}, {"1x2", 1.2}, {"2x1", 1.0}, {"4x1", 0.5}, {"2x2", 0.0}};
    BEGIN(NULL, entrants);
    for (size_t i = 0; i < study->n_samples; i++) {
        study->samples[i]->check = study->samples[i]->layout.ranks == 4 ? RXT_CHECK_FAIL : RXT_CHECK_PASS;
        if (study->samples[i]->layout.threads == 2) {
            free(study->samples[i]->rejected);
            study->samples[i]->rejected = strdup("it was elsewhere");
        }
    }
    answer();
    says("sure: no other layout measured is faster (95 %); failed: 1x2; wrong: 4x1; never ran: 2x2", true);
    end();
}

static void what_is_used_instead_is_as_good_as_the_best_not_as_itself(void)
{
    static const struct entrant entrants[] = {{"1x1", 2.0}, {"1x2", 1.005}, {"2x1", 1.0}, {"2x1@none", 1.3}};
    BEGIN(NULL, entrants);
    answer();
    says("use 1x2", true);
    says("as good as 2x1, the fastest, with fewer ranks", true);
    says("; as good: 2x1", true);
    says("; as good: 1x2", false);
    end();
}

static void of_two_serial_layouts_the_first_is_the_base_everywhere(void)
{
    static const struct entrant entrants[] = {{"1x1", 1.0}, {"1x1@core", 1.5}, {"2x1", 0.7}, {"1x2", 0.8}};
    BEGIN(NULL, entrants);
    const struct rxt_verdict_of_kernel *k = answer();
    CU_ASSERT_DOUBLE_EQUAL(k->rows[2].speedup.value, k->rows[0].ratio.value, 0.01);
    says("1.43x serial", true);
    end();
}

static void serial_is_not_the_fastest_beside_a_faster_plain_line(void)
{
    static const struct entrant faster[] = {{"1x1", 1.0}, {"1x2", 1.2}, {"2x1", 1.3}, {"2x1@none", 0.9}},
                                slower[] = {{"1x1", 1.0}, {"1x2", 1.2}, {"2x1", 1.3}, {"2x1@none", 1.3}};
    BEGIN(NULL, faster);
    answer();
    says("plain mpirun (2x1@none) was faster", true);
    says("serial is the fastest here", false);
    end();
    BEGIN(NULL, slower);
    answer();
    says("serial is the fastest here", true);
    end();
}

static void no_layout_for_all_is_told_where_one_was_measured_on_a_busy_machine(void)
{
    static const struct entrant entrants[] = {{"1x1", 2.0}, {"1x2", 1.2}, {"2x1", 1.0}, {"2x1@none", 1.3}};
    for (int is_busy = 0; is_busy < 2; is_busy++) {
        BEGIN(NULL, entrants);
        json_array_append_new(
            json_object_get(study->header->json, "kernels"),
            json_pack("{s:s, s:b, s:{s:i}}", "name", "heat", "ceiling", 0, "params", "n", 5));
        made_header(study, NULL);
        for (size_t i = 0, n = study->n_samples; i < n; i++) {
            const struct rxt_sample *s = study->samples[i];
            char layout[RXT_LAYOUT_BYTES];
            made_add(study, made_sample("heat", rxt_layout_text(&s->layout, layout, sizeof layout), s->round,
                                        s->time_s[0]));
            study->samples[study->n_samples - 1]->disturbed = is_busy && s->round % 2;
        }
        answer();
        CU_ASSERT_EQUAL(decision->common.row == NULL, is_busy);
        end();
    }
}

static void a_ratio_has_one_interval_wherever_it_stands(void)
{
    static const struct entrant entrants[] = {{"1x1", 2.0}, {"1x2", 1.2}, {"2x1", 1.0}, {"2x1@none", 1.3}};
    BEGIN(NULL, entrants);
    for (size_t i = 0; i < study->n_samples; i++) {
        struct rxt_sample *s = study->samples[i];
        s->time_s[0] *= 1.0 + 0.05 * (double)((s->round * 7 + s->layout.ranks) % 5);
    }
    const struct rxt_verdict_of_kernel *k = answer();
    const struct rxt_estimate *ratio = &k->rows[0].ratio, *speedup = &k->rows[2].speedup;
    CU_ASSERT_PTR_EQUAL(k->best, &k->rows[2]);
    CU_ASSERT_DOUBLE_EQUAL(ratio->value, speedup->value, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(ratio->low, speedup->low, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(ratio->high, speedup->high, 1e-12);
    end();
}

/* A kernel at two sizes: its layouts are as fast, or apart by noise of 10 % at the smaller one. */
static void chance_is_no_winner_among_sizes(void)
{
    static const struct entrant entrants[] = {{"1x1", 2.0}, {"1x2", 1.0}, {"2x1", 1.02}};
    for (int is_chance = 0; is_chance < 2; is_chance++) {
        BEGIN(NULL, entrants);
        json_object_set_new(study->header->json, "kernels",
                            json_pack("[{s:s, s:s, s:b, s:s, s:{s:i}}, {s:s, s:s, s:b, s:s, s:{s:i}}]",
                                      "name", "pi", "runs", "heat", "ceiling", 0, "size_param", "n", "params",
                                      "n", 5, "name", "pi-9", "runs", "heat", "ceiling", 0, "size_param", "n",
                                      "params", "n", 9));
        made_header(study, NULL);
        for (size_t i = 0, n = study->n_samples; i < n; i++) {
            struct rxt_sample *s = study->samples[i];
            char layout[RXT_LAYOUT_BYTES];
            made_add(study, made_sample("pi-9", rxt_layout_text(&s->layout, layout, sizeof layout), s->round,
                                        s->time_s[0]));
            s->time_s[0] *= is_chance && (s->round + s->layout.ranks) % 2 ? 1.1 : 1.0;
        }
        answer();
        CU_ASSERT_EQUAL_FATAL(decision->n_sizes, 1);
        CU_ASSERT_STRING_EQUAL(
            decision->sizes[0].turn,
            is_chance ? "no winner is shown from n = 5 on, then 1x2 (threads) from n = 9 on"
                      : "1x2 (threads) from n = 5 on; no change of the winner is shown up to n = 9");
        end();
    }
}

CU_TestInfo test_sure[] = {CLAIM(fewer_workers_are_sure_among_as_many_alone),
                           CLAIM(one_worker_that_wins_was_compared_with_more),
                           CLAIM(more_workers_are_not_called_slower_where_that_is_not_shown),
                           CLAIM(of_a_busy_machine_nothing_is_concluded),
                           CLAIM(a_plain_line_that_was_disturbed_otherwise_has_no_price),
                           CLAIM(what_has_no_time_is_named_beside_the_bound),
                           CLAIM(what_is_used_instead_is_as_good_as_the_best_not_as_itself),
                           CLAIM(of_two_serial_layouts_the_first_is_the_base_everywhere),
                           CLAIM(serial_is_not_the_fastest_beside_a_faster_plain_line),
                           CLAIM(no_layout_for_all_is_told_where_one_was_measured_on_a_busy_machine),
                           CLAIM(a_ratio_has_one_interval_wherever_it_stands),
                           CLAIM(chance_is_no_winner_among_sizes),
                           CU_TEST_INFO_NULL};
