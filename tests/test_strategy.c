/* SPDX-License-Identifier: BSD-3-Clause
 * test_strategy.c - which launch comes next, by journals that are made up: no clock, no launch.
 */
#include "tests.h"

#include "made.h"
#include "study_order.h"
#include "study_strategy.h"
#include "study_subject.h"

#include "rxt/random.h"

#include <math.h>
#include <stdio.h>

enum { LAYOUTS = 14, SUBJECTS = 3, MOST = 2000 };

/* Serial, twelve contenders and the plain line, for two subjects and a ceiling. */
static const char *const texts[LAYOUTS] = {"1x1",     "1x12",     "2x6",      "3x4",      "4x3",
                                           "6x2",     "12x1",     "2x12",     "4x3@l3",   "6x2@l3",
                                           "12x1@l3", "2x6@core", "3x4@core", "12x1@none"};
static const char *const names[SUBJECTS] = {"a", "b", "roof"};

struct scene {
    struct rxt_study_spec spec;
    struct rxt_layout layouts[LAYOUTS];
    struct rxt_subject subjects[SUBJECTS], *list[SUBJECTS];
    struct rxt_study *study;
    const char *busy; /* under this layout every launch is disturbed; NULL: under none */
    bool spares;      /* the subjects, so that the ceiling alone is */
    bool rejects;     /* and leaves its place */
    struct rxt_time time;
    size_t n_turns;
    struct rxt_turn turns[MOST];
    bool wants[MOST][SUBJECTS];
};

static const struct rxt_family together = {.shares = true};

static void open_scene(struct scene *s, enum rxt_scaling scaling)
{
    *s = (struct scene){.study = made_study(), .time = {.left_s = INFINITY}};
    json_t *layouts = json_array(), *kernels = json_array();
    for (size_t i = 0; i < LAYOUTS; i++) {
        CU_ASSERT_EQUAL_FATAL(rxt_layout_parse(texts[i], &s->layouts[i]), RXT_OK);
        json_array_append_new(layouts, json_string(texts[i]));
    }
    for (size_t k = 0; k < SUBJECTS; k++) {
        s->subjects[k] = (struct rxt_subject){&together, names[k]};
        s->list[k] = &s->subjects[k];
        json_array_append_new(kernels, json_pack("{s:s, s:b}", "name", names[k], "ceiling", k == 2));
    }
    json_object_set_new(s->study->header->json, "layouts", layouts);
    json_object_set_new(s->study->header->json, "kernels", kernels);
    json_object_set_new(s->study->header->json, "default_layout", json_string("12x1@none"));
    json_object_set_new(s->study->header->json, "strategy", json_string("race"));
    json_object_set_new(s->study->header->json, "scaling",
                        scaling == RXT_SCALING_NONE ? json_null() : json_string("strong"));
    made_header(s->study, NULL);
    s->spec = (struct rxt_study_spec){.subjects = s->list,
                                      .n_subjects = SUBJECTS,
                                      .layouts = s->layouts,
                                      .n_layouts = LAYOUTS,
                                      .scaling = scaling,
                                      .seed = 7};
}

static void close_scene(struct scene *s)
{
    rxt_study_close(s->study);
}

/* The time of a layout: for b the order is another one than for a; 3 % of noise. */
static double time_of(size_t k, size_t layout, int round, int try)
{
    const size_t rank = k == 0 ? layout : LAYOUTS - layout;
    const double noise =
        (double)(rxt_random_at(k + 10 * (uint64_t)try, (uint64_t)round * LAYOUTS + layout) % 1000);
    return (layout == 0 ? 8.0 : 1.0 + 0.1 * (double)rank) * (1.0 + 3e-5 * noise);
}

static void add_launch(struct scene *s, const struct rxt_turn *turn)
{
    struct rxt_study *study = s->study;
    json_t *subjects = json_array(), *run_s = json_array();
    const char *text = texts[turn->layout];
    int try = 0;
    for (size_t i = 0; i < study->n_launches; i++) {
        try += study->launches[i]->round == turn->round &&
               rxt_layout_equal(&study->launches[i]->layout, &s->layouts[turn->layout]);
    }
    for (size_t k = 0; k < SUBJECTS; k++) {
        if (turn->wants[k]) {
            struct rxt_sample *sample =
                made_sample(names[k], text, turn->round, time_of(k, turn->layout, turn->round, try));
            sample->launch = (int)study->n_launches;
            sample->disturbed = s->busy && !strcmp(s->busy, text) && (k == 2 || !s->spares);
            sample->rejected = sample->disturbed && s->rejects ? strdup("moved") : NULL;
            made_add(study, sample);
            json_array_append_new(subjects, json_string(names[k]));
            json_array_append_new(run_s, json_real(1.0));
        }
    }
    const double wall_s = 1.0 + (double)json_array_size(subjects);
    json_t *json = json_pack("{s:s, s:i, s:i, s:i, s:i, s:s, s:o, s:s, s:f, s:i, s:o, s:n, s:s}", "schema",
                             RXT_SCHEMA_LAUNCH, "launch", (int)study->n_launches, "round", turn->round,
                             "place", turn->place, "try", try, "layout", text, "subjects", subjects, "start",
                             "x", "wall_s", wall_s, "cores", 12, "run_s", run_s, "cpu_share", "end", "ok");
    CU_ASSERT_EQUAL_FATAL(rxt_study_add(study, json), RXT_OK);
    json_decref(json);
}

/* Go on from where the journal is, over so many launches at most, and note them. */
static void run_scene(struct scene *s, size_t n_most)
{
    const struct rxt_strategy *strategy = rxt_strategy_of(&s->spec);
    void *state = NULL;
    bool is_one = true, ran_out = false;
    CU_ASSERT_EQUAL_FATAL(strategy->open(&state, &s->spec), RXT_OK);
    while (s->n_turns < n_most && is_one) {
        struct rxt_turn *turn = &s->turns[s->n_turns];
        CU_ASSERT_EQUAL_FATAL(strategy->next(state, s->study, &s->time, turn, &is_one, &ran_out), RXT_OK);
        if (is_one) {
            memcpy(s->wants[s->n_turns], turn->wants, sizeof s->wants[0]);
            turn->wants = s->wants[s->n_turns++];
            add_launch(s, turn);
        }
    }
    CU_ASSERT_FALSE(ran_out);
    strategy->close(state);
}

/* Rounds that a layout was launched in for a subject. */
static size_t rounds_of(const struct scene *s, size_t k, size_t layout)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n_turns; i++) {
        n += s->turns[i].layout == layout && s->wants[i][k];
    }
    return n;
}

static double cost_of(const struct scene *s, size_t k)
{
    double sum = 0.0;
    for (size_t i = 0; i < s->study->n_launches; i++) {
        sum += rxt_launched_cost(s->study->launches[i], names[k], RXT_BUDGET_CORES);
    }
    return sum;
}

static void what_is_cut_short_goes_on_with_the_same_launch(void)
{
    static struct scene whole, part;
    for (int is_busy = 0; is_busy < 2; is_busy++) {
        open_scene(&whole, RXT_SCALING_NONE);
        whole.busy = is_busy ? "2x6" : NULL;
        run_scene(&whole, MOST);
        CU_ASSERT_TRUE(whole.n_turns > 60 && whole.n_turns < MOST);
        open_scene(&part, RXT_SCALING_NONE);
        part.busy = whole.busy;
        for (size_t cut = 1; cut <= whole.n_turns; cut++) { /* anew from the journal before each launch */
            run_scene(&part, cut);
            CU_ASSERT_EQUAL_FATAL(part.n_turns, cut);
            const struct rxt_turn *a = &whole.turns[cut - 1], *b = &part.turns[cut - 1];
            CU_ASSERT_TRUE(a->round == b->round && a->place == b->place && a->layout == b->layout);
            CU_ASSERT_EQUAL(memcmp(whole.wants[cut - 1], part.wants[cut - 1], sizeof whole.wants[0]), 0);
        }
        close_scene(&whole);
        close_scene(&part);
    }
}

static void what_was_rejected_is_not_tried_again_as_disturbed(void)
{
    static struct scene s;
    for (int rejects = 0; rejects < 2; rejects++) {
        size_t n_again = 0;
        open_scene(&s, RXT_SCALING_NONE);
        s.busy = "2x6";
        s.rejects = rejects;
        run_scene(&s, 40);
        for (size_t i = 0; i < s.study->n_launches; i++) {
            n_again += s.study->launches[i]->try > 0;
        }
        CU_ASSERT_EQUAL(n_again == 0, rejects == 1);
        close_scene(&s);
    }
}

static void a_disturbed_launch_is_tried_as_often_as_was_asked(void)
{
    static struct scene s;
    for (int n_tries = 0; n_tries < 3; n_tries++) {
        int most = 0;
        open_scene(&s, RXT_SCALING_NONE);
        s.busy = "2x6";
        s.spec.n_tries = n_tries;
        run_scene(&s, 40);
        for (size_t i = 0; i < s.study->n_launches; i++) {
            most = s.study->launches[i]->try > most ? s.study->launches[i]->
            try : most
                ;
        }
        CU_ASSERT_EQUAL(most, (n_tries > 0 ? n_tries : 3) - 1);
        close_scene(&s);
    }
}

static void a_ceiling_that_was_disturbed_is_no_reason_to_launch_again(void)
{
    static struct scene s;
    for (int spares = 0; spares < 2; spares++) {
        size_t n_again = 0;
        open_scene(&s, RXT_SCALING_NONE);
        s.busy = "2x6";
        s.spares = spares;
        run_scene(&s, 20);
        for (size_t i = 0; i < s.study->n_launches; i++) {
            const struct rxt_launched *l = s.study->launches[i];
            n_again += l->try > 0;
            CU_ASSERT_TRUE(l->try == 0 || l->n_subjects == SUBJECTS); /* it goes along with the others */
        }
        CU_ASSERT_EQUAL(n_again > 0, !spares);
        close_scene(&s);
    }
}

static void a_dropped_layout_is_launched_for_those_alone_that_race_on_with_it(void)
{
    static struct scene s;
    open_scene(&s, RXT_SCALING_NONE);
    run_scene(&s, MOST);
    size_t n_last[2] = {0};
    for (size_t i = 1; i + 1 < LAYOUTS; i++) {
        CU_ASSERT_TRUE(rounds_of(&s, 0, i) >= 2 && rounds_of(&s, 1, i) >= 2); /* everyone has two rounds */
        n_last[0] += rounds_of(&s, 0, i) >= 8;
        n_last[1] += rounds_of(&s, 1, i) >= 8;
    }
    CU_ASSERT_TRUE(n_last[0] == 3 && n_last[1] == 3);
    CU_ASSERT_TRUE(rounds_of(&s, 0, 1) >= 8 && rounds_of(&s, 0, 12) < 8); /* the fastest of a, its slowest */
    CU_ASSERT_TRUE(rounds_of(&s, 1, 12) >= 8 && rounds_of(&s, 1, 1) < 8);
    for (size_t k = 0; k < 2; k++) {
        CU_ASSERT_TRUE(rounds_of(&s, k, 0) >= 9 &&
                       rounds_of(&s, k, LAYOUTS - 1) >= 9); /* round 0, and to confirm */
        const double sweep =
            20.0 * 12.0 * LAYOUTS * (1.0 + 1.0 / 3.0); /* a third of a second of start-up each */
        CU_ASSERT_TRUE(cost_of(&s, k) < 0.4 * sweep);
    }
    close_scene(&s);
}

static void bases_run_in_the_first_round_and_beside_the_finalists(void)
{
    static struct scene s;
    open_scene(&s, RXT_SCALING_NONE);
    run_scene(&s, MOST);
    bool in_second = false;
    for (size_t i = 0; i < s.n_turns; i++) {
        in_second |= s.turns[i].round == 1 && (s.turns[i].layout == 0 || s.turns[i].layout == LAYOUTS - 1);
    }
    CU_ASSERT_FALSE(in_second);
    close_scene(&s);
}

static void a_ceiling_is_measured_in_three_rounds_beside_the_others(void)
{
    static struct scene s;
    open_scene(&s, RXT_SCALING_NONE);
    run_scene(&s, MOST);
    for (size_t i = 0; i < s.n_turns; i++) {
        CU_ASSERT_TRUE(s.wants[i][2] == (s.turns[i].round < RXT_CEILING_ROUNDS));
        CU_ASSERT_TRUE(s.wants[i][0] || s.wants[i][1]);
    }
    close_scene(&s);
}

static void a_full_study_and_a_curve_keep_every_layout(void)
{
    static struct scene s;
    for (int is_curve = 0; is_curve < 2; is_curve++) {
        open_scene(&s, is_curve ? RXT_SCALING_STRONG : RXT_SCALING_NONE);
        if (!is_curve) {
            s.spec.is_full = true;
            json_object_set_new(s.study->header->json, "strategy", json_string("rounds"));
            made_header(s.study, NULL);
        }
        run_scene(&s, MOST);
        const size_t n = rounds_of(&s, 0, 0);
        CU_ASSERT_TRUE(n >= 8 && n <= 20);
        for (size_t i = 0; i < LAYOUTS; i++) {
            CU_ASSERT_EQUAL(rounds_of(&s, 0, i), n);
        }
        close_scene(&s);
    }
}

static void rounds_are_exactly_as_many_as_asked_for(void)
{
    static struct scene s;
    open_scene(&s, RXT_SCALING_NONE);
    s.spec.n_rounds = s.study->header->n_rounds = 5;
    run_scene(&s, MOST);
    size_t n_first = 0;
    while (n_first < s.n_turns && !(s.turns[n_first].round > 0 && s.turns[n_first].layout == 0)) {
        n_first++;
    }
    const int begun = s.turns[n_first].round,
              last = s.turns[s.n_turns - 1].round; /* of the first that confirms */
    CU_ASSERT_TRUE(last >= begun + 4);
    CU_ASSERT_EQUAL(rounds_of(&s, 0, 0), 6);
    CU_ASSERT_EQUAL(rounds_of(&s, 1, 0), 6);
    close_scene(&s);
}

/* In the order of confirming rounds each layout stands at each place equally often, while the list stays the same. */
static void confirming_rounds_are_balanced(void)
{
    static struct scene s;
    size_t at[LAYOUTS][LAYOUTS] = {{0}};
    open_scene(&s, RXT_SCALING_NONE);
    s.spec.is_full = true;
    s.spec.n_rounds = s.study->header->n_rounds = LAYOUTS;
    json_object_set_new(s.study->header->json, "strategy", json_string("rounds"));
    json_object_set_new(s.study->header->json, "rounds", json_integer(LAYOUTS));
    made_header(s.study, NULL);
    run_scene(&s, MOST);
    CU_ASSERT_EQUAL(s.n_turns, LAYOUTS * LAYOUTS);
    for (size_t i = 0; i < s.n_turns; i++) {
        at[s.turns[i].layout][i % LAYOUTS]++;
    }
    for (size_t i = 0; i < LAYOUTS * LAYOUTS; i++) {
        CU_ASSERT_EQUAL(at[i / LAYOUTS][i % LAYOUTS], 1);
    }
    close_scene(&s);
}

static void core_hours_end_a_study_that_would_go_on(void)
{
    static struct scene s;
    double spent[2];
    for (int is_short = 0; is_short < 2; is_short++) {
        open_scene(&s, RXT_SCALING_NONE);
        s.study->header->budget = (struct rxt_budget){RXT_BUDGET_CORES, is_short ? 0.7 : 1000.0};
        run_scene(&s, MOST);
        spent[is_short] = cost_of(&s, 0) + cost_of(&s, 1) + cost_of(&s, 2);
        close_scene(&s);
    }
    CU_ASSERT_TRUE(spent[1] <= 0.7 * 3600.0);
    CU_ASSERT_TRUE(spent[0] > 1.2 * spent[1]);
}

CU_TestInfo test_strategy[] = {
    CLAIM(what_is_cut_short_goes_on_with_the_same_launch),
    CLAIM(what_was_rejected_is_not_tried_again_as_disturbed),
    CLAIM(a_disturbed_launch_is_tried_as_often_as_was_asked),
    CLAIM(a_ceiling_that_was_disturbed_is_no_reason_to_launch_again),
    CLAIM(a_dropped_layout_is_launched_for_those_alone_that_race_on_with_it),
    CLAIM(bases_run_in_the_first_round_and_beside_the_finalists),
    CLAIM(a_ceiling_is_measured_in_three_rounds_beside_the_others),
    CLAIM(a_full_study_and_a_curve_keep_every_layout),
    CLAIM(rounds_are_exactly_as_many_as_asked_for),
    CLAIM(confirming_rounds_are_balanced),
    CLAIM(core_hours_end_a_study_that_would_go_on),
    CU_TEST_INFO_NULL,
};
