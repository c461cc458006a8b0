/* SPDX-License-Identifier: BSD-3-Clause
 * test_compare.c - two studies made up in memory, beside each other.
 */
#include "tests.h"

#include "decide_compare.h"
#include "made.h"
#include "report_compare.h"

#include <CUnit/CUnit.h>

#include <math.h>
#include <stdio.h>

enum { ROUNDS = 8 };

/* Two studies of pi with these times of 1x1, 1x2, 2x1 and the plain line. */
struct scene {
    struct rxt_study *study[2];
    struct rxt_decision *decision[2];
    struct rxt_comparison *comparison;
};

static void add_times(struct rxt_study *study, const double *time_s)
{
    static const char *const layouts[] = {"1x1", "1x2", "2x1", "2x1@none"};
    for (int r = 0; r < ROUNDS; r++) {
        for (int l = 0; l < 4; l++) {
            made_add(study, made_sample("pi", layouts[l], r, time_s[l] * (1.0 + 0.001 * r)));
        }
    }
}

static void open_scene(struct scene *scene, const double *a, const double *b)
{
    *scene = (struct scene){.study = {made_study(), made_study()}};
    add_times(scene->study[0], a);
    add_times(scene->study[1], b);
    for (int s = 0; s < 2; s++) {
        json_object_set_new(scene->study[s]->header->json, "machine",
                            json_pack("{s:s, s:s, s:i, s:s}", "host", "node1", "cpu", "A CPU", "cores", 2,
                                      "load", "0.10 0.2 0.3 1/9 9"));
        json_object_set_new(scene->study[s]->header->json, "build", json_pack("{s:s}", "mpi", "openmpi"));
        made_header(scene->study[s], NULL);
    }
}

/* Set a field of the second study, in an object of its header or in itself. */
static void change(struct scene *scene, const char *object, const char *field, json_t *value)
{
    json_t *json = scene->study[1]->header->json;
    json_object_set_new(object ? json_object_get(json, object) : json, field, value);
    made_header(scene->study[1], NULL);
}

static const struct rxt_compared *compared(struct scene *scene)
{
    for (int s = 0; s < 2; s++) {
        CU_ASSERT_EQUAL_FATAL(rxt_decide(&scene->decision[s], scene->study[s]), RXT_OK);
    }
    CU_ASSERT_EQUAL_FATAL(rxt_compare(&scene->comparison, scene->study[0], scene->decision[0],
                                      scene->study[1], scene->decision[1]),
                          RXT_OK);
    return &scene->comparison->subjects[0];
}

static void close_scene(struct scene *scene)
{
    rxt_comparison_close(scene->comparison);
    for (int s = 0; s < 2; s++) {
        rxt_decision_close(scene->decision[s]);
        rxt_study_close(scene->study[s]);
    }
}

static const double ranks_win[] = {2.0, 1.5, 1.0, 1.2}, threads_win[] = {2.0, 1.0, 1.5, 1.2},
                    a_tie[] = {2.0, 1.0, 0.999, 1.2};

/* Two studies of a program that tells a rate; B's is half of A's. */
static void open_programs(struct scene *scene)
{
    *scene = (struct scene){.study = {made_study(), made_study()}};
    for (int s = 0; s < 2; s++) {
        json_t *kernel = json_array_get(json_object_get(scene->study[s]->header->json, "kernels"), 0);
        json_object_set_new(kernel, "subject", json_string("program"));
        json_object_set_new(kernel, "definition", json_pack("{s:[], s:s}", "env", "metric", "speed (.*)"));
        made_header(scene->study[s], NULL);
        for (int r = 0; r < ROUNDS; r++) {
            made_add(scene->study[s], made_number("pi", "1x1", r, (s ? 50.0 : 100.0) + r, true));
            made_add(scene->study[s], made_number("pi", "1x2", r, (s ? 30.0 : 60.0) + r, true));
        }
    }
}

static json_t *definition_of_b(struct scene *scene)
{
    json_t *kernels = json_object_get(scene->study[1]->header->json, "kernels");
    return json_object_get(json_array_get(kernels, 0), "definition");
}

static void programs_are_compared_by_their_number(void)
{
    struct scene scene;
    struct rxt_text text = {0};
    open_programs(&scene);
    json_array_append_new(json_object_get(definition_of_b(&scene), "env"), json_string("X=1"));
    made_header(scene.study[1], NULL);
    const struct rxt_compared *c = compared(&scene);
    CU_ASSERT_DOUBLE_EQUAL(c->pairs[0].ratio, 53.5 / 103.5, 1e-9);
    CU_ASSERT_TRUE(c->pairs[0].is_apart);
    CU_ASSERT_EQUAL(c->turn, RXT_TURN_SAME);
    CU_ASSERT_EQUAL(c->differences.n, 1); /* what is compared may be the variable */
    CU_ASSERT_FALSE(c->differences.hinder);
    const struct rxt_side a = {"a", scene.study[0], scene.decision[0]},
                          b = {"b", scene.study[1], scene.decision[1]};
    rxt_report_comparison(&text, scene.comparison, &a, &b, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "ns/day, higher is better"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "env: [] in A, [\"X=1\"] in B\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "103.5 *"));
    rxt_text_free(&text);
    close_scene(&scene);
}

static void numbers_of_two_kinds_are_not_compared(void)
{
    struct scene scene;
    open_programs(&scene);
    json_object_set_new(definition_of_b(&scene), "metric", json_string("time (.*)"));
    made_header(scene.study[1], NULL);
    const struct rxt_compared *c = compared(&scene);
    CU_ASSERT_TRUE(c->differences.hinder);
    CU_ASSERT_TRUE(isnan(c->pairs[0].ratio));
    close_scene(&scene);
}

static void alike_studies_have_no_difference(void)
{
    struct scene scene;
    open_scene(&scene, ranks_win, ranks_win);
    const struct rxt_compared *pi = compared(&scene);
    CU_ASSERT_EQUAL(scene.comparison->differences.n, 0);
    CU_ASSERT_EQUAL(pi->differences.n, 0);
    CU_ASSERT_EQUAL(pi->turn, RXT_TURN_SAME);
    CU_ASSERT_EQUAL(pi->n_pairs, 4);
    CU_ASSERT_DOUBLE_EQUAL(pi->pairs[2].ratio, 1.0, 1e-9);
    CU_ASSERT_FALSE(pi->pairs[2].is_apart);
    close_scene(&scene);
}

static void a_winner_that_is_out_in_the_other_study_flips(void)
{
    struct scene scene;
    open_scene(&scene, ranks_win, threads_win);
    const struct rxt_compared *pi = compared(&scene);
    CU_ASSERT_EQUAL(pi->turn, RXT_TURN_FLIPS);
    CU_ASSERT_DOUBLE_EQUAL(pi->pairs[1].ratio, 1.0 / 1.5, 1e-9);
    CU_ASSERT_TRUE(pi->pairs[1].is_apart);
    close_scene(&scene);
}

static void a_winner_that_is_tied_in_the_other_study_does_not_flip(void)
{
    struct scene scene;
    const double also[] = {2.0, 0.999, 1.0, 1.2};
    open_scene(&scene, a_tie, also);
    CU_ASSERT_EQUAL(compared(&scene)->turn, RXT_TURN_TIED);
    close_scene(&scene);
}

static void a_winner_that_the_other_study_does_not_have_is_not_known(void)
{
    struct scene scene;
    open_scene(&scene, ranks_win, threads_win);
    change(&scene, NULL, "layouts", json_pack("[s,s,s]", "1x1", "1x2", "4x1"));
    const struct rxt_compared *pi = compared(&scene);
    CU_ASSERT_EQUAL(pi->turn, RXT_TURN_UNKNOWN);
    CU_ASSERT_EQUAL(pi->n_pairs, 5);
    CU_ASSERT_PTR_NULL(pi->pairs[4].a);
    CU_ASSERT_STRING_EQUAL(pi->pairs[4].b->text, "4x1");
    CU_ASSERT(isnan(pi->pairs[4].ratio));
    close_scene(&scene);
}

/* One change is told, and hinders or not. */
static void difference_is(const char *object, const char *field, json_t *value, const char *what,
                          bool hinders)
{
    struct scene scene;
    open_scene(&scene, ranks_win, ranks_win);
    change(&scene, object, field, value);
    const struct rxt_compared *pi = compared(&scene);
    CU_ASSERT_EQUAL_FATAL(scene.comparison->differences.n, 1);
    CU_ASSERT_STRING_EQUAL(scene.comparison->differences.list[0].what, what);
    CU_ASSERT_EQUAL(scene.comparison->differences.hinder, hinders);
    CU_ASSERT_EQUAL(isnan(pi->pairs[2].ratio), hinders);
    CU_ASSERT_DOUBLE_EQUAL(pi->pairs[1].b->ratio.value, 1.5,
                           1e-9); /* within a study there is one, whatever differs */
    close_scene(&scene);
}

static void another_machine_hinders_and_another_mpi_or_host_does_not(void)
{
    difference_is("machine", "cpu", json_string("Another"), "machine cpu", true);
    difference_is("machine", "cores", json_integer(4), "machine cores", true);
    difference_is("build", "mpi", json_string("mpich"), "build mpi", false);
    difference_is("machine", "host", json_string("node2"), "host", false);
}

static void a_load_beyond_the_cores_hinders_and_a_lesser_one_is_told(void)
{
    difference_is("machine", "load", json_string("1.50 0 0 0/0 0"), "load before it", false);
    difference_is("machine", "load", json_string("2.50 0 0 0/0 0"), "load before it", true);
}

static void a_load_that_is_none_is_no_difference(void)
{
    static const char *const loads[] = {"0.30", "", "much", "nan", "-9"};
    for (size_t i = 0; i < sizeof loads / sizeof *loads; i++) {
        struct scene scene;
        open_scene(&scene, ranks_win, ranks_win);
        change(&scene, "machine", "load", json_string(loads[i]));
        compared(&scene);
        CU_ASSERT_EQUAL(scene.comparison->differences.n, 0);
        close_scene(&scene);
    }
}

static void other_parameters_hinder_their_kernel_alone(void)
{
    struct scene scene;
    open_scene(&scene, ranks_win, ranks_win);
    json_object_set_new(
        json_object_get(json_array_get(json_object_get(scene.study[1]->header->json, "kernels"), 0),
                        "params"),
        "n", json_integer(6));
    const struct rxt_compared *pi = compared(&scene);
    CU_ASSERT_FALSE(scene.comparison->differences.hinder);
    CU_ASSERT_EQUAL_FATAL(pi->differences.n, 1);
    CU_ASSERT_STRING_EQUAL(pi->differences.list[0].what, "n");
    CU_ASSERT(isnan(pi->pairs[2].ratio));
    close_scene(&scene);
}

static void another_answer_hinders(void)
{
    struct scene scene;
    open_scene(&scene, ranks_win, ranks_win);
    for (size_t i = 0; i < scene.study[1]->n_samples; i++) {
        scene.study[1]->samples[i]->digest = 43;
    }
    const struct rxt_compared *pi = compared(&scene);
    CU_ASSERT_EQUAL_FATAL(pi->differences.n, 1);
    CU_ASSERT_STRING_EQUAL(pi->differences.list[0].a, "000000000000002a");
    CU_ASSERT_STRING_EQUAL(pi->differences.list[0].b, "000000000000002b");
    CU_ASSERT(isnan(pi->pairs[2].ratio));
    close_scene(&scene);
}

/* What is told of the two, whatever their texts hold. */
static void texts_of_studies_are_told_clean_and_within_100_columns(void)
{
    struct scene scene;
    struct rxt_text text = {0};
    open_scene(&scene, ranks_win, threads_win);
    change(&scene, "machine", "cpu",
           json_string("evil\x1b]0;t\x07\nrxt: said | "
                       "a very long name of a processor that goes on and on, and on once more"));
    compared(&scene);
    const struct rxt_side a = {"results/a", scene.study[0], scene.decision[0]},
                          b = {"results/\x1b[31mb", scene.study[1], scene.decision[1]};
    rxt_report_comparison(&text, scene.comparison, &a, &b, NULL);
    CU_ASSERT_FALSE(text.failed);
    CU_ASSERT_PTR_NULL(strchr(rxt_text_of(&text), '\x1b'));
    CU_ASSERT_PTR_NULL(strstr(rxt_text_of(&text), "\nrxt: said"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "pi (2x1, 1x2)"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "Not comparable as times."));
    for (const char *line = rxt_text_of(&text); *line; line += strcspn(line, "\n"), line += *line == '\n') {
        CU_ASSERT(strcspn(line, "\n") <= 100);
    }
    json_t *json = rxt_report_comparison_json(scene.comparison, &a, &b);
    CU_ASSERT_PTR_NOT_NULL(json);
    CU_ASSERT_TRUE(json_is_false(json_object_get(json, "comparable")));
    json_decref(json);
    rxt_text_free(&text);
    close_scene(&scene);
}

CU_TestInfo test_compare[] = {CLAIM(alike_studies_have_no_difference),
                              CLAIM(programs_are_compared_by_their_number),
                              CLAIM(numbers_of_two_kinds_are_not_compared),
                              CLAIM(a_winner_that_is_out_in_the_other_study_flips),
                              CLAIM(a_winner_that_is_tied_in_the_other_study_does_not_flip),
                              CLAIM(a_winner_that_the_other_study_does_not_have_is_not_known),
                              CLAIM(another_machine_hinders_and_another_mpi_or_host_does_not),
                              CLAIM(a_load_beyond_the_cores_hinders_and_a_lesser_one_is_told),
                              CLAIM(a_load_that_is_none_is_no_difference),
                              CLAIM(other_parameters_hinder_their_kernel_alone),
                              CLAIM(another_answer_hinders),
                              CLAIM(texts_of_studies_are_told_clean_and_within_100_columns),
                              CU_TEST_INFO_NULL};
