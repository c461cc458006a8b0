/* SPDX-License-Identifier: BSD-3-Clause
 * layout_choose.c - which cores a layout gets, how often each of them, and how many ranks a domain holds.
 */
#include "layout_choose.h"

#include "layout_ground.h"

#include <stdlib.h>

static int level_of(enum rxt_policy policy)
{
    return policy == RXT_BY_L3        ? RXT_L3
           : policy == RXT_BY_NUMA    ? RXT_NUMA
           : policy == RXT_BY_PACKAGE ? RXT_PACKAGE
                                      : -1;
}

static enum rxt_err check_size(const struct rxt_topology *topology, const struct rxt_layout *layout,
                               const struct rxt_plan_options *options)
{
    const size_t n = (size_t)layout->ranks * (size_t)layout->threads;
    const size_t n_cores = topology->n_cores, n_pus = topology->n_pus;
    if (options->oversubscribe || n <= (options->smt ? n_pus : n_cores)) {
        return RXT_OK;
    }
    if (options->smt) {
        return rxt_fail(RXT_E_USAGE,
                        "layout %dx%d needs %zu hardware threads, and %zu are allowed here, on %zu cores; "
                        "ask for fewer, or share them with --oversubscribe",
                        layout->ranks, layout->threads, n, n_pus, n_cores);
    }
    if (n <= n_pus) {
        return rxt_fail(
            RXT_E_USAGE,
            "layout %dx%d needs %zu cores, and %zu are allowed here; ask for fewer, or use all their "
            "%zu hardware threads with --smt",
            layout->ranks, layout->threads, n, n_cores, n_pus);
    }
    return rxt_fail(
        RXT_E_USAGE,
        "layout %dx%d needs %zu cores, and %zu are allowed here; ask for fewer, or share them with "
        "--oversubscribe",
        layout->ranks, layout->threads, n, n_cores);
}

static enum rxt_err check(const struct rxt_topology *topology, const struct rxt_layout *layout,
                          const struct rxt_plan_options *options)
{
    const int level = level_of(layout->policy);
    if (layout->ranks < 1 || layout->threads < 1 || layout->ranks > RXT_MAX_WORKERS / layout->threads) {
        return rxt_fail(RXT_E_USAGE, "layout %dx%d must have 1 to %d workers", layout->ranks, layout->threads,
                        (int)RXT_MAX_WORKERS);
    }
    if (level >= 0 && !topology->has[level]) {
        return rxt_fail(
            RXT_E_USAGE,
            "policy '%s' deals ranks to several %ss, and this topology does not tell any apart; use spread, "
            "compact or core",
            rxt_policy_name(layout->policy), rxt_level_name((enum rxt_level)level));
    }
    return check_size(topology, layout, options);
}

/* Count the ranks that each domain holds with this choice of cores; return their sum. */
static size_t count_room(struct rxt_chosen *chosen, const struct rxt_topology *topology, int threads)
{
    const int widest = rxt_widest(topology);
    size_t n = 0;
    for (size_t d = 0; d < chosen->n_domains; d++) {
        chosen->room[d] = 0;
    }
    for (size_t c = 0; c < topology->n_cores; c++) {
        const struct rxt_core *core = &topology->cores[c];
        if (core->kind >= chosen->least_kind) {
            const int domain = chosen->level < 0 ? 0 : core->domain[chosen->level];
            chosen->room[domain] += rxt_slots_of_core(core->n_pus, widest, chosen->depth);
        }
    }
    for (size_t d = 0; d < chosen->n_domains; d++) {
        chosen->room[d] /= (size_t)threads;
        n += chosen->room[d];
    }
    return n;
}

/* One thread a core on the most powerful kinds that suffice, then on all; only then several a core. */
static enum rxt_err choose(struct rxt_chosen *chosen, const struct rxt_topology *topology,
                           const struct rxt_layout *layout, int most_depth)
{
    const size_t ranks = (size_t)layout->ranks;
    size_t n = 0;
    chosen->depth = 1;
    for (int kind = topology->n_kinds - 1; kind >= 0 && n < ranks; kind--) {
        chosen->least_kind = kind;
        n = count_room(chosen, topology, layout->threads);
    }
    while (n < ranks && chosen->depth < most_depth) {
        chosen->depth++;
        n = count_room(chosen, topology, layout->threads);
    }
    if (n >= ranks) {
        return RXT_OK;
    }
    const char *level =
        rxt_level_name((enum rxt_level)chosen->level); /* all cores as one have been checked */
    return rxt_fail(
        RXT_E_USAGE,
        "layout %dx%d@%s keeps every rank of %d threads inside one %s, and %s here hold%s %zu such "
        "ranks; ask for fewer, or use spread",
        layout->ranks, layout->threads, rxt_policy_name(layout->policy), layout->threads, level,
        chosen->n_domains == 1 ? "the one" : "those", chosen->n_domains == 1 ? "s" : "", n);
}

enum rxt_err rxt_choose(struct rxt_chosen *out, const struct rxt_topology *topology,
                        const struct rxt_layout *layout, const struct rxt_plan_options *options)
{
    const int level = level_of(layout->policy), widest = rxt_widest(topology);
    *out = (struct rxt_chosen){.level = level, .n_domains = level < 0 ? 1 : topology->n_domains[level]};
    enum rxt_err err = check(topology, layout, options);
    if (err != RXT_OK) {
        return err;
    }
    out->room = calloc(out->n_domains, sizeof *out->room);
    if (!out->room) {
        return rxt_fail(RXT_E_MEMORY, "no room for %zu domains", out->n_domains);
    }
    err = choose(out, topology, layout, options->oversubscribe ? RXT_MAX_WORKERS : options->smt ? widest : 1);
    if (err != RXT_OK) {
        free(out->room);
        out->room = NULL;
    }
    return err;
}
