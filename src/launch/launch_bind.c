/* SPDX-License-Identifier: BSD-3-Clause
 * launch_bind.c - which cores this process gets: from its mask, the layout, and its number among the ranks of its node.
 */
#include "launch_bind_parts.h"

#include "launch_place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is known while it is decided. */
struct binding {
    const struct rxt_bind_how *how;
    struct rxt_bound *bound;
    struct rxt_layout node; /* the layout of this node alone */
    struct rxt_topology *topology;
};

static enum rxt_err refuse_rankless(const struct rxt_layout *layout)
{
    char text[RXT_LAYOUT_BYTES];
    rxt_layout_text(layout, text, sizeof text);
    return rxt_fail(
        RXT_E_USAGE,
        "layout %s has %d ranks a node, and no launcher tells this process which of them it is: "
        "start it by one, as 'mpirun --bind-to none -n %d rxt bind %s -- COMMAND', 'mpiexec -n %d "
        "rxt bind ...' (MPICH) or 'srun --cpu-bind=none -n %d rxt bind ...'; ranks that are "
        "threads of one process: --one-process",
        text, layout->ranks, layout->ranks, text, layout->ranks, layout->ranks);
}

static enum rxt_err refuse_count(const struct rxt_layout *layout, const struct rxt_rank *rank)
{
    char text[RXT_LAYOUT_BYTES];
    return rxt_fail(RXT_E_USAGE,
                    "%s started %d rank%s on this node, and layout %s has %d a node: start so many, or name "
                    "the layout that is meant",
                    rank->launcher, rank->n_local, rank->n_local == 1 ? "" : "s",
                    rxt_layout_text(layout, text, sizeof text), layout->ranks);
}

static enum rxt_err refuse_copies(const struct rxt_rank *rank)
{
    return rxt_fail(RXT_E_USAGE,
                    "--one-process is for ranks that are threads of one process, and %s started %d on this "
                    "node: start it without %s",
                    rank->launcher, rank->n_local, rank->launcher);
}

/* The number of this rank in its node; the launcher's variables tell it. */
static enum rxt_err find_number(struct binding *binding)
{
    struct rxt_rank rank = rxt_rank_here();
    const struct rxt_layout *layout = &binding->how->layout;
    if (!rank.is_one && layout->ranks > 1 && !binding->how->one_process) {
        rank = rxt_rank_by_variables(); /* of a launcher that no row knows, which has another's variables */
    }
    binding->bound->local_rank = rank.local_rank;
    binding->bound->n_local = rank.n_local;
    if (binding->how->one_process) {
        return rank.n_local > 1 ? refuse_copies(&rank) : RXT_OK;
    }
    if (rank.n_local >= 1 && rank.n_local != layout->ranks) {
        return refuse_count(layout, &rank);
    }
    if (layout->ranks > 1 && (rank.local_rank < 0 || rank.local_rank >= layout->ranks)) {
        return refuse_rankless(layout);
    }
    return RXT_OK;
}

static enum rxt_err keep_slice(struct binding *binding)
{
    const struct rxt_bind_how *how = binding->how;
    const int n_each = how->n_slices > 0 ? (int)binding->topology->n_cores / how->n_slices : 0;
    const struct rxt_layout slices = {1, how->n_slices, n_each, RXT_BY_SPREAD};
    struct rxt_plan *plan = NULL;
    struct rxt_mask mask = {{0}};
    if (how->n_slices == 0) {
        return RXT_OK;
    }
    if (n_each < 1) {
        return rxt_fail(RXT_E_USAGE, "--slice %d/%d: there are not so many parts in %zu cores", how->slice,
                        how->n_slices, binding->topology->n_cores);
    }
    enum rxt_err err =
        rxt_plan_make(&plan, binding->topology, &slices, &(struct rxt_plan_options){.smt = false});
    for (size_t i = 0; err == RXT_OK && i < plan->n_places; i++) {
        const struct rxt_core *core = &binding->topology->cores[plan->place[i].core];
        for (int p = 0; p < core->n_pus && plan->place[i].rank == how->slice - 1; p++) {
            rxt_mask_add(&mask, core->pu[p]);
        }
    }
    rxt_plan_close(plan);
    return err == RXT_OK ? rxt_topology_keep(binding->topology, &mask) : err;
}

/* How many threads fit, each on a core or, where all hardware threads are meant, on a PU. */
static size_t room_of(const struct binding *binding)
{
    return binding->how->options.smt ? binding->topology->n_pus : binding->topology->n_cores;
}

static enum rxt_err take_pus(struct binding *binding, const struct rxt_plan *plan, int rank)
{
    const int first = rank * plan->layout.threads;
    const int n = binding->how->one_process ? (int)plan->n_places : plan->layout.threads;
    int *pu = malloc((size_t)n * sizeof *pu);
    if (!pu) {
        return rxt_fail(RXT_E_MEMORY, "no room for a plan of %d threads", n);
    }
    for (int t = 0; t < n; t++) {
        pu[t] = plan->place[first + t].pu;
    }
    binding->bound->pu = pu;
    binding->bound->n_pus = n;
    return RXT_OK;
}

/* Of cores for all ranks take one's own part; of fewer the part among those that share them. */
static enum rxt_err plan_here(struct binding *binding)
{
    struct rxt_layout layout = binding->node;
    struct rxt_plan *plan = NULL;
    int mine = binding->how->one_process || layout.ranks == 1 ? 0 : binding->bound->local_rank;
    rxt_hwloc_without_plugins();
    enum rxt_err err = rxt_topology_open(&binding->topology, NULL);
    err = err == RXT_OK ? keep_slice(binding) : err;
    if (err == RXT_OK && layout.ranks > 1 && !binding->how->one_process &&
        room_of(binding) < rxt_layout_node_workers(&layout) && !binding->how->options.oversubscribe) {
        layout.ranks = 1;
        mine = 0;
    }
    err = err == RXT_OK ? rxt_plan_make(&plan, binding->topology, &layout, &binding->how->options) : err;
    err = err == RXT_OK ? take_pus(binding, plan, mine) : err;
    rxt_plan_close(plan);
    rxt_topology_close(binding->topology);
    return err;
}

static enum rxt_err take_plan(struct binding *binding)
{
    const int n = binding->node.threads;
    binding->bound->pu = calloc((size_t)n, sizeof *binding->bound->pu);
    binding->bound->n_pus = n;
    return binding->bound->pu ? rxt_bind_plan_read(binding->how->plan, &binding->node,
                                                   binding->node.ranks > 1 ? binding->bound->local_rank : 0,
                                                   binding->bound->pu)
                              : rxt_fail(RXT_E_MEMORY, "no room for a plan of %d threads", n);
}

static enum rxt_err bind(struct rxt_bound *bound)
{
    char plan[64], start[64];
    bound->mask = (struct rxt_mask){{0}};
    for (int i = 0; i < bound->n_pus; i++) {
        rxt_mask_add(&bound->mask, bound->pu[i]);
    }
    if (!rxt_mask_holds(&bound->start, &bound->mask)) {
        return rxt_fail(RXT_E_USAGE, "the plan has PU %s, and this process was started with PU %s alone",
                        rxt_mask_text(&bound->mask, plan, sizeof plan),
                        rxt_mask_text(&bound->start, start, sizeof start));
    }
    return rxt_bind_process(&bound->mask);
}

enum rxt_err rxt_bind_self(const struct rxt_bind_how *how, struct rxt_bound *out)
{
    *out = (struct rxt_bound){.local_rank = -1, .n_local = -1};
    struct binding binding = {.how = how, .bound = out, .node = how->layout};
    binding.node.nodes = 1;
    enum rxt_err err = rxt_mask_of_process(&out->start);
    out->mask = out->start;
    err = err == RXT_OK ? find_number(&binding) : err;
    if (err == RXT_OK && how->layout.policy != RXT_BY_NONE) {
        err = how->plan ? take_plan(&binding) : plan_here(&binding);
        err = err == RXT_OK ? bind(out) : err;
    }
    err = err == RXT_OK ? rxt_bind_tell_threads(how, out) : err;
    if (err != RXT_OK) {
        rxt_bound_free(out);
    }
    return err;
}
