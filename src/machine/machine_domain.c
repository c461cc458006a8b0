/* SPDX-License-Identifier: BSD-3-Clause
 * machine_domain.c - the domains of a topology: their names, their cores, and sets of indices as text.
 */
#include "machine_show.h"

#include <stdio.h>

/* The last index that follows `first` in equal steps. */
static int last_of(const struct rxt_mask *set, int first, int step)
{
    int last = first;
    while (rxt_mask_next(set, last) == last + step) {
        last += step;
    }
    return last;
}

const char *rxt_show_indices(const struct rxt_mask *set, char *out, size_t n_bytes)
{
    struct rxt_text text = {0};
    for (int i = rxt_mask_next(set, -1), last; i >= 0; i = rxt_mask_next(set, last)) {
        const int next = rxt_mask_next(set, i), step = next < 0 ? 1 : next - i;
        last = last_of(set, i, step);
        rxt_text_add(&text, text.n > 0 ? ",%d" : "%d", i);
        if (step > 1 && last > i + step) {
            rxt_text_add(&text, "-%d:%d", last, step);
        } else if (step == 1 && last > i) {
            rxt_text_add(&text, "-%d", last);
        } else {
            last = i;
        }
    }
    snprintf(out, n_bytes, "%s", text.n > 0 ? rxt_text_of(&text) : "-");
    if (text.n >= n_bytes && n_bytes > 4) {
        snprintf(out + n_bytes - 4, 4, "...");
    }
    rxt_text_free(&text);
    return out;
}

/* hwloc's number of a core's domain; L2s are counted here alone. */
static int index_of(const struct rxt_core *core, enum rxt_level level)
{
    return level == RXT_PACKAGE ? core->package
           : level == RXT_NUMA  ? core->numa
           : level == RXT_L3    ? core->l3
                                : core->domain[RXT_L2];
}

static int index_of_domain(const struct rxt_topology *topology, enum rxt_level level, int domain)
{
    for (size_t c = 0; c < topology->n_cores; c++) {
        if (topology->cores[c].domain[level] == domain) {
            return index_of(&topology->cores[c], level);
        }
    }
    return -1;
}

size_t rxt_count_domains(const struct rxt_topology *topology, enum rxt_level level)
{
    size_t n = 0;
    for (int d = 0; topology->has[level] && d < (int)topology->n_domains[level]; d++) {
        n += index_of_domain(topology, level, d) >= 0;
    }
    return n;
}

const char *rxt_show_domain(const struct rxt_topology *topology, enum rxt_level level, int domain, char *out,
                            size_t n_bytes)
{
    const int index = index_of_domain(topology, level, domain);
    if (index < 0) {
        snprintf(out, n_bytes, "no %s", rxt_level_name(level)); /* cores that lie in none */
    } else {
        snprintf(out, n_bytes, "%s %d", rxt_level_name(level), index);
    }
    return out;
}

void rxt_domain_sets(const struct rxt_topology *topology, enum rxt_level level, int domain,
                     struct rxt_mask *cores, struct rxt_mask *pus)
{
    *cores = (struct rxt_mask){{0}};
    *pus = (struct rxt_mask){{0}};
    for (size_t c = 0; c < topology->n_cores; c++) {
        const struct rxt_core *core = &topology->cores[c];
        if (level == RXT_LEVELS || core->domain[level] == domain) {
            rxt_mask_add(cores, core->core);
            for (int p = 0; p < core->n_pus; p++) {
                rxt_mask_add(pus, core->pu[p]);
            }
        }
    }
}
