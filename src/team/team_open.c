/* SPDX-License-Identifier: BSD-3-Clause
 * team_open.c - open a team over the ranks that the launcher started, and run it.
 */
#include "team_state.h"

#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Long enough to bridge the gaps between loops, short against a scheduler's time slice. */
enum { SPINS = 20000 };

const char *rxt_sched_name(enum rxt_sched sched)
{
    return sched == RXT_DYNAMIC ? "dynamic" : "static";
}

int rxt_team_ranks(const struct rxt_team *team)
{
    return team->where.n_ranks;
}

int rxt_team_rank(const struct rxt_team *team)
{
    return team->where.rank;
}

int rxt_team_threads(const struct rxt_team *team)
{
    return team->gang.n_threads;
}

int rxt_team_node_ranks(const struct rxt_team *team)
{
    return team->where.n_node_ranks;
}

/* An MPI program under another MPI's launcher becomes N worlds of one rank each, silently. */
static enum rxt_err check_world(const struct rxt_team *team, const struct rxt_team_spec *spec)
{
    const struct rxt_layout *layout = &spec->layout;
    const struct rxt_where *w = &team->where;
    char text[RXT_LAYOUT_BYTES];
    const int meant = spec->start.is_rank ? spec->start.n_ranks : -1;
    if (meant > 1 && w->n_ranks == 1) {
        return rxt_fail(RXT_E_LAUNCH,
                        "the launcher meant %d ranks, but each came up alone: it belongs to another MPI than "
                        "this rxt, which was built with %s",
                        meant, rxt_comm_library());
    }
    if (!spec->start.is_rank && w->n_ranks == 1 && rxt_layout_ranks(layout) > 1) {
        return rxt_fail(
            RXT_E_LAUNCH,
            "layout %s needs %d ranks, and each came up alone: no launcher of the MPI that this rxt "
            "was built with started them (%s)",
            rxt_layout_text(layout, text, sizeof text), rxt_layout_ranks(layout), rxt_comm_library());
    }
    if (w->n_nodes != layout->nodes || w->n_ranks != rxt_layout_ranks(layout)) {
        return rxt_fail(
            RXT_E_USAGE,
            "layout %s needs %d rank%s on %d node%s, the launcher started %d on %d: start it with "
            "-n %d, or leave --layout out",
            rxt_layout_text(layout, text, sizeof text), rxt_layout_ranks(layout),
            rxt_layout_ranks(layout) == 1 ? "" : "s", layout->nodes, layout->nodes == 1 ? "" : "s",
            w->n_ranks, w->n_nodes, rxt_layout_ranks(layout));
    }
    return RXT_OK;
}

static enum rxt_err settle(struct rxt_team *team, const struct rxt_team_spec *spec)
{
    const struct rxt_where *w = &team->where;
    struct rxt_mask *masks = malloc((size_t)w->n_ranks * sizeof *masks);
    enum rxt_err err =
        masks ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for the masks of %d ranks", w->n_ranks);
    err = rxt_team_agree(team, err);
    if (err == RXT_OK) {
        rxt_comm_allgather(team->comm, &team->binding->start, sizeof *masks, masks);
        err = rxt_binding_settle(team->binding, masks + w->node_first, w->n_node_ranks, w->node_rank, spec);
        err = rxt_team_agree(team, err);
    }
    free(masks);
    return err;
}

/* Do more threads run on this node than it has cores for them? Then nobody may spin. */
static bool is_crowded(const struct rxt_team *team)
{
    const struct rxt_plan *plan = team->binding->plan;
    const int n = team->where.n_node_ranks * team->gang.n_threads;
    return team->is_bound ? plan->shares_pus : (size_t)n > team->binding->topology->n_pus;
}

static enum rxt_err fill_workers(struct rxt_team *team)
{
    const struct rxt_plan *plan = team->binding->plan;
    const int n_threads = team->gang.n_threads;
    team->workers = aligned_alloc(RXT_LINE_BYTES, (size_t)n_threads * sizeof *team->workers);
    if (!team->workers) {
        return rxt_fail(RXT_E_MEMORY, "no room for %d threads", n_threads);
    }
    memset(team->workers, 0, (size_t)n_threads * sizeof *team->workers);
    for (int t = 0; t < n_threads; t++) {
        team->workers[t].planned_pu =
            team->is_bound ? plan->place[team->binding->plan_rank * n_threads + t].pu : -1;
    }
    return RXT_OK;
}

enum rxt_err rxt_team_open(struct rxt_team **out, struct rxt_binding *binding,
                           const struct rxt_team_spec *spec)
{
    *out = NULL;
    struct rxt_comm *comm = NULL;
    enum rxt_err err = rxt_comm_open(&comm);
    if (err != RXT_OK) {
        return err;
    }
    struct rxt_team *team = aligned_alloc(RXT_LINE_BYTES, sizeof *team);
    if (rxt_comm_worst(comm, !team)) {
        free(team);
        rxt_comm_close(comm);
        return rxt_fail(RXT_E_MEMORY, "no room for a team");
    }
    memset(team, 0, sizeof *team);
    team->comm = comm;
    team->where = rxt_comm_where(comm);
    team->binding = binding;
    team->layout = spec->layout;
    team->sched = spec->sched;
    team->gang.n_threads = spec->layout.threads;
    team->is_bound = spec->layout.policy != RXT_BY_NONE;
    err =
        rxt_team_agree(team, binding ? check_world(team, spec) : rxt_fail(RXT_E_ABSENT, "%s", rxt_reason()));
    if (!err) {
        err = settle(team, spec);
    }
    if (!err) {
        err = rxt_team_agree(team, fill_workers(team));
    }
    if (!err) {
        err = rxt_team_agree(team, spec->goes_on_beside ? RXT_OK : rxt_gang_check(team->gang.n_threads));
    }
    if (err != RXT_OK) {
        rxt_team_close(team);
        return err;
    }
    team->may_share_cores = !team->is_bound || binding->plan->shares_cores;
    team->gang.n_spins = is_crowded(team) ? 0 : SPINS;
    *out = team;
    return RXT_OK;
}

void rxt_team_close(struct rxt_team *team)
{
    if (team) {
        rxt_comm_close(team->comm);
        free(team->workers);
        free(team->recv);
        free(team->known);
        free(team->n_exchanged);
        free(team);
    }
}

static void bind_worker(void *context, int worker)
{
    struct rxt_team *team = context;
    struct rxt_worker *w = &team->workers[worker];
    struct rxt_mask mask = {{0}};
    w->placed.tid = syscall(SYS_gettid);
    if (w->planned_pu >= 0) {
        rxt_mask_add(&mask, w->planned_pu);
        w->err = rxt_bind_thread(&mask);
    }
}

void rxt_team_bind(struct rxt_team *team)
{
    rxt_gang_do(&team->gang, bind_worker, team);
}

static enum rxt_err bind_workers(struct rxt_team *team)
{
    enum rxt_err err = RXT_OK;
    rxt_team_bind(team);
    for (int t = 0; t < team->gang.n_threads; t++) {
        err = team->workers[t].err != RXT_OK
                  ? rxt_fail(team->workers[t].err, "thread %d of rank %d cannot be bound to PU %d", t,
                             team->where.rank, team->workers[t].planned_pu)
                  : err;
    }
    if (err == RXT_OK && team->gang.is_free) {
        err = rxt_strange_begin(team);
    }
    return rxt_team_agree(team, err);
}

struct body {
    struct rxt_team *team;
    enum rxt_err (*run)(void *);
    void *context;
};

static enum rxt_err bind_and_run(void *context)
{
    const struct body *body = context;
    const enum rxt_err err = bind_workers(body->team);
    return err == RXT_OK ? body->run(body->context) : err;
}

enum rxt_err rxt_team_run(struct rxt_team *team, enum rxt_err (*run)(void *), void *context)
{
    struct body body = {team, run, context};
    return rxt_gang_run(&team->gang, bind_and_run, &body);
}

enum rxt_err rxt_team_run_free(struct rxt_team *team, enum rxt_err (*run)(void *), void *context)
{
    team->gang.is_free = true;
    const enum rxt_err err = rxt_team_run(team, run, context);
    team->gang.is_free = false;
    return err;
}

enum rxt_err rxt_team_start(struct rxt_team *team)
{
    enum rxt_err err = rxt_team_agree(team, rxt_gang_start(&team->gang));
    if (!err) {
        err = bind_workers(team);
    }
    if (err != RXT_OK) {
        rxt_gang_end(&team->gang);
    }
    return err;
}

void rxt_team_end(struct rxt_team *team)
{
    rxt_gang_end(&team->gang);
}
