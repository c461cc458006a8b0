/* SPDX-License-Identifier: BSD-3-Clause
 * journal_keep.c - what was measured, as a new journal, when the study's own one was taken away.
 *
 * Only in memory is it whole then. Samples stand before failures, these before launches, and who left the race last; round and
 * launch say when each happened.
 */
#include "journal.h"

#include "folder.h"
#include "json.h"
#include "text.h"

#include <string.h>

static json_t *describe(const struct rxt_failure *f)
{
    return json_pack("{s:s, s:s, s:s?, s:s, s:o, s:i, s:i, s:s}", "schema", RXT_SCHEMA_FAILURE, "layout",
                     f->layout, "kernel", f->kernel, "reason", f->reason, "status", rxt_json_index(f->status),
                     "round", f->round, "launch", f->launch, "date", f->date);
}

static enum rxt_err add(struct rxt_journal *journal, json_t *record)
{
    const enum rxt_err err =
        record ? rxt_journal_add(journal, record) : rxt_fail(RXT_E_MEMORY, "no room for a record");
    json_decref(record);
    return err;
}

static enum rxt_err add_all(struct rxt_journal *journal, const struct rxt_study *study)
{
    enum rxt_err err = add(journal, rxt_header_to_json(study->header));
    for (size_t i = 0; i < study->n_samples && err == RXT_OK; i++) {
        err = add(journal, rxt_sample_to_json(study->samples[i]));
    }
    for (size_t i = 0; i < study->n_failures && err == RXT_OK; i++) {
        err = add(journal, describe(&study->failures[i]));
    }
    for (size_t i = 0; i < study->n_launches && err == RXT_OK; i++) {
        err = add(journal, rxt_launched_to_json(study->launches[i]));
    }
    for (size_t i = 0; i < json_array_size(study->drops) && err == RXT_OK; i++) {
        err = rxt_journal_add(journal, json_array_get(study->drops, i));
    }
    return err;
}

enum rxt_err rxt_study_keep(const struct rxt_study *study, const char *folder, char *out, size_t n_bytes)
{
    struct rxt_text name = {0};
    struct rxt_journal *journal = NULL;
    size_t n = strlen(folder);
    while (n > 1 && folder[n - 1] == '/') {
        n--;
    }
    rxt_text_add_bytes(&name, folder, n);
    rxt_text_add(&name, "-kept");
    enum rxt_err err = rxt_folder_make_new(rxt_text_of(&name), out, n_bytes);
    if (!err) {
        err = rxt_journal_open(&journal, out, 0);
    }
    if (!err) {
        err = add_all(journal, study);
    }
    rxt_journal_close(journal);
    rxt_text_free(&name);
    return err;
}
