/* SPDX-License-Identifier: BSD-3-Clause
 * machine_show.c - a topology as text: totals, then the domains and their cores.
 */
#include "machine_show.h"

#include <stdio.h>
#include <string.h>

static void show_levels(const struct rxt_topology *topology, struct rxt_text *out)
{
    static const char *const labels[RXT_LEVELS] = {"packages", "NUMA nodes", "L3 caches", "L2 caches"};
    for (int level = 0; level < RXT_LEVELS; level++) {
        const bool lone_numa = level == RXT_NUMA && topology->cores[0].numa >= 0;
        if (topology->has[level]) {
            rxt_text_add(out, "%-11s %zu\n", labels[level],
                         rxt_count_domains(topology, (enum rxt_level)level));
        } else {
            rxt_text_add(out, "%-11s %s\n", labels[level],
                         lone_numa ? "1, for the whole machine" : "not told");
        }
    }
}

/* "1", or "1 to 2" when hardware threads of some cores are switched off or not allowed. */
static void show_width(const struct rxt_topology *topology, struct rxt_text *out)
{
    int least = RXT_MAX_SMT, most = 0;
    for (size_t c = 0; c < topology->n_cores; c++) {
        const int n = topology->cores[c].n_pus;
        least = n < least ? n : least;
        most = n > most ? n : most;
    }
    rxt_text_add(out, "SMT         %d", least);
    if (most > least) {
        rxt_text_add(out, " to %d", most);
    }
    rxt_text_add(out, " hardware thread%s (PU%s) a core\n", most > 1 ? "s" : "", most > 1 ? "s" : "");
}

static void show_kinds(const struct rxt_topology *topology, struct rxt_text *out)
{
    char list[64];
    if (topology->n_kinds <= 1) {
        rxt_text_add(out, "kinds       all cores alike\n");
        return;
    }
    for (int kind = topology->n_kinds - 1; kind >= 0; kind--) {
        struct rxt_mask cores = {{0}};
        for (size_t c = 0; c < topology->n_cores; c++) {
            if (topology->cores[c].kind == kind) {
                rxt_mask_add(&cores, topology->cores[c].core);
            }
        }
        rxt_text_add(out, "%-11s %d%s: cores %s\n", kind == topology->n_kinds - 1 ? "kinds" : "", kind,
                     kind == topology->n_kinds - 1 ? " (the most powerful)" : "",
                     rxt_show_indices(&cores, list, sizeof list));
    }
}

/* Of this machine alone: no file tells of a quota. */
static void show_quota(const struct rxt_topology *topology, struct rxt_text *out)
{
    if (!topology->is_here) {
        return;
    }
    if (topology->quota_cpus > 0.0) {
        rxt_text_add(out, "CPU quota   the time of %.4g CPU%s (cgroup)", topology->quota_cpus,
                     topology->quota_cpus == 1.0 ? "" : "s");
    } else {
        rxt_text_add(out, "CPU quota   none%s", topology->hides_limits ? " seen" : "");
    }
    rxt_text_add(out, "%s\n",
                 topology->hides_limits ? "; a cgroup above cannot be seen: its limits are unknown" : "");
}

static void show_totals(const struct rxt_topology *topology, struct rxt_text *out)
{
    char memory[32];
    const char *cpu = topology->cpu_model[0] ? topology->cpu_model : "not told";
    rxt_text_add(out, "source      ");
    rxt_text_add_line(out, topology->source, strlen(topology->source));
    rxt_text_add(out, "\nprocessor   ");
    rxt_text_add_line(out, cpu, strlen(cpu));
    rxt_text_add(out, "\n");
    show_levels(topology, out);
    rxt_text_add(out, "cores       %zu allowed of %zu\n", topology->n_cores, topology->machine_cores);
    rxt_text_add(out, "PUs         %zu allowed of %zu\n", topology->n_pus, topology->machine_pus);
    show_width(topology, out);
    show_kinds(topology, out);
    rxt_text_add(out, "memory      %s",
                 topology->memory_bytes > 0.0 ? rxt_show_bytes(memory, sizeof memory, topology->memory_bytes)
                                              : "not told");
    if (topology->memory_limit_bytes > 0.0 && topology->memory_limit_bytes < topology->memory_bytes) {
        rxt_text_add(out, ", of which the cgroup allows %s",
                     rxt_show_bytes(memory, sizeof memory, topology->memory_limit_bytes));
    }
    rxt_text_add(out, "\n");
    show_quota(topology, out);
}

static void show_row(const char *name, const struct rxt_mask *cores, const struct rxt_mask *pus,
                     struct rxt_text *out)
{
    char core_list[33], pu_list[49];
    rxt_text_add(out, "%-14s  %-32s  %s\n", name, rxt_show_indices(cores, core_list, sizeof core_list),
                 rxt_show_indices(pus, pu_list, sizeof pu_list));
}

/* An L2 for each core says no more than the cores do. */
static bool is_worth_a_table(const struct rxt_topology *topology, int level)
{
    return topology->has[level] && (level != RXT_L2 || topology->n_domains[level] < topology->n_cores);
}

void rxt_topology_show(const struct rxt_topology *topology, struct rxt_text *out)
{
    struct rxt_mask cores, pus;
    char name[32];
    show_totals(topology, out);
    rxt_text_add(out, "\n%-14s  %-32s  %s\n", "domain", "cores", "PUs");
    for (int level = 0; level < RXT_LEVELS; level++) {
        for (int d = 0; is_worth_a_table(topology, level) && d < (int)topology->n_domains[level]; d++) {
            rxt_domain_sets(topology, (enum rxt_level)level, d, &cores, &pus);
            show_row(rxt_show_domain(topology, (enum rxt_level)level, d, name, sizeof name), &cores, &pus,
                     out);
        }
    }
    rxt_domain_sets(topology, RXT_LEVELS, 0, &cores, &pus);
    show_row("all", &cores, &pus, out);
    rxt_text_add(out,
                 "\nCores are numbered by hwloc (logical), PUs by the system; a-b:2 means every second.\n");
}
