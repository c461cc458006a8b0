/* SPDX-License-Identifier: BSD-3-Clause
 * layout_choose.c - which cores a layout gets, how often each of them, and how many ranks a domain gets.
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
    const size_t n = rxt_layout_node_workers(layout);
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

/* Measure the domains of a level, or all cores as one, in cores of this kind and of the more powerful ones. */
static size_t measure(const struct rxt_topology *topology, int level, int least_kind, struct rxt_room *rooms)
{
    const size_t n = level < 0 ? 1 : topology->n_domains[level];
    for (size_t d = 0; d < n; d++) {
        rooms[d] = (struct rxt_room){0};
    }
    for (size_t c = 0; c < topology->n_cores; c++) {
        const struct rxt_core *core = &topology->cores[c];
        if (core->kind >= least_kind) {
            rxt_room_add(&rooms[level < 0 ? 0 : core->domain[level]], core->n_pus);
        }
    }
    return n;
}

/* Whether these cores hold all ranks, one thread a core, and cut none that all cores together would not:
 * an L2 does not count, see note_levels of the ground. */
static bool suffice(const struct rxt_chosen *chosen, const struct rxt_topology *topology, int least_kind,
                    const struct rxt_filling *filling, size_t ranks, struct rxt_room *rooms)
{
    const int last = rxt_last_pass(filling);
    size_t n = measure(topology, chosen->level, least_kind, rooms);
    bool enough = rxt_rooms_hold(rooms, n, filling, 1) >= ranks;
    for (int level = 0; level < RXT_L2; level++) {
        n = measure(topology, level, 0, rooms);
        if (rxt_rooms_hold(rooms, n, filling, last) >= ranks) {
            n = measure(topology, level, least_kind, rooms);
            enough = enough && rxt_rooms_hold(rooms, n, filling, last) >= ranks;
        }
    }
    return enough;
}

/* Deal what comes above the pass before in turn, past domains that are full. */
static void deal(struct rxt_chosen *chosen, const struct rxt_room *rooms, const struct rxt_filling *filling,
                 int ranks)
{
    const int pass = rxt_rooms_pass(rooms, chosen->n_domains, filling, (size_t)ranks);
    int rest = ranks;
    for (size_t d = 0; d < chosen->n_domains; d++) {
        chosen->share[d] = (int)rxt_rooms_hold(&rooms[d], 1, filling, pass - 1);
        rest -= chosen->share[d];
    }
    for (int turn = 0; rest > 0; turn++) {
        for (size_t d = 0; d < chosen->n_domains && rest > 0; d++) {
            if (chosen->share[d] == turn && rxt_rooms_hold(&rooms[d], 1, filling, pass) > (size_t)turn) {
                chosen->share[d]++;
                rest--;
            }
        }
    }
}

static enum rxt_err refuse(const struct rxt_chosen *chosen, const struct rxt_layout *layout, size_t n)
{
    const char *level =
        rxt_level_name((enum rxt_level)chosen->level); /* all cores as one have been checked */
    return rxt_fail(
        RXT_E_USAGE,
        "layout %dx%d@%s keeps every rank of %d threads inside one %s, and %s here hold%s %zu such "
        "ranks; ask for fewer, or use spread",
        layout->ranks, layout->threads, rxt_policy_name(layout->policy), layout->threads, level,
        chosen->n_domains == 1 ? "the one" : "those", chosen->n_domains == 1 ? "s" : "", n);
}

/* The most powerful kinds if they suffice, else all; then the ranks of each domain. */
static enum rxt_err choose(struct rxt_chosen *chosen, const struct rxt_topology *topology,
                           const struct rxt_layout *layout, bool may_share_pus, struct rxt_room *rooms)
{
    const size_t ranks = (size_t)layout->ranks;
    struct rxt_filling filling = {layout->threads, rxt_widest(topology), chosen->depth};
    int kind = topology->n_kinds - 1;
    while (kind > 0 && !suffice(chosen, topology, kind, &filling, ranks, rooms)) {
        kind--;
    }
    chosen->least_kind = kind;
    const size_t n = measure(topology, chosen->level, kind, rooms);
    const size_t held = rxt_rooms_hold(rooms, n, &filling, rxt_last_pass(&filling));
    if (held < ranks && !may_share_pus) {
        return refuse(chosen, layout, held);
    }
    rxt_rooms_deepen(rooms, n, &filling, ranks);
    chosen->depth = filling.depth;
    deal(chosen, rooms, &filling, layout->ranks);
    return RXT_OK;
}

enum rxt_err rxt_choose(struct rxt_chosen *out, const struct rxt_topology *topology,
                        const struct rxt_layout *layout, const struct rxt_plan_options *options)
{
    const int level = level_of(layout->policy);
    *out = (struct rxt_chosen){.level = level, .n_domains = level < 0 ? 1 : topology->n_domains[level]};
    enum rxt_err err = check(topology, layout, options);
    if (err != RXT_OK) {
        return err;
    }
    out->depth =
        options->smt || options->oversubscribe ? rxt_widest(topology) : 1; /* until that is too little */
    out->share = calloc(out->n_domains, sizeof *out->share);
    struct rxt_room *rooms = calloc(topology->n_cores, sizeof *rooms);
    err = out->share && rooms ? choose(out, topology, layout, options->oversubscribe, rooms)
                              : rxt_fail(RXT_E_MEMORY, "no room for %zu domains", out->n_domains);
    free(rooms);
    if (err != RXT_OK) {
        free(out->share);
        out->share = NULL;
    }
    return err;
}
