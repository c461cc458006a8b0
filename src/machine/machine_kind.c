/* SPDX-License-Identifier: BSD-3-Clause
 * machine_kind.c - which cores are of one kind, and which kind is the more powerful.
 *
 * hwloc tells kinds apart by what the system tells of them, and where that is nothing but the highest clock
 * of each core it finds kinds among equal cores: they are made alike again. Cores with SMT are of
 * another kind than those without, whatever hwloc says.
 */
#include "machine_table.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_KINDS = 64, BY_WIDTH = RXT_MAX_SMT + 1 };

/* What the system tells of a kind. */
struct facts {
    bool has_type;    /* it is named, or its strength is told */
    double clock_MHz; /* the highest, or else the usual one; 0: not told */
};

static struct facts facts_of(hwloc_topology_t topology, unsigned kind)
{
    struct hwloc_info_s *infos = NULL;
    unsigned n = 0;
    double base_MHz = 0.0;
    struct facts facts = {0};
    if (hwloc_cpukinds_get_info(topology, kind, NULL, NULL, &n, &infos, 0) != 0) {
        return facts;
    }
    for (unsigned i = 0; i < n; i++) {
        const char *name = infos[i].name;
        facts.has_type |= !strcmp(name, "CoreType") || !strcmp(name, "LinuxCapacity");
        facts.clock_MHz = !strcmp(name, "FrequencyMaxMHz") ? strtod(infos[i].value, NULL) : facts.clock_MHz;
        base_MHz = !strcmp(name, "FrequencyBaseMHz") ? strtod(infos[i].value, NULL) : base_MHz;
    }
    facts.clock_MHz = facts.clock_MHz > 0.0 ? facts.clock_MHz : base_MHz;
    return facts;
}

/* For each of hwloc's kinds, which go from the least powerful to the most, the least of those that are alike:
 * neither has a type, and the clocks of all lie within 20 %. */
static void join_alike(hwloc_topology_t topology, unsigned n, int *joined)
{
    struct facts before = {.has_type = true};
    double least = 0.0, most = 0.0;
    for (unsigned kind = 0; kind < n; kind++) {
        const struct facts facts = facts_of(topology, kind);
        const double low = facts.clock_MHz < least ? facts.clock_MHz : least;
        const double high = facts.clock_MHz > most ? facts.clock_MHz : most;
        const bool is_alike =
            kind > 0 && !facts.has_type && !before.has_type && low > 0.0 && low >= 0.8 * high;
        least = is_alike ? low : facts.clock_MHz;
        most = is_alike ? high : facts.clock_MHz;
        joined[kind] = is_alike ? joined[kind - 1] : (int)kind;
        before = facts;
    }
}

/* Kinds count only if hwloc can tell which is the more powerful one. */
static int ranked_kind(hwloc_topology_t topology, hwloc_obj_t pu)
{
    int efficiency = -1;
    const int kind = hwloc_cpukinds_get_by_cpuset(topology, pu->cpuset, 0);
    return kind >= 0 && kind < MOST_KINDS &&
                   hwloc_cpukinds_get_info(topology, (unsigned)kind, NULL, &efficiency, NULL, NULL, 0) == 0 &&
                   efficiency >= 0
               ? kind
               : 0;
}

/* PUs that are switched off make cores narrow that are not. */
static bool tells_widths(hwloc_topology_t topology)
{
    const hwloc_obj_t root = hwloc_get_root_obj(topology);
    return hwloc_bitmap_isequal(root->cpuset, root->complete_cpuset);
}

void rxt_table_mark_kinds(struct rxt_topology *table, hwloc_topology_t topology)
{
    const int n = hwloc_cpukinds_get_nr(topology, 0);
    const bool by_width = tells_widths(topology);
    int joined[MOST_KINDS] = {0};
    join_alike(topology, n < 0 ? 0 : n < MOST_KINDS ? (unsigned)n : MOST_KINDS, joined);
    for (size_t c = 0; c < table->n_cores; c++) {
        struct rxt_core *core = &table->cores[c];
        int kind = 0;
        for (int p = 0; p < core->n_pus; p++) {
            const hwloc_obj_t pu = hwloc_get_pu_obj_by_os_index(topology, (unsigned)core->pu[p]);
            const int of = pu ? joined[ranked_kind(topology, pu)] : 0;
            kind = of > kind ? of : kind;
        }
        core->kind = kind * BY_WIDTH + (by_width ? core->n_pus : 0);
    }
}
