/* SPDX-License-Identifier: BSD-3-Clause
 * study_header.c - the first line of a journal: what is studied, on what, with what.
 */
#include "study_state.h"

#include "clock.h"
#include "text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const ceiling_names[] = {NULL, "flop", "bytes"};

static json_t *list_kernels(const struct rxt_request *request)
{
    json_t *list = json_array();
    for (size_t k = 0; k < request->n_asks; k++) {
        const struct rxt_kernel *kernel = request->asks[k].kernel;
        const struct rxt_growth growth = rxt_kernel_growth(kernel, request->asks[k].values);
        json_array_append_new(
            list,
            json_pack("{s:s, s:s, s:s, s:s, s:s, s:b, s:s?, s:s?, s:s?, s:f, s:b, s:o}", "name", kernel->name,
                      "what", kernel->what, "category", kernel->category, "formula", kernel->formula,
                      "source", kernel->source, "ceiling", kernel->ceiling != RXT_NO_CEILING, "ceiling_of",
                      ceiling_names[kernel->ceiling], "size_param", kernel->size_param, "input_param",
                      kernel->input_param, "growth", growth.power, "growth_log", (int)growth.has_log,
                      "params", rxt_ask_json(&request->asks[k])));
    }
    return list;
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
        const struct rxt_launch launch = {.layout = spec->layouts[i],
                                          .options = spec->request.team.options,
                                          .program = &program,
                                          .way = *way};
        err = rxt_launch_line(&launch, &text);
        json_object_set_new(lines, rxt_layout_text(&spec->layouts[i], name, sizeof name),
                            err == RXT_OK ? json_string(rxt_text_of(&text)) : json_null());
        rxt_text_free(&text);
    }
    rxt_words_free(&program);
    return err;
}

static json_t *number_or_null(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *count_or_null(int n)
{
    return n > 0 ? json_integer(n) : json_null();
}

static json_t *describe_job(const struct rxt_job *job)
{
    return job->is_one ? json_pack("{s:s, s:o, s:o, s:o, s:s?, s:s?}", "id", job->id, "nodes",
                                   count_or_null(job->n_nodes), "cpus_per_node",
                                   count_or_null(job->cpus_per_node), "left_s", number_or_null(job->left_s),
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
                                  const struct rxt_topology *here, json_t *header)
{
    json_t *lines = json_object();
    const enum rxt_err err = launch_lines(spec, way, lines);
    const bool fails =
        json_object_set_new(header, "launcher", json_string(way->launcher ? way->launcher->name : "none")) |
        json_object_set_new(header, "binds",
                            way->launcher ? json_string(way->binds ? "launcher" : "rxt") : json_null()) |
        json_object_set_new(header, "launch_lines", lines) |
        json_object_set_new(header, "launch_tries", spec->tried ? json_incref(spec->tried) : json_array()) |
        json_object_set_new(header, "job", describe_job(&spec->job)) |
        json_object_set_new(header, "nodes", spec->nodes.list ? json_incref(spec->nodes.list) : json_null()) |
        json_object_set_new(header, "notes", list_notes(spec, here));
    return err == RXT_OK && fails ? rxt_fail(RXT_E_MEMORY, "no room for the header of a study") : err;
}

static json_t *list_layouts(const struct rxt_study_spec *spec)
{
    char text[RXT_LAYOUT_BYTES];
    json_t *layouts = json_array();
    for (size_t i = 0; i < spec->n_layouts; i++) {
        json_array_append_new(layouts, json_string(rxt_layout_text(&spec->layouts[i], text, sizeof text)));
    }
    return layouts;
}

enum rxt_err rxt_header_make(const struct rxt_study_spec *spec, const struct rxt_way *way, json_t **out)
{
    char date[24], text[RXT_LAYOUT_BYTES];
    struct rxt_topology *topology = NULL;
    *out = NULL;
    enum rxt_err err = rxt_topology_open(&topology, NULL);
    if (err != RXT_OK) {
        return err;
    }
    rxt_clock_date(date, sizeof date);
    const char *name = strrchr(spec->folder, '/');
    json_t *header = json_pack(
        "{s:s, s:s, s:s, s:o, s:o, s:o?, s:s?, s:I, s:i, s:i, s:s, s:b, s:b, s:f}", "schema",
        RXT_SCHEMA_STUDY, "name", name && name[1] ? name + 1 : spec->folder, "date", date, "kernels",
        list_kernels(&spec->request), "layouts", list_layouts(spec), "default_layout",
        spec->plain.ranks > 0 ? json_string(rxt_layout_text(&spec->plain, text, sizeof text)) : NULL,
        "scaling", rxt_scaling_name(spec->scaling), "seed", (json_int_t)spec->seed, "rounds", spec->n_rounds,
        "reps", spec->request.n_reps, "sched", rxt_sched_name(spec->request.team.sched), "smt",
        (int)spec->request.team.options.smt, "oversubscribe", (int)spec->request.team.options.oversubscribe,
        "indifference", spec->indifference);
    json_t *machine = rxt_machine_record(topology);
    err = header ? add_launching(spec, way, topology, header)
                 : rxt_fail(RXT_E_MEMORY, "no room for the header of a study");
    rxt_topology_close(topology);
    if (err == RXT_OK && (!machine || json_object_update(header, machine) != 0)) {
        err = rxt_fail(RXT_E_MEMORY, "no room for the header of a study");
    }
    json_decref(machine);
    if (err != RXT_OK) {
        json_decref(header);
        return err;
    }
    *out = header;
    return RXT_OK;
}

enum rxt_err rxt_header_compare(const json_t *old, const json_t *new, const char *folder)
{
    static const char *const same[] = {"kernels", "layouts", "scaling",      "sched",
                                       "reps",    "smt",     "oversubscribe"};
    const char *differs = rxt_journal_difference(old, new);
    /* Another build may tell of the same kernels in other words: then it is the build that differs. */
    const bool is_elsewhere = differs && (!strncmp(differs, "machine", strlen("machine")) ||
                                          !strncmp(differs, "build", strlen("build")));
    for (size_t i = 0; i < sizeof same / sizeof *same && !is_elsewhere; i++) {
        const json_t *a = json_object_get(old, same[i]), *b = json_object_get(new, same[i]);
        if (!json_equal(a, b)) {
            return rxt_fail(
                RXT_E_USAGE,
                "the study in %s is of other %s; resume it with the same request, or choose another "
                "--out",
                folder, same[i]);
        }
    }
    const json_t *host_a = json_object_get(json_object_get(old, "machine"), "cpu");
    const json_t *host_b = json_object_get(json_object_get(new, "machine"), "cpu");
    if (!json_equal(host_a, host_b)) {
        return rxt_fail(RXT_E_USAGE,
                        "the study in %s was begun on another kind of machine (%s); choose another --out",
                        folder, json_string_value(host_a));
    }
    return differs ? rxt_fail(RXT_E_USAGE,
                              "the study in %s was begun with another %s; choose another --out ('rxt merge' "
                              "shows both)",
                              folder, differs)
                   : RXT_OK;
}
