/* SPDX-License-Identifier: BSD-3-Clause
 * report_machine.c - the header of a study as Markdown: how, on what, with what it was measured.
 */
#include "report_machine.h"

#include "json.h"
#include "report_parts.h"

#include <stdlib.h>
#include <string.h>

void rxt_markdown_text(struct rxt_text *out, const char *text)
{
    struct rxt_text line = {0};
    rxt_text_add_line(&line, text, strlen(text));
    for (text = rxt_text_of(&line); *text; text++) {
        rxt_text_add(out, "%s", strchr("|\\`*_<>[]#~&$", *text) ? "\\" : "");
        rxt_text_add_bytes(out, text, 1);
    }
    out->failed |= line.failed;
    rxt_text_free(&line);
}

void rxt_markdown_shell(struct rxt_text *out, const char *line)
{
    size_t n_fence = 3, n = 0;
    for (const char *c = line; *c; c++) {
        n = *c == '`' ? n + 1 : 0;
        n_fence = n >= n_fence ? n + 1 : n_fence;
    }
    for (int end = 0; end < 2; end++) {
        rxt_text_add(out, "\n");
        for (size_t i = 0; i < n_fence; i++) {
            rxt_text_add(out, "`");
        }
        if (!end) {
            rxt_text_add(out, "sh\n");
            rxt_text_add_line(out, line, strlen(line));
        }
    }
    rxt_text_add(out, "\n");
}

static void add_value(struct rxt_text *out, const json_t *value)
{
    if (json_is_string(value)) {
        rxt_markdown_text(out, json_string_value(value));
    } else if (!value || json_is_null(value)) {
        rxt_text_add(out, "not measured");
    } else {
        json_t *shown = json_is_real(value) ? rxt_json_count(json_real_value(value))
                                            : json_incref((json_t *)(uintptr_t)value);
        char *text = json_dumps(shown, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(9));
        rxt_markdown_text(out, text ? text : "");
        out->failed |= !text;
        free(text);
        json_decref(shown);
    }
}

/* One table row a value; an object inside an object gives rows "outer inner". */
static void add_rows(struct rxt_text *out, const char *outer, const json_t *object)
{
    const char *key;
    const json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        struct rxt_text name = {0};
        rxt_text_add(&name, "%s%s%s", outer, *outer ? " " : "", key);
        if (json_is_object(value)) {
            add_rows(out, rxt_text_of(&name), value);
        } else {
            rxt_text_add(out, "| ");
            rxt_markdown_text(out, rxt_text_of(&name));
            rxt_text_add(out, " | ");
            add_value(out, value);
            rxt_text_add(out, " |\n");
        }
        rxt_text_free(&name);
    }
}

static void add_table(struct rxt_text *out, const char *title, const json_t *object)
{
    rxt_text_add(out, "\n### ");
    rxt_markdown_text(out, title);
    rxt_text_add(out, "\n\n");
    if (json_object_size(object) == 0) {
        rxt_text_add(out, "Nothing is recorded.\n");
        return;
    }
    rxt_text_add(out, "| name | value |\n|---|---|\n");
    add_rows(out, "", object);
}

void rxt_markdown_machine(struct rxt_text *out, const struct rxt_study *study)
{
    static const char *const groups[][2] = {
        {"machine", "Machine"}, {"build", "Build"}, {"versions", "Versions"}, {"environment", "Environment"}};
    if (json_is_object(json_object_get(study->header->json, "job"))) {
        add_table(out, "Job", json_object_get(study->header->json, "job"));
    }
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        add_table(out, groups[g][1], json_object_get(study->header->json, groups[g][0]));
    }
}

void rxt_markdown_measured(struct rxt_text *out, const struct rxt_study *study)
{
    static const char *const keys[] = {"name",         "date",           "launcher", "binds",
                                       "rounds",       "reps",           "seed",     "sched",
                                       "indifference", "default_layout", "smt",      "oversubscribe"};
    rxt_text_add(out, "\n%s\n\n| name | value |\n|---|---|\n", rxt_report_how);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        rxt_text_add(out, "| ");
        rxt_markdown_text(out, keys[i]);
        rxt_text_add(out, " | ");
        add_value(out, json_object_get(study->header->json, keys[i]));
        rxt_text_add(out, " |\n");
    }
}

void rxt_markdown_kernels(struct rxt_text *out, const struct rxt_study *study)
{
    size_t k;
    const json_t *kernel;
    json_array_foreach(json_object_get(study->header->json, "kernels"), k, kernel)
    {
        const char *name = json_string_value(json_object_get(kernel, "name"));
        add_table(out, name ? name : "a kernel without a name", json_object_get(kernel, "params"));
    }
}
