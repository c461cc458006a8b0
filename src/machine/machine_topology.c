/* SPDX-License-Identifier: BSD-3-Clause
 * machine_topology.c - the cores that are allowed on this machine, or in a file, or in a text.
 */
#include "machine.h"

#include "machine_source.h"
#include "machine_table.h"

#include <hwloc.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *rxt_level_name(enum rxt_level level)
{
    static const char *const names[RXT_LEVELS] = {"package", "NUMA node", "L3", "L2"};
    return names[level];
}

void rxt_topology_close(struct rxt_topology *topology)
{
    if (topology) {
        free(topology->cores);
        free(topology);
    }
}

enum rxt_err rxt_topology_keep(struct rxt_topology *topology, const struct rxt_mask *mask)
{
    return rxt_table_keep(topology, mask);
}

/* Allowed is what hwloc knows of the cgroup and, here, the mask with which this process was started. */
static enum rxt_err allowed_mask(hwloc_topology_t topology, bool is_here, struct rxt_mask *out)
{
    struct rxt_mask process;
    hwloc_const_bitmap_t allowed = hwloc_topology_get_allowed_cpuset(topology);
    const enum rxt_err err = is_here ? rxt_mask_of_process(&process) : RXT_OK;
    *out = (struct rxt_mask){{0}};
    for (int pu = 0; err == RXT_OK && pu < RXT_MAX_PUS; pu++) {
        if (hwloc_bitmap_isset(allowed, (unsigned)pu) && (!is_here || rxt_mask_has(&process, pu))) {
            rxt_mask_add(out, pu);
        }
    }
    return err;
}

enum rxt_err rxt_topology_open(struct rxt_topology **out, const char *source)
{
    struct rxt_mask mask;
    hwloc_topology_t topology = NULL;
    struct rxt_topology *table = NULL;
    *out = NULL;
    enum rxt_err err = rxt_source_load(&topology, source);
    if (err != RXT_OK) {
        return err;
    }
    const bool is_here = !source && hwloc_topology_is_thissystem(topology);
    err = rxt_table_make(&table, topology);
    if (!err) {
        err = allowed_mask(topology, is_here, &mask);
    }
    if (!err) {
        err = rxt_table_keep(table, &mask);
    }
    hwloc_topology_destroy(topology);
    if (err != RXT_OK) {
        rxt_topology_close(table);
        return err;
    }
    table->is_here = is_here;
    if (is_here) { /* NUMA nodes leave out memory that was plugged in later */
        table->memory_bytes = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
        const struct rxt_limits limits = rxt_limits_here();
        table->quota_cpus = isfinite(limits.cpus) ? limits.cpus : 0.0;
        table->memory_limit_bytes = isfinite(limits.memory_bytes) ? limits.memory_bytes : 0.0;
        table->hides_limits = limits.hides;
    }
    snprintf(table->source, sizeof table->source, "%s", source ? source : "this machine");
    *out = table;
    return RXT_OK;
}
