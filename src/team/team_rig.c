/* SPDX-License-Identifier: BSD-3-Clause
 * team_rig.c - a team without a launcher, a plan and a proof, for one rank of a rig.
 */
#include "rig_parts.h"
#include "team_state.h"

#include <stdlib.h>
#include <string.h>

static enum rxt_err open_team(struct rxt_team **out, const struct rxt_rig *rig)
{
    struct rxt_comm *comm = NULL;
    const size_t n_threads = (size_t)rig->n_threads;
    struct rxt_team *team = aligned_alloc(RXT_LINE_BYTES, sizeof *team);
    struct rxt_worker *workers = aligned_alloc(RXT_LINE_BYTES, n_threads * sizeof *workers);
    enum rxt_err err =
        team && workers ? rxt_comm_open(&comm) : rxt_fail(RXT_E_MEMORY, "no room for a team of a rig");
    if (err != RXT_OK) {
        free(team);
        free(workers);
        return err;
    }
    memset(team, 0, sizeof *team);
    memset(workers, 0, n_threads * sizeof *workers);
    team->comm = comm;
    team->where = rxt_comm_where(comm);
    team->workers = workers;
    team->sched = rig->sched;
    team->layout = (struct rxt_layout){1, rig->n_ranks, rig->n_threads, RXT_BY_NONE};
    team->may_share_cores = true;
    team->gang.n_threads = rig->n_threads;
    team->rig = rig->chunk ? rig : NULL;
    *out = team;
    return RXT_OK;
}

struct visit {
    struct rxt_team *team;
    enum rxt_err (*body)(void *context, struct rxt_team *team);
    void *context;
};

static enum rxt_err run_body(void *context)
{
    const struct visit *visit = context;
    return visit->body(visit->context, visit->team);
}

enum rxt_err rxt_rig_run(const struct rxt_rig *rig, struct rxt_rig_ground *ground, int rank,
                         enum rxt_err (*body)(void *context, struct rxt_team *team), void *context)
{
    struct visit visit = {.body = body, .context = context};
    rxt_rig_be(ground, rank);
    enum rxt_err err = open_team(&visit.team, rig);
    if (err == RXT_OK) {
        err = rxt_rig_gang_run(&visit.team->gang, rig->way, run_body, &visit);
        rxt_team_close(visit.team);
    }
    return err;
}
