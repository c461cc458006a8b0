/* SPDX-License-Identifier: BSD-3-Clause
 * report_header.c - what the header of a study tells: how, on what, with what it was measured.
 */
#include "report_parts.h"

#include "json.h"

#include <stdlib.h>

static void add_value(struct rxt_document *out, const json_t *value)
{
    if (!value || json_is_null(value) || json_is_string(value)) {
        rxt_document_row(out, json_is_string(value) ? json_string_value(value) : "not measured", NULL);
        return;
    }
    json_t *shown = json_is_real(value) ? rxt_json_count(json_real_value(value))
                                        : json_incref((json_t *)(uintptr_t)value);
    char *text = json_dumps(shown, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(9));
    rxt_document_row(out, text ? text : "", NULL);
    out->failed |= !text;
    free(text);
    json_decref(shown);
}

/* One row a value; an object inside an object gives rows "outer inner". */
static void add_rows(struct rxt_document *out, const char *outer, const json_t *object)
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
            rxt_document_row(out, rxt_text_of(&name), NULL);
            add_value(out, value);
        }
        rxt_text_free(&name);
    }
}

static void add_group(struct rxt_document *out, const char *title, const json_t *object)
{
    rxt_document_add(out, RXT_BLOCK_PART, NULL, "%s", title);
    if (json_object_size(object) == 0) {
        rxt_document_add(out, RXT_BLOCK_SENTENCE, NULL, "Nothing is recorded.");
        return;
    }
    rxt_document_titles(out, "name", "value", NULL);
    add_rows(out, "", object);
}

void rxt_report_where(struct rxt_text *out, const struct rxt_header *header)
{
    const size_t n = json_array_size(header->nodes);
    if (n > 1) {
        rxt_text_add(out, " (where the study was started; its launches had %zu nodes)", n);
    }
}

static void add_machine(struct rxt_document *out, const struct rxt_header *header)
{
    struct rxt_text where = {0};
    rxt_text_add(&where, "Machine");
    rxt_report_where(&where, header);
    add_group(out, rxt_text_of(&where), header->machine);
    rxt_text_free(&where);
}

void rxt_report_record(struct rxt_document *out, const struct rxt_header *header)
{
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "How it was measured");
    rxt_document_add(out, RXT_BLOCK_SENTENCE, NULL, "%s", rxt_report_how);
    rxt_document_titles(out, "name", "value", NULL);
    add_rows(out, "", header->how);
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "Machine record");
    if (json_is_object(header->job)) {
        add_group(out, "Job", header->job);
    }
    add_machine(out, header);
    add_group(out, "Build", header->build);
    add_group(out, "Versions", header->versions);
    add_group(out, "Environment", header->environment);
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "Parameters of the kernels");
    for (size_t k = 0; k < header->n_kernels; k++) {
        add_group(out, header->kernels[k].name ? header->kernels[k].name : "a kernel without a name",
                  header->kernels[k].params);
    }
}
