/* SPDX-License-Identifier: BSD-3-Clause
 * decide_choice.c - one answer out of decisions that were written: of which machine, for which subject, which layout.
 */
#include "decide_choice.h"

#include "decide_valid.h"
#include "json.h"
#include "launch.h"
#include "text.h"

#include <stdio.h>
#include <string.h>

/* A layout that may be missing. */
static enum rxt_err check_layout(const json_t *row, const char *key)
{
    struct rxt_layout ignored;
    const json_t *value = json_object_get(row, key);
    if (!value || json_is_null(value)) {
        return RXT_OK;
    }
    const char *text = json_string_value(value);
    return !text ? rxt_fail(RXT_E_INPUT, "field '%s' of a decision is no text", key)
           : rxt_layout_parse(text, &ignored) != RXT_OK
               ? rxt_fail(RXT_E_INPUT, "field '%s' of a decision: %s", key, rxt_reason())
               : RXT_OK;
}

enum rxt_err rxt_decision_check(const json_t *decision)
{
    static const char *const layouts[] = {"best", "recommended", "default_layout"};
    const char *schema = rxt_json_text_at(decision, "schema", NULL);
    const json_t *rows = json_object_get(decision, "kernels"), *row;
    size_t i;
    if (!schema || strcmp(schema, RXT_SCHEMA_DECISION) != 0 || json_array_size(rows) == 0) {
        return rxt_fail(RXT_E_INPUT, "it is no decision of rxt (schema " RXT_SCHEMA_DECISION ")");
    }
    json_array_foreach(rows, i, row)
    {
        const char *name = rxt_json_text_at(row, "kernel", NULL);
        enum rxt_err err = name && rxt_is_name(name)
                               ? RXT_OK
                               : rxt_fail(RXT_E_INPUT, "'%.64s' is no name of a subject", name ? name : "");
        const char *runs = rxt_json_text_at(row, "runs", name);
        if (err == RXT_OK && !rxt_is_name(runs)) {
            err = rxt_fail(RXT_E_INPUT, "'%.64s' is no name of a kernel", runs);
        }
        for (size_t l = 0; l < sizeof layouts / sizeof *layouts && err == RXT_OK; l++) {
            err = check_layout(row, layouts[l]);
        }
        if (err != RXT_OK) {
            return err;
        }
    }
    return RXT_OK;
}

static const json_t *row_of(const json_t *decision, const char *subject)
{
    const json_t *rows = json_object_get(decision, "kernels"), *row, *found = NULL;
    size_t i;
    json_array_foreach(rows, i, row)
    {
        const char *name = rxt_json_text_at(row, "kernel", NULL);
        found = name && !strcmp(name, subject) ? row : found;
    }
    return found;
}

static const json_t *machine_of(const json_t *decision)
{
    return json_object_get(json_object_get(decision, "conditions"), "machine");
}

/* Nothing is known to differ, and something is known. */
static bool is_of(const json_t *decision, const json_t *machine)
{
    const json_t *then = machine_of(decision);
    return json_object_size(then) > 0 && rxt_conditions_compare(then, machine, NULL, NULL) == 0;
}

/* The machines that decisions are of, for whoever looks for another. */
static void list_machines(const json_t *list, struct rxt_text *out)
{
    const json_t *decision;
    size_t i;
    json_array_foreach(list, i, decision)
    {
        const char *host = rxt_json_text_at(decision, "host", NULL),
                   *cpu = rxt_json_text_at(machine_of(decision), "cpu", NULL);
        rxt_text_add(out, "%s%.64s (%.80s, %lld cores)", i > 0 ? ", " : "", host ? host : "unknown host",
                     cpu ? cpu : "unknown CPU",
                     (long long)json_integer_value(json_object_get(machine_of(decision), "cores")));
    }
}

const json_t *rxt_decision_for(const json_t *list, const json_t *machine, const char *subject)
{
    const json_t *decision, *newest = NULL;
    size_t i;
    if (json_array_size(list) == 1) {
        return json_array_get(list, 0);
    }
    json_array_foreach(list, i, decision)
    {
        const char *date = rxt_json_text_at(decision, "date", NULL),
                   *best = rxt_json_text_at(newest, "date", NULL);
        if (is_of(decision, machine) && (!subject || row_of(decision, subject)) &&
            (!newest || strcmp(date ? date : "", best ? best : "") > 0)) {
            newest = decision;
        }
    }
    if (!newest) {
        struct rxt_text machines = {0};
        list_machines(list, &machines);
        (void)rxt_fail(RXT_E_WRONG,
                       "no decision%s%s is of a machine like this one, but of: %s; study it here",
                       subject ? " for " : "", subject ? subject : "", rxt_text_of(&machines));
        rxt_text_free(&machines);
    }
    return newest;
}

/* The names of all subjects, and the one that is nearest to what was asked for. */
static enum rxt_err refuse(const json_t *decision, const char *subject)
{
    const json_t *rows = json_object_get(decision, "kernels"), *row;
    struct rxt_text names = {0};
    size_t i;
    json_array_foreach(rows, i, row)
    {
        rxt_text_add(&names, "%s%s", i > 0 ? ", " : "", rxt_json_text_at(row, "kernel", NULL));
    }
    const enum rxt_err err =
        subject
            ? rxt_fail(RXT_E_USAGE, "the study has no subject '%s', but: %s", subject, rxt_text_of(&names))
            : rxt_fail(RXT_E_USAGE, "the study has several subjects: choose one by --subject, of: %s",
                       rxt_text_of(&names));
    rxt_text_free(&names);
    return err;
}

/* Step over one word and the blank behind it; false: there is none. */
static bool next_word(const char **line, char *out, size_t n_bytes)
{
    const size_t n = rxt_word_bytes(*line);
    snprintf(out, n_bytes, "%.*s", n < n_bytes ? (int)n : 0, *line);
    *line += n;
    *line += **line == ' ';
    return n > 0;
}

/* A launcher's words and rxt, as rxt writes them, and behind them "run" that ends with this layout, or "bind" that begins
 * with it. */
static bool is_launch_of(const char *launch, const char *layout)
{
    char word[64], before[64] = "", last[64] = "", start[4096];
    const char *at = launch;
    if (!rxt_is_words(launch)) {
        return false;
    }
    while (next_word(&at, word, sizeof word) && strcmp(word, "run") != 0 && strcmp(word, "bind") != 0) {
    }
    const size_t n_word = strlen(word), n_start = (size_t)(at - launch);
    if (!*at || n_start < n_word + 2 || n_start - n_word - 2 >= sizeof start) {
        return false;
    }
    snprintf(start, sizeof start, "%.*s", (int)(n_start - n_word - 2), launch);
    if (!rxt_launch_line_is_own(start)) {
        return false;
    }
    if (!strcmp(word, "bind")) {
        return next_word(&at, word, sizeof word) && !strcmp(word, layout);
    }
    while (next_word(&at, word, sizeof word)) {
        if (!strcmp(before, "--layout")) {
            snprintf(last, sizeof last, "%s", word);
        }
        snprintf(before, sizeof before, "%s", word);
    }
    return !strcmp(last, layout);
}

static bool subject_is_program(const json_t *row)
{
    const char *family = rxt_json_text_at(row, "subject", NULL);
    return family && !strcmp(family, "program");
}

/* A program is started as its user wants it, so that its line is any words, with `bind` and this layout among them. */
static bool binds(const char *launch, const char *layout)
{
    char word[64], before[64] = "";
    bool is = false;
    for (const char *at = launch; next_word(&at, word, sizeof word);) {
        is |= !strcmp(before, "bind") && !strcmp(word, layout);
        snprintf(before, sizeof before, "%s", word);
    }
    return is && rxt_is_words(launch);
}

enum rxt_err rxt_choice_make(const json_t *decision, const char *subject, struct rxt_choice *out)
{
    const json_t *rows = json_object_get(decision, "kernels");
    const json_t *row = subject                      ? row_of(decision, subject)
                        : json_array_size(rows) == 1 ? json_array_get(rows, 0)
                                                     : NULL;
    *out = (struct rxt_choice){.row = row};
    if (!row) {
        return refuse(decision, subject);
    }
    const char *recommended = rxt_json_text_at(row, "recommended", NULL),
               *best = rxt_json_text_at(row, "best", NULL);
    const char *plain = rxt_json_text_at(row, "default_layout", NULL),
               *launch = rxt_json_text_at(row, "launch", NULL);
    out->subject = rxt_json_text_at(row, "kernel", NULL);
    out->kernel = rxt_json_text_at(row, "runs", out->subject);
    out->plugin = json_object_get(row, "plugin");
    if (!recommended && !best) {
        return rxt_fail(RXT_E_WRONG, "the study found no layout for %s: none gave a time that counts",
                        out->subject);
    }
    const enum rxt_err err = rxt_layout_parse(recommended ? recommended : best, &out->layout);
    if (err != RXT_OK || (plain && rxt_layout_parse(plain, &out->plain) != RXT_OK)) {
        return RXT_E_INPUT;
    }
    rxt_layout_text(&out->layout, out->text, sizeof out->text);
    out->is_program = subject_is_program(row);
    out->is_one_process =
        !strcmp(rxt_json_text_at(json_object_get(row, "definition"), "start", ""), "one process");
    const bool is_own =
        launch && (out->is_program ? binds(launch, out->text) : is_launch_of(launch, out->text));
    out->launch = is_own ? launch : NULL;
    out->is_open = !json_is_number(json_object_get(row, "regret"));
    out->is_busy = json_is_true(json_object_get(row, "busy"));
    return RXT_OK;
}
