/* SPDX-License-Identifier: BSD-3-Clause
 * program_json.c - a program's definition as JSON, and back.
 */
#include "program_parts.h"

#include "bytes.h"
#include "json.h"

#include <stdlib.h>
#include <string.h>

static const char *const starts[] = {
    [RXT_START_LAUNCHER] = "launcher", [RXT_START_ONE] = "one process", [RXT_START_LINE] = "template"};

json_t *rxt_program_to_json(const struct rxt_program *program, size_t subject)
{
    const struct rxt_program_subject *s = &program->subjects[subject];
    json_t *json = json_pack("{s:o, s:i, s:s, s:b, s:b, s:b, s:s, s:f, s:i, s:f}", "command",
                             rxt_words_to_json(&s->command), "copies", s->n_copies, "start",
                             starts[program->start], "keep", program->keep, "no_preload", program->no_preload,
                             "higher_is_better", program->higher_is_better, "take",
                             rxt_take_name(program->take), "tolerance", program->tolerance, "warmup",
                             program->n_warmup, "prepare_timeout_s", program->prepare_timeout_s);
#define ADD_TEXT(name) json_object_set_new(json, #name, rxt_text_to_json(program->name));
#define ADD_LIST(name) json_object_set_new(json, #name, rxt_words_to_json(&program->name));
    RXT_PROGRAM_TEXTS(ADD_TEXT)
    RXT_PROGRAM_LISTS(ADD_LIST)
    return json;
}

static enum rxt_err refuse(const char *field)
{
    return rxt_fail(RXT_E_INPUT, "field '%s' of a program's definition is none that rxt wrote", field);
}

/* Bytes that hold a NUL are no word. */
static bool take_bytes(const json_t *value, struct rxt_text *out)
{
    return rxt_bytes_from_json(value, out) && !out->failed && strlen(rxt_text_of(out)) == out->n;
}

static enum rxt_err take_text(const json_t *json, const char *field, char **out)
{
    const json_t *value = json_object_get(json, field);
    struct rxt_text text = {0};
    if (!value || json_is_null(value)) {
        return RXT_OK;
    }
    *out = take_bytes(value, &text) ? strdup(rxt_text_of(&text)) : NULL;
    rxt_text_free(&text);
    return *out ? RXT_OK : refuse(field);
}

static enum rxt_err take_list(const json_t *json, const char *field, struct rxt_words *out)
{
    const json_t *list = json_object_get(json, field), *value;
    size_t i;
    bool is_right = !list || json_is_array(list);
    json_array_foreach(list, i, value)
    {
        struct rxt_text text = {0};
        is_right = is_right && take_bytes(value, &text);
        rxt_words_add(out, "%s", rxt_text_of(&text));
        rxt_text_free(&text);
    }
    return is_right && !out->failed ? RXT_OK : refuse(field);
}

static enum rxt_err take_start(const json_t *json, enum rxt_program_start *out)
{
    const char *text = rxt_json_text_at(json, "start", "");
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (!strcmp(starts[i], text)) {
            *out = (enum rxt_program_start)i;
            return RXT_OK;
        }
    }
    return refuse("start");
}

static enum rxt_err take_subject(const json_t *json, const char *name, struct rxt_program *out)
{
    const json_int_t n = json_integer_value(json_object_get(json, "copies"));
    if (n < 1 || n > RXT_MAX_WORKERS) {
        return refuse("copies");
    }
    out->subjects = calloc(1, sizeof *out->subjects);
    if (!out->subjects || !rxt_is_name(name)) {
        return refuse("name");
    }
    out->n_subjects = 1;
    out->subjects[0].name = strdup(name);
    out->subjects[0].n_copies = (int)n;
    const enum rxt_err err = take_list(json, "command", &out->subjects[0].command);
    return err == RXT_OK && (!out->subjects[0].name || out->subjects[0].command.n == 0) ? refuse("command")
                                                                                        : err;
}

static enum rxt_err take_numbers(const json_t *json, struct rxt_program *out)
{
    out->keep = json_is_true(json_object_get(json, "keep"));
    out->no_preload = json_is_true(json_object_get(json, "no_preload"));
    out->higher_is_better = json_is_true(json_object_get(json, "higher_is_better"));
    out->tolerance = json_number_value(json_object_get(json, "tolerance"));
    out->prepare_timeout_s = json_number_value(json_object_get(json, "prepare_timeout_s"));
    const json_int_t n = json_integer_value(json_object_get(json, "warmup"));
    out->n_warmup = n > 0 && n <= RXT_MAX_WORKERS ? (int)n : 0;
    return rxt_take_parse(rxt_json_text_at(json, "take", ""), &out->take);
}

enum rxt_err rxt_program_from_json(const json_t *json, const char *name, struct rxt_program *out)
{
    *out = (struct rxt_program){.n_subjects = 0};
    enum rxt_err err = take_subject(json, name, out);
#define TAKE_TEXT(field) err = err == RXT_OK ? take_text(json, #field, &out->field) : err;
#define TAKE_LIST(field) err = err == RXT_OK ? take_list(json, #field, &out->field) : err;
    RXT_PROGRAM_TEXTS(TAKE_TEXT)
    RXT_PROGRAM_LISTS(TAKE_LIST)
    if (!err) {
        err = take_start(json, &out->start);
    }
    return err == RXT_OK ? take_numbers(json, out) : err;
}
