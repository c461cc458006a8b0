/* SPDX-License-Identifier: BSD-3-Clause
 * journal_merge.c - the journals of several jobs as one study.
 *
 * Layouts are compared within a round, since its launches ran one after another; rounds of different
 * journals are therefore never the same round, and are numbered on.
 */
#include "fields.h"
#include "journal_file.h"
#include "journal_twice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What must be equal for samples to be compared: group and key in the header. */
static const struct {
    const char *group, *key, *name;
} same[] = {{"machine", "cpu", "machine cpu"},
            {"machine", "cores", "machine cores"},
            {"machine", "pus", "machine pus"},
            {"machine", "numa", "machine numa"},
            {"build", "compiler", "build compiler"},
            {"build", "flags", "build flags"},
            {"build", "mpi", "build mpi"},
            {"build", "revision", "build revision"},
            {NULL, "scaling", "scaling"},
            {NULL, "sched", "sched"},
            {NULL, "smt", "smt"},
            {NULL, "oversubscribe", "oversubscribe"},
            {NULL, "default_layout", "default_layout"}};

const char *rxt_journal_difference(const struct rxt_header *header, const struct rxt_header *other)
{
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        const json_t *a = same[i].group ? json_object_get(header->json, same[i].group) : header->json;
        const json_t *b = same[i].group ? json_object_get(other->json, same[i].group) : other->json;
        const json_t *x = json_object_get(a, same[i].key), *y = json_object_get(b, same[i].key);
        if (x != y && !json_equal(x, y)) {
            return same[i].name;
        }
    }
    for (size_t i = 0; i < header->n_kernels; i++) {
        const struct rxt_entry *mine = &header->kernels[i];
        const struct rxt_entry *twin = mine->name ? rxt_header_entry(other, mine->name) : NULL;
        if (twin && !json_equal(mine->params, twin->params)) {
            return "parameters of a kernel";
        }
        if (twin && mine->files && twin->files && !json_equal(mine->files, twin->files)) {
            return mine->plugin || twin->plugin ? "build of a plug-in" : "files of a kernel";
        }
    }
    return NULL;
}

/* What is in each list of a header, by what tells two entries apart: thousands are joined. */
struct lists {
    json_t *seen[3];
};

static const char *const list_names[] = {"kernels", "layouts", "notes"};

/* A kernel by its name, all else by its whole text. */
static char *key_of(const json_t *value)
{
    const char *kernel = json_string_value(json_object_get(value, "name"));
    return kernel ? strdup(kernel) : json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS);
}

/* Add what a header lacks: kernels, layouts, notes, launch lines. */
static enum rxt_err join(json_t *header, struct lists *lists, const json_t *other)
{
    bool failed = false;
    for (size_t l = 0; l < 3; l++) {
        json_t *list = json_object_get(header, list_names[l]);
        size_t i;
        json_t *value;
        json_array_foreach(json_object_get(other, list_names[l]), i, value)
        {
            char *key = key_of(value);
            if (key && !json_object_get(lists->seen[l], key)) {
                failed |= json_object_set_new_nocheck(lists->seen[l], key, json_true()) != 0;
                failed |= json_array_append(list, value) != 0;
            }
            failed |= !key;
            free(key);
        }
    }
    json_object_update_missing(json_object_get(header, "launch_lines"),
                               json_object_get(other, "launch_lines"));
    return failed ? rxt_fail(RXT_E_MEMORY, "no room for a header") : RXT_OK;
}

/* The studies that a study was merged of, or itself. */
static const json_t *part_of(const json_t *header, size_t i)
{
    const json_t *parts = json_object_get(header, "parts");
    return json_is_array(parts) ? json_array_get(parts, i) : i == 0 ? header : NULL;
}

/* Note the parts of study i among all; fails if another study has one of them. */
static enum rxt_err add_parts(json_t *parts, json_t *owners, const json_t *header, char *const *paths,
                              size_t i)
{
    enum rxt_err err = RXT_OK;
    const json_t *part;
    for (size_t p = 0; (part = part_of(header, p)) && err == RXT_OK; p++) {
        json_t *name = json_pack("{s:O?, s:O?, s:O?}", "name", json_object_get(part, "name"), "date",
                                 json_object_get(part, "date"), "kernels", json_object_get(part, "kernels"));
        char *key = json_dumps(name, JSON_COMPACT | JSON_SORT_KEYS);
        const json_t *owner = key ? json_object_get(owners, key) : NULL;
        if (owner && json_integer_value(owner) != (json_int_t)i) {
            err = rxt_fail(RXT_E_USAGE, "%s and %s are the same study, or one holds the other: name it once",
                           paths[json_integer_value(owner)], paths[i]);
        } else if (!key || json_object_set_new_nocheck(owners, key, json_integer((json_int_t)i)) != 0 ||
                   json_array_append(parts, name) != 0) {
            err = rxt_fail(RXT_E_MEMORY, "no room for the parts of a study");
        }
        json_decref(name);
        free(key);
    }
    return err;
}

/* The header of all; the studies are read for it alone. */
static enum rxt_err join_all(struct rxt_study *const *studies, char *const *paths, size_t n,
                             const char *folder, json_t **out)
{
    json_t *header = json_copy(studies[0]->header->json), *merged = json_array(), *parts = json_array();
    json_t *owners = json_object();
    struct lists lists = {{json_object(), json_object(), json_object()}};
    for (size_t l = 0; l < 3; l++) {
        json_object_set_new(header, list_names[l], json_array());
    }
    enum rxt_err err =
        header && merged && parts && owners ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for a header");
    for (size_t i = 0; i < n && err == RXT_OK; i++) {
        const char *differs = rxt_journal_difference(studies[0]->header, studies[i]->header);
        if (differs) {
            err = rxt_fail(RXT_E_USAGE, "%s and %s are no one study: their %s differ", paths[0], paths[i],
                           differs);
        }
        if (!err) {
            err = add_parts(parts, owners, studies[i]->header->json, paths, i);
        }
        if (!err) {
            err = join(header, &lists, studies[i]->header->json);
        }
        json_array_append(merged, json_object_get(studies[i]->header->json, "name"));
    }
    const char *name = strrchr(folder, '/');
    json_object_set_new(header, "name", json_string(name && name[1] ? name + 1 : folder));
    json_object_set_new(header, "merged", merged);
    json_object_set_new(header, "parts", parts);
    json_decref(owners);
    for (size_t l = 0; l < 3; l++) {
        json_decref(lists.seen[l]);
    }
    *out = header;
    return err;
}

struct rxt_merge {
    struct rxt_study *study;
    struct rxt_journal *part, *target;
    bool is_whole;               /* the part has become the journal */
    json_t *seen;                /* records that were added */
    int round, launch;           /* to be added to the numbers of the journal that is read */
    int next_round, next_launch; /* behind all that were seen */
};

static void number_on(struct rxt_fields *in, json_t *record, const char *key, int most, int by, int *next)
{
    const int number = rxt_fields_int(in, record, key, 0, most - 1 - by);
    if (number >= 0) {
        json_object_set_new(record, key, json_integer(number + by));
        *next = number + by >= *next ? number + by + 1 : *next;
    }
}

static enum rxt_err take(void *context, json_t *record)
{
    struct rxt_merge *m = context;
    struct rxt_fields fields = {"a record that is numbered on", RXT_OK};
    const char *schema = json_string_value(json_object_get(record, "schema"));
    bool is_new = true;
    if (schema && !strcmp(schema, RXT_SCHEMA_STUDY)) {
        return RXT_OK;
    }
    number_on(&fields, record, "round", RXT_MOST_ROUNDS, m->round, &m->next_round);
    number_on(&fields, record, "launch", RXT_MOST_LAUNCHES, m->launch, &m->next_launch);
    enum rxt_err err = fields.err == RXT_OK ? rxt_record_see(m->seen, record, &is_new) : fields.err;
    err = err == RXT_OK && is_new ? rxt_journal_add(m->part, record) : err;
    return err == RXT_OK && is_new ? rxt_study_add(m->study, record) : err;
}

static enum rxt_err merge_into(struct rxt_merge *m, const json_t *header, char *const *paths, size_t n,
                               const char *folder)
{
    m->study = calloc(1, sizeof *m->study);
    m->seen = json_object();
    enum rxt_err err = m->study && m->seen ? rxt_journal_open_part(&m->part, &m->target, folder)
                                           : rxt_fail(RXT_E_MEMORY, "no room for a study");
    if (!err) {
        err = rxt_journal_add(m->part, header);
    }
    if (!err) {
        err = rxt_study_add(m->study, header);
    }
    for (size_t i = 0; i < n && err == RXT_OK; i++) {
        err = rxt_journal_each(paths[i], take, m, NULL);
        m->round = m->next_round;
        m->launch = m->next_launch;
    }
    json_decref(m->seen);
    m->seen = NULL;
    return err;
}

enum rxt_err rxt_merge_open(struct rxt_merge **out, char *const *paths, size_t n, const char *folder)
{
    json_t *header = NULL;
    struct rxt_merge *m = calloc(1, sizeof *m);
    struct rxt_study **studies = calloc(n + 1, sizeof(struct rxt_study *));
    enum rxt_err err = m && studies ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for %zu studies", n);
    for (size_t i = 0; i < n && err == RXT_OK; i++) {
        err = rxt_journal_read(paths[i], &studies[i], NULL);
    }
    if (!err) {
        err = join_all(studies, paths, n, folder, &header);
    }
    for (size_t i = 0; studies && i < n; i++) {
        rxt_study_close(studies[i]);
    }
    free(studies);
    if (!err) {
        err = merge_into(m, header, paths, n, folder);
    }
    json_decref(header);
    if (err != RXT_OK) {
        rxt_merge_close(m);
        m = NULL;
    }
    *out = m;
    return err;
}

enum rxt_err rxt_merge_commit(struct rxt_merge *m)
{
    const enum rxt_err err = rxt_journal_become_whole(m->part, m->target);
    m->is_whole = err == RXT_OK;
    return err;
}

struct rxt_study *rxt_merge_take(struct rxt_merge *m)
{
    struct rxt_study *study = m->study;
    m->study = NULL;
    return study;
}

void rxt_merge_close(struct rxt_merge *m)
{
    if (m) {
        rxt_journal_close(m->part);
        if (m->target && !m->is_whole) {
            rxt_journal_remove(m->target);
        }
        rxt_journal_close(m->target);
        rxt_study_close(m->study);
        free(m);
    }
}
