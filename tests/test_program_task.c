/* SPDX-License-Identifier: BSD-3-Clause
 * test_program_task.c - what a rank of a program is told, and what is refused before there is one.
 */
#include "tests.h"

#include "bytes.h"
#include "program.h"
#include "watch_task.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct rxt_layout two_by_three = {1, 2, 3, RXT_BY_SPREAD};

static void add_words(struct rxt_words *words, const char *const *list)
{
    for (; *list; list++) {
        rxt_words_add(words, "%s", *list);
    }
}

/* A program with one subject; rxt_program_free. */
static struct rxt_program made(const char *const *command)
{
    struct rxt_program program = {0};
    struct rxt_words words = {0};
    add_words(&words, command);
    CU_ASSERT_EQUAL_FATAL(rxt_program_add(&program, NULL, &words, 1), RXT_OK);
    rxt_words_free(&words);
    return program;
}

static bool are(const struct rxt_words *words, const char *const *want)
{
    size_t i = 0;
    for (; want[i] && i < words->n && !strcmp(words->word[i], want[i]); i++) {
    }
    return i == words->n && !want[i];
}

static void words_arrive_byte_by_byte_through_the_task(void)
{
    static const char *const odd[] = {"/bin/app", "a b",          "'\"`", "$HOME", "x\ny", ";",  "*", ":",
                                      "",         "\xff\xfe\x80", "{x}",  "\\",    "--",   "-n", NULL};
    struct rxt_program program = made(odd);
    const struct rxt_program_turn turn = {.layout = two_by_three, .folder = "/tmp"};
    struct rxt_task task = {0}, back = {0};
    struct rxt_text text = {0};
    CU_ASSERT_EQUAL_FATAL(rxt_program_task(&program, &turn, &task), RXT_OK);
    CU_ASSERT(are(&task.argv, odd));
    CU_ASSERT_EQUAL_FATAL(rxt_task_to_text(&task, &text), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_task_from_text(rxt_text_of(&text), &back), RXT_OK);
    CU_ASSERT(are(&back.argv, odd));
    CU_ASSERT_STRING_EQUAL(back.folder, "/tmp");
    CU_ASSERT_STRING_EQUAL(back.layout, "2x3");
    rxt_text_free(&text);
    rxt_task_free(&task);
    rxt_task_free(&back);
    rxt_program_free(&program);
}

static void names_and_conditional_arguments_follow_the_layout(void)
{
    struct rxt_program program = made((const char *const[]){"app", "-n", "{ranks}", NULL});
    struct rxt_words words = {0};
    rxt_words_add(&program.whens, "ranks>1:-parallel");
    rxt_words_add(&program.whens, "threads=1:-serial");
    rxt_words_add(&program.whens, "threads>1:-t{threads}");
    CU_ASSERT_EQUAL(rxt_program_words(&program, 0, &two_by_three, &words), RXT_OK);
    CU_ASSERT(are(&words, (const char *const[]){"app", "-n", "2", "-parallel", "-t3", NULL}));
    rxt_words_free(&words);
    const struct rxt_layout serial = {1, 1, 1, RXT_BY_SPREAD};
    CU_ASSERT_EQUAL(rxt_program_words(&program, 0, &serial, &words), RXT_OK);
    CU_ASSERT(are(&words, (const char *const[]){"app", "-n", "1", "-serial", NULL}));
    rxt_words_free(&words);
    rxt_program_free(&program);
}

static void a_relative_program_is_found_from_another_folder(void)
{
    char want[4200], here[4096];
    CU_ASSERT_PTR_NOT_NULL_FATAL(getcwd(here, sizeof here));
    snprintf(want, sizeof want, "%s/./bin/app", here);
    struct rxt_program program = made((const char *const[]){"./bin/app", "./x", NULL});
    program.stdin_file = strdup("in");
    const struct rxt_program_turn turn = {.layout = two_by_three, .folder = "/"};
    struct rxt_task task = {0};
    CU_ASSERT_EQUAL_FATAL(rxt_program_task(&program, &turn, &task), RXT_OK);
    CU_ASSERT_STRING_EQUAL(task.argv.word[0], want);
    CU_ASSERT_STRING_EQUAL(task.argv.word[1], "./x");
    snprintf(want, sizeof want, "%s/in", here);
    CU_ASSERT_STRING_EQUAL(task.stdin_path, want);
    rxt_task_free(&task);
    rxt_program_free(&program);
}

static void a_copy_gets_its_slice_and_one_process_all_ranks(void)
{
    struct rxt_program program = made((const char *const[]){"app", NULL});
    struct rxt_program_turn turn = {.layout = two_by_three, .folder = "/", .copy = 1};
    struct rxt_task task = {0};
    CU_ASSERT_EQUAL_FATAL(rxt_program_task(&program, &turn, &task), RXT_OK);
    CU_ASSERT(task.slice == 0 && task.n_slices == 0 && !task.one_process && task.accounts);
    rxt_task_free(&task);
    program.no_preload = true;
    CU_ASSERT_EQUAL_FATAL(rxt_program_task(&program, &turn, &task), RXT_OK);
    CU_ASSERT_FALSE(task.accounts);
    rxt_task_free(&task);
    program.no_preload = false;
    program.subjects[0].n_copies = 4;
    program.start = RXT_START_ONE;
    rxt_words_add(&program.env, "A={cores}");
    CU_ASSERT_EQUAL_FATAL(rxt_program_task(&program, &turn, &task), RXT_OK);
    CU_ASSERT(task.slice == 2 && task.n_slices == 4 && task.one_process && !task.accounts);
    CU_ASSERT(are(&task.env_set, (const char *const[]){"A=6", NULL}));
    rxt_task_free(&task);
    rxt_program_free(&program);
}

static void subjects_have_names_of_their_own(void)
{
    struct rxt_program program = {0};
    struct rxt_words words = {0}, none = {0};
    rxt_words_add(&words, "/opt/x/-my app\xff");
    CU_ASSERT_EQUAL(rxt_program_add(&program, NULL, &words, 1), RXT_OK);
    CU_ASSERT_STRING_EQUAL(program.subjects[0].name, "program");
    CU_ASSERT_EQUAL(rxt_program_add(&program, "old", &words, 1), RXT_OK);
    CU_ASSERT_EQUAL(rxt_program_add(&program, "old", &words, 2), RXT_OK);
    CU_ASSERT_STRING_EQUAL(program.subjects[2].name, "old-x2");
    CU_ASSERT_EQUAL(rxt_program_add(&program, "old", &words, 1), RXT_E_USAGE);
    CU_ASSERT_EQUAL(rxt_program_add(&program, "a b", &words, 1), RXT_E_USAGE);
    CU_ASSERT_EQUAL(rxt_program_add(&program, "", &words, 1), RXT_E_USAGE);
    CU_ASSERT_EQUAL(rxt_program_add(&program, "new", &none, 1), RXT_E_USAGE);
    CU_ASSERT_EQUAL(program.n_subjects, 3);
    rxt_words_free(&words);
    rxt_program_free(&program);
}

static bool is_allowed(const struct rxt_program *program, int nodes, int ranks, int threads,
                       const char *why_not)
{
    char why[256] = "";
    const struct rxt_layout layout = {nodes, ranks, threads, RXT_BY_SPREAD};
    const bool is = rxt_program_allows(program, 0, &layout, why, sizeof why);
    CU_ASSERT(is || strstr(why, why_not) != NULL);
    return is;
}

static void rules_leave_layouts_out_and_say_why(void)
{
    struct rxt_program program = made((const char *const[]){"app", NULL});
    CU_ASSERT(is_allowed(&program, 2, 5, 7, ""));
    rxt_words_add(&program.ranks_rules, "square");
    rxt_words_add(&program.ranks_rules, "max:9");
    rxt_words_add(&program.threads_rules, "1,2");
    CU_ASSERT(is_allowed(&program, 1, 4, 2, ""));
    CU_ASSERT(is_allowed(&program, 2, 2, 1, "")); /* the ranks of all nodes count */
    CU_ASSERT_FALSE(is_allowed(&program, 2, 4, 1, "8 ranks are not 'square'"));
    CU_ASSERT_FALSE(is_allowed(&program, 1, 16, 1, "16 ranks are not 'max:9'"));
    CU_ASSERT_FALSE(is_allowed(&program, 1, 4, 4, "4 threads are not '1,2'"));
    rxt_program_free(&program);
    program = made((const char *const[]){"app", NULL});
    program.subjects[0].n_copies = 4;
    program.n_cores = 8;
    CU_ASSERT(is_allowed(&program, 1, 2, 1, ""));
    CU_ASSERT(is_allowed(&program, 1, 1, 1, ""));
    program.fills = true;
    CU_ASSERT_FALSE(is_allowed(&program, 1, 1, 1, "4 copies of 1 thread leave half of the node idle"));
    CU_ASSERT_FALSE(is_allowed(&program, 1, 2, 2, "4 copies of 4 threads do not fit on 8 cores"));
    program.start = RXT_START_ONE;
    CU_ASSERT_FALSE(is_allowed(&program, 2, 1, 1, "one process cannot be on 2 nodes"));
    rxt_program_free(&program);
}

/* The layouts that rules ask for on one node of n cores are these. */
static bool asks_for(const char *ranks, const char *threads, int n_copies, size_t n_cores, const char *want)
{
    struct rxt_program program = made((const char *const[]){"app", NULL});
    struct rxt_layout *list = NULL;
    struct rxt_text text = {0};
    size_t n = 0;
    program.subjects[0].n_copies = n_copies;
    if (ranks) {
        rxt_words_add(&program.ranks_rules, "%s", ranks);
    }
    if (threads) {
        rxt_words_add(&program.threads_rules, "%s", threads);
    }
    CU_ASSERT_EQUAL(rxt_program_layouts(&program, 1, n_cores, &list, &n), RXT_OK);
    for (size_t i = 0; i < n; i++) {
        char name[RXT_LAYOUT_BYTES];
        rxt_text_add(&text, "%s%s", i > 0 ? " " : "", rxt_layout_text(&list[i], name, sizeof name));
    }
    const bool does = !strcmp(rxt_text_of(&text), want);
    rxt_text_free(&text);
    rxt_program_free(&program);
    free(list);
    return does;
}

static void rules_and_copies_ask_for_layouts_of_their_own(void)
{
    CU_ASSERT(asks_for(NULL, NULL, 1, 8, ""));
    CU_ASSERT(asks_for("max:4", "max:2", 1, 8, ""));
    CU_ASSERT(asks_for("cube", NULL, 1, 32, "1x32 8x4 27x1"));
    CU_ASSERT(asks_for("3,5", NULL, 1, 8, "3x2 5x1"));
    CU_ASSERT(asks_for("1,3", "2", 1, 8, "1x2 3x2"));
    CU_ASSERT(asks_for(NULL, "3", 1, 8, "2x3"));
    CU_ASSERT(asks_for(NULL, NULL, 2, 8, "1x4 2x2 4x1"));
    CU_ASSERT(asks_for("square", NULL, 2, 12, "1x6 2x3 3x2 6x1 4x1"));
    CU_ASSERT(asks_for(NULL, NULL, 9, 8, ""));
}

/* What is set in a program is refused, and this is said. */
#define REFUSED(set, words)                                                                                  \
    do {                                                                                                     \
        struct rxt_program program = made((const char *const[]){"app", NULL});                               \
        set;                                                                                                 \
        const enum rxt_err err = rxt_program_check(&program);                                                \
        CU_ASSERT(err == RXT_E_USAGE || err == RXT_E_RANGE);                                                 \
        CU_ASSERT(strstr(rxt_reason(), words) != NULL);                                                      \
        rxt_program_free(&program);                                                                          \
    } while (0)

static void a_definition_that_makes_no_sense_is_refused_with_the_way_out(void)
{
    REFUSED(rxt_words_add(&program.env, "NAME"), "NAME=VALUE");
    REFUSED(rxt_words_add(&program.env, "=x"), "NAME=VALUE");
    REFUSED(rxt_words_add(&program.env, "RXT_TASK=x"), "rxt's own");
    REFUSED(rxt_words_add(&program.whens, "ranks>1"), "has no colon");
    REFUSED(rxt_words_add(&program.ranks_rules, "cub"), "did you mean 'cube'");
    REFUSED(rxt_words_add(&program.threads_rules, "max:no"), "--threads 'no'");
    REFUSED((program.start = RXT_START_LINE, rxt_words_add(&program.launcher, "mpiexec")), "{ranks}");
    REFUSED((rxt_words_add(&program.inputs, "a/x/"), rxt_words_add(&program.inputs, "./a/x")),
            "each other's place");
    REFUSED((rxt_words_add(&program.templates, "/a/x"), rxt_words_add(&program.templates, "../x")),
            "each other's place");
    REFUSED(rxt_words_add(&program.inputs, "/"), "no name to be copied to");
    REFUSED(program.keep = true, "--keep says nothing without --copy");
    REFUSED(program.higher_is_better = true, "without --metric");
    REFUSED(program.unit = strdup("s"), "without --metric");
    REFUSED(program.metric_file = strdup("f"), "without --metric");
    REFUSED(program.take = RXT_TAKE_SUM, "--take says nothing without --metric");
    REFUSED(program.tolerance = 0.1, "without --answer");
    REFUSED(program.prepare_timeout_s = 1.0, "without --prepare");
    REFUSED((program.metric = strdup("a(b)"), program.subjects[0].n_copies = 2),
            "--copies counts runs an hour");
    REFUSED(program.metric = strdup("time (.*"), "--metric");
}

static void a_sane_definition_passes_and_is_told_in_json(void)
{
    struct rxt_program program = made((const char *const[]){"./app", "\xff{ranks}", NULL});
    rxt_words_add(&program.env, "A=");
    rxt_words_add(&program.inputs, "case");
    rxt_words_add(&program.templates, "case/dict");
    program.keep = true;
    program.metric = strdup("t = ([0-9.]+)");
    CU_ASSERT_EQUAL(rxt_program_check(&program), RXT_OK);
    json_t *json = rxt_program_to_json(&program, 0);
    struct rxt_text word = {0};
    CU_ASSERT_PTR_NOT_NULL_FATAL(json);
    CU_ASSERT(rxt_bytes_from_json(json_array_get(json_object_get(json, "command"), 1), &word));
    CU_ASSERT_STRING_EQUAL(rxt_text_of(&word), "\xff{ranks}");
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(json, "metric")), "t = ([0-9.]+)");
    CU_ASSERT(json_is_null(json_object_get(json, "answer")));
    CU_ASSERT_EQUAL(json_array_size(json_object_get(json, "inputs")), 1);
    json_decref(json);
    rxt_text_free(&word);
    rxt_program_free(&program);
}

/* A definition in which no member has its preset. */
static struct rxt_program made_whole(void)
{
    struct rxt_program p = made((const char *const[]){"./app", "\xff{ranks} \n\\", "", NULL});
    struct rxt_words *const lists[] = {&p.launcher, &p.whens,     &p.ranks_rules, &p.threads_rules, &p.env,
                                       &p.inputs,   &p.templates, &p.prepare,     &p.check};
    char **const texts[] = {&p.stdin_file, &p.workdir, &p.metric, &p.metric_file,
                            &p.unit,       &p.expect,  &p.answer, &p.recipe};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        rxt_words_add(lists[i], "list %zu", i);
        rxt_words_add(lists[i], "\xfe");
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char text[] = "a\xff";
        text[0] = (char)('a' + i);
        *texts[i] = strdup(text);
    }
    p.subjects[0].n_copies = 3;
    p.start = RXT_START_LINE;
    p.take = RXT_TAKE_SUM;
    p.keep = p.no_preload = p.higher_is_better = true;
    p.tolerance = 1e-9;
    p.prepare_timeout_s = 12.5;
    p.n_warmup = 2;
    return p;
}

static void a_definition_comes_back_from_json_as_it_was(void)
{
    struct rxt_program program = made_whole(), preset = made((const char *const[]){"./app", NULL}), back;
    json_t *whole = rxt_program_to_json(&program, 0), *plain = rxt_program_to_json(&preset, 0);
    const char *name;
    json_t *value;
    json_object_foreach(whole, name, value) /* nothing was forgotten above */
    {
        CU_ASSERT_FALSE(json_equal(value, json_object_get(plain, name)));
    }
    json_t *const both[] = {whole, plain};
    for (size_t i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL_FATAL(rxt_program_from_json(both[i], "app-x3", &back), RXT_OK);
        json_t *again = rxt_program_to_json(&back, 0);
        CU_ASSERT(json_equal(again, both[i]));
        CU_ASSERT_STRING_EQUAL(back.subjects[0].name, "app-x3");
        json_decref(again);
        rxt_program_free(&back);
    }
    json_object_set_new(plain, "env", json_string("A=1"));
    CU_ASSERT_EQUAL(rxt_program_from_json(plain, "app", &back), RXT_E_INPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "'env'"));
    rxt_program_free(&back);
    json_decref(whole);
    json_decref(plain);
    rxt_program_free(&program);
    rxt_program_free(&preset);
}

CU_TestInfo test_program_task[] = {
    CLAIM(a_definition_comes_back_from_json_as_it_was),
    CLAIM(words_arrive_byte_by_byte_through_the_task),
    CLAIM(names_and_conditional_arguments_follow_the_layout),
    CLAIM(a_relative_program_is_found_from_another_folder),
    CLAIM(a_copy_gets_its_slice_and_one_process_all_ranks),
    CLAIM(subjects_have_names_of_their_own),
    CLAIM(rules_leave_layouts_out_and_say_why),
    CLAIM(rules_and_copies_ask_for_layouts_of_their_own),
    CLAIM(a_definition_that_makes_no_sense_is_refused_with_the_way_out),
    CLAIM(a_sane_definition_passes_and_is_told_in_json),
    CU_TEST_INFO_NULL,
};
