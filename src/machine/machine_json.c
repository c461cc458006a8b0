/* SPDX-License-Identifier: BSD-3-Clause
 * machine_json.c - a topology as a list of named objects.
 */
#include "machine_show.h"

#include "json.h"

#include <stdio.h>

static json_t *count_or_null(const struct rxt_topology *topology, enum rxt_level level)
{
    return topology->has[level] ? json_integer((json_int_t)rxt_count_domains(topology, level)) : json_null();
}

static json_t *known(double value)
{
    return value > 0.0 ? rxt_json_count(value) : json_null();
}

static json_t *machine(const struct rxt_topology *topology)
{
    return json_pack(
        "{s:s, s:s, s:o, s:b, s:o, s:o, s:o, s:o, s:I, s:I, s:I, s:I, s:i, s:o, s:o, s:o, s:b}", /* in this order */
        "name", "machine", "source", topology->source, "cpu_model",
        topology->cpu_model[0] ? json_string(topology->cpu_model) : json_null(), "is_here",
        (int)topology->is_here, "packages", count_or_null(topology, RXT_PACKAGE), "numa_nodes",
        count_or_null(topology, RXT_NUMA), "l3s", count_or_null(topology, RXT_L3), "l2s",
        count_or_null(topology, RXT_L2), "cores", (json_int_t)topology->n_cores, "pus",
        (json_int_t)topology->n_pus, "machine_cores", (json_int_t)topology->machine_cores, "machine_pus",
        (json_int_t)topology->machine_pus, "kinds", topology->n_kinds, "memory_bytes",
        known(topology->memory_bytes), "memory_limit_bytes", known(topology->memory_limit_bytes),
        "quota_cpus", known(topology->quota_cpus), "hides_limits", (int)topology->hides_limits);
}

/* A list of the members of a set; NULL when memory ran out, which json_pack hands on. */
static json_t *list_of(const struct rxt_mask *set)
{
    json_t *list = json_array();
    for (int i = 0; list && i < RXT_MAX_PUS; i++) {
        if (rxt_mask_has(set, i) && json_array_append_new(list, json_integer(i)) != 0) {
            json_decref(list);
            list = NULL;
        }
    }
    return list;
}

static json_t *domain(const struct rxt_topology *topology, enum rxt_level level, int d)
{
    struct rxt_mask cores, pus;
    char name[32];
    rxt_domain_sets(topology, level, d, &cores, &pus);
    return json_pack("{s:s, s:o, s:o}", "name", rxt_show_domain(topology, level, d, name, sizeof name),
                     "cores", list_of(&cores), "pus", list_of(&pus));
}

static json_t *core(const struct rxt_topology *topology, const struct rxt_core *core)
{
    struct rxt_mask pus = {{0}};
    char name[32];
    for (int p = 0; p < core->n_pus; p++) {
        rxt_mask_add(&pus, core->pu[p]);
    }
    snprintf(name, sizeof name, "core %d", core->core);
    return json_pack("{s:s, s:i, s:o, s:o, s:o, s:o, s:i, s:o}", "name", name, "core", core->core, "package",
                     rxt_json_index(core->package), "numa", rxt_json_index(core->numa), "l3",
                     rxt_json_index(core->l3), "l2",
                     rxt_json_index(topology->has[RXT_L2] ? core->domain[RXT_L2] : -1), "kind", core->kind,
                     "pus", list_of(&pus));
}

json_t *rxt_topology_counts(const struct rxt_topology *topology)
{
    static const char *const keys[RXT_LEVELS] = {"packages", "numa", "l3", "l2"};
    json_t *counts = json_pack("{s:s, s:I, s:I}", "cpu", topology->cpu_model, "cores",
                               (json_int_t)topology->n_cores, "pus", (json_int_t)topology->n_pus);
    for (int level = 0; level < RXT_LEVELS; level++) {
        json_object_set_new(counts, keys[level],
                            topology->has[level] ? json_integer((json_int_t)topology->n_domains[level])
                                                 : json_null());
    }
    json_object_set_new(counts, "kinds", json_integer(topology->n_kinds));
    json_object_set_new(counts, "quota_cpus",
                        topology->quota_cpus > 0.0 ? json_real(topology->quota_cpus) : json_null());
    return counts;
}

json_t *rxt_topology_json(const struct rxt_topology *topology)
{
    json_t *list = json_array();
    int failed = json_array_append_new(list, machine(topology));
    for (int level = 0; level < RXT_LEVELS; level++) {
        for (int d = 0; topology->has[level] && d < (int)topology->n_domains[level]; d++) {
            failed |= json_array_append_new(list, domain(topology, (enum rxt_level)level, d));
        }
    }
    for (size_t c = 0; c < topology->n_cores; c++) {
        failed |= json_array_append_new(list, core(topology, &topology->cores[c]));
    }
    if (failed) {
        json_decref(list);
        return NULL;
    }
    return list;
}
