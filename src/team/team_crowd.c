/* SPDX-License-Identifier: BSD-3-Clause
 * team_crowd.c - start and stop message passing where ranks share cores.
 */
#include "team_state.h"

static const double patience_s = 0.01; /* short against the start of so many ranks */

static bool is_crowd(const struct rxt_binding *binding, const struct rxt_team_spec *spec)
{
    const size_t n = rxt_layout_node_workers(&spec->layout);
    /* Without a topology the masks could not be settled, and the launch ends. */
    return binding && binding->topology && spec->options.oversubscribe && n > binding->topology->n_pus;
}

/* A world of one rank, as far as the layout and the launcher say: nobody to pass messages to. What the launcher meant
 * decides with the layout, since ranks that came up alone find that out by MPI. */
static bool is_alone(const struct rxt_team_spec *spec)
{
    return !spec->wants_mpi && rxt_layout_ranks(&spec->layout) == 1 &&
           (!spec->start.is_rank || spec->start.n_ranks == 1);
}

enum rxt_err rxt_binding_comm_start(const struct rxt_binding *binding, const struct rxt_team_spec *spec)
{
    rxt_timer_slack(is_crowd(binding, spec) ? patience_s : 0.0);
    const enum rxt_err err = rxt_comm_start(is_alone(spec));
    rxt_timer_slack(0.0);
    return err;
}

void rxt_binding_comm_stop(const struct rxt_binding *binding, const struct rxt_team_spec *spec)
{
    if (is_crowd(binding, spec)) {
        rxt_timer_slack(patience_s);
        rxt_step_back();
    }
    rxt_comm_stop();
}
