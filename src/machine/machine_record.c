/* SPDX-License-Identifier: BSD-3-Clause
 * machine_record.c - a table of cores as JSON that another process makes the same table of.
 */
#include "machine_show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A core is one list: core, package, numa, l3, kind, its domains, its PUs. */
enum { CORE, PACKAGE, NUMA, L3, KIND, DOMAINS, PUS = DOMAINS + RXT_LEVELS };

static json_t *row_of(const struct rxt_core *core)
{
    const int head[DOMAINS] = {core->core, core->package, core->numa, core->l3, core->kind};
    json_t *row = json_array();
    int failed = !row;
    for (int i = 0; i < DOMAINS; i++) {
        failed |= json_array_append_new(row, json_integer(head[i]));
    }
    for (int level = 0; level < RXT_LEVELS; level++) {
        failed |= json_array_append_new(row, json_integer(core->domain[level]));
    }
    for (int p = 0; p < core->n_pus; p++) {
        failed |= json_array_append_new(row, json_integer(core->pu[p]));
    }
    if (failed) {
        json_decref(row);
        return NULL;
    }
    return row;
}

json_t *rxt_topology_record(const struct rxt_topology *t)
{
    json_t *cores = json_array(), *levels = json_array();
    for (size_t c = 0; c < t->n_cores; c++) {
        json_array_append_new(cores, row_of(&t->cores[c]));
    }
    for (int level = 0; level < RXT_LEVELS; level++) {
        json_array_append_new(levels,
                              t->has[level] ? json_integer((json_int_t)t->n_domains[level]) : json_null());
    }
    return json_pack("{s:s, s:I, s:I, s:i, s:f, s:o, s:o}", "cpu", t->cpu_model, "machine_cores",
                     (json_int_t)t->machine_cores, "machine_pus", (json_int_t)t->machine_pus, "kinds",
                     t->n_kinds, "memory_bytes", t->memory_bytes, "levels", levels, "cores", cores);
}

static int at(const json_t *row, size_t i)
{
    return (int)json_integer_value(json_array_get(row, i));
}

static bool read_core(const json_t *row, const struct rxt_topology *t, struct rxt_core *out)
{
    const size_t n = json_array_size(row);
    if (n <= PUS || n > PUS + RXT_MAX_SMT) {
        return false;
    }
    *out = (struct rxt_core){.core = at(row, CORE),
                             .package = at(row, PACKAGE),
                             .numa = at(row, NUMA),
                             .l3 = at(row, L3),
                             .kind = at(row, KIND),
                             .n_pus = (int)n - PUS};
    bool good = out->kind >= 0 && out->kind < t->n_kinds;
    for (int level = 0; level < RXT_LEVELS; level++) {
        out->domain[level] = at(row, DOMAINS + (size_t)level);
        good &= out->domain[level] >= 0 && (size_t)out->domain[level] < t->n_domains[level];
    }
    for (int p = 0; p < out->n_pus; p++) {
        out->pu[p] = at(row, PUS + (size_t)p);
        good &= out->pu[p] >= 0 && out->pu[p] < RXT_MAX_PUS;
    }
    return good;
}

static bool read_table(const json_t *record, struct rxt_topology *t)
{
    const json_t *cores = json_object_get(record, "cores"), *levels = json_object_get(record, "levels");
    const char *cpu = json_string_value(json_object_get(record, "cpu"));
    t->n_cores = json_array_size(cores);
    t->cores = calloc(t->n_cores + 1, sizeof *t->cores);
    t->machine_cores = (size_t)json_integer_value(json_object_get(record, "machine_cores"));
    t->machine_pus = (size_t)json_integer_value(json_object_get(record, "machine_pus"));
    t->n_kinds = (int)json_integer_value(json_object_get(record, "kinds"));
    t->memory_bytes = json_number_value(json_object_get(record, "memory_bytes"));
    snprintf(t->cpu_model, sizeof t->cpu_model, "%s", cpu ? cpu : "");
    for (size_t level = 0; level < RXT_LEVELS; level++) {
        const json_t *n = json_array_get(levels, level);
        t->has[level] = json_is_integer(n);
        t->n_domains[level] = t->has[level] ? (size_t)json_integer_value(n) : 1;
    }
    bool good = t->cores && t->n_cores > 0;
    for (size_t c = 0; good && c < t->n_cores; c++) {
        good = read_core(json_array_get(cores, c), t, &t->cores[c]);
        t->n_pus += (size_t)t->cores[c].n_pus;
    }
    return good;
}

enum rxt_err rxt_topology_from_record(const json_t *record, const char *source, struct rxt_topology **out)
{
    *out = NULL;
    struct rxt_topology *t = calloc(1, sizeof *t);
    if (!t || !read_table(record, t)) {
        rxt_topology_close(t);
        return t ? rxt_fail(RXT_E_INPUT, "the cores of %s are no table of cores", source)
                 : rxt_fail(RXT_E_MEMORY, "no room for the cores of %s", source);
    }
    snprintf(t->source, sizeof t->source, "%s", source);
    *out = t;
    return RXT_OK;
}
