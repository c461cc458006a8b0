/* SPDX-License-Identifier: BSD-3-Clause
 * launch_bind.c - bind this process to the cores of its rank, and see that no other rank has them.
 */
#include "launch_bind_parts.h"

#include "launch_place.h"
#include "launch_sibling.h"
#include "note.h"

#include <stdlib.h>

static enum rxt_err take_plan(const struct rxt_bind_how *how, int rank, struct rxt_bound *bound)
{
    const size_t n = (size_t)how->layout.threads * (size_t)(how->one_process ? how->layout.ranks : 1);
    bound->pu = calloc(n, sizeof *bound->pu);
    bound->n_pus = (int)n;
    if (!bound->pu) {
        return rxt_fail(RXT_E_MEMORY, "no room for a plan of %zu threads", n);
    }
    return rxt_bind_plan_read(how->plan, &how->layout, how->one_process ? -1 : rank, bound->pu);
}

static enum rxt_err refuse_clash(const struct rxt_bind_how *how, const struct rxt_bound *bound,
                                 const struct rxt_sibling *other)
{
    char mine[64], its[64], way_out[160] = "give all ranks one mask, or such as do not overlap";
    const struct rxt_start start = rxt_start_here();
    if (start.is_rank && start.advise) {
        start.advise(how->layout.threads, way_out, sizeof way_out);
    }
    return rxt_fail(
        RXT_E_USAGE,
        "the masks that ranks of this node were started with overlap (%s): local rank %d is bound "
        "to PU %s, and process %d beside it to PU %s; %s",
        start.binder[0] ? start.binder : "taskset, a batch system", bound->local_rank,
        rxt_mask_text(&bound->mask, mine, sizeof mine), (int)other->pid,
        rxt_mask_text(&other->mask, its, sizeof its), way_out);
}

/* Each rank looks after it is bound, so that of two which overlap at least the later one sees it. */
static enum rxt_err see_others(const struct rxt_bind_how *how, const struct rxt_rank *rank,
                               const struct rxt_bound *bound)
{
    struct rxt_sibling *list = NULL;
    size_t n = 0;
    enum rxt_err err = RXT_OK;
    if (how->layout.ranks > 1 && !how->one_process && !how->options.oversubscribe) {
        (void)rxt_siblings_list(rxt_bind_root(rank), NULL, &list, &n);
        const struct rxt_sibling *other = rxt_siblings_clash(&bound->mask, how->layout.threads, list, n);
        err = other ? refuse_clash(how, bound, other) : RXT_OK;
        free(list);
    }
    return err;
}

/* Leave out those that bear the mark of whoever was bound above both: it is not theirs. */
static size_t drop_heirs(struct rxt_sibling *list, size_t n)
{
    struct rxt_mask above;
    const char *mark = getenv(rxt_sibling_mark);
    size_t n_left = 0;
    const bool is_heir = mark && rxt_mask_read(mark, &above);
    for (size_t i = 0; i < n; i++) {
        if (!is_heir || !rxt_mask_equal(&list[i].mask, &above)) {
            list[n_left++] = list[i];
        }
    }
    return n_left;
}

/* Programs side by side in one shell are no ranks, and each takes the first cores: that may be meant. */
static void warn_of_others(const struct rxt_bind_how *how, const struct rxt_rank *rank,
                           const struct rxt_bound *bound)
{
    struct rxt_sibling *list = NULL;
    size_t n = 0;
    char pus[64];
    const bool is_one = how->layout.ranks == 1 || how->one_process;
    if (!is_one || how->plan || how->options.oversubscribe) {
        return;
    }
    (void)rxt_siblings_list(rxt_bind_root(rank), NULL, &list, &n);
    const struct rxt_sibling *other =
        rxt_siblings_clash(&bound->mask, bound->n_pus, list, drop_heirs(list, n));
    if (other) {
        rxt_note(RXT_NOTE_WARNING,
                 "process %d beside it is bound to PU %s, too: programs side by side get parts of the cores "
                 "by --slice 1/2, --slice 2/2",
                 (int)other->pid, rxt_mask_text(&other->mask, pus, sizeof pus));
    }
    free(list);
}

static enum rxt_err bind(struct rxt_bound *bound)
{
    char plan[64], start[64];
    bound->mask = (struct rxt_mask){{0}};
    for (int i = 0; i < bound->n_pus; i++) {
        rxt_mask_add(&bound->mask, bound->pu[i]);
    }
    if (!rxt_mask_holds(&bound->start, &bound->mask)) {
        return rxt_fail(RXT_E_USAGE,
                        "the plan gives this rank PU %s, and it was started with a mask of PU %s",
                        rxt_mask_text(&bound->mask, plan, sizeof plan),
                        rxt_mask_text(&bound->start, start, sizeof start));
    }
    return rxt_bind_process(&bound->mask);
}

static enum rxt_err place(const struct rxt_bind_how *how, const struct rxt_rank *rank,
                          struct rxt_bound *bound)
{
    enum rxt_err err = how->plan ? take_plan(how, rank->local_rank > 0 ? rank->local_rank : 0, bound)
                                 : rxt_bind_plan_here(how, rank, bound);
    if (!err) {
        err = bind(bound);
    }
    if (!err) {
        err = see_others(how, rank, bound);
    }
    if (!err) {
        warn_of_others(how, rank, bound);
    }
    return err;
}

enum rxt_err rxt_bind_self(const struct rxt_bind_how *how, struct rxt_bound *out)
{
    struct rxt_rank rank;
    *out = (struct rxt_bound){.local_rank = -1};
    enum rxt_err err = rxt_mask_of_process(&out->start);
    out->mask = out->start;
    if (!err) {
        err = rxt_bind_find_rank(how, &rank);
    }
    out->fails_alike = err != RXT_OK;
    if (err == RXT_OK) {
        out->local_rank = rank.local_rank;
        out->n_local = rank.n_local;
        err = how->layout.policy != RXT_BY_NONE ? place(how, &rank, out) : RXT_OK;
    }
    if (!err) {
        err = rxt_bind_tell_threads(how, out);
    }
    if (err != RXT_OK) {
        const bool fails_alike = out->fails_alike;
        rxt_bound_free(out);
        out->fails_alike = fails_alike;
    }
    return err;
}
