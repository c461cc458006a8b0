/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watched.c - a record of a watch as JSON, and back.
 */
#include "watched.h"

#include "bytes.h"
#include "fields.h"
#include "json.h"

#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Its members by kind, for all that is done with each. */
#define REALS(X)                                                                                             \
    X(wall_s)                                                                                                \
    X(cpu_s)                                                                                                 \
    X(unseen_s)                                                                                              \
    X(wait_s)                                                                                                \
    X(peak_bytes)                                                                                            \
    X(private_bytes)                                                                                         \
    X(shared_bytes)                                                                                          \
    X(switches)                                                                                              \
    X(forced_switches)                                                                                       \
    X(minor_faults)                                                                                          \
    X(major_faults)                                                                                          \
    X(read_bytes)                                                                                            \
    X(written_bytes)                                                                                         \
    X(look_s)                                                                                                \
    X(cost_s)                                                                                                \
    X(more_cpu_s)                                                                                            \
    X(cut_bytes)                                                                                             \
    X(output_bytes)
#define COUNTS(X)                                                                                            \
    X(rank)                                                                                                  \
    X(local_rank)                                                                                            \
    X(pid)                                                                                                   \
    X(status)                                                                                                \
    X(signal)                                                                                                \
    X(looks)                                                                                                 \
    X(pair_looks)                                                                                            \
    X(on_one_pu)                                                                                             \
    X(on_one_core)                                                                                           \
    X(n_more)
#define TEXTS(X)                                                                                             \
    X(host)                                                                                                  \
    X(exe)                                                                                                   \
    X(note)                                                                                                  \
    X(unknown)

enum { MOST_PROCESSES = 4096, MOST_PUS = 65536 };

static const char *const ends[] = {"status", "signal", "timeout", "stopped", "absent"};

void rxt_watched_free(struct rxt_watched *watched)
{
#define FREE(name) free(watched->name);
    TEXTS(FREE)
    for (size_t i = 0; i < watched->n_processes; i++) {
        free(watched->processes[i].exe);
    }
    free(watched->plan);
    free(watched->threads);
    free(watched->processes);
    free(watched->head);
    free(watched->tail);
    json_decref(watched->mpi);
    json_decref(watched->bound);
    *watched = (struct rxt_watched){.rank = 0};
}

bool rxt_watched_is_right(const struct rxt_watched *watched)
{
    return watched->end == RXT_END_STATUS && watched->status == 0;
}

static json_t *bytes_json(const char *bytes, size_t n)
{
    return bytes ? rxt_bytes_to_json(bytes, n) : json_null();
}

static json_t *text_json(const char *text)
{
    return bytes_json(text, text ? strlen(text) : 0);
}

static json_t *thread_json(const struct rxt_watched_thread *t)
{
    json_t *cpus = json_array(), *masks = json_array();
    for (int i = 0; i < t->n_cpus; i++) {
        json_array_append_new(cpus, json_pack("[i, o]", t->cpus[i].cpu, rxt_json_real(t->cpus[i].share)));
    }
    for (int i = 0; i < t->n_masks; i++) {
        json_array_append_new(masks,
                              json_pack("[o, s]", rxt_json_real(t->masks[i].since_s), t->masks[i].cpus));
    }
    return json_pack("{s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:I, s:o, s:o, s:i}", "pid", t->pid,
                     "tid", t->tid, "name", text_json(t->name), "cpu_s", rxt_json_real(t->cpu_s), "wait_s",
                     rxt_json_real(t->wait_s), "from_s", rxt_json_real(t->from_s), "until_s",
                     rxt_json_real(t->until_s), "looks", (json_int_t)t->looks, "busy_looks",
                     (json_int_t)t->busy_looks, "moves", (json_int_t)t->moves, "cpus", cpus, "masks", masks,
                     "mask_changes", t->mask_changes);
}

static json_t *process_json(const struct rxt_watched_process *p)
{
    return json_pack("{s:i, s:i, s:o, s:o, s:o, s:i, s:b, s:b}", "pid", p->pid, "parent", p->parent, "name",
                     text_json(p->name), "exe", text_json(p->exe), "cpu_s", rxt_json_real(p->cpu_s),
                     "n_threads", p->n_threads, "is_left", p->is_left, "is_launchers", p->is_launchers);
}

static json_t *rivals_json(const struct rxt_watched *w)
{
    json_t *list = json_array();
    for (int i = 0; i < w->n_rivals; i++) {
        const struct rxt_rival *r = &w->rivals[i];
        json_array_append_new(list, json_pack("{s:i, s:o, s:i, s:i}", "pid", r->pid, "name",
                                              text_json(r->name), "cpu", r->cpu, "looks", r->looks));
    }
    return list;
}

/* The lists of a record; each of n rows, or it failed. */
static int set_lists(json_t *json, const struct rxt_watched *w)
{
    json_t *plan = json_array(), *threads = json_array(), *processes = json_array();
    int failed = 0;
    for (size_t i = 0; i < w->n_plan; i++) {
        failed |= json_array_append_new(plan, json_integer(w->plan[i]));
    }
    for (size_t i = 0; i < w->n_threads; i++) {
        failed |= json_array_append_new(threads, thread_json(&w->threads[i]));
    }
    for (size_t i = 0; i < w->n_processes; i++) {
        failed |= json_array_append_new(processes, process_json(&w->processes[i]));
    }
    failed |= json_object_set_new(json, "rivals", rivals_json(w));
    failed |= json_object_set_new(json, "plan", plan);
    failed |= json_object_set_new(json, "threads", threads);
    return failed | json_object_set_new(json, "processes", processes);
}

json_t *rxt_watched_to_json(const struct rxt_watched *w)
{
    json_t *json = json_object();
    int failed = json_object_set_new(json, "schema", json_string(RXT_SCHEMA_WATCHED));
#define SET_TEXT(name) failed |= json_object_set_new(json, #name, text_json(w->name));
#define SET_REAL(name) failed |= json_object_set_new(json, #name, rxt_json_count(w->name));
#define SET_COUNT(name)                                                                                      \
    failed |= json_object_set_new(json, #name,                                                               \
                                  (long)w->name < 0 ? json_null() : json_integer((json_int_t)w->name));
    COUNTS(SET_COUNT)
    TEXTS(SET_TEXT)
    REALS(SET_REAL)
    failed |= json_object_set_new(json, "end", json_string(ends[w->end]));
    failed |= json_object_set_new(json, "found", rxt_found_to_json(&w->found));
    failed |= json_object_set(json, "mpi", w->mpi ? w->mpi : json_null());
    failed |= json_object_set(json, "bound", w->bound ? w->bound : json_null());
    failed |= json_object_set_new(json, "head", bytes_json(w->head, w->n_head));
    failed |= json_object_set_new(json, "tail", bytes_json(w->tail, w->n_tail));
    if (failed | set_lists(json, w)) {
        json_decref(json);
        return NULL;
    }
    return json;
}

/* Texts that may be null; n may be NULL where a NUL inside is wrong. */
static char *read_bytes(struct rxt_fields *in, const json_t *object, const char *key, size_t *n)
{
    struct rxt_text text = {0};
    const json_t *value = json_object_get(object, key);
    if (json_is_null(value)) {
        return NULL;
    }
    if (!rxt_bytes_from_json(value, &text) || (!n && memchr(rxt_text_of(&text), '\0', text.n))) {
        rxt_fields_wrong(in, key);
    }
    if (n) {
        *n = text.n;
    }
    rxt_text_add_bytes(&text, "", 0); /* so that an empty one is no NULL */
    return text.bytes;
}

static void read_name(struct rxt_fields *in, const json_t *object, const char *key, char *out, size_t room)
{
    char *text = read_bytes(in, object, key, NULL);
    if (!text || strlen(text) >= room) {
        rxt_fields_wrong(in, key);
    }
    snprintf(out, room, "%s", text ? text : "");
    free(text);
}

static double read_real(struct rxt_fields *in, const json_t *object, const char *key)
{
    return rxt_fields_real(in, object, key, 0.0, 1e18);
}

static int read_count(struct rxt_fields *in, const json_t *object, const char *key)
{
    return rxt_fields_int(in, object, key, 0, INT_MAX);
}

/* A whole number that must be there. */
static int read_whole(struct rxt_fields *in, const json_t *object, const char *key)
{
    const int value = read_count(in, object, key);
    if (value < 0) {
        rxt_fields_wrong(in, key);
    }
    return value < 0 ? 0 : value;
}

/* The rows of a list of at most `most`. */
static size_t read_size(struct rxt_fields *in, const json_t *object, const char *key, size_t most)
{
    const json_t *list = json_object_get(object, key);
    if (!json_is_array(list) || json_array_size(list) > most) {
        rxt_fields_wrong(in, key);
        return 0;
    }
    return json_array_size(list);
}

static void read_seen(struct rxt_fields *in, const json_t *row, struct rxt_watched_thread *t)
{
    const json_t *cpus = json_object_get(row, "cpus"), *masks = json_object_get(row, "masks");
    t->n_cpus = (int)read_size(in, row, "cpus", RXT_WATCHED_CPUS);
    t->n_masks = (int)read_size(in, row, "masks", RXT_WATCHED_MASKS);
    for (int i = 0; i < t->n_cpus; i++) {
        const json_t *pair = json_array_get(cpus, (size_t)i);
        t->cpus[i].cpu = rxt_fields_int_at(in, pair, 0, "cpus", 0, MOST_PUS);
        t->cpus[i].share = rxt_fields_real_at(in, pair, 1, "cpus", 0.0, 1.0);
    }
    for (int i = 0; i < t->n_masks; i++) {
        const json_t *pair = json_array_get(masks, (size_t)i);
        const char *text = json_string_value(json_array_get(pair, 1));
        t->masks[i].since_s = rxt_fields_real_at(in, pair, 0, "masks", 0.0, 1e9);
        if (!text || strlen(text) >= sizeof t->masks[i].cpus) {
            rxt_fields_wrong(in, "masks");
        }
        snprintf(t->masks[i].cpus, sizeof t->masks[i].cpus, "%s", text ? text : "");
    }
}

static void read_thread(struct rxt_fields *in, const json_t *row, struct rxt_watched_thread *t)
{
    read_name(in, row, "name", t->name, sizeof t->name);
    t->pid = read_whole(in, row, "pid");
    t->tid = read_whole(in, row, "tid");
    t->cpu_s = read_real(in, row, "cpu_s");
    t->wait_s = read_real(in, row, "wait_s");
    t->from_s = read_real(in, row, "from_s");
    t->until_s = read_real(in, row, "until_s");
    t->looks = read_whole(in, row, "looks");
    t->busy_looks = read_whole(in, row, "busy_looks");
    t->moves = read_whole(in, row, "moves");
    t->mask_changes = read_whole(in, row, "mask_changes");
    read_seen(in, row, t);
}

static void read_process(struct rxt_fields *in, const json_t *row, struct rxt_watched_process *p)
{
    read_name(in, row, "name", p->name, sizeof p->name);
    p->pid = read_whole(in, row, "pid");
    p->parent = read_whole(in, row, "parent");
    p->exe = read_bytes(in, row, "exe", NULL);
    p->cpu_s = read_real(in, row, "cpu_s");
    p->n_threads = read_whole(in, row, "n_threads");
    p->is_left = json_is_true(json_object_get(row, "is_left"));
    p->is_launchers = json_is_true(json_object_get(row, "is_launchers"));
}

static void read_rivals(struct rxt_fields *in, const json_t *json, struct rxt_watched *out)
{
    out->n_rivals = (int)read_size(in, json, "rivals", RXT_WATCHED_RIVALS);
    for (int i = 0; i < out->n_rivals; i++) {
        const json_t *row = json_array_get(json_object_get(json, "rivals"), (size_t)i);
        struct rxt_rival *r = &out->rivals[i];
        r->pid = read_whole(in, row, "pid");
        r->cpu = read_whole(in, row, "cpu");
        r->looks = read_whole(in, row, "looks");
        read_name(in, row, "name", r->name, sizeof r->name);
    }
}

static enum rxt_err read_lists(struct rxt_fields *in, const json_t *json, struct rxt_watched *out)
{
    const size_t n_plan = read_size(in, json, "plan", MOST_PUS),
                 n_threads = read_size(in, json, "threads", RXT_WATCHED_THREADS),
                 n_processes = read_size(in, json, "processes", MOST_PROCESSES);
    out->plan = calloc(n_plan + 1, sizeof *out->plan);
    out->threads = calloc(n_threads + 1, sizeof *out->threads);
    out->processes = calloc(n_processes + 1, sizeof *out->processes);
    if (!out->plan || !out->threads || !out->processes) {
        return rxt_fail(RXT_E_MEMORY, "no room for the record of a rank");
    }
    read_rivals(in, json, out);
    for (; out->n_plan < n_plan; out->n_plan++) {
        out->plan[out->n_plan] =
            rxt_fields_int_at(in, json_object_get(json, "plan"), out->n_plan, "plan", 0, MOST_PUS);
    }
    for (; out->n_threads < n_threads; out->n_threads++) {
        read_thread(in, json_array_get(json_object_get(json, "threads"), out->n_threads),
                    &out->threads[out->n_threads]);
    }
    for (; out->n_processes < n_processes; out->n_processes++) {
        read_process(in, json_array_get(json_object_get(json, "processes"), out->n_processes),
                     &out->processes[out->n_processes]);
    }
    return in->err;
}

/* An object, or nothing where it is null. */
static json_t *read_object(struct rxt_fields *in, const json_t *json, const char *key)
{
    json_t *value = json_object_get(json, key);
    if (!json_is_object(value) && !json_is_null(value)) {
        rxt_fields_wrong(in, key);
    }
    return json_is_object(value) ? json_incref(value) : NULL;
}

enum rxt_err rxt_watched_from_json(const json_t *json, struct rxt_watched *out)
{
    struct rxt_fields in = {.what = "a record of a watch"};
    const char *schema = json_string_value(json_object_get(json, "schema")),
               *end = json_string_value(json_object_get(json, "end"));
    *out = (struct rxt_watched){.rank = -1};
    if (!schema || strcmp(schema, RXT_SCHEMA_WATCHED)) {
        return rxt_fail(RXT_E_INPUT, "a record is no %s", RXT_SCHEMA_WATCHED);
    }
#define GET_TEXT(name)  out->name = read_bytes(&in, json, #name, NULL);
#define GET_REAL(name)  out->name = read_real(&in, json, #name);
#define GET_COUNT(name) out->name = read_count(&in, json, #name);
    TEXTS(GET_TEXT)
    REALS(GET_REAL)
    COUNTS(GET_COUNT)
    size_t which = 0;
    for (; which < sizeof ends / sizeof *ends && (!end || strcmp(end, ends[which])); which++) {
    }
    if (which == sizeof ends / sizeof *ends) {
        rxt_fields_wrong(&in, "end");
        which = 0;
    }
    out->end = (enum rxt_watched_end)which;
    out->mpi = read_object(&in, json, "mpi");
    out->bound = read_object(&in, json, "bound");
    out->head = read_bytes(&in, json, "head", &out->n_head);
    out->tail = read_bytes(&in, json, "tail", &out->n_tail);
    enum rxt_err err = read_lists(&in, json, out);
    if (!err) {
        err = rxt_found_from_json(json_object_get(json, "found"), &out->found);
    }
    return err;
}
