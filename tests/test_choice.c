/* SPDX-License-Identifier: BSD-3-Clause
 * test_choice.c - what is taken of a written decision, and what has changed since.
 */
#include "tests.h"

#include "decide_choice.h"
#include "decide_valid.h"
#include "decide_verify.h"
#include "machine_show.h"
#include "made.h"

#include <CUnit/CUnit.h>

#include <stdio.h>

/* All changes that were told, one behind another. */
static void note(void *context, const char *what, const char *then, const char *now)
{
    char *all = context;
    const size_t n = strlen(all);
    snprintf(all + n, 256 - n, "[%s: %s, %s]", what, then, now);
}

static json_t *read(const char *text)
{
    json_t *json = json_loads(text, 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(json);
    return json;
}

static void changes_are(const char *then_text, const char *now_text, size_t n, const char *told)
{
    char all[256] = "";
    json_t *then = read(then_text), *now = read(now_text);
    CU_ASSERT_EQUAL(rxt_conditions_compare(then, now, note, all), n);
    CU_ASSERT_STRING_EQUAL(all, told);
    json_decref(then);
    json_decref(now);
}

static void a_change_is_told_with_old_and_new(void)
{
    changes_are("{\"machine\": {\"cores\": 2, \"cpu\": \"A\"}, \"mpi\": \"x 1\"}",
                "{\"machine\": {\"cores\": 4, \"cpu\": \"A\"}, \"mpi\": \"x 2\"}", 2,
                "[machine cores: 2, 4][mpi: x 1, x 2]");
    changes_are("{\"quota_cpus\": null}", "{\"quota_cpus\": 1.5}", 1, "[quota_cpus: none, 1.5]");
}

static void what_one_of_them_does_not_tell_is_no_change(void)
{
    changes_are("{\"a\": 1, \"b\": {\"c\": 1}}", "{\"d\": 2, \"b\": {\"e\": 2}}", 0, "");
}

static void a_number_is_the_same_to_the_digits_that_are_kept(void)
{
    changes_are("{\"quota_cpus\": 0.333333333333}", "{\"quota_cpus\": 0.33333333333333331}", 0, "");
    changes_are("{\"quota_cpus\": 2}", "{\"quota_cpus\": 2.0}", 0, "");
    changes_are("{\"quota_cpus\": 0.3333}", "{\"quota_cpus\": 0.3334}", 1, "[quota_cpus: 0.3333, 0.3334]");
}

static void a_study_from_another_host_is_of_its_nodes(void)
{
    struct rxt_study *study = made_study();
    struct rxt_topology *node = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_topology_open(&node, "pack:2 core:4 pu:1"), RXT_OK);
    json_object_set_new(study->header->json, "machine", json_pack("{s:i, s:i}", "cores", 96, "packages", 8));
    json_object_set_new(study->header->json, "nodes",
                        json_pack("[{s:i, s:o}]", "node", 0, "topology", rxt_topology_record(node)));
    made_header(study, NULL);
    json_t *conditions = rxt_conditions_of_study(study->header);
    const json_t *machine = json_object_get(conditions, "machine");
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(machine, "cores")), 8);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(machine, "packages")), 2);
    json_decref(conditions);
    rxt_topology_close(node);
    rxt_study_close(study);
}

/* A decision of one subject, with these members besides. */
static json_t *decision_of(const char *members)
{
    char text[1024];
    snprintf(text, sizeof text,
             "{\"schema\": \"rxt-decision/1\", \"kernels\": [{\"kernel\": \"pi\", \"regret\": 0.1, %s}]}",
             members);
    return read(text);
}

static void chosen_is(const char *members, enum rxt_err err, const char *layout)
{
    struct rxt_choice choice;
    json_t *decision = decision_of(members);
    CU_ASSERT_EQUAL(rxt_decision_check(decision), RXT_OK);
    CU_ASSERT_EQUAL(rxt_choice_make(decision, NULL, &choice), err);
    CU_ASSERT_STRING_EQUAL(choice.text, layout);
    json_decref(decision);
}

static void the_recommended_layout_goes_before_the_best(void)
{
    chosen_is("\"best\": \"2x1\", \"recommended\": \"1x2\"", RXT_OK, "1x2");
    chosen_is("\"best\": \"2x1\", \"recommended\": null", RXT_OK, "2x1");
    chosen_is("\"best\": \"1:2x1@spread\"", RXT_OK, "2x1");
}

static void a_size_is_run_by_its_kernel(void)
{
    struct rxt_choice choice;
    json_t *decision = decision_of("\"best\": \"2x1\", \"runs\": \"heat\"");
    CU_ASSERT_EQUAL(rxt_choice_make(decision, NULL, &choice), RXT_OK);
    CU_ASSERT_STRING_EQUAL(choice.subject, "pi");
    CU_ASSERT_STRING_EQUAL(choice.kernel, "heat");
    json_decref(decision);
    decision = decision_of("\"best\": \"2x1\"");
    CU_ASSERT_EQUAL(rxt_choice_make(decision, NULL, &choice), RXT_OK);
    CU_ASSERT_STRING_EQUAL(choice.kernel, "pi");
    json_decref(decision);
}

static void a_study_without_a_best_has_no_choice(void)
{
    chosen_is("\"best\": null", RXT_E_WRONG, "");
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "no layout for pi"));
}

static void too_few_rounds_leave_a_choice_open(void)
{
    struct rxt_choice choice;
    json_t *decision = decision_of("\"best\": \"2x1\"");
    CU_ASSERT_EQUAL(rxt_choice_make(decision, NULL, &choice), RXT_OK);
    CU_ASSERT_FALSE(choice.is_open);
    json_object_set_new(json_array_get(json_object_get(decision, "kernels"), 0), "regret", json_null());
    CU_ASSERT_EQUAL(rxt_choice_make(decision, "pi", &choice), RXT_OK);
    CU_ASSERT_TRUE(choice.is_open && !choice.is_busy);
    json_object_set_new(json_array_get(json_object_get(decision, "kernels"), 0), "busy", json_true());
    CU_ASSERT_EQUAL(rxt_choice_make(decision, "pi", &choice), RXT_OK);
    CU_ASSERT_TRUE(choice.is_busy);
    json_decref(decision);
}

static void several_subjects_and_none_named_are_listed(void)
{
    struct rxt_choice choice;
    json_t *decision =
        read("{\"schema\": \"rxt-decision/1\", \"kernels\": [{\"kernel\": \"pi\", \"best\": \"2x1\"},"
             "{\"kernel\": \"heat\", \"best\": \"1x2\"}]}");
    CU_ASSERT_EQUAL(rxt_choice_make(decision, NULL, &choice), RXT_E_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "--subject, of: pi, heat"));
    CU_ASSERT_EQUAL(rxt_choice_make(decision, "blur", &choice), RXT_E_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "no subject 'blur', but: pi, heat"));
    CU_ASSERT_EQUAL(rxt_choice_make(decision, "heat", &choice), RXT_OK);
    CU_ASSERT_STRING_EQUAL(choice.text, "1x2");
    json_decref(decision);
}

static void launch_is(const char *launch, bool is_taken)
{
    struct rxt_choice choice;
    json_t *decision = decision_of("\"best\": \"2x1\"");
    json_object_set_new(json_array_get(json_object_get(decision, "kernels"), 0), "launch",
                        json_string(launch));
    CU_ASSERT_EQUAL(rxt_choice_make(decision, NULL, &choice), RXT_OK);
    CU_ASSERT_EQUAL(choice.launch != NULL, is_taken);
    if ((choice.launch != NULL) != is_taken) {
        printf("\n%s\n", launch);
    }
    json_decref(decision);
}

static void only_a_line_of_rxts_own_for_this_layout_is_told(void)
{
    launch_is("mpirun -n 2 --bind-to none rxt run pi n=5 --layout 2x1", true);
    launch_is("mpirun -n 2 --bind-to none rxt bind 2x1 -- ./app 'a b' run", true);
    launch_is("rxt run pi --layout 2x1", true);
    launch_is("mpirun -n 2 --bind-to none rxt run pi n=5 --layout 1x2", false);
    launch_is("mpirun -n 2 --bind-to none rxt bind 1x2 -- ./app 2x1", false);
    launch_is("rm -rf run pi --layout 2x1", false);
    launch_is("mpirun -n 2 sh run pi --layout 2x1", false);
    launch_is("mpirun -n 2 rxt run pi --layout 2x1; touch x", false);
    launch_is("mpirun -n 2 rxt run $(touch x) --layout 2x1", false);
    launch_is("mpirun -n 2 rxt run pi\ntouch x --layout 2x1", false);
    launch_is("mpirun -n 2 rxt pi --layout 2x1", false);
    launch_is("bind 2x1 -- ./app", false);
    launch_is("run", false);
    launch_is("", false);
}

static void a_program_is_started_by_any_words_that_bind_this_layout(void)
{
    static const struct {
        const char *launch;
        bool is_taken;
    } lines[] = {{"srun --my-way -n 2 rxt bind 2x1 -- ./app 'a b'", true},
                 {"srun -n 2 rxt bind 1x2 -- ./app 2x1", false},
                 {"srun -n 2 ./app", false},
                 {"rxt bind 2x1 -- ./app; touch x", false},
                 {"rxt bind 2x1 -- ./app $(touch x)", false}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct rxt_choice choice;
        json_t *decision = decision_of("\"best\": \"2x1\", \"subject\": \"program\"");
        json_object_set_new(json_array_get(json_object_get(decision, "kernels"), 0), "launch",
                            json_string(lines[i].launch));
        CU_ASSERT_EQUAL(rxt_choice_make(decision, NULL, &choice), RXT_OK);
        CU_ASSERT_TRUE(choice.is_program);
        CU_ASSERT_EQUAL(choice.launch != NULL, lines[i].is_taken);
        json_decref(decision);
    }
}

static void is_refused(const char *text)
{
    json_t *decision = read(text);
    CU_ASSERT_EQUAL(rxt_decision_check(decision), RXT_E_INPUT);
    json_decref(decision);
}

static void what_is_no_decision_is_refused(void)
{
    is_refused("{}");
    is_refused("{\"schema\": \"rxt-decision/2\", \"kernels\": [{\"kernel\": \"pi\"}]}");
    is_refused("{\"schema\": \"rxt-decision/1\", \"kernels\": []}");
    is_refused("{\"schema\": \"rxt-decision/1\", \"kernels\": [{\"kernel\": \"a;b\"}]}");
    is_refused("{\"schema\": \"rxt-decision/1\", \"kernels\": [{\"kernel\": \"pi\", \"best\": \"2x1;x\"}]}");
    is_refused("{\"schema\": \"rxt-decision/1\", \"kernels\": [{\"kernel\": \"pi\", \"recommended\": 2}]}");
    is_refused(
        "{\"schema\": \"rxt-decision/1\", \"kernels\": [{\"kernel\": \"pi\", \"default_layout\": \"x\"}]}");
    is_refused(
        "{\"schema\": \"rxt-decision/1\", \"kernels\": [{\"kernel\": \"pi\", \"runs\": \"--out=x\"}]}");
}

static const json_t *found(const json_t *list, const char *machine_text, const char *subject)
{
    json_t *machine = read(machine_text);
    const json_t *decision = rxt_decision_for(list, machine, subject);
    json_decref(machine);
    return decision;
}

static json_t *made_list(void)
{
    return read(
        "[{\"date\": \"2026-01-01\", \"conditions\": {\"machine\": {\"cores\": 2}}, \"kernels\": [{\"kernel\": \"pi\"}]},"
        " {\"date\": \"2026-03-01\", \"conditions\": {\"machine\": {\"cores\": 4}}, \"kernels\": [{\"kernel\": \"pi\"}]},"
        " {\"date\": \"2026-02-01\", \"conditions\": {\"machine\": {\"cores\": 4}}, \"kernels\": [{\"kernel\": \"heat\"}]},"
        " {\"date\": \"2026-04-01\", \"kernels\": [{\"kernel\": \"pi\"}]}]");
}

static void the_newest_decision_of_this_machine_is_found(void)
{
    json_t *list = made_list();
    CU_ASSERT_PTR_EQUAL(found(list, "{\"cores\": 2}", NULL), json_array_get(list, 0));
    CU_ASSERT_PTR_EQUAL(found(list, "{\"cores\": 4}", NULL), json_array_get(list, 1));
    CU_ASSERT_PTR_EQUAL(found(list, "{\"cores\": 4}", "heat"), json_array_get(list, 2));
    json_decref(list);
}

static void another_machine_has_no_decision_of_several(void)
{
    json_t *list = made_list();
    CU_ASSERT_PTR_NULL(found(list, "{\"cores\": 8}", NULL));
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "4 cores"));
    CU_ASSERT_PTR_NULL(found(list, "{\"cores\": 2}", "heat"));
    json_decref(list);
}

static void a_decision_alone_is_taken_and_judged_later(void)
{
    json_t *list = read("[{\"conditions\": {\"machine\": {\"cores\": 2}}}]");
    CU_ASSERT_PTR_EQUAL(found(list, "{\"cores\": 8}", NULL), json_array_get(list, 0));
    json_decref(list);
}

/* Times of 2x1 and of the plain line, round by round. */
static void holding_is(const double (*times)[2], size_t n, enum rxt_holding holding)
{
    struct rxt_study *study = made_study();
    const struct rxt_layout layout = {1, 2, 1, RXT_BY_SPREAD}, plain = {1, 2, 1, RXT_BY_NONE};
    struct rxt_verified verified;
    for (size_t r = 0; r < n; r++) {
        made_add(study, made_sample("pi", "2x1", (int)r, times[r][0]));
        made_add(study, made_sample("pi", "2x1@none", (int)r, times[r][1]));
    }
    CU_ASSERT_EQUAL(rxt_verify(study, "pi", &layout, &plain, 0.01, &verified), RXT_OK);
    CU_ASSERT_EQUAL(verified.holding, holding);
    CU_ASSERT_EQUAL(verified.n_rounds, n);
    rxt_study_close(study);
}

static void a_decision_holds_no_more_when_it_is_slower_each_time(void)
{
    const double faster[][2] = {{1.0, 2.0}, {1.0, 2.0}, {3.0, 2.0}},
                 same[][2] = {{1.0, 1.0}, {1.005, 1.0}, {1.0, 1.0}},
                 slower[][2] = {{2.0, 1.0}, {1.02, 1.0}, {2.0, 1.0}},
                 mixed[][2] = {{2.0, 1.0}, {0.9, 1.0}, {2.0, 1.0}};
    holding_is(faster, 3, RXT_HOLDS);
    holding_is(same, 3, RXT_HOLDS);
    holding_is(slower, 3, RXT_HOLDS_NOT);
    holding_is(mixed, 3, RXT_MAY_HOLD);
}

static void nothing_is_verified_without_a_round_of_both(void)
{
    struct rxt_study *study = made_study();
    const struct rxt_layout layout = {1, 2, 1, RXT_BY_SPREAD}, plain = {1, 2, 1, RXT_BY_NONE};
    struct rxt_verified verified;
    made_add(study, made_sample("pi", "2x1", 0, 1.0));
    made_add(study, made_sample("pi", "2x1@none", 1, 1.0));
    CU_ASSERT_EQUAL(rxt_verify(study, "pi", &layout, &plain, 0.01, &verified), RXT_E_LAUNCH);
    rxt_study_close(study);
}

CU_TestInfo test_choice[] = {CLAIM(a_size_is_run_by_its_kernel),
                             CLAIM(a_change_is_told_with_old_and_new),
                             CLAIM(what_one_of_them_does_not_tell_is_no_change),
                             CLAIM(a_number_is_the_same_to_the_digits_that_are_kept),
                             CLAIM(a_study_from_another_host_is_of_its_nodes),
                             CLAIM(the_recommended_layout_goes_before_the_best),
                             CLAIM(a_study_without_a_best_has_no_choice),
                             CLAIM(too_few_rounds_leave_a_choice_open),
                             CLAIM(several_subjects_and_none_named_are_listed),
                             CLAIM(only_a_line_of_rxts_own_for_this_layout_is_told),
                             CLAIM(a_program_is_started_by_any_words_that_bind_this_layout),
                             CLAIM(what_is_no_decision_is_refused),
                             CLAIM(the_newest_decision_of_this_machine_is_found),
                             CLAIM(another_machine_has_no_decision_of_several),
                             CLAIM(a_decision_alone_is_taken_and_judged_later),
                             CLAIM(a_decision_holds_no_more_when_it_is_slower_each_time),
                             CLAIM(nothing_is_verified_without_a_round_of_both),
                             CU_TEST_INFO_NULL};
