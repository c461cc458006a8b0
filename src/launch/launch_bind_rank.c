/* SPDX-License-Identifier: BSD-3-Clause
 * launch_bind_rank.c - which of the layout's ranks is this process? And does the launcher mean the same layout?
 */
#include "launch_bind_parts.h"

#include "launch_place.h"

#include <unistd.h>

static enum rxt_err refuse_rankless(const struct rxt_layout *layout)
{
    char text[RXT_LAYOUT_BYTES];
    rxt_layout_text(layout, text, sizeof text);
    return rxt_fail(
        RXT_E_USAGE,
        "layout %s has %d ranks a node, and no launcher tells this process which of them it is: start it by "
        "one, as in 'mpirun --bind-to none -n %d rxt bind %s -- COMMAND', with MPICH 'mpiexec -n %d ...', "
        "with Slurm 'srun --cpu-bind=none -n %d ...'; --one-process is for ranks that are threads of one",
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

static enum rxt_err refuse_nodes(const struct rxt_layout *layout, const struct rxt_rank *rank)
{
    char text[RXT_LAYOUT_BYTES];
    return rxt_fail(RXT_E_USAGE, "%s started ranks on %d node%s, and layout %s is for %d", rank->launcher,
                    rank->n_nodes, rank->n_nodes == 1 ? "" : "s", rxt_layout_text(layout, text, sizeof text),
                    layout->nodes);
}

static enum rxt_err refuse_copies(const struct rxt_rank *rank)
{
    return rxt_fail(RXT_E_USAGE,
                    "--one-process is for ranks that are threads of one process, and %s started %d "
                    "processes on this node: start one, without %s",
                    rank->launcher, rank->n_local, rank->launcher);
}

pid_t rxt_bind_root(const struct rxt_rank *rank)
{
    return rank->starter > 0 ? rank->starter : getppid();
}

/* A plan is handed to the ranks of a launch, so that variables are enough; else parents must tell that the variables are
 * this process' own. */
static struct rxt_rank find_rank(const struct rxt_bind_how *how)
{
    const struct rxt_rank told = rxt_rank_by_variables();
    const bool needs_one = how->layout.ranks > 1 && !how->one_process;
    const bool is_told = how->plan && (told.is_one || !needs_one);
    const struct rxt_rank rank = is_told ? told : rxt_rank_here();
    return !rank.is_one && needs_one ? told
                                     : rank; /* of a launcher that no row knows, with the variables of one */
}

enum rxt_err rxt_bind_find_rank(const struct rxt_bind_how *how, struct rxt_rank *rank)
{
    const struct rxt_layout *layout = &how->layout;
    *rank = find_rank(how);
    if (how->one_process) {
        return rank->n_local > 1 ? refuse_copies(rank) : RXT_OK;
    }
    if (rank->n_local >= 1 && rank->n_local != layout->ranks) {
        return refuse_count(layout, rank);
    }
    if (layout->ranks > 1 && layout->policy != RXT_BY_NONE &&
        (rank->local_rank < 0 || rank->local_rank >= layout->ranks)) {
        return refuse_rankless(layout);
    }
    return rank->is_one && layout->nodes > 1 && rank->n_nodes != layout->nodes ? refuse_nodes(layout, rank)
                                                                               : RXT_OK;
}
