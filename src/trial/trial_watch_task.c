/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_task.c - a task as JSON in letters, and back.
 */
#include "watch_task.h"

#include "bytes.h"
#include "fields.h"
#include "json.h"

#include <jansson.h>

#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The texts of a task, each as bytes that may be anything. */
#define TEXTS(X)                                                                                             \
    X(folder)                                                                                                \
    X(stdin_path)                                                                                            \
    X(layout)                                                                                                \
    X(plan)                                                                                                  \
    X(nonce)
#define FIND_TEXTS(X)                                                                                        \
    X(metric)                                                                                                \
    X(metric_file)                                                                                           \
    X(expect)                                                                                                \
    X(answer)
#define LISTS(X)                                                                                             \
    X(argv)                                                                                                  \
    X(env_set)                                                                                               \
    X(env_unset)
#define FLAGS(X)                                                                                             \
    X(smt)                                                                                                   \
    X(oversubscribe)                                                                                         \
    X(mask_only)                                                                                             \
    X(accounts)                                                                                              \
    X(one_process)

void rxt_task_free(struct rxt_task *task)
{
#define FREE(name)      free(task->name);
#define FREE_FIND(name) free((void *)(uintptr_t)task->find.name);
#define FREE_LIST(name) rxt_words_free(&task->name);
    TEXTS(FREE)
    FIND_TEXTS(FREE_FIND)
    LISTS(FREE_LIST)
    *task = (struct rxt_task){.layout = NULL};
}

static json_t *to_json(const struct rxt_task *task)
{
    json_t *json = json_object();
    int failed = json_object_set_new(json, "schema", json_string(RXT_SCHEMA_TASK));
#define SET(name)      failed |= json_object_set_new(json, #name, rxt_text_to_json(task->name));
#define SET_FIND(name) failed |= json_object_set_new(json, #name, rxt_text_to_json(task->find.name));
#define SET_LIST(name) failed |= json_object_set_new(json, #name, rxt_words_to_json(&task->name));
#define SET_FLAG(name) failed |= json_object_set_new(json, #name, json_boolean(task->name));
    TEXTS(SET)
    FIND_TEXTS(SET_FIND)
    LISTS(SET_LIST)
    FLAGS(SET_FLAG)
    failed |= json_object_set_new(json, "take", json_string(rxt_take_name(task->find.take)));
    failed |= json_object_set_new(json, "timeout_s", rxt_json_real(task->timeout_s));
    failed |= json_object_set_new(json, "slice", json_integer(task->slice));
    failed |= json_object_set_new(json, "n_slices", json_integer(task->n_slices));
    if (failed) {
        json_decref(json);
        return NULL;
    }
    return json;
}

enum rxt_err rxt_task_to_text(const struct rxt_task *task, struct rxt_text *out)
{
    json_t *json = to_json(task);
    char *dumped = json ? json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    json_decref(json);
    const size_t n_before = out->n;
    rxt_bytes_to_letters(dumped ? dumped : "", dumped ? strlen(dumped) : 0, out);
    const bool failed = !dumped || out->failed;
    free(dumped);
    if (failed) {
        return rxt_fail(RXT_E_MEMORY, "no room for the task of a rank");
    }
    return out->n - n_before <= RXT_TASK_MOST
               ? RXT_OK
               : rxt_fail(
                     RXT_E_RANGE,
                     "the words of the program are too long to be handed to its ranks: %zu bytes of %d; put "
                     "them into a file that it reads",
                     out->n - n_before, (int)RXT_TASK_MOST);
}

/* A text without a NUL inside; NULL is one that is not there. */
static bool read_text(const json_t *json, char **out)
{
    struct rxt_text text = {0};
    if (!json || json_is_null(json)) {
        return json != NULL;
    }
    const bool is_right = rxt_bytes_from_json(json, &text) && !memchr(rxt_text_of(&text), '\0', text.n);
    *out = is_right ? strdup(rxt_text_of(&text)) : NULL;
    rxt_text_free(&text);
    return *out != NULL;
}

static bool read_find(const json_t *json, const char **out)
{
    char *text = NULL;
    const bool is_right = read_text(json, &text);
    *out = text;
    return is_right;
}

static bool read_list(const json_t *json, struct rxt_words *out)
{
    bool is_right = json_is_array(json);
    for (size_t i = 0; i < json_array_size(json) && is_right; i++) {
        char *text = NULL;
        is_right = read_text(json_array_get(json, i), &text) && text;
        if (is_right) {
            rxt_words_add(out, "%s", text);
        }
        free(text);
    }
    return is_right && !out->failed;
}

static bool read_flag(const json_t *json, bool *out)
{
    *out = json_is_true(json);
    return json_is_boolean(json);
}

static bool read_json(const json_t *json, struct rxt_task *out)
{
    struct rxt_fields in = {.what = "a task"};
    const char *schema = json_string_value(json_object_get(json, "schema")),
               *take = json_string_value(json_object_get(json, "take"));
    bool is_right = schema && !strcmp(schema, RXT_SCHEMA_TASK);
#define GET(name)      is_right = is_right && read_text(json_object_get(json, #name), &out->name);
#define GET_FIND(name) is_right = is_right && read_find(json_object_get(json, #name), &out->find.name);
#define GET_LIST(name) is_right = is_right && read_list(json_object_get(json, #name), &out->name);
#define GET_FLAG(name) is_right = is_right && read_flag(json_object_get(json, #name), &out->name);
    TEXTS(GET)
    FIND_TEXTS(GET_FIND)
    LISTS(GET_LIST)
    FLAGS(GET_FLAG)
    out->slice = rxt_fields_int(&in, json, "slice", 0, INT_MAX);
    out->n_slices = rxt_fields_int(&in, json, "n_slices", 0, INT_MAX);
    out->timeout_s = rxt_fields_real(&in, json, "timeout_s", 0.0, 1e9);
    return is_right && in.err == RXT_OK && out->slice >= 0 && out->slice <= out->n_slices &&
           !isnan(out->timeout_s) && out->argv.n > 0 && take &&
           rxt_take_parse(take, &out->find.take) == RXT_OK;
}

enum rxt_err rxt_task_from_text(const char *text, struct rxt_task *out)
{
    struct rxt_text letters = {0};
    *out = (struct rxt_task){.layout = NULL};
    const bool is_whole = rxt_bytes_from_letters(text, strlen(text), &letters);
    json_t *json = is_whole ? json_loadb(rxt_text_of(&letters), letters.n, 0, NULL) : NULL;
    const bool is_right = read_json(json, out);
    json_decref(json);
    rxt_text_free(&letters);
    return is_right ? RXT_OK
                    : rxt_fail(RXT_E_INPUT, RXT_TASK_VARIABLE
                               " holds no task of this version of rxt: it is set by rxt study for "
                               "its ranks alone; unset it");
}
