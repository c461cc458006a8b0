/* SPDX-License-Identifier: BSD-3-Clause
 * journal_twice.c - a record that stands twice in a journal counts once.
 *
 * Every record has a launch and a date of its own: an equal one is a copy (an editor, a `cat`), and no second measurement.
 */
#include "journal_twice.h"

#include <stdlib.h>
#include <string.h>

static bool is_measured(const json_t *record)
{
    const char *schema = json_string_value(json_object_get(record, "schema"));
    return schema && (!strcmp(schema, RXT_SCHEMA_SAMPLE) || !strcmp(schema, RXT_SCHEMA_FAILURE) ||
                      !strcmp(schema, RXT_SCHEMA_LAUNCH));
}

enum rxt_err rxt_record_see(json_t *seen, const json_t *record, bool *is_new)
{
    *is_new = true;
    if (!is_measured(record)) {
        return RXT_OK;
    }
    char *text = json_dumps(record, JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(17));
    *is_new = text && !json_object_get(seen, text);
    const bool failed = !text || (*is_new && json_object_set_new_nocheck(seen, text, json_true()) != 0);
    free(text);
    return failed ? rxt_fail(RXT_E_MEMORY, "no room for the lines of a journal") : RXT_OK;
}

void rxt_header_note_twice(struct rxt_header *header, size_t n_twice)
{
    if (n_twice > 0) {
        rxt_header_add_note(header, json_sprintf("the journal of %s repeats %zu line%s: counted once",
                                                 header->name ? header->name : "this study", n_twice,
                                                 n_twice == 1 ? "" : "s"));
    }
}
