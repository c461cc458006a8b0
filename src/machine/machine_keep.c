/* SPDX-License-Identifier: BSD-3-Clause
 * machine_keep.c - the allowed part of a table of cores, its domains and kinds numbered densely.
 */
#include "machine_table.h"

static void keep_pus(struct rxt_core *core, const struct rxt_mask *mask)
{
    int n = 0;
    for (int p = 0; p < core->n_pus; p++) {
        if (rxt_mask_has(mask, core->pu[p])) {
            core->pu[n++] = core->pu[p];
        }
    }
    core->n_pus = n;
}

/* New numbers in the order in which the cores meet them. The numbers before are hwloc's, at most
 * one per PU, or -1; the search goes back from a core, where its own domain nearly always is. */
static size_t number_domains(struct rxt_core *cores, size_t n_cores, int level, const int *old)
{
    size_t n = 0;
    for (size_t c = 0; c < n_cores; c++) {
        size_t before = c;
        while (before > 0 && old[before - 1] != old[c]) {
            before--;
        }
        cores[c].domain[level] = before > 0 ? cores[before - 1].domain[level] : (int)n++;
    }
    return n;
}

static size_t renumber(struct rxt_topology *table, int level)
{
    int old[RXT_MAX_PUS];
    for (size_t c = 0; c < table->n_cores; c++) {
        old[c] = table->has[level] ? table->cores[c].domain[level] : 0;
    }
    return number_domains(table->cores, table->n_cores, level, old);
}

/* Kinds keep their order, from the least powerful; one without a core here does not count. */
static int renumber_kinds(struct rxt_topology *table)
{
    int next = 0;
    for (int n = 0;; n++) {
        int least = -1;
        for (size_t c = 0; c < table->n_cores; c++) {
            const int kind = table->cores[c].kind;
            least = kind >= next && (least < 0 || kind < least) ? kind : least;
        }
        if (least < 0) {
            return n;
        }
        for (size_t c = 0; c < table->n_cores; c++) {
            table->cores[c].kind = table->cores[c].kind == least ? n : table->cores[c].kind;
        }
        next = least + 1;
    }
}

enum rxt_err rxt_table_keep(struct rxt_topology *table, const struct rxt_mask *mask)
{
    size_t n = 0;
    table->n_pus = 0;
    for (size_t c = 0; c < table->n_cores; c++) {
        struct rxt_core core = table->cores[c];
        keep_pus(&core, mask);
        table->n_pus += (size_t)core.n_pus;
        if (core.n_pus > 0) {
            table->cores[n++] = core;
        }
    }
    table->n_cores = n;
    if (n == 0) {
        return rxt_fail(RXT_E_INPUT, "the topology has no core that is allowed");
    }
    for (int level = 0; level < RXT_LEVELS; level++) {
        table->n_domains[level] = renumber(table, level);
    }
    table->n_kinds = renumber_kinds(table);
    return RXT_OK;
}
