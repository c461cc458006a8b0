/* SPDX-License-Identifier: BSD-3-Clause
 * launch_bind_cores.c - plan the cores of this rank: from its mask, its slice, and the ranks that share them.
 */
#include "launch_bind_parts.h"

#include "launch_place.h"
#include "launch_sibling.h"
#include "note.h"
#include "text.h"

#include <stdlib.h>
#include <time.h>

/* The cores of the slice-th part, with all of their hardware threads: each part is placed as a rank would be. */
static enum rxt_err mask_of_slice(const struct rxt_bind_how *how, const struct rxt_topology *topology,
                                  struct rxt_mask *out)
{
    const struct rxt_layout slices = {1, how->n_slices, (int)topology->n_cores / how->n_slices,
                                      RXT_BY_SPREAD};
    const struct rxt_plan_options options = {.smt = false};
    struct rxt_plan *plan = NULL;
    *out = (struct rxt_mask){{0}};
    if (slices.threads < 1) {
        return rxt_fail(RXT_E_USAGE, "--slice %d/%d: %zu cores are not %d parts", how->slice, how->n_slices,
                        topology->n_cores, how->n_slices);
    }
    const enum rxt_err err = rxt_plan_make(&plan, topology, &slices, &options);
    for (size_t i = 0; err == RXT_OK && i < plan->n_places; i++) {
        const struct rxt_core *core = &topology->cores[plan->place[i].core];
        for (int p = 0; p < core->n_pus && plan->place[i].rank == how->slice - 1; p++) {
            rxt_mask_add(out, core->pu[p]);
        }
    }
    rxt_plan_close(plan);
    return err;
}

enum rxt_err rxt_bind_keep_slice(const struct rxt_bind_how *how, struct rxt_topology *topology)
{
    struct rxt_mask mask;
    const enum rxt_err err = how->n_slices > 0 ? mask_of_slice(how, topology, &mask) : RXT_OK;
    return err == RXT_OK && how->n_slices > 0 ? rxt_topology_keep(topology, &mask) : err;
}

/* Launchers start the ranks of a node one after another: wait for all of them, but not for long, since one may have ended
 * by now. */
static bool await_siblings(const struct rxt_rank *rank, int n_ranks, struct rxt_sibling **list, size_t *n)
{
    enum { N_LOOKS = 16 }; /* after 1, 2, 4 ... 256 ms, then every 256 ms: 2.3 s */
    *list = NULL;
    for (int look = 0; look < N_LOOKS; look++) {
        const struct timespec pause = {.tv_nsec = 1000000L << (look < 8 ? look : 8)};
        int n_known = 0;
        free(*list);
        const bool are_seen = rxt_siblings_list(rxt_bind_root(rank), rank->local_variable, list, n);
        for (size_t i = 0; i < *n; i++) {
            n_known += (*list)[i].local_rank >= 0;
        }
        if (n_known >= n_ranks - 1 || !are_seen) {
            return are_seen;
        }
        nanosleep(&pause, NULL);
    }
    return true;
}

/* Who has cores for one rank but not for all shares them with those that came with the same ones. */
static struct rxt_share find_share(const struct rxt_bind_how *how, const struct rxt_rank *rank,
                                   const struct rxt_mask *start)
{
    struct rxt_sibling *list = NULL;
    size_t n = 0;
    if (!await_siblings(rank, how->layout.ranks, &list, &n) && rank->local_rank == 0) {
        rxt_note(
            RXT_NOTE_WARNING,
            "the other ranks of this node cannot be seen from here: whether they share cores is not known");
    }
    const struct rxt_share share = rxt_siblings_share(start, rank->local_rank, list, n);
    free(list);
    return share;
}

static enum rxt_err refuse_narrow(const struct rxt_bind_how *how, const struct rxt_rank *rank,
                                  struct rxt_bound *bound, size_t n_cores, int n_sharing)
{
    const struct rxt_start told = rxt_start_here();
    if (!rank->is_one || (n_sharing == how->layout.ranks && !told.is_bound)) {
        bound->fails_alike = true; /* nothing narrowed it: the plan's own reason stands */
        return rxt_fail(RXT_E_USAGE, "%s", rxt_reason());
    }
    return rxt_start_refuse_narrow(&told, &bound->start, (int)n_cores, rank->local_rank, n_sharing > 1,
                                   &how->layout);
}

static enum rxt_err take_pus(const struct rxt_bind_how *how, const struct rxt_plan *plan, int rank,
                             struct rxt_bound *bound)
{
    const size_t threads = (size_t)plan->layout.threads;
    const size_t n = how->one_process ? plan->n_places : threads;
    bound->pu = malloc(n * sizeof *bound->pu);
    if (!bound->pu) {
        return rxt_fail(RXT_E_MEMORY, "no room for a plan of %zu threads", n);
    }
    for (size_t t = 0; t < n; t++) {
        bound->pu[t] = plan->place[(size_t)rank * threads + t].pu;
    }
    bound->n_pus = (int)n;
    return RXT_OK;
}

static void warn_of_quota(const struct rxt_topology *topology, const struct rxt_layout *layout)
{
    struct rxt_text text = {0};
    if (rxt_quota_say(topology, layout, 1, &text)) {
        rxt_note(RXT_NOTE_WARNING, "%s", rxt_text_of(&text));
    }
    rxt_text_free(&text);
}

static enum rxt_err plan_on(const struct rxt_topology *topology, const struct rxt_bind_how *how,
                            const struct rxt_rank *rank, struct rxt_bound *bound)
{
    struct rxt_layout layout = how->layout;
    struct rxt_share share = {layout.ranks, rank->local_rank > 0 ? rank->local_rank : 0};
    struct rxt_plan *plan = NULL;
    const size_t room = how->options.smt ? topology->n_pus : topology->n_cores;
    const bool is_narrow = room < rxt_layout_node_workers(&layout) / (size_t)layout.nodes;
    layout.nodes = 1;
    if (layout.ranks > 1 && !how->one_process && !how->options.oversubscribe && is_narrow) {
        share = find_share(how, rank, &bound->start);
        layout.ranks = share.n_sharing;
    }
    enum rxt_err err = rxt_plan_make(&plan, topology, &layout, &how->options);
    if (err == RXT_E_USAGE && is_narrow) {
        err = refuse_narrow(how, rank, bound, topology->n_cores, share.n_sharing);
    }
    if (!err) {
        err = take_pus(how, plan, how->one_process ? 0 : share.mine, bound);
    }
    rxt_plan_close(plan);
    return err;
}

enum rxt_err rxt_bind_plan_here(const struct rxt_bind_how *how, const struct rxt_rank *rank,
                                struct rxt_bound *bound)
{
    struct rxt_topology *topology = NULL;
    rxt_hwloc_lightly();
    enum rxt_err err = rxt_topology_open(&topology, NULL);
    if (!err) {
        err = rxt_bind_keep_slice(how, topology);
    }
    if (err == RXT_OK && rank->local_rank <= 0) {
        warn_of_quota(topology, &how->layout);
    }
    if (!err) {
        err = plan_on(topology, how, rank, bound);
    }
    rxt_topology_close(topology);
    return err;
}
