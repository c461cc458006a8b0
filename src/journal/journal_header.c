/* SPDX-License-Identifier: BSD-3-Clause
 * journal_header.c - the first line of a journal as a value, and back.
 */
#include "journal_header.h"

#include "bytes.h"
#include "fields.h"
#include "json.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

const char *rxt_scaling_name(enum rxt_scaling scaling)
{
    static const char *const names[] = {
        [RXT_SCALING_NONE] = NULL, [RXT_SCALING_STRONG] = "strong", [RXT_SCALING_WEAK] = "weak"};
    return names[scaling];
}

static enum rxt_scaling scaling_of(const char *name)
{
    enum rxt_scaling scaling = RXT_SCALING_WEAK;
    while (scaling != RXT_SCALING_NONE && (!name || strcmp(name, rxt_scaling_name(scaling)) != 0)) {
        scaling--;
    }
    return scaling;
}

static const char *text_at(const json_t *object, const char *key)
{
    const char *text = rxt_json_text_at(object, key, "");
    return *text ? text : NULL;
}

static json_int_t count_at(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_integer(value) ? json_integer_value(value) : -1;
}

static const char *const ceiling_names[] = {[RXT_NO_CEILING] = NULL,
                                            [RXT_CEILING_FLOP] = "flop",
                                            [RXT_CEILING_BYTES] = "bytes",
                                            [RXT_CEILING_CACHE] = "cache",
                                            [RXT_CEILING_COST] = "cost"};

static enum rxt_ceiling ceiling_of(const char *name)
{
    enum rxt_ceiling kind = RXT_CEILING_COST;
    while (kind != RXT_NO_CEILING && (!name || strcmp(name, ceiling_names[kind]) != 0)) {
        kind--;
    }
    return kind;
}

/* The name of a parameter with a part to play; headers without the field are of kernels that all called it so. */
static const char *param_of(const json_t *entry, const char *field, const char *once)
{
    return json_object_get(entry, field) ? text_at(entry, field) : once;
}

static struct rxt_entry entry_of(struct rxt_fields *in, const json_t *entry)
{
    const double power = rxt_fields_real(in, entry, "growth", 0.0, 100.0);
    const double tolerance = rxt_fields_real(in, entry, "tolerance", 0.0, 1.0);
    const char *subject = text_at(entry, "subject");
    return (struct rxt_entry){.name = text_at(entry, "name"),
                              .runs = text_at(entry, "runs"),
                              .what = text_at(entry, "what"),
                              .category = text_at(entry, "category"),
                              .formula = text_at(entry, "formula"),
                              .source = text_at(entry, "source"),
                              .is_ceiling = json_is_true(json_object_get(entry, "ceiling")),
                              .measures = ceiling_of(text_at(entry, "ceiling_of")),
                              .size_param = param_of(entry, "size_param", "n"),
                              .input_param = param_of(entry, "input_param", "input"),
                              .growth = {.power = isnan(power) ? 1.0 : power,
                                         .has_log = json_is_true(json_object_get(entry, "growth_log"))},
                              .is_program = subject && !strcmp(subject, "program"),
                              .is_answering = !isnan(tolerance),
                              .tolerance = isnan(tolerance) ? 0.0 : tolerance,
                              .plugin = text_at(entry, "plugin"),
                              .params = json_object_get(entry, "params"),
                              .files = json_object_get(entry, "files"),
                              .definition = json_object_get(entry, "definition"),
                              .lines = json_object_get(entry, "lines"),
                              .without = json_object_get(entry, "without")};
}

double rxt_entry_size(const struct rxt_entry *entry, const json_t *params)
{
    const json_t *size = entry->size_param ? json_object_get(params, entry->size_param) : NULL;
    const bool is_file = entry->input_param && text_at(params, entry->input_param); /* as long as it is */
    return json_is_number(size) && !is_file ? json_number_value(size) : (double)NAN;
}

static enum rxt_err read_kernels(struct rxt_fields *in, struct rxt_header *h)
{
    const json_t *list = json_object_get(h->json, "kernels");
    h->n_kernels = json_array_size(list);
    h->kernels = calloc(h->n_kernels + 1, sizeof *h->kernels);
    for (size_t i = 0; h->kernels && i < h->n_kernels; i++) {
        h->kernels[i] = entry_of(in, json_array_get(list, i));
    }
    return h->kernels ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for %zu kernels", h->n_kernels);
}

static enum rxt_err read_layout(const json_t *value, struct rxt_layout *out)
{
    const char *text = json_string_value(value);
    const enum rxt_err err = rxt_layout_parse(text ? text : "", out);
    return err == RXT_OK ? err : rxt_fail(RXT_E_INPUT, "the header of the study: %s", rxt_reason());
}

static enum rxt_err read_layouts(struct rxt_header *h)
{
    const json_t *list = json_object_get(h->json, "layouts");
    const json_t *plain = json_object_get(h->json, "default_layout");
    h->n_layouts = json_array_size(list);
    h->layouts = calloc(h->n_layouts + 1, sizeof *h->layouts);
    enum rxt_err err = h->layouts ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for %zu layouts", h->n_layouts);
    for (size_t i = 0; i < h->n_layouts && err == RXT_OK; i++) {
        err = read_layout(json_array_get(list, i), &h->layouts[i]);
    }
    return err == RXT_OK && json_is_string(plain) ? read_layout(plain, &h->plain) : err;
}

/* What a decision reckons with is within its range. */
static void read_numbers(struct rxt_fields *in, struct rxt_header *h)
{
    const double indifference = rxt_fields_real(in, h->json, "indifference", 0.0, 1.0);
    const double tolerance = rxt_fields_real(in, h->json, "tolerance", 0.0, 1.0);
    const int n_rounds = rxt_fields_int(in, h->json, "rounds", 0, RXT_MOST_ROUNDS);
    h->n_rounds = n_rounds > 0 ? n_rounds : 0;
    h->budget = rxt_budget_from_json(json_object_get(h->json, "budget"));
    h->n_reps = rxt_fields_int(in, h->json, "reps", 1, RXT_MOST_ROUNDS);
    h->indifference = isnan(indifference) ? 0.01 : indifference;
    h->tolerance = isnan(tolerance) ? 0.02 : tolerance;
    h->seed = count_at(h->json, "seed");
    h->smt = json_is_true(json_object_get(h->json, "smt"));
    h->oversubscribe = json_is_true(json_object_get(h->json, "oversubscribe"));
}

static void read_texts(struct rxt_header *h)
{
    h->name = text_at(h->json, "name");
    h->date = text_at(h->json, "date");
    h->scaling = scaling_of(text_at(h->json, "scaling"));
    h->strategy = text_at(h->json, "strategy");
    h->sched = text_at(h->json, "sched");
    h->launcher = text_at(h->json, "launcher");
    h->binds = text_at(h->json, "binds");
}

static void read_surroundings(struct rxt_header *h)
{
    h->launch_lines = json_object_get(h->json, "launch_lines");
    h->launch_tries = json_object_get(h->json, "launch_tries");
    h->job = json_object_get(h->json, "job");
    h->nodes = json_object_get(h->json, "nodes");
    h->notes = json_object_get(h->json, "notes");
    h->machine = json_object_get(h->json, "machine");
    h->build = json_object_get(h->json, "build");
    h->versions = json_object_get(h->json, "versions");
    h->environment = json_object_get(h->json, "environment");
    h->ceilings = json_object_get(h->json, "ceilings");
    h->ceilings = json_is_object(h->ceilings) ? h->ceilings : NULL;
    h->host = text_at(h->machine, "host");
    h->cpu = text_at(h->machine, "cpu");
    h->cores = count_at(h->machine, "cores");
    h->quota_cpus = json_number_value(json_object_get(h->machine, "quota_cpus"));
    h->packages = count_at(h->machine, "packages");
    h->numa = count_at(h->machine, "numa");
    h->l3 = count_at(h->machine, "l3");
    h->load = text_at(h->machine, "load");
    h->topology = json_object_get(json_array_get(h->nodes, 0), "topology");
    h->mpi_library = json_object_get(h->versions, "mpi_library");
}

static enum rxt_err gather_how(struct rxt_header *h)
{
    static const char *const keys[] = {
        "name", "date",  "launcher", "binds",         "strategy",     "rounds",    "budget",        "reps",
        "seed", "sched", "smt",      "oversubscribe", "indifference", "tolerance", "default_layout"};
    bool failed = !(h->how = json_object());
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        json_t *value = json_object_get(h->json, keys[i]);
        failed |= json_object_set_new(h->how, keys[i], value ? json_incref(value) : json_null()) != 0;
    }
    return failed ? rxt_fail(RXT_E_MEMORY, "no room for a header") : RXT_OK;
}

enum rxt_err rxt_header_from_json(json_t *json, struct rxt_header **out)
{
    struct rxt_fields in = {"the header", RXT_OK};
    struct rxt_header *h = calloc(1, sizeof *h);
    *out = NULL;
    if (!h) {
        return rxt_fail(RXT_E_MEMORY, "no room for a header");
    }
    h->json = json_incref(json);
    read_texts(h);
    read_numbers(&in, h);
    read_surroundings(h);
    enum rxt_err err = read_kernels(&in, h);
    if (!err) {
        err = in.err;
    }
    if (!err) {
        err = read_layouts(h);
    }
    if (!err) {
        err = gather_how(h);
    }
    if (err != RXT_OK) {
        rxt_header_close(h);
        return err;
    }
    *out = h;
    return RXT_OK;
}

static json_t *kernel_to_json(const struct rxt_entry *e)
{
    json_t *json =
        json_pack("{s:s, s:s?, s:s?, s:s?, s:s?, s:b, s:s?, s:s?, s:s?, s:f, s:b, s:O}", "name", e->name,
                  "what", e->what, "category", e->category, "formula", e->formula, "source", e->source,
                  "ceiling", (int)e->is_ceiling, "ceiling_of", ceiling_names[e->measures], "size_param",
                  e->size_param, "input_param", e->input_param, "growth", e->growth.power, "growth_log",
                  (int)e->growth.has_log, "params", e->params);
    if (json && e->runs) {
        json_object_set_new(json, "runs", json_string(e->runs));
    }
    if (json && e->plugin) {
        json_object_set_new(json, "plugin", rxt_text_to_json(e->plugin));
    }
    if (json && e->files) {
        json_object_set(json, "files", e->files);
    }
    if (json && e->without) {
        json_object_set(json, "without", e->without);
    }
    if (json && e->is_answering && !e->is_program) {
        json_object_set_new(json, "tolerance", json_real(e->tolerance));
    }
    if (json && e->is_program) {
        json_object_set_new(json, "subject", json_string("program"));
        json_object_set_new(json, "tolerance", e->is_answering ? json_real(e->tolerance) : json_null());
        json_object_set(json, "lines", e->lines ? e->lines : json_null());
        json_object_set(json, "definition", e->definition ? e->definition : json_null());
    }
    return json;
}

static json_t *kernels_to_json(const struct rxt_header *h)
{
    json_t *list = json_array();
    for (size_t i = 0; i < h->n_kernels; i++) {
        json_array_append_new(list, kernel_to_json(&h->kernels[i]));
    }
    return list;
}

static json_t *layouts_to_json(const struct rxt_header *h)
{
    char text[RXT_LAYOUT_BYTES];
    json_t *list = json_array();
    for (size_t i = 0; i < h->n_layouts; i++) {
        json_array_append_new(list, json_string(rxt_layout_text(&h->layouts[i], text, sizeof text)));
    }
    return list;
}

/* How it was asked to measure. */
static json_t *terms_to_json(const struct rxt_header *h)
{
    return json_pack("{s:s?, s:o, s:o, s:f, s:f, s:I, s:i, s:s, s:b, s:b}", "strategy", h->strategy, "rounds",
                     h->n_rounds > 0 ? json_integer(h->n_rounds) : json_null(), "budget",
                     rxt_budget_to_json(&h->budget), "indifference", h->indifference, "tolerance",
                     h->tolerance, "seed", h->seed, "reps", h->n_reps, "sched", h->sched, "smt", (int)h->smt,
                     "oversubscribe", (int)h->oversubscribe);
}

/* On what it measures, and how that is launched. */
static json_t *surroundings_to_json(const struct rxt_header *h)
{
    return json_pack("{s:s, s:s?, s:O, s:O, s:O, s:O, s:O, s:O, s:O, s:O, s:O, s:O?}", "launcher",
                     h->launcher, "binds", h->binds, "launch_lines", h->launch_lines, "launch_tries",
                     h->launch_tries, "job", h->job, "nodes", h->nodes, "notes", h->notes, "machine",
                     h->machine, "build", h->build, "versions", h->versions, "environment", h->environment,
                     "ceilings", h->ceilings);
}

/* Takes both over. */
static json_t *add(json_t *json, json_t *more)
{
    if (!json || !more || json_object_update(json, more) != 0) {
        json_decref(json);
        json = NULL;
    }
    json_decref(more);
    return json;
}

static bool has_serial(const struct rxt_header *h)
{
    bool has = false;
    for (size_t i = 0; i < h->n_layouts; i++) {
        has |= h->layouts[i].policy != RXT_BY_NONE && rxt_layout_mode(&h->layouts[i]) == RXT_MODE_SERIAL;
    }
    return has;
}

/* The numbers of workers that are compared apart, from few to many; the most alone outside of scaling studies. */
static json_t *steps_to_json(const struct rxt_header *h)
{
    json_t *list = json_array();
    for (size_t last = 0, next = SIZE_MAX; next > 0; last = next) {
        next = 0;
        for (size_t i = 0; i < h->n_layouts; i++) {
            const size_t workers = rxt_layout_workers(&h->layouts[i]);
            const bool is_nearer =
                h->scaling == RXT_SCALING_NONE ? workers > next : workers < next || next == 0;
            next = workers > last && is_nearer ? workers : next;
        }
        if (next > 0) {
            json_array_append_new(list, json_integer((json_int_t)next));
        }
    }
    return list;
}

bool rxt_header_screens(const struct rxt_header *h)
{
    size_t n_contenders = 0;
    for (size_t i = 0; i < h->n_layouts; i++) {
        n_contenders +=
            h->layouts[i].policy != RXT_BY_NONE && rxt_layout_mode(&h->layouts[i]) != RXT_MODE_SERIAL;
    }
    return h->scaling == RXT_SCALING_NONE && h->strategy && !strcmp(h->strategy, "race") &&
           n_contenders > RXT_FEW_CONTENDERS;
}

json_t *rxt_header_to_json(const struct rxt_header *h)
{
    char plain[RXT_LAYOUT_BYTES];
    if (h->json) {
        return json_incref(h->json);
    }
    rxt_layout_text(&h->plain, plain, sizeof plain);
    json_t *json = json_pack(
        "{s:s, s:s, s:s, s:o, s:o, s:s?, s:s?, s:s?, s:o, s:s?}", "schema", RXT_SCHEMA_STUDY, "name", h->name,
        "date", h->date, "kernels", kernels_to_json(h), "layouts", layouts_to_json(h), "default_layout",
        h->plain.ranks > 0 ? plain : NULL, "plain", h->plain.ranks > 0 ? plain : NULL, "serial",
        has_serial(h) ? "1x1" : NULL, "steps", steps_to_json(h), "scaling", rxt_scaling_name(h->scaling));
    return add(add(json, terms_to_json(h)), surroundings_to_json(h));
}

void rxt_header_close(struct rxt_header *h)
{
    if (h) {
        json_decref(h->how);
        json_decref(h->json);
        free(h->kernels);
        free(h->layouts);
        free(h);
    }
}

const char *rxt_header_line(const struct rxt_header *h, const char *layout)
{
    return rxt_json_text_at(h->launch_lines, layout, NULL);
}

const struct rxt_entry *rxt_header_entry(const struct rxt_header *h, const char *name)
{
    for (size_t i = 0; i < h->n_kernels; i++) {
        if (h->kernels[i].name && !strcmp(h->kernels[i].name, name)) {
            return &h->kernels[i];
        }
    }
    return NULL;
}

void rxt_entry_word(const struct rxt_entry *entry, struct rxt_text *out)
{
    json_t *path = entry->plugin ? json_string(entry->plugin) : NULL;
    if (!path || !rxt_bytes_from_json(path, out)) {
        rxt_text_add(out, "%s", rxt_entry_kernel(entry));
    }
    json_decref(path);
}

const char *rxt_entry_kernel(const struct rxt_entry *entry)
{
    return entry->runs ? entry->runs : entry->name;
}

const char *rxt_entry_line(const struct rxt_entry *entry, const char *layout)
{
    return rxt_json_text_at(entry->lines, layout, NULL);
}

bool rxt_entry_takes(const struct rxt_entry *entry, const char *layout)
{
    size_t i;
    json_t *other;
    json_array_foreach(entry->without, i, other)
    {
        const char *text = json_string_value(other);
        if (text && !strcmp(text, layout)) {
            return false;
        }
    }
    return true;
}

void rxt_header_add_note(struct rxt_header *h, json_t *text)
{
    if (!json_is_array(h->notes)) {
        h->notes = json_array();
        json_object_set_new(h->json, "notes", h->notes);
    }
    json_array_append_new(h->notes, text);
}
