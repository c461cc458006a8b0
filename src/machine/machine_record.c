/* SPDX-License-Identifier: BSD-3-Clause
 * machine_record.c - a table of cores as JSON that another process makes the same table of.
 */
#include "machine_show.h"

#include "fields.h"
#include "json.h"

#include <limits.h>
#include <math.h>
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
    return json_pack("{s:s, s:I, s:I, s:i, s:o, s:f, s:o, s:b, s:o, s:o}", "cpu", t->cpu_model,
                     "machine_cores", (json_int_t)t->machine_cores, "machine_pus", (json_int_t)t->machine_pus,
                     "kinds", t->n_kinds, "memory_bytes", rxt_json_count(t->memory_bytes), "quota_cpus",
                     t->quota_cpus, "memory_limit_bytes", rxt_json_count(t->memory_limit_bytes),
                     "hides_limits", (int)t->hides_limits, "levels", levels, "cores", cores);
}

static bool read_core(struct rxt_fields *in, const json_t *row, const struct rxt_topology *t,
                      struct rxt_core *out)
{
    const size_t n = json_array_size(row);
    if (n <= PUS || n > PUS + RXT_MAX_SMT) {
        return false;
    }
    *out = (struct rxt_core){.core = rxt_fields_int_at(in, row, CORE, "core", -1, INT_MAX),
                             .package = rxt_fields_int_at(in, row, PACKAGE, "package", -1, INT_MAX),
                             .numa = rxt_fields_int_at(in, row, NUMA, "numa", -1, INT_MAX),
                             .l3 = rxt_fields_int_at(in, row, L3, "l3", -1, INT_MAX),
                             .kind = rxt_fields_int_at(in, row, KIND, "kind", 0, INT_MAX),
                             .n_pus = (int)n - PUS};
    bool good = out->kind < t->n_kinds;
    for (int level = 0; level < RXT_LEVELS; level++) {
        out->domain[level] = rxt_fields_int_at(in, row, DOMAINS + (size_t)level, "domain", 0, RXT_MAX_PUS);
        good &= (size_t)out->domain[level] < t->n_domains[level];
    }
    for (int p = 0; p < out->n_pus; p++) {
        out->pu[p] = rxt_fields_int_at(in, row, PUS + (size_t)p, "pu", 0, RXT_MAX_PUS - 1);
    }
    return good && in->err == RXT_OK;
}

/* A number that must be there; 0 if it is not, which is no table. */
static int count(struct rxt_fields *in, const json_t *record, const char *key)
{
    const int n = rxt_fields_int(in, record, key, 0, INT_MAX);
    return n > 0 ? n : 0;
}

static double known(struct rxt_fields *in, const json_t *record, const char *key)
{
    const double value = rxt_fields_real(in, record, key, 0.0, 1e18);
    return isnan(value) ? 0.0 : value;
}

static bool read_table(const json_t *record, struct rxt_topology *t)
{
    struct rxt_fields in = {"a table of cores", RXT_OK};
    const json_t *cores = json_object_get(record, "cores"), *levels = json_object_get(record, "levels");
    const char *cpu = json_string_value(json_object_get(record, "cpu"));
    t->n_cores = json_array_size(cores);
    t->cores = calloc(t->n_cores + 1, sizeof *t->cores);
    t->machine_cores = (size_t)count(&in, record, "machine_cores");
    t->machine_pus = (size_t)count(&in, record, "machine_pus");
    t->n_kinds = count(&in, record, "kinds");
    t->memory_bytes = known(&in, record, "memory_bytes");
    t->quota_cpus = known(&in, record, "quota_cpus"); /* older records have none */
    t->memory_limit_bytes = known(&in, record, "memory_limit_bytes");
    t->hides_limits = json_is_true(json_object_get(record, "hides_limits"));
    snprintf(t->cpu_model, sizeof t->cpu_model, "%s", cpu ? cpu : "");
    for (size_t level = 0; level < RXT_LEVELS; level++) {
        const json_t *n = json_array_get(levels, level);
        t->has[level] = json_is_integer(n);
        t->n_domains[level] =
            t->has[level] ? (size_t)rxt_fields_int_at(&in, levels, level, "levels", 0, RXT_MAX_PUS) : 1;
    }
    bool good = in.err == RXT_OK && t->cores && t->n_cores > 0 && t->n_cores <= RXT_MAX_PUS;
    for (size_t c = 0; good && c < t->n_cores; c++) {
        good = read_core(&in, json_array_get(cores, c), t, &t->cores[c]);
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
