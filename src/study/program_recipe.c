/* SPDX-License-Identifier: BSD-3-Clause
 * program_recipe.c - a file of JSON becomes a part of a program's definition.
 */
#include "program_recipe.h"

#include "finder.h"
#include "launch_rank.h"
#include "program_parts.h"

#include <jansson.h>

#include <dirent.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum kind { TEXT, LIST, WORDS, REAL, YES, TAKE, STARTER, ARGUMENTS, TOLD };

/* What a recipe may say: an option of a study by its name, and its place in a program. TOLD is for readers. */
static const struct field {
    const char *name;
    enum kind kind;
    size_t at;
} fields[] = {
#define AT(member) offsetof(struct rxt_program, member)
    {"schema", TOLD, 0},
    {"name", TOLD, 0},
    {"what", TOLD, 0},
    {"tested", TOLD, 0},
    {"example", TOLD, 0},
    {"notes", TOLD, 0},
    {"metric", TEXT, AT(metric)},
    {"metric-file", TEXT, AT(metric_file)},
    {"unit", TEXT, AT(unit)},
    {"take", TAKE, AT(take)},
    {"higher-is-better", YES, AT(higher_is_better)},
    {"expect", TEXT, AT(expect)},
    {"answer", TEXT, AT(answer)},
    {"tolerance", REAL, AT(tolerance)},
    {"check", WORDS, AT(check)},
    {"ranks", LIST, AT(ranks_rules)},
    {"threads", LIST, AT(threads_rules)},
    {"when", LIST, AT(whens)},
    {"env", LIST, AT(env)},
    {"template", LIST, AT(templates)},
    {"copy", LIST, AT(inputs)},
    {"prepare", WORDS, AT(prepare)},
    {"stdin", TEXT, AT(stdin_file)},
    {"launcher", STARTER, AT(start)},
    {"arguments", ARGUMENTS, 0},
#undef AT
};
enum { N_FIELDS = sizeof fields / sizeof *fields };

static const struct field *field_of(const char *name)
{
    for (size_t i = 0; i < N_FIELDS; i++) {
        if (!strcmp(fields[i].name, name)) {
            return &fields[i];
        }
    }
    return NULL;
}

static enum rxt_err unknown_field(const char *path, const char *name)
{
    const char *names[N_FIELDS];
    for (size_t i = 0; i < N_FIELDS; i++) {
        names[i] = fields[i].name;
    }
    const char *near = rxt_nearest(name, names, N_FIELDS);
    return rxt_fail(RXT_E_INPUT, "the recipe %s has a field '%s' that means nothing%s%s%s", path, name,
                    near ? ": did you mean '" : "", near ? near : "", near ? "'?" : "");
}

static bool are_texts(const json_t *list)
{
    bool are = json_is_array(list);
    for (size_t i = 0; i < json_array_size(list); i++) {
        are &= json_is_string(json_array_get(list, i));
    }
    return are;
}

static bool are_lists(const json_t *list)
{
    bool are = json_is_array(list);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *words = json_array_get(list, i);
        are &= are_texts(words) && json_array_size(words) > 0;
    }
    return are;
}

/* What a field must be; NULL: it is. */
static const char *wants(const struct field *field, const json_t *value)
{
    const char *text = json_string_value(value);
    enum rxt_take take;
    switch (field->kind) {
    case TEXT:
        return text && *text ? NULL : "a text";
    case LIST:
    case WORDS:
        return are_texts(value) ? NULL : "a list of texts";
    case REAL:
        return json_is_number(value) && json_number_value(value) >= 0.0 && json_number_value(value) <= 1.0
                   ? NULL
                   : "a number from 0 to 1";
    case YES:
        return json_is_boolean(value) ? NULL : "true or false";
    case TAKE:
        return text && rxt_take_parse(text, &take) == RXT_OK ? NULL : "last, first, sum or max";
    case STARTER:
        return text && !strcmp(text, "none") ? NULL : "\"none\", or not there";
    case ARGUMENTS:
        return are_lists(value) ? NULL : "a list of lists of texts";
    case TOLD:
        break;
    }
    return NULL;
}

static enum rxt_err set_text(char **out, const char *text)
{
    free(*out);
    *out = strdup(text);
    return *out ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for a recipe");
}

static enum rxt_err add_texts(struct rxt_words *out, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        rxt_words_add(out, "%s", json_string_value(json_array_get(list, i)));
    }
    return out->failed ? rxt_fail(RXT_E_MEMORY, "no room for a recipe") : RXT_OK;
}

/* Does a command say this argument already? Up to what is filled in: "-T{cores}" is said by "-T4". */
static bool has_argument(const struct rxt_words *command, const char *argument)
{
    const size_t n = strcspn(argument, "{");
    bool has = false;
    for (size_t i = 1; i < command->n; i++) {
        has |= argument[n] ? !strncmp(command->word[i], argument, n) : !strcmp(command->word[i], argument);
    }
    return has;
}

static enum rxt_err add_arguments(struct rxt_program *program, const json_t *arguments)
{
    enum rxt_err err = RXT_OK;
    for (size_t s = 0; s < program->n_subjects; s++) {
        struct rxt_words *command = &program->subjects[s].command;
        for (size_t i = 0; i < json_array_size(arguments) && err == RXT_OK; i++) {
            const json_t *words = json_array_get(arguments, i);
            const char *first = json_string_value(json_array_get(words, 0));
            err = has_argument(command, first) ? RXT_OK : add_texts(command, words);
        }
    }
    return err;
}

static enum rxt_err set(const struct field *field, const json_t *value, struct rxt_program *program)
{
    void *at = (char *)program + field->at;
    switch (field->kind) {
    case TEXT:
        return set_text(at, json_string_value(value));
    case LIST:
    case WORDS:
        return add_texts(at, value);
    case REAL:
        *(double *)at = json_number_value(value);
        return RXT_OK;
    case YES:
        *(bool *)at = json_is_true(value);
        return RXT_OK;
    case TAKE:
        return rxt_take_parse(json_string_value(value), at);
    case STARTER:
        program->start = RXT_START_ONE;
        return RXT_OK;
    case ARGUMENTS:
        return add_arguments(program, value);
    case TOLD:
        break;
    }
    return RXT_OK;
}

static enum rxt_err apply(const char *path, const json_t *json, struct rxt_program *program)
{
    const char *schema = json_string_value(json_object_get(json, "schema"));
    const char *name;
    json_t *value;
    enum rxt_err err =
        schema && !strcmp(schema, RXT_SCHEMA_RECIPE)
            ? RXT_OK
            : rxt_fail(RXT_E_INPUT, "the recipe %s must say \"schema\": \"%s\"", path, RXT_SCHEMA_RECIPE);
    json_object_foreach((json_t *)json, name, value)
    {
        const struct field *field = err == RXT_OK ? field_of(name) : NULL;
        const char *want = field ? wants(field, value) : NULL;
        if (err != RXT_OK) {
            break;
        }
        err = !field ? unknown_field(path, name)
              : want ? rxt_fail(RXT_E_INPUT, "'%s' of the recipe %s must be %s", name, path, want)
                     : set(field, value, program);
    }
    return err;
}

static enum rxt_err check_patterns(const char *path, const struct rxt_program *program)
{
    const struct rxt_find_spec find = rxt_program_finds(program);
    const enum rxt_err err = rxt_find_check(&find);
    char why[1024];
    snprintf(why, sizeof why, "%s", rxt_reason());
    return err == RXT_OK ? err : rxt_fail(err, "the recipe %s: %s", path, why);
}

static enum rxt_err read_file(const char *path, json_t **out)
{
    json_error_t error;
    *out = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (*out && !json_is_object(*out)) {
        json_decref(*out);
        *out = NULL;
        return rxt_fail(RXT_E_INPUT, "the recipe %s is no object of JSON", path);
    }
    return *out ? RXT_OK
           : error.line < 0
               ? rxt_fail(RXT_E_INPUT, "the recipe %s cannot be read: %s", path, error.text)
               : rxt_fail(RXT_E_INPUT, "the recipe %s is no JSON: line %d: %s", path, error.line, error.text);
}

/* The names of rxt's own recipes, in order. */
static enum rxt_err list_names(const char *folder, struct rxt_words *out)
{
    struct dirent **entries = NULL;
    const int n = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        const char *end = strrchr(entries[i]->d_name, '.');
        if (end && end > entries[i]->d_name && !strcmp(end, ".json")) {
            rxt_words_add(out, "%.*s", (int)(end - entries[i]->d_name), entries[i]->d_name);
        }
        free(entries[i]);
    }
    free(entries);
    return n < 0 ? rxt_fail(RXT_E_ABSENT, "the recipes in %s cannot be listed: %s", folder, strerror(errno))
           : out->failed ? rxt_fail(RXT_E_MEMORY, "no room for a list of recipes")
                         : RXT_OK;
}

static bool is_file(const char *recipe)
{
    const size_t n = strlen(recipe);
    return strchr(recipe, '/') || (n > 5 && !strcmp(recipe + n - 5, ".json"));
}

/* The file of one of rxt's own recipes. */
static enum rxt_err find(const char *recipe, char *path, size_t n_bytes)
{
    char folder[4096];
    struct rxt_words names = {0};
    bool is_there = false;
    enum rxt_err err = rxt_share_find("recipes", folder, sizeof folder);
    if (!err) {
        err = list_names(folder, &names);
    }
    for (size_t i = 0; i < names.n && err == RXT_OK; i++) {
        is_there |= !strcmp(names.word[i], recipe);
    }
    if (err == RXT_OK && !is_there) {
        const char *near = rxt_nearest(recipe, (const char *const *)names.word, names.n);
        err = rxt_fail(
            RXT_E_USAGE,
            "no recipe is called '%s'%s%s%s: 'rxt study --recipe list' names all, and a file is named with "
            "its folder: ./%s.json",
            recipe, near ? " (did you mean '" : "", near ? near : "", near ? "'?)" : "", recipe);
    }
    snprintf(path, n_bytes, "%s/%s.json", folder, recipe);
    rxt_words_free(&names);
    return err;
}

enum rxt_err rxt_recipe_apply(const char *recipe, struct rxt_program *program)
{
    char path[8192];
    json_t *json = NULL;
    snprintf(path, sizeof path, "%s", recipe);
    enum rxt_err err = is_file(recipe) ? RXT_OK : find(recipe, path, sizeof path);
    if (!err) {
        err = read_file(path, &json);
    }
    if (!err) {
        err = apply(path, json, program);
    }
    if (!err) {
        err = check_patterns(path, program);
    }
    if (!err) {
        err = set_text(&program->recipe, recipe);
    }
    json_decref(json);
    return err;
}

enum rxt_err rxt_recipe_list(struct rxt_text *out)
{
    char folder[4096];
    struct rxt_words names = {0};
    enum rxt_err err = rxt_share_find("recipes", folder, sizeof folder);
    if (!err) {
        err = list_names(folder, &names);
    }
    for (size_t i = 0; i < names.n && err == RXT_OK; i++) {
        char path[8192];
        json_t *json = NULL;
        snprintf(path, sizeof path, "%s/%s.json", folder, names.word[i]);
        err = read_file(path, &json);
        const char *what = json_string_value(json_object_get(json, "what"));
        const char *tested = json_string_value(json_object_get(json, "tested"));
        const char *example = json_string_value(json_object_get(json, "example"));
        rxt_text_add(out, "%-17s %s\n%-17s %s\n%-17s rxt study --recipe %s %s\n", names.word[i],
                     what ? what : "", "", tested ? tested : "untested", "", names.word[i],
                     example ? example : "-- COMMAND ARGS");
        json_decref(json);
    }
    rxt_words_free(&names);
    return err == RXT_OK && out->failed ? rxt_fail(RXT_E_MEMORY, "no room for a list of recipes") : err;
}
