/* SPDX-License-Identifier: BSD-3-Clause
 * journal_check.c - what a record of a journal must be before anything is made of it.
 *
 * A journal may be somebody else's. Names of kernels become names of files, layouts are compared with each other: both are
 * what they should be, or the journal is refused. A study has no more of them than people can read.
 */
#include "journal.h"

#include "text.h"

#include <string.h>

enum { MOST_KERNELS = 1000, MOST_LAYOUTS = 10000, MOST_ROWS = 200000 };

static enum rxt_err check_name(const json_t *name)
{
    const char *text = json_string_value(name);
    if (text && rxt_is_name(text)) {
        return RXT_OK;
    }
    struct rxt_text shown = {0};
    rxt_text_add_clean(&shown, text ? text : "", text ? strnlen(text, RXT_NAME_MOST + 1) : 0);
    const enum rxt_err err =
        rxt_fail(RXT_E_INPUT,
                 "'%s' is no name of a kernel: letters, digits and . _ + - alone, at most "
                 "%d, a letter or digit first",
                 rxt_text_of(&shown), RXT_NAME_MOST);
    rxt_text_free(&shown);
    return err;
}

static enum rxt_err check_layout(const json_t *layout)
{
    struct rxt_layout ignored;
    const char *text = json_string_value(layout);
    return !text                                        ? rxt_fail(RXT_E_INPUT, "a layout is no text")
           : rxt_layout_parse(text, &ignored) != RXT_OK ? rxt_fail(RXT_E_INPUT, "%s", rxt_reason())
                                                        : RXT_OK;
}

/* Note a text among those that were seen. */
static enum rxt_err see(json_t *seen, const char *what, const char *text)
{
    if (json_object_get(seen, text)) {
        return rxt_fail(RXT_E_INPUT, "the header names %s '%s' twice", what, text);
    }
    return json_object_set_new(seen, text, json_true()) == 0 ? RXT_OK
                                                             : rxt_fail(RXT_E_MEMORY, "no room for a header");
}

static enum rxt_err check_kernels(const json_t *kernels)
{
    json_t *seen = json_object();
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < json_array_size(kernels) && err == RXT_OK; i++) {
        const json_t *name = json_object_get(json_array_get(kernels, i), "name"),
                     *runs = json_object_get(json_array_get(kernels, i), "runs");
        err = check_name(name);
        if (err == RXT_OK && runs) { /* it goes into a line to paste */
            err = check_name(runs);
        }
        if (!err) {
            err = see(seen, "kernel", json_string_value(name));
        }
    }
    json_decref(seen);
    return err;
}

static enum rxt_err check_layouts(const json_t *layouts)
{
    json_t *seen = json_object();
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < json_array_size(layouts) && err == RXT_OK; i++) {
        struct rxt_layout layout;
        char text[RXT_LAYOUT_BYTES];
        err = check_layout(json_array_get(layouts, i));
        if (err == RXT_OK &&
            rxt_layout_parse(json_string_value(json_array_get(layouts, i)), &layout) == RXT_OK) {
            err = see(seen, "layout", rxt_layout_text(&layout, text, sizeof text));
        }
    }
    json_decref(seen);
    return err;
}

enum rxt_err rxt_journal_fits(size_t n_kernels, size_t n_layouts)
{
    return n_kernels <= MOST_KERNELS && n_layouts <= MOST_LAYOUTS && n_kernels * n_layouts <= MOST_ROWS
               ? RXT_OK
               : rxt_fail(RXT_E_INPUT,
                          "%zu kernel%s and %zu layouts are too many: a study has at most %d, %d, and %d "
                          "pairs of them",
                          n_kernels, n_kernels == 1 ? "" : "s", n_layouts, MOST_KERNELS, MOST_LAYOUTS,
                          MOST_ROWS);
}

static enum rxt_err check_header(const json_t *header)
{
    const json_t *kernels = json_object_get(header, "kernels"), *layouts = json_object_get(header, "layouts");
    const json_t *plain = json_object_get(header, "default_layout");
    const size_t n_kernels = json_array_size(kernels), n_layouts = json_array_size(layouts);
    enum rxt_err err = rxt_journal_fits(n_kernels, n_layouts);
    if (!err) {
        err = check_kernels(kernels);
    }
    if (!err) {
        err = check_layouts(layouts);
    }
    return err == RXT_OK && plain && !json_is_null(plain) ? check_layout(plain) : err;
}

static enum rxt_err check_launch(const json_t *record)
{
    const json_t *subjects = json_object_get(record, "subjects");
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < json_array_size(subjects) && err == RXT_OK; i++) {
        err = check_name(json_array_get(subjects, i));
    }
    return err == RXT_OK ? check_layout(json_object_get(record, "layout")) : err;
}

enum rxt_err rxt_record_check(const json_t *record)
{
    const char *schema = json_string_value(json_object_get(record, "schema"));
    const json_t *kernel = json_object_get(record, "kernel");
    if (!schema) {
        return rxt_fail(RXT_E_INPUT, "no field 'schema'");
    }
    if (!strcmp(schema, RXT_SCHEMA_STUDY)) {
        return check_header(record);
    }
    if (!strcmp(schema, RXT_SCHEMA_LAUNCH)) {
        return check_launch(record);
    }
    const bool is_failure = !strcmp(schema, RXT_SCHEMA_FAILURE);
    if (!is_failure && strcmp(schema, RXT_SCHEMA_SAMPLE) != 0) {
        return RXT_OK;
    }
    const enum rxt_err err = is_failure && (!kernel || json_is_null(kernel)) ? RXT_OK : check_name(kernel);
    return err == RXT_OK ? check_layout(json_object_get(record, "layout")) : err;
}
