/* SPDX-License-Identifier: BSD-3-Clause
 * study_merge.c - the journals of several jobs as one study.
 *
 * Layouts are compared within a round, since its launches ran one after another; rounds of different
 * journals are therefore never the same round, and are numbered on.
 */
#include "journal.h"

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

static const json_t *entry_of(const json_t *header, const char *kernel)
{
    const json_t *list = json_object_get(header, "kernels");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *entry = json_array_get(list, i);
        const char *name = json_string_value(json_object_get(entry, "name"));
        if (name && !strcmp(name, kernel)) {
            return entry;
        }
    }
    return NULL;
}

const char *rxt_journal_difference(const json_t *header, const json_t *other)
{
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        const json_t *a = same[i].group ? json_object_get(header, same[i].group) : header;
        const json_t *b = same[i].group ? json_object_get(other, same[i].group) : other;
        const json_t *x = json_object_get(a, same[i].key), *y = json_object_get(b, same[i].key);
        if (x != y && !json_equal(x, y)) {
            return same[i].name;
        }
    }
    const json_t *list = json_object_get(header, "kernels");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *name = json_string_value(json_object_get(json_array_get(list, i), "name"));
        const json_t *twin = name ? entry_of(other, name) : NULL;
        if (twin && !json_equal(json_object_get(json_array_get(list, i), "params"),
                                json_object_get(twin, "params"))) {
            return "parameters of a kernel";
        }
    }
    return NULL;
}

/* Add what the first header lacks: kernels, layouts, launch lines. */
static void join(json_t *header, const json_t *other)
{
    static const char *const lists[] = {"kernels", "layouts"};
    for (size_t l = 0; l < 2; l++) {
        json_t *list = json_object_get(header, lists[l]);
        const json_t *more = json_object_get(other, lists[l]);
        for (size_t i = 0; i < json_array_size(more); i++) {
            json_t *value = json_array_get(more, i);
            const char *kernel = json_string_value(json_object_get(value, "name"));
            bool is_there = kernel && entry_of(header, kernel);
            for (size_t j = 0; j < json_array_size(list) && !kernel; j++) {
                is_there |= json_equal(json_array_get(list, j), value);
            }
            if (!is_there) {
                json_array_append(list, value);
            }
        }
    }
    json_object_update_missing(json_object_get(header, "launch_lines"),
                               json_object_get(other, "launch_lines"));
}

static bool is_same_study(const json_t *a, const json_t *b)
{
    const json_t *date = json_object_get(a, "date"), *name = json_object_get(a, "name");
    return json_equal(date, json_object_get(b, "date")) && json_equal(name, json_object_get(b, "name")) &&
           json_equal(json_object_get(a, "kernels"), json_object_get(b, "kernels"));
}

/* The studies that a study was merged of, or itself. */
static const json_t *part_of(const json_t *header, size_t i)
{
    const json_t *parts = json_object_get(header, "parts");
    return json_is_array(parts) ? json_array_get(parts, i) : i == 0 ? header : NULL;
}

static bool share_a_study(const json_t *a, const json_t *b)
{
    bool share = false;
    for (size_t i = 0; part_of(a, i); i++) {
        for (size_t j = 0; part_of(b, j); j++) {
            share |= is_same_study(part_of(a, i), part_of(b, j));
        }
    }
    return share;
}

static void add_parts(json_t *parts, const json_t *header)
{
    for (size_t i = 0; part_of(header, i); i++) {
        const json_t *part = part_of(header, i);
        json_array_append_new(parts, json_pack("{s:O?, s:O?, s:O?}", "name", json_object_get(part, "name"),
                                               "date", json_object_get(part, "date"), "kernels",
                                               json_object_get(part, "kernels")));
    }
}

/* The header of all; the studies are read for it alone. */
static enum rxt_err join_all(struct rxt_study *const *studies, char *const *paths, size_t n,
                             const char *folder, json_t **out)
{
    json_t *header = json_deep_copy(studies[0]->header), *merged = json_array(), *parts = json_array();
    enum rxt_err err = header && merged && parts ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for a header");
    for (size_t i = 0; i < n && err == RXT_OK; i++) {
        const char *differs = rxt_journal_difference(studies[0]->header, studies[i]->header);
        if (differs) {
            err = rxt_fail(RXT_E_USAGE, "%s and %s are no one study: their %s differ", paths[0], paths[i],
                           differs);
        }
        for (size_t j = 0; j < i && err == RXT_OK; j++) {
            if (share_a_study(studies[i]->header, studies[j]->header)) {
                err = rxt_fail(RXT_E_USAGE,
                               "%s and %s are the same study, or one holds the other: name it once", paths[j],
                               paths[i]);
            }
        }
        if (err == RXT_OK) {
            join(header, studies[i]->header);
            json_array_append(merged, json_object_get(studies[i]->header, "name"));
            add_parts(parts, studies[i]->header);
        }
    }
    const char *name = strrchr(folder, '/');
    json_object_set_new(header, "name", json_string(name && name[1] ? name + 1 : folder));
    json_object_set_new(header, "merged", merged);
    json_object_set_new(header, "parts", parts);
    *out = header;
    return err;
}

struct merge {
    struct rxt_study *study;
    struct rxt_journal *journal;
    int round, launch;           /* to be added to the numbers of the journal that is read */
    int next_round, next_launch; /* behind all that were seen */
};

static void number_on(json_t *record, const char *key, int by, int *next)
{
    const json_t *value = json_object_get(record, key);
    if (json_is_integer(value)) {
        const int number = (int)json_integer_value(value) + by;
        json_object_set_new(record, key, json_integer(number));
        *next = number >= *next ? number + 1 : *next;
    }
}

static enum rxt_err take(void *context, json_t *record)
{
    struct merge *m = context;
    const char *schema = json_string_value(json_object_get(record, "schema"));
    if (schema && !strcmp(schema, RXT_SCHEMA_STUDY)) {
        return RXT_OK;
    }
    number_on(record, "round", m->round, &m->next_round);
    number_on(record, "launch", m->launch, &m->next_launch);
    const enum rxt_err err = rxt_journal_add(m->journal, record);
    return err == RXT_OK ? rxt_study_add(m->study, record) : err;
}

static enum rxt_err merge_into(const json_t *header, char *const *paths, size_t n, const char *folder,
                               struct rxt_study **out)
{
    struct merge m = {.study = calloc(1, sizeof *m.study)};
    enum rxt_err err =
        m.study ? rxt_journal_open(&m.journal, folder, 0) : rxt_fail(RXT_E_MEMORY, "no room for a study");
    err = err == RXT_OK ? rxt_journal_add(m.journal, header) : err;
    err = err == RXT_OK ? rxt_study_add(m.study, header) : err;
    for (size_t i = 0; i < n && err == RXT_OK; i++) {
        err = rxt_journal_each(paths[i], take, &m, NULL);
        m.round = m.next_round;
        m.launch = m.next_launch;
    }
    rxt_journal_close(m.journal);
    if (err != RXT_OK) {
        rxt_study_close(m.study);
        m.study = NULL;
    }
    *out = m.study;
    return err;
}

enum rxt_err rxt_journal_merge(char *const *paths, size_t n, const char *folder, struct rxt_study **out)
{
    json_t *header = NULL;
    struct rxt_study **studies = calloc(n + 1, sizeof(struct rxt_study *));
    enum rxt_err err = studies ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for %zu studies", n);
    *out = NULL;
    for (size_t i = 0; i < n && err == RXT_OK; i++) {
        err = rxt_journal_read(paths[i], &studies[i], NULL);
    }
    err = err == RXT_OK ? join_all(studies, paths, n, folder, &header) : err;
    for (size_t i = 0; studies && i < n; i++) {
        rxt_study_close(studies[i]);
    }
    free(studies);
    err = err == RXT_OK ? merge_into(header, paths, n, folder, out) : err;
    json_decref(header);
    return err;
}
