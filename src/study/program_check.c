/* SPDX-License-Identifier: BSD-3-Clause
 * program_check.c - what cannot be is refused before anything is launched.
 */
#include "program_parts.h"

#include <string.h>

static enum rxt_err check_variable(const char *text)
{
    const char *equals = strchr(text, '=');
    if (!equals || equals == text) {
        return rxt_fail(RXT_E_USAGE, "--env '%s' must be NAME=VALUE; NAME= sets an empty value", text);
    }
    return strncmp(text, "RXT_", 4) != 0
               ? RXT_OK
               : rxt_fail(RXT_E_USAGE, "--env '%s': names that begin with RXT_ are rxt's own", text);
}

static enum rxt_err check_words(const struct rxt_program *program)
{
    const struct rxt_layout serial = {1, 1, 1, RXT_BY_SPREAD};
    const struct rxt_program_values values = rxt_program_values_of(&serial);
    enum rxt_err err = RXT_OK;
    bool holds;
    const char *word;
    for (size_t i = 0; i < program->env.n && err == RXT_OK; i++) {
        err = check_variable(program->env.word[i]);
    }
    for (size_t i = 0; i < program->whens.n && err == RXT_OK; i++) {
        err = rxt_program_when(program->whens.word[i], &values, &holds, &word);
    }
    for (size_t i = 0; i < program->ranks_rules.n && err == RXT_OK; i++) {
        err = rxt_program_rule(program->ranks_rules.word[i], "--ranks", 1, &holds);
    }
    for (size_t i = 0; i < program->threads_rules.n && err == RXT_OK; i++) {
        err = rxt_program_rule(program->threads_rules.word[i], "--threads", 1, &holds);
    }
    return err;
}

/* A line that never says how many would start as many under every layout. */
static enum rxt_err check_start(const struct rxt_program *program)
{
    bool says = program->start != RXT_START_LINE;
    for (size_t i = 0; i < program->launcher.n; i++) {
        says |= strstr(program->launcher.word[i], "{ranks}") ||
                strstr(program->launcher.word[i], "{ranks_per_node}");
    }
    return says ? RXT_OK
                : rxt_fail(RXT_E_USAGE,
                           "--launcher-template must say {ranks} or {ranks_per_node}, as in: 'mpiexec -n "
                           "{ranks}'");
}

/* Two files with one place would overwrite each other. */
static enum rxt_err check_places(const struct rxt_words *files, const char *option)
{
    for (size_t i = 0; i < files->n; i++) {
        char place[RXT_PATH_BYTES], other[RXT_PATH_BYTES];
        rxt_program_target(files->word[i], place, sizeof place);
        if (!strcmp(place, "..") || (!place[0] && files->word[i][0] == '/')) {
            return rxt_fail(RXT_E_USAGE, "%s '%s' has no name to be copied to: name what is in it", option,
                            files->word[i]);
        }
        for (size_t j = 0; j < i; j++) {
            if (!strcmp(place, rxt_program_target(files->word[j], other, sizeof other))) {
                return rxt_fail(RXT_E_USAGE,
                                "%s '%s' and '%s' would take each other's place in the folder of a launch",
                                option, files->word[j], files->word[i]);
            }
        }
    }
    return RXT_OK;
}

/* An option that says more of another one that was not given. */
static enum rxt_err check_company(const struct rxt_program *program)
{
    const struct {
        bool is_lonely;
        const char *option, *needs;
    } pairs[] = {
        {program->metric_file && !program->metric, "--metric-file", "--metric"},
        {program->unit && !program->metric, "--unit", "--metric"},
        {program->higher_is_better && !program->metric, "--higher-is-better", "--metric"},
        {program->take != RXT_TAKE_LAST && !program->metric, "--take", "--metric"},
        {program->tolerance > 0.0 && !program->answer, "--tolerance", "--answer"},
        {program->prepare_timeout_s > 0.0 && program->prepare.n == 0, "--prepare-timeout", "--prepare"},
        {program->keep && !rxt_program_is_fresh(program), "--keep",
         "--copy, --template, --prepare or --copies"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (pairs[i].is_lonely) {
            return rxt_fail(RXT_E_USAGE, "%s says nothing without %s", pairs[i].option, pairs[i].needs);
        }
    }
    return RXT_OK;
}

/* Copies side by side are counted by the runs that they finish in an hour. */
static enum rxt_err check_copies(const struct rxt_program *program)
{
    return rxt_program_has_copies(program) && program->metric
               ? rxt_fail(RXT_E_USAGE,
                          "--copies counts runs an hour, and --metric another number: give one of the two")
               : RXT_OK;
}

struct rxt_find_spec rxt_program_finds(const struct rxt_program *program)
{
    return (struct rxt_find_spec){.metric = program->metric,
                                  .metric_file = program->metric_file,
                                  .take = program->take,
                                  .expect = program->expect,
                                  .answer = program->answer};
}

enum rxt_err rxt_program_check(const struct rxt_program *program)
{
    const struct rxt_find_spec find = rxt_program_finds(program);
    enum rxt_err err =
        program->n_subjects > 0
            ? RXT_OK
            : rxt_fail(RXT_E_USAGE, "no program: it goes behind --, as in: rxt study -- ./app");
    if (!err) {
        err = check_words(program);
    }
    if (!err) {
        err = check_start(program);
    }
    if (!err) {
        err = check_places(&program->inputs, "--copy");
    }
    if (!err) {
        err = check_places(&program->templates, "--template");
    }
    if (!err) {
        err = check_company(program);
    }
    if (!err) {
        err = check_copies(program);
    }
    return err == RXT_OK ? rxt_find_check(&find) : err;
}
