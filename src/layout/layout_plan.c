/* SPDX-License-Identifier: BSD-3-Clause
 * layout_plan.c - the place of every thread of one node: its rank's domain, its core, its PU.
 */
#include "layout.h"

#include "layout_choose.h"
#include "layout_ground.h"
#include "layout_place.h"

#include <assert.h>
#include <stdlib.h>

static enum rxt_style style_of(enum rxt_policy policy)
{
    return policy == RXT_BY_COMPACT                           ? RXT_STYLE_COMPACT
           : policy == RXT_BY_SPREAD || policy == RXT_BY_NONE ? RXT_STYLE_SPREAD
                                                              : RXT_STYLE_IN_ORDER;
}

/* Ranks are numbered by turns over the domains: the domain of each rank. */
static void number_ranks(const struct rxt_chosen *chosen, int ranks, size_t *domain_of)
{
    int n = 0;
    for (int turn = 0; n < ranks; turn++) {
        for (size_t d = 0; d < chosen->n_domains; d++) {
            if (turn < chosen->share[d]) {
                domain_of[n++] = d;
            }
        }
    }
}

/* spot_of is in the order of the domain's own ranks; the plan is in the order of all ranks. */
static void copy_places(struct rxt_plan *plan, const struct rxt_ground *ground, const size_t *spot_of,
                        const size_t *domain_of, size_t domain)
{
    const size_t threads = (size_t)plan->layout.threads;
    for (int rank = 0; rank < plan->layout.ranks; rank++) {
        struct rxt_place *place = plan->place + (size_t)rank * threads;
        for (size_t t = 0; t < threads && domain_of[rank] == domain; t++) {
            place[t] =
                (struct rxt_place){.rank = rank, .thread = (int)t, .core = ground->spots[*spot_of++].core};
        }
    }
}

static enum rxt_err place_domain(struct rxt_plan *plan, const struct rxt_topology *topology,
                                 const struct rxt_chosen *chosen, const size_t *domain_of, size_t domain)
{
    const struct rxt_choice choice = {chosen->least_kind, chosen->level, (int)domain};
    const int n = chosen->share[domain], threads = plan->layout.threads;
    const struct rxt_placing placing = {style_of(plan->layout.policy), n, threads, chosen->depth,
                                        chosen->depth > rxt_widest(topology)};
    struct rxt_ground *ground = NULL;
    if (n == 0) {
        return RXT_OK;
    }
    size_t *spot_of = calloc((size_t)n * (size_t)threads, sizeof *spot_of);
    enum rxt_err err = spot_of ? rxt_ground_make(&ground, topology, &choice)
                               : rxt_fail(RXT_E_MEMORY, "no room to place %d ranks", n);
    if (!err) {
        err = rxt_place_ranks(ground, &placing, spot_of);
    }
    if (err == RXT_OK) {
        copy_places(plan, ground, spot_of, domain_of, domain);
    }
    rxt_ground_close(ground);
    free(spot_of);
    return err;
}

static enum rxt_err place_ranks(struct rxt_plan *plan, const struct rxt_topology *topology,
                                const struct rxt_chosen *chosen)
{
    size_t *domain_of = calloc((size_t)plan->layout.ranks, sizeof *domain_of);
    if (!domain_of) {
        return rxt_fail(RXT_E_MEMORY, "no room to place %d ranks", plan->layout.ranks);
    }
    enum rxt_err err = RXT_OK;
    number_ranks(chosen, plan->layout.ranks, domain_of);
    for (size_t d = 0; err == RXT_OK && d < chosen->n_domains; d++) {
        err = place_domain(plan, topology, chosen, domain_of, d);
    }
    free(domain_of);
    return err;
}

/* The threads of a core take its PUs in turn. */
static enum rxt_err give_pus(struct rxt_plan *plan, const struct rxt_topology *topology)
{
    int *n_threads = calloc(topology->n_cores, sizeof *n_threads);
    if (!n_threads) {
        return rxt_fail(RXT_E_MEMORY, "no room for a plan on %zu cores", topology->n_cores);
    }
    for (size_t i = 0; i < plan->n_places; i++) {
        struct rxt_place *place = &plan->place[i];
        const struct rxt_core *core = &topology->cores[place->core];
        const int before = n_threads[place->core]++;
        place->pu = core->pu[before % core->n_pus];
        plan->shares_cores |= before > 0;
        plan->shares_pus |= before >= core->n_pus;
    }
    free(n_threads);
    return RXT_OK;
}

static void count_cuts(struct rxt_plan *plan, const struct rxt_topology *topology)
{
    const size_t threads = (size_t)plan->layout.threads;
    for (int level = 0; level < RXT_LEVELS; level++) {
        for (size_t first = 0; first < plan->n_places; first += threads) {
            const int domain = topology->cores[plan->place[first].core].domain[level];
            bool is_cut = false;
            for (size_t i = first; i < first + threads; i++) {
                is_cut |= topology->cores[plan->place[i].core].domain[level] != domain;
            }
            plan->n_cut[level] += is_cut;
        }
    }
    for (int rank = 0; rank < plan->layout.ranks; rank++) {
        plan->n_mixed += rxt_plan_mixes_kinds(plan, topology, rank);
    }
}

bool rxt_plan_mixes_kinds(const struct rxt_plan *plan, const struct rxt_topology *topology, int rank)
{
    assert(rank >= 0 && rank < plan->layout.ranks);
    const size_t threads = (size_t)plan->layout.threads;
    const struct rxt_place *place = plan->place + (size_t)rank * threads;
    bool mixes = false;
    for (size_t t = 1; t < threads; t++) {
        mixes |= topology->cores[place[t].core].kind != topology->cores[place->core].kind;
    }
    return mixes;
}

static enum rxt_err allocate(struct rxt_plan **out, const struct rxt_layout *layout)
{
    const size_t n = rxt_layout_node_workers(layout);
    struct rxt_plan *plan = calloc(1, sizeof *plan);
    struct rxt_place *place = calloc(n, sizeof *place);
    if (!plan || !place) {
        free(plan);
        free(place);
        return rxt_fail(RXT_E_MEMORY, "no room for a plan of %zu threads", n);
    }
    *plan = (struct rxt_plan){.layout = *layout, .n_places = n, .place = place};
    *out = plan;
    return RXT_OK;
}

enum rxt_err rxt_plan_make(struct rxt_plan **out, const struct rxt_topology *topology,
                           const struct rxt_layout *layout, const struct rxt_plan_options *options)
{
    struct rxt_plan *plan = NULL;
    struct rxt_chosen chosen;
    assert(layout->nodes >= 1 && layout->ranks >= 1 && layout->threads >= 1);
    *out = NULL;
    enum rxt_err err = rxt_choose(&chosen, topology, layout, options);
    if (!err) {
        err = allocate(&plan, layout);
    }
    if (!err) {
        err = place_ranks(plan, topology, &chosen);
    }
    if (!err) {
        err = give_pus(plan, topology);
    }
    free(chosen.share);
    if (err != RXT_OK) {
        rxt_plan_close(plan);
        return err;
    }
    count_cuts(plan, topology);
    *out = plan;
    return RXT_OK;
}

void rxt_plan_close(struct rxt_plan *plan)
{
    if (plan) {
        free(plan->place);
        free(plan);
    }
}

void rxt_plan_rank_mask(const struct rxt_plan *plan, int rank, struct rxt_mask *out)
{
    assert(rank >= 0 && rank < plan->layout.ranks);
    const size_t threads = (size_t)plan->layout.threads;
    *out = (struct rxt_mask){{0}};
    for (size_t t = 0; t < threads; t++) {
        rxt_mask_add(out, plan->place[(size_t)rank * threads + t].pu);
    }
}
