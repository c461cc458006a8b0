/* SPDX-License-Identifier: BSD-3-Clause
 * test_recipe.c - recipes become a part of a program's definition, and read what their programs print.
 */
#include "tests.h"

#include "decide_parts.h"
#include "finder.h"
#include "launch_rank.h"
#include "program_recipe.h"

#include <CUnit/CUnit.h>
#include <jansson.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const names[] = {"cp2k",     "gromacs",          "hpcc", "lammps",
                                    "openfoam", "quantum-espresso", "xz"};
enum { N_NAMES = sizeof names / sizeof *names };

static struct rxt_program program_of(const char *command)
{
    struct rxt_program program = {.n_subjects = 0};
    struct rxt_words words = {0};
    CU_ASSERT_EQUAL_FATAL(rxt_program_split(command, "the test", &words), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_program_add(&program, NULL, &words, 1), RXT_OK);
    rxt_words_free(&words);
    return program;
}

static const char *command_of(const struct rxt_program *program, struct rxt_text *out)
{
    rxt_text_free(out);
    for (size_t i = 0; i < program->subjects[0].command.n; i++) {
        rxt_text_add(out, "%s%s", i ? " " : "", program->subjects[0].command.word[i]);
    }
    return rxt_text_of(out);
}

/* What a program says of itself in a log that lies in the tree; false if there is none. */
static bool finding_in(const struct rxt_program *program, const char *name, const char *kind,
                       struct rxt_finding *out)
{
    const struct rxt_find_spec spec = {.metric = program->metric,
                                       .take = program->take,
                                       .expect = program->expect,
                                       .answer = program->answer};
    char path[5000], bytes[1000];
    struct rxt_finder *finder = NULL;
    struct rxt_found found;
    CU_ASSERT_EQUAL_FATAL(rxt_share_find("recipes", path, sizeof path - 100), RXT_OK);
    snprintf(path + strlen(path), 100, "/../../tests/recipes/%s.%s.log", name, kind);
    FILE *log = fopen(path, "r");
    if (!log) {
        return false;
    }
    CU_ASSERT_EQUAL_FATAL(rxt_finder_open(&finder, &spec, 0, NULL), RXT_OK);
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, log)) > 0;) {
        rxt_finder_feed(finder, RXT_STREAM_OUT, bytes, n);
    }
    fclose(log);
    rxt_finder_end(finder, &found);
    rxt_finder_close(finder);
    rxt_found_gather(&spec, &found, 1, out);
    return true;
}

static void every_recipe_reads_a_true_log_and_sees_that_a_spoiled_one_is(void)
{
    for (size_t i = 0; i < N_NAMES; i++) {
        struct rxt_program program = program_of("./app");
        struct rxt_finding right, spoiled;
        CU_ASSERT_EQUAL(rxt_recipe_apply(names[i], &program), RXT_OK);
        CU_ASSERT_TRUE_FATAL(finding_in(&program, names[i], "true", &right));
        CU_ASSERT_TRUE_FATAL(finding_in(&program, names[i], "spoiled", &spoiled));
        CU_ASSERT_STRING_EQUAL(right.why, "");
        CU_ASSERT_STRING_EQUAL(right.wrong, "");
        CU_ASSERT_TRUE(!program.metric || right.metric > 0.0);
        CU_ASSERT_TRUE(program.answer && right.answer[0]);
        const bool is_seen = spoiled.why[0] || spoiled.wrong[0] ||
                             !rxt_answers_agree(right.answer, spoiled.answer, program.tolerance);
        CU_ASSERT_TRUE(is_seen);
        if (!is_seen || right.why[0] || right.wrong[0]) {
            printf("\n%s: %s%s; spoiled: %s\n", names[i], right.why, right.wrong, spoiled.answer);
        }
        rxt_program_free(&program);
    }
}

static void numbers_and_answers_of_true_logs_are_these(void)
{
    static const struct {
        const char *name;
        double metric;
        const char *answer;
    } rows[] = {{"lammps", 11.653, "100 steps with 32000 atoms"},
                {"cp2k", 2.755, "-68.250034826058396"},
                {"gromacs", 59.068, "200 steps,      0.4 ps"},
                {"hpcc", 0.0112993, "200"},
                {"quantum-espresso", 0.0, "-2.26463252"},
                {"openfoam", 0.0, "0.5"},
                {"xz", 0.0, "2929.7 KiB"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rxt_program program = program_of("./app");
        struct rxt_finding right;
        CU_ASSERT_EQUAL(rxt_recipe_apply(rows[i].name, &program), RXT_OK);
        CU_ASSERT_TRUE_FATAL(finding_in(&program, rows[i].name, "true", &right));
        CU_ASSERT_TRUE(rows[i].metric > 0.0 ? right.metric == rows[i].metric : !program.metric);
        CU_ASSERT_STRING_EQUAL(right.answer, rows[i].answer);
        rxt_program_free(&program);
    }
}

static void a_recipe_fills_what_a_program_is(void)
{
    struct rxt_program program = program_of("gmx mdrun -deffnm md");
    struct rxt_text text = {0};
    CU_ASSERT_EQUAL(rxt_recipe_apply("gromacs", &program), RXT_OK);
    CU_ASSERT_STRING_EQUAL(command_of(&program, &text),
                           "gmx mdrun -deffnm md -ntmpi {ranks} -ntomp {threads} -pin off");
    CU_ASSERT_EQUAL(program.start, RXT_START_ONE);
    CU_ASSERT_TRUE(program.higher_is_better);
    CU_ASSERT_STRING_EQUAL(program.unit, "ns/day");
    CU_ASSERT_STRING_EQUAL(program.env.word[0], "GMX_MAXBACKUP=-1");
    CU_ASSERT_STRING_EQUAL(program.recipe, "gromacs");
    CU_ASSERT_EQUAL(rxt_program_check(&program), RXT_OK);
    rxt_program_free(&program);
    rxt_text_free(&text);
}

static void an_argument_that_is_given_is_not_given_again(void)
{
    struct rxt_program program = program_of("xz -T4 --keep big.bin");
    struct rxt_text text = {0};
    CU_ASSERT_EQUAL(rxt_recipe_apply("xz", &program), RXT_OK);
    CU_ASSERT_STRING_EQUAL(command_of(&program, &text), "xz -T4 --keep big.bin -k -f -v");
    rxt_program_free(&program);
    program = program_of("gmx mdrun -pin on -ntmpi {ranks}");
    CU_ASSERT_EQUAL(rxt_recipe_apply("gromacs", &program), RXT_OK);
    CU_ASSERT_STRING_EQUAL(command_of(&program, &text), "gmx mdrun -pin on -ntmpi {ranks} -ntomp {threads}");
    rxt_program_free(&program);
    rxt_text_free(&text);
}

/* Apply a recipe that is this text. */
static enum rxt_err apply_text(const char *json, struct rxt_program *program)
{
    char path[] = "/tmp/rxt-test-XXXXXX";
    const int fd = mkstemp(path);
    CU_ASSERT_TRUE_FATAL(fd >= 0);
    CU_ASSERT_EQUAL(write(fd, json, strlen(json)), (ssize_t)strlen(json));
    close(fd);
    const enum rxt_err err = rxt_recipe_apply(path, program);
    unlink(path);
    return err;
}

static void a_recipe_of_ones_own_is_a_file(void)
{
    struct rxt_program program = program_of("./app");
    CU_ASSERT_EQUAL(
        apply_text("{\"schema\": \"rxt-recipe/1\", \"metric\": \"time ([0-9.]+)\", \"take\": \"max\", "
                   "\"ranks\": [\"square\", \"max:16\"], \"tolerance\": 0.001, \"answer\": \"e (.+)\", "
                   "\"check\": [\"./check\", \"a b\"]}",
                   &program),
        RXT_OK);
    CU_ASSERT_STRING_EQUAL(program.metric, "time ([0-9.]+)");
    CU_ASSERT_EQUAL(program.take, RXT_TAKE_MAX);
    CU_ASSERT_EQUAL(program.ranks_rules.n, 2);
    CU_ASSERT_EQUAL(program.tolerance, 0.001);
    CU_ASSERT_STRING_EQUAL(program.check.word[1], "a b");
    CU_ASSERT_EQUAL(program.start, RXT_START_LAUNCHER);
    rxt_program_free(&program);
}

static void a_recipe_that_is_none_is_refused_with_the_field(void)
{
    static const struct {
        const char *fields, *why;
        enum rxt_err err;
    } rows[] = {
        {"\"metrik\": \"x\"", "'metrik' that means nothing: did you mean 'metric'", RXT_E_INPUT},
        {"\"metric\": 3", "'metric' of the recipe", RXT_E_INPUT},
        {"\"metric\": \"([0-9]*)\"", "matches an empty text", RXT_E_USAGE},
        {"\"metric\": \"time\"", "has no group", RXT_E_USAGE},
        {"\"expect\": \"(\"", "is no regular expression", RXT_E_USAGE},
        {"\"ranks\": \"square\"", "must be a list of texts", RXT_E_INPUT},
        {"\"ranks\": [1]", "must be a list of texts", RXT_E_INPUT},
        {"\"tolerance\": 2", "must be a number from 0 to 1", RXT_E_INPUT},
        {"\"take\": \"mean\"", "must be last, first, sum or max", RXT_E_INPUT},
        {"\"higher-is-better\": \"yes\"", "must be true or false", RXT_E_INPUT},
        {"\"launcher\": \"mpirun\"", "must be \"none\"", RXT_E_INPUT},
        {"\"arguments\": [\"-T4\"]", "must be a list of lists", RXT_E_INPUT},
        {"\"arguments\": [[]]", "must be a list of lists", RXT_E_INPUT},
        {"\"unit\": \"s\", \"unit\": \"h\"", "is no JSON", RXT_E_INPUT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rxt_program program = program_of("./app");
        char json[300];
        snprintf(json, sizeof json, "{\"schema\": \"rxt-recipe/1\", %s}", rows[i].fields);
        CU_ASSERT_EQUAL(apply_text(json, &program), rows[i].err);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), rows[i].why));
        rxt_program_free(&program);
    }
    struct rxt_program program = program_of("./app");
    CU_ASSERT_EQUAL(apply_text("{}", &program), RXT_E_INPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "must say \"schema\""));
    CU_ASSERT_EQUAL(apply_text("[]", &program), RXT_E_INPUT);
    CU_ASSERT_EQUAL(apply_text("{", &program), RXT_E_INPUT);
    CU_ASSERT_EQUAL(rxt_recipe_apply("./not/there.json", &program), RXT_E_INPUT);
    CU_ASSERT_EQUAL(rxt_recipe_apply("lamps", &program), RXT_E_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "did you mean 'lammps'?"));
    CU_ASSERT_EQUAL(rxt_recipe_apply("", &program), RXT_E_USAGE);
    rxt_program_free(&program);
}

static void the_list_names_every_recipe_and_whether_it_was_tested(void)
{
    struct rxt_text text = {0};
    CU_ASSERT_EQUAL(rxt_recipe_list(&text), RXT_OK);
    for (size_t i = 0; i < N_NAMES; i++) {
        char line[100];
        snprintf(line, sizeof line, "rxt study --recipe %s ", names[i]);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), line));
    }
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_text_of(&text), "2023.1, Debian 12, Open MPI"));
    size_t n = 0;
    for (const char *at = rxt_text_of(&text); (at = strstr(at, "rxt study --recipe ")); at++) {
        n++;
    }
    CU_ASSERT_EQUAL(n, N_NAMES); /* a new one is tested by its logs, too */
    rxt_text_free(&text);
}

CU_TestInfo test_recipe[] = {CLAIM(every_recipe_reads_a_true_log_and_sees_that_a_spoiled_one_is),
                             CLAIM(numbers_and_answers_of_true_logs_are_these),
                             CLAIM(a_recipe_fills_what_a_program_is),
                             CLAIM(an_argument_that_is_given_is_not_given_again),
                             CLAIM(a_recipe_of_ones_own_is_a_file),
                             CLAIM(a_recipe_that_is_none_is_refused_with_the_field),
                             CLAIM(the_list_names_every_recipe_and_whether_it_was_tested),
                             CU_TEST_INFO_NULL};
