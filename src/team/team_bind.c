/* SPDX-License-Identifier: BSD-3-Clause
 * team_bind.c - which cores this rank gets: from its mask, those of the others, and the plan.
 */
#include "team_state.h"

#include "note.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What gave this process its mask, in the words of the launcher's own options. */
static const char *binder(const struct rxt_start *start)
{
    return start->is_rank && start->binder[0] ? start->binder
                                              : "the mask rxt was started with (taskset, a batch system)";
}

static enum rxt_err bind_rank(struct rxt_binding *binding)
{
    struct rxt_mask mask;
    rxt_plan_rank_mask(binding->plan, binding->plan_rank, &mask);
    return rxt_bind_thread(&mask);
}

/* Plan n_sharing ranks on the cores of binding->topology, and bind this process as the mine-th of them. */
static enum rxt_err plan_ranks(struct rxt_binding *binding, const struct rxt_team_spec *spec, int n_sharing,
                               int mine)
{
    struct rxt_layout layout = spec->layout;
    layout.nodes = 1;
    layout.ranks = n_sharing;
    rxt_plan_close(binding->plan);
    binding->plan_rank = mine;
    enum rxt_err err = rxt_plan_make(&binding->plan, binding->topology, &layout, &spec->options);
    if (err == RXT_OK && spec->layout.policy != RXT_BY_NONE) {
        err = bind_rank(binding);
    }
    return err;
}

enum rxt_err rxt_binding_open(struct rxt_binding **out, const struct rxt_team_spec *spec)
{
    const int told = spec->start.is_rank ? spec->start.local_rank : -1;
    const int local_rank = spec->layout.ranks == 1 ? 0 : told;
    *out = NULL;
    struct rxt_binding *binding = calloc(1, sizeof *binding);
    if (!binding) {
        return rxt_fail(RXT_E_MEMORY, "no room for a binding");
    }
    enum rxt_err err = rxt_mask_of_process(&binding->start);
    if (err == RXT_OK) {
        err = rxt_topology_open(&binding->topology, NULL);
    }
    if (err != RXT_OK) {
        rxt_binding_close(binding);
        return err;
    }
    binding->n_start_cores = (int)rxt_quota_workers(binding->topology, binding->topology->n_cores);
    /* A plan that is impossible here is no error yet: all masks are known only after MPI has started. */
    if (spec->layout.policy != RXT_BY_NONE && local_rank >= 0 && local_rank < spec->layout.ranks &&
        plan_ranks(binding, spec, spec->layout.ranks, local_rank) != RXT_OK) {
        rxt_plan_close(binding->plan);
        binding->plan = NULL;
    }
    *out = binding;
    return RXT_OK;
}

void rxt_binding_close(struct rxt_binding *binding)
{
    if (binding) {
        rxt_plan_close(binding->plan);
        rxt_topology_close(binding->topology);
        free(binding);
    }
}

void rxt_binding_lift(const struct rxt_binding *binding)
{
    if (binding && binding->plan) {
        (void)!rxt_bind_thread(&binding->start);
    }
}

const struct rxt_topology *rxt_binding_topology(const struct rxt_binding *binding)
{
    return binding->topology;
}

static enum rxt_err plan_over_union(struct rxt_binding *binding, const struct rxt_mask *masks, int n,
                                    int mine, const struct rxt_team_spec *spec, const int clash[2])
{
    char a[64], b[64];
    struct rxt_mask all = {{0}};
    for (int i = 0; i < n; i++) {
        for (size_t w = 0; w < sizeof all.words / sizeof *all.words; w++) {
            all.words[w] |= masks[i].words[w];
        }
    }
    if (mine == 0) {
        rxt_note(RXT_NOTE_WARNING,
                 "%s gave ranks %d and %d overlapping PUs (%s and %s); rxt binds the ranks itself, "
                 "over all of them",
                 binder(&spec->start), clash[0], clash[1], rxt_mask_text(&masks[clash[0]], a, sizeof a),
                 rxt_mask_text(&masks[clash[1]], b, sizeof b));
    }
    /* Lift this process' own mask first: hwloc tells only the cores that it allows. */
    rxt_topology_close(binding->topology);
    binding->topology = NULL;
    enum rxt_err err = rxt_bind_thread(&all);
    if (err == RXT_OK) {
        err = rxt_topology_open(&binding->topology, NULL);
    }
    return err == RXT_OK ? plan_ranks(binding, spec, n, mine) : err;
}

static const char *advice(const struct rxt_start *start, int n_threads, char *out, size_t n_bytes)
{
    snprintf(out, n_bytes, "start rxt where more cores are allowed");
    if (start->is_rank && start->advise) {
        start->advise(n_threads, out, n_bytes);
    }
    return out;
}

enum rxt_err rxt_start_refuse_narrow(const struct rxt_start *start, const struct rxt_mask *mask, int n_cores,
                                     int rank, bool is_shared, const struct rxt_layout *layout)
{
    char pus[64], way_out[160], text[RXT_LAYOUT_BYTES];
    return rxt_fail(RXT_E_USAGE, "%s gave rank %d %d core%s (PU %s)%s; layout %s needs %d for each rank: %s",
                    binder(start), rank, n_cores, n_cores == 1 ? "" : "s",
                    rxt_mask_text(mask, pus, sizeof pus), is_shared ? ", shared with other ranks" : "",
                    rxt_layout_text(layout, text, sizeof text), layout->threads,
                    advice(start, layout->threads, way_out, sizeof way_out));
}

static enum rxt_err refuse_narrow(const struct rxt_binding *binding, int n_sharing, int n, int mine,
                                  const struct rxt_team_spec *spec)
{
    if (n_sharing == n && !(spec->start.is_rank && spec->start.is_bound)) {
        return rxt_fail(RXT_E_USAGE, "%s",
                        rxt_reason()); /* nothing narrowed it: the plan's own reason stands */
    }
    return rxt_start_refuse_narrow(&spec->start, &binding->start, (int)binding->topology->n_cores, mine,
                                   n_sharing > 1, &spec->layout);
}

enum rxt_err rxt_binding_settle(struct rxt_binding *binding, const struct rxt_mask *masks, int n, int mine,
                                const struct rxt_team_spec *spec)
{
    int n_sharing = 0, my_number = 0, clash[2];
    if (spec->layout.policy == RXT_BY_NONE) {
        return RXT_OK;
    }
    if (rxt_masks_clash(masks, n, clash)) {
        return plan_over_union(binding, masks, n, mine, spec, clash);
    }
    for (int i = 0; i < n; i++) {
        const bool shares = rxt_mask_equal(&masks[i], &masks[mine]);
        n_sharing += shares;
        my_number += shares && i < mine;
    }
    const enum rxt_err err = plan_ranks(binding, spec, n_sharing, my_number);
    return err == RXT_E_USAGE ? refuse_narrow(binding, n_sharing, n, mine, spec) : err;
}
