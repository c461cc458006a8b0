/* SPDX-License-Identifier: BSD-3-Clause
 * study_header.c - the first line of a journal: what is studied, on what, with what.
 */
#include "study_state.h"

#include "clock.h"
#include "json.h"
#include "launch_batch.h"
#include "study_strategy.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The line that starts a subject by hand, by layout; NULL where it follows from the rest. */
static enum rxt_err add_lines(const struct rxt_study_spec *spec, const struct rxt_way *way,
                              const struct rxt_subject *subject, struct rxt_entry *entry)
{
    char name[RXT_LAYOUT_BYTES];
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; subject->family->paste && i < spec->n_layouts && err == RXT_OK; i++) {
        struct rxt_text text = {0};
        const struct rxt_launch launch = {
            .layout = spec->layouts[i], .options = spec->terms.options, .way = *way};
        err = subject->family->paste(subject, &launch, &text);
        entry->lines = entry->lines ? entry->lines : json_object();
        json_object_set_new(entry->lines, rxt_layout_text(&spec->layouts[i], name, sizeof name),
                            err == RXT_OK ? json_string(rxt_text_of(&text)) : json_null());
        rxt_text_free(&text);
    }
    return err;
}

/* The layouts that a subject does not take. */
static void add_without(const struct rxt_study_spec *spec, const struct rxt_subject *subject,
                        struct rxt_entry *entry)
{
    char name[RXT_LAYOUT_BYTES];
    for (size_t i = 0; i < spec->n_layouts; i++) {
        if (!rxt_subject_runs(subject, &spec->layouts[i])) {
            entry->without = entry->without ? entry->without : json_array();
            json_array_append_new(entry->without,
                                  json_string(rxt_layout_text(&spec->layouts[i], name, sizeof name)));
        }
    }
}

static enum rxt_err list_subjects(const struct rxt_study_spec *spec, const struct rxt_way *way,
                                  struct rxt_header *h)
{
    h->kernels = calloc(spec->n_subjects + 1, sizeof *h->kernels);
    enum rxt_err err =
        h->kernels ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for %zu subjects", spec->n_subjects);
    for (size_t k = 0; k < spec->n_subjects && err == RXT_OK; k++) {
        const struct rxt_subject *subject = spec->subjects[k];
        err = subject->family->describe(subject, &h->kernels[k]);
        h->n_kernels++;
        add_without(spec, subject, &h->kernels[k]);
        if (!err) {
            err = add_lines(spec, way, subject, &h->kernels[k]);
        }
    }
    return err;
}

/* How each layout is started by hand, up to the name of this program. */
static enum rxt_err launch_lines(const struct rxt_study_spec *spec, const struct rxt_way *way, json_t *lines)
{
    struct rxt_words program = {0};
    char name[RXT_LAYOUT_BYTES];
    enum rxt_err err = RXT_OK;
    rxt_words_add(&program, "rxt");
    for (size_t i = 0; i < spec->n_layouts && err == RXT_OK; i++) {
        struct rxt_text text = {0};
        const struct rxt_launch launch = {
            .layout = spec->layouts[i], .options = spec->terms.options, .program = &program, .way = *way};
        err = rxt_launch_line(&launch, &text);
        json_object_set_new(lines, rxt_layout_text(&spec->layouts[i], name, sizeof name),
                            err == RXT_OK ? json_string(rxt_text_of(&text)) : json_null());
        rxt_text_free(&text);
    }
    rxt_words_free(&program);
    return err;
}

static json_t *count_or_null(int n)
{
    return n > 0 ? json_integer(n) : json_null();
}

static json_t *describe_job(const struct rxt_job *job)
{
    return job->is_one ? json_pack("{s:s, s:s, s:o, s:o, s:o, s:s?, s:s?}", "batch", job->batch->name, "id",
                                   job->id, "nodes", count_or_null(job->n_nodes), "cpus_per_node",
                                   count_or_null(job->cpus_per_node), "left_s", rxt_json_real(job->left_s),
                                   "left_from", job->left_from, "absent", job->absent[0] ? job->absent : NULL)
                       : json_null();
}

/* What a reader of the report must know of how it was launched. */
static json_t *list_notes(const struct rxt_study_spec *spec, const struct rxt_topology *here)
{
    struct rxt_text quota = {0};
    json_t *notes = json_array();
    const struct rxt_topology *node = spec->nodes.n > 0 ? spec->nodes.topology[spec->nodes.smallest] : here;
    if (rxt_quota_say(node, spec->layouts, spec->n_layouts, &quota)) {
        json_array_append_new(notes, json_string(rxt_text_of(&quota)));
    }
    rxt_text_free(&quota);
    size_t i;
    const json_t *try;
    json_array_foreach(spec->tried, i, try)
    {
        const char *failed = json_string_value(json_object_get(try, "failed"));
        if (failed) {
            json_array_append_new(notes,
                                  json_sprintf("launching by '%s' was given up at layout %s: %s",
                                               json_string_value(json_object_get(try, "line")),
                                               json_string_value(json_object_get(try, "layout")), failed));
        }
    }
    json_array_extend(notes, spec->left_out);
    if (spec->nodes.differ[0]) {
        json_array_append_new(
            notes,
            json_sprintf("the nodes differ: %s; layouts are planned for the smallest", spec->nodes.differ));
    }
    if (spec->job.absent[0]) {
        json_array_append_new(notes, json_sprintf("job %s does not tell %s", spec->job.id, spec->job.absent));
    }
    return notes;
}

/* Who starts the ranks, and who binds them; "none" and null if no layout has several. */
static enum rxt_err add_launching(const struct rxt_study_spec *spec, const struct rxt_way *way,
                                  const struct rxt_topology *here, struct rxt_header *h)
{
    h->launcher = way->launcher ? way->launcher->name : "none";
    h->binds = !way->launcher ? NULL : way->binds ? "launcher" : "rxt";
    h->launch_lines = json_object();
    h->launch_tries = spec->tried ? json_incref(spec->tried) : json_array();
    h->job = describe_job(&spec->job);
    h->nodes = spec->nodes.list ? json_incref(spec->nodes.list) : json_null();
    h->notes = list_notes(spec, here);
    return launch_lines(spec, way, h->launch_lines);
}

static void add_machine(const struct rxt_topology *topology, struct rxt_header *h)
{
    json_t *record = rxt_machine_record(topology);
    h->machine = json_incref(json_object_get(record, "machine"));
    h->build = json_incref(json_object_get(record, "build"));
    h->versions = json_incref(json_object_get(record, "versions"));
    h->environment = json_incref(json_object_get(record, "environment"));
    json_decref(record);
}

/* What a header that is being made owns. */
static void drop(struct rxt_header *h)
{
    json_t *const values[] = {h->launch_lines, h->launch_tries, h->job,      h->nodes,      h->notes,
                              h->machine,      h->build,        h->versions, h->environment};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        json_decref(values[i]);
    }
    for (size_t k = 0; k < h->n_kernels; k++) {
        json_decref(h->kernels[k].params);
        json_decref(h->kernels[k].files);
        json_decref(h->kernels[k].lines);
        json_decref(h->kernels[k].without);
        json_decref(h->kernels[k].definition);
    }
    free(h->kernels);
}

enum rxt_err rxt_header_make(const struct rxt_study_spec *spec, const struct rxt_way *way,
                             struct rxt_header **out)
{
    char date[24];
    struct rxt_topology *topology = NULL;
    *out = NULL;
    enum rxt_err err = rxt_topology_open(&topology, NULL);
    if (err != RXT_OK) {
        return err;
    }
    rxt_clock_date(date, sizeof date);
    const char *name = strrchr(spec->folder, '/');
    struct rxt_header h = {.name = name && name[1] ? name + 1 : spec->folder,
                           .date = date,
                           .layouts = spec->layouts,
                           .n_layouts = spec->n_layouts,
                           .plain = spec->plain,
                           .scaling = spec->scaling,
                           .seed = (json_int_t)spec->seed,
                           .ceilings = spec->ceilings,
                           .strategy = rxt_strategy_of(spec)->name,
                           .n_rounds = spec->n_rounds,
                           .budget = spec->budget,
                           .tolerance = spec->tolerance,
                           .n_reps = spec->terms.n_reps,
                           .sched = rxt_sched_name(spec->terms.sched),
                           .smt = spec->terms.options.smt,
                           .oversubscribe = spec->terms.options.oversubscribe,
                           .indifference = spec->indifference};
    err = list_subjects(spec, way, &h);
    if (!err) {
        err = add_launching(spec, way, topology, &h);
    }
    add_machine(topology, &h);
    rxt_topology_close(topology);
    json_t *json = err == RXT_OK ? rxt_header_to_json(&h) : NULL;
    drop(&h);
    err = err != RXT_OK ? err
          : json        ? rxt_header_from_json(json, out)
                        : rxt_fail(RXT_E_MEMORY, "no room for the header of a study");
    json_decref(json);
    return err;
}
