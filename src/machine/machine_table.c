/* SPDX-License-Identifier: BSD-3-Clause
 * machine_table.c - from hwloc's tree to the table of all cores of a machine.
 */
#include "machine_table.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int index_or_none(unsigned index)
{
    return index > (unsigned)INT_MAX ? -1 : (int)index; /* HWLOC_UNKNOWN_INDEX is the largest */
}

/* Memory that is handed out first: hwloc names the others (MCDRAM, HBM, NVM, CXL) by their subtype. */
static bool is_dram(hwloc_obj_t node)
{
    return !node->subtype || !strcmp(node->subtype, "DRAM");
}

/* Whether a serves a core better than b: as DRAM, and then by being nearer, which is serving fewer cores. */
static bool is_better(hwloc_obj_t a, hwloc_obj_t b)
{
    if (!b || is_dram(a) != is_dram(b)) {
        return !b || is_dram(a);
    }
    return hwloc_bitmap_weight(a->cpuset) < hwloc_bitmap_weight(b->cpuset);
}

static hwloc_obj_t numa_of(hwloc_topology_t topology, hwloc_obj_t pu)
{
    hwloc_obj_t best = NULL, node = NULL;
    while ((node = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_NUMANODE, node)) != NULL) {
        if (hwloc_bitmap_isset(node->cpuset, pu->os_index) && is_better(node, best)) {
            best = node;
        }
    }
    return best;
}

static hwloc_obj_t above(hwloc_topology_t topology, hwloc_obj_type_t type, hwloc_obj_t pu)
{
    return hwloc_get_ancestor_obj_by_type(topology, type, pu);
}

static struct rxt_core new_core(hwloc_topology_t topology, hwloc_obj_t core, hwloc_obj_t pu)
{
    const hwloc_obj_t package = above(topology, HWLOC_OBJ_PACKAGE, pu), numa = numa_of(topology, pu);
    const hwloc_obj_t l3 = above(topology, HWLOC_OBJ_L3CACHE, pu),
                      l2 = above(topology, HWLOC_OBJ_L2CACHE, pu);
    const int none = package ? -2 - (int)package->logical_index : -1; /* apart in each package */
    return (struct rxt_core){
        .core = (int)core->logical_index,
        .domain = {package ? (int)package->logical_index : -1, numa ? (int)numa->logical_index : none,
                   l3 ? (int)l3->logical_index : none, l2 ? (int)l2->logical_index : none},
        .package = package ? index_or_none(package->os_index) : -1,
        .numa = numa ? index_or_none(numa->os_index) : -1,
        .l3 = l3 ? (int)l3->logical_index : -1,
    };
}

/* Some machines tell PUs but no cores; then each PU is one. */
static hwloc_obj_t core_of(hwloc_topology_t topology, hwloc_obj_t pu)
{
    const hwloc_obj_t core = above(topology, HWLOC_OBJ_CORE, pu);
    return core ? core : pu;
}

/* The PUs of a core follow each other. */
static enum rxt_err add_pus(struct rxt_topology *table, hwloc_topology_t topology)
{
    hwloc_obj_t pu = NULL, last = NULL;
    while ((pu = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_PU, pu)) != NULL) {
        const hwloc_obj_t object = core_of(topology, pu);
        if (pu->os_index >= RXT_MAX_PUS) {
            return rxt_fail(RXT_E_INPUT, "the topology has a PU of index %u; rxt knows those below %d",
                            pu->os_index, (int)RXT_MAX_PUS);
        }
        if (object != last) {
            table->cores[table->n_cores++] = new_core(topology, object, pu);
        }
        last = object;
        struct rxt_core *core = &table->cores[table->n_cores - 1];
        if (core->n_pus == RXT_MAX_SMT) {
            return rxt_fail(RXT_E_INPUT, "core %d of the topology has more than %d hardware threads",
                            core->core, (int)RXT_MAX_SMT);
        }
        core->pu[core->n_pus++] = (int)pu->os_index;
    }
    return RXT_OK;
}

/* The length without blanks at the end, with which some firmware fills up. */
static size_t trimmed(const char *text)
{
    size_t n = strnlen(text, 127);
    while (n > 0 && text[n - 1] == ' ') {
        n--;
    }
    return n;
}

static void add_facts(struct rxt_topology *table, hwloc_topology_t topology)
{
    const hwloc_obj_t package = hwloc_get_obj_by_type(topology, HWLOC_OBJ_PACKAGE, 0);
    const hwloc_obj_t root = hwloc_get_root_obj(topology);
    const char *model = package ? hwloc_obj_get_info_by_name(package, "CPUModel") : NULL;
    model = model ? model : hwloc_obj_get_info_by_name(root, "CPUModel");
    const size_t length = trimmed(model ? model : "");
    snprintf(table->cpu_model, sizeof table->cpu_model, "%.*s", (int)length, model ? model : "");
    table->memory_bytes = (double)root->total_memory;
    table->machine_cores = table->n_cores;
    table->machine_pus = (size_t)hwloc_bitmap_weight(root->complete_cpuset); /* those that are offline, too */
}

/* A level counts if any core has it; one NUMA node for all is the machine's memory, not a level. */
static void find_levels(struct rxt_topology *table)
{
    for (int level = 0; level < RXT_LEVELS; level++) {
        bool is_known = false, differs = false;
        for (size_t c = 0; c < table->n_cores; c++) {
            is_known |= table->cores[c].domain[level] >= 0;
            differs |= table->cores[c].domain[level] != table->cores[0].domain[level];
        }
        table->has[level] = is_known && (differs || level != RXT_NUMA);
    }
}

enum rxt_err rxt_table_make(struct rxt_topology **out, hwloc_topology_t topology)
{
    const int n = hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_PU);
    *out = NULL;
    if (n <= 0) {
        return rxt_fail(RXT_E_INPUT, "the topology has no PU");
    }
    struct rxt_topology *table = calloc(1, sizeof *table);
    struct rxt_core *cores = calloc((size_t)n, sizeof *cores);
    if (!table || !cores) {
        free(table);
        free(cores);
        return rxt_fail(RXT_E_MEMORY, "no room for a table of %d PUs", n);
    }
    table->cores = cores;
    const enum rxt_err err = add_pus(table, topology);
    if (err != RXT_OK) {
        rxt_topology_close(table);
        return err;
    }
    rxt_table_mark_kinds(table, topology);
    add_facts(table, topology);
    find_levels(table);
    *out = table;
    return RXT_OK;
}
