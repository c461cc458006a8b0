/* SPDX-License-Identifier: BSD-3-Clause
 * cli_program.c - a program and how to run it, from the options of a study.
 */
#include "cli_program.h"

#include "program_recipe.h"
#include "text.h"

#include "rxt/kernel.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_COPIES = 64 };

/* Adds a subject for each number of copies. */
static enum rxt_err add_copies(struct rxt_program *program, const char *name, const struct rxt_words *command,
                               const char *list)
{
    int counts[MOST_COPIES] = {1};
    size_t n = 1;
    enum rxt_err err =
        list ? rxt_parse_counts(list, "--copies", RXT_MAX_WORKERS, counts, MOST_COPIES, &n) : RXT_OK;
    for (size_t i = 0; i < n && err == RXT_OK; i++) {
        err = rxt_program_add(program, name, command, counts[i]);
    }
    return err;
}

/* "old=./a {threads}" */
static enum rxt_err add_named(struct rxt_program *program, const char *text, const char *copies)
{
    char name[RXT_NAME_MOST + 2];
    struct rxt_words command = {0};
    const char *equals = strchr(text, '=');
    if (!equals) {
        return rxt_fail(RXT_E_USAGE,
                        "--subject '%s' must be NAME=COMMAND ARGS, as in --subject old='./a {threads}'",
                        text);
    }
    snprintf(name, sizeof name, "%.*s", (int)(equals - text), text);
    enum rxt_err err = rxt_program_split(equals + 1, "--subject", &command);
    if (err == RXT_OK && command.n == 0) {
        err = rxt_fail(RXT_E_USAGE, "--subject '%s' names no program behind its '='", text);
    }
    if (!err) {
        err = add_copies(program, name, &command, copies);
    }
    rxt_words_free(&command);
    return err;
}

/* The command behind "--", and those of --subject. */
static enum rxt_err add_subjects(const struct rxt_args *args, struct rxt_program *program)
{
    const size_t n_before = args->n_words - args->n_behind;
    enum rxt_err err = RXT_OK;
    if (n_before > 0) {
        return rxt_fail(RXT_E_USAGE, "kernels and programs are two studies: '%s' stands before '--'",
                        args->words[0]);
    }
    if (args->is_behind && args->n_behind == 0) {
        return rxt_fail(RXT_E_USAGE, "no program stands behind '--', as in: rxt study -- ./app");
    }
    for (size_t i = 0; i < args->subjects.n && err == RXT_OK; i++) {
        err = add_named(program, args->subjects.word[i], args->copies);
    }
    if (err == RXT_OK && args->n_behind > 0) {
        struct rxt_words command = {0};
        for (size_t i = 0; i < args->n_behind; i++) {
            rxt_words_add(&command, "%s", args->words[i]);
        }
        err = command.failed ? rxt_fail(RXT_E_MEMORY, "no room for a command")
                             : add_copies(program, NULL, &command, args->copies);
        rxt_words_free(&command);
    }
    return err;
}

/* What an option says takes the place of what a recipe said. */
static enum rxt_err set_text(char **out, const char *text)
{
    if (text) {
        free(*out);
        *out = strdup(text);
    }
    return text && !*out ? rxt_fail(RXT_E_MEMORY, "no room for an option") : RXT_OK;
}

static void drop(char **text)
{
    free(*text);
    *text = NULL;
}

/* A recipe, less what another number or another answer leaves without meaning. */
static enum rxt_err add_recipe(const struct rxt_args *args, struct rxt_program *program)
{
    const enum rxt_err err = args->recipe ? rxt_recipe_apply(args->recipe, program) : RXT_OK;
    if (args->metric) {
        drop(&program->metric_file);
        drop(&program->unit);
        program->take = RXT_TAKE_LAST;
        program->higher_is_better = false;
    }
    program->tolerance = args->answer ? 0.0 : program->tolerance;
    return err;
}

static enum rxt_err set_line(struct rxt_words *out, const char *line, const char *option)
{
    if (!line) {
        return RXT_OK;
    }
    rxt_words_free(out);
    const enum rxt_err err = rxt_program_split(line, option, out);
    return err == RXT_OK && out->n == 0 ? rxt_fail(RXT_E_USAGE, "%s '%s' names no program", option, line)
                                        : err;
}

static enum rxt_err set_list(struct rxt_words *out, const struct rxt_words *list)
{
    if (list->n > 0) {
        rxt_words_free(out);
    }
    for (size_t i = 0; i < list->n; i++) {
        rxt_words_add(out, "%s", list->word[i]);
    }
    return out->failed ? rxt_fail(RXT_E_MEMORY, "no room for an option") : RXT_OK;
}

static enum rxt_err set_lists(const struct rxt_args *args, struct rxt_program *program)
{
    const struct {
        struct rxt_words *out;
        const struct rxt_words *list;
    } lists[] = {
        {&program->env, &args->env},
        {&program->whens, &args->whens},
        {&program->ranks_rules, &args->ranks},
        {&program->threads_rules, &args->threads},
        {&program->templates, &args->templates},
        {&program->inputs, &args->inputs},
    };
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < sizeof lists / sizeof *lists && err == RXT_OK; i++) {
        err = set_list(lists[i].out, lists[i].list);
    }
    if (!err) {
        err = set_line(&program->prepare, args->prepare, "--prepare");
    }
    if (!err) {
        err = set_line(&program->check, args->check, "--check");
    }
    return err == RXT_OK ? set_line(&program->launcher, args->launcher_template, "--launcher-template") : err;
}

static enum rxt_err set_texts(const struct rxt_args *args, struct rxt_program *program)
{
    const struct {
        char **out;
        const char *text;
    } texts[] = {
        {&program->stdin_file, args->stdin_file},
        {&program->workdir, args->workdir},
        {&program->metric, args->metric},
        {&program->metric_file, args->metric_file},
        {&program->unit, args->unit},
        {&program->expect, args->expect},
        {&program->answer, args->answer},
    };
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && err == RXT_OK; i++) {
        err = set_text(texts[i].out, texts[i].text);
    }
    return err == RXT_OK && args->take ? rxt_take_parse(args->take, &program->take) : err;
}

static enum rxt_err set_start(const struct rxt_args *args, struct rxt_program *program)
{
    const bool is_one = args->launcher && !strcmp(args->launcher, "none");
    if (args->launcher && args->launcher_template) {
        return rxt_fail(RXT_E_USAGE,
                        "--launcher none starts one process, --launcher-template many: give one of the two");
    }
    program->start = is_one ? RXT_START_ONE : args->launcher_template ? RXT_START_LINE : program->start;
    program->prepare_timeout_s =
        args->prepare_timeout_s > 0.0 ? args->prepare_timeout_s : program->prepare_timeout_s;
    program->tolerance = args->tolerance > 0.0 ? args->tolerance : program->tolerance;
    program->n_warmup = args->warmup > 0 ? (int)args->warmup : program->n_warmup;
    program->keep |= args->keep;
    program->no_preload |= args->no_preload;
    program->higher_is_better |= args->higher;
    return RXT_OK;
}

enum rxt_err rxt_program_from(const struct rxt_args *args, bool is_elsewhere, struct rxt_program *out)
{
    *out = (struct rxt_program){.n_subjects = 0};
    if (args->scaling && !strcmp(args->scaling, "weak")) {
        return rxt_fail(
            RXT_E_USAGE,
            "--scaling weak grows a kernel's size, and a program's is its own: let its arguments grow "
            "by {ranks} or {cores}, compare a rate by --metric, and give --scaling strong");
    }
    enum rxt_err err = add_subjects(args, out);
    if (!err) {
        err = add_recipe(args, out);
    }
    if (!err) {
        err = set_lists(args, out);
    }
    if (!err) {
        err = set_texts(args, out);
    }
    if (!err) {
        err = set_start(args, out);
    }
    if (!err) {
        err = rxt_program_check(out);
    }
    return err == RXT_OK && !is_elsewhere ? rxt_program_find_files(out) : err;
}

enum rxt_err rxt_program_hint(const struct rxt_args *args)
{
    char path[4096];
    const char *word = args->n_words > 0 ? args->words[0] : "";
    if (strstr(word, ".so")) { /* a plug-in may be marked as executable */
        return RXT_OK;
    }
    for (size_t k = 0; rxt_kernels[k]; k++) {
        if (!strcmp(rxt_kernels[k]->name, word)) {
            return RXT_OK;
        }
    }
    return word[0] && rxt_program_find(word, path, sizeof path)
               ? rxt_fail(RXT_E_USAGE,
                          "no kernel is called '%s'; a program goes behind '--': rxt study -- %s", word, word)
               : RXT_OK;
}
