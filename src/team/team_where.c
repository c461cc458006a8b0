/* SPDX-License-Identifier: BSD-3-Clause
 * team_where.c - where the threads of a run were, and what they had of the CPU: before it and behind it.
 */
#include "team_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void note_before(void *context, int worker)
{
    struct rxt_team *team = context;
    struct rxt_worker *w = &team->workers[worker];
    w->pu_before = rxt_pu_now();
    w->cpu_before = rxt_cpu_time_now();
}

/* Regions of another number, in the opening of a kernel or its untimed run, may have left threads that are new. */
void rxt_proof_start(struct rxt_team *team)
{
    if (team->gang.is_free) {
        rxt_team_bind(team);
    }
    rxt_gang_do(&team->gang, note_before, team);
    if (team->gang.is_free) {
        rxt_strange_start(team);
    }
}

static const struct rxt_core *core_of(const struct rxt_topology *topology, int pu)
{
    for (size_t c = 0; c < topology->n_cores; c++) {
        for (int i = 0; i < topology->cores[c].n_pus; i++) {
            if (topology->cores[c].pu[i] == pu) {
                return &topology->cores[c];
            }
        }
    }
    return NULL;
}

static void note_after(void *context, int worker)
{
    struct rxt_team *team = context;
    struct rxt_worker *w = &team->workers[worker];
    struct rxt_mask mask;
    const struct rxt_cpu_time cpu = rxt_cpu_time_now();
    const int pu = rxt_pu_now();
    const struct rxt_core *core = core_of(team->binding->topology, pu);
    struct rxt_placed *placed = &w->placed;
    placed->node = team->where.node;
    placed->rank = team->where.rank;
    placed->thread = worker;
    placed->pu_before = w->pu_before;
    placed->pu = pu;
    placed->planned_pu = w->planned_pu;
    placed->core = core ? core->core : -1;
    placed->numa = core ? core->numa : -1;
    placed->package = core ? core->package : -1;
    placed->kind = core ? core->kind : -1;
    placed->cpu_s = cpu.run_s - w->cpu_before.run_s;
    placed->run_delay_s = rxt_cpu_delay_between(&w->cpu_before, &cpu);
    placed->pid = (long)getpid();
    gethostname(placed->host, sizeof placed->host - 1);
    if (rxt_mask_of_thread(&mask) == RXT_OK) {
        rxt_mask_text(&mask, placed->mask, sizeof placed->mask);
        placed->n_pus = (int)rxt_mask_count(&mask);
    }
}

/* Did threads run that nobody planned? The reason is then noted. */
static bool has_strangers(const struct rxt_team *team, double start_s)
{
    const double strange_s = rxt_strange_stop(team), run_s = rxt_now_s() - start_s;
    if (!team->gang.is_free || !rxt_strange_is_much(strange_s, run_s)) {
        return false;
    }
    (void)rxt_fail(RXT_E_WRONG, "rank %d: in %.3g s other threads than the %d of its layout ran for %.3g s",
                   team->where.rank, run_s, team->gang.n_threads, strange_s);
    return true;
}

enum rxt_err rxt_proof_stop(struct rxt_team *team, struct rxt_placed **rows, char *rejected, size_t n_bytes)
{
    const size_t n_threads = (size_t)team->gang.n_threads;
    const size_t n = n_threads * (size_t)team->where.n_ranks;
    *rows = NULL;
    struct rxt_placed *mine = calloc(n_threads, sizeof *mine);
    struct rxt_placed *all = calloc(n, sizeof *all);
    enum rxt_err err =
        mine && all ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for the places of %zu threads", n);
    err = rxt_team_agree(team, err);
    if (err != RXT_OK) {
        goto out;
    }
    rxt_gang_do(&team->gang, note_after, team);
    const bool are_strange =
        rxt_team_agree(team, has_strangers(team, team->workers[0].cpu_before.at_s) ? RXT_E_WRONG : RXT_OK) !=
        RXT_OK;
    if (are_strange) {
        snprintf(rejected, n_bytes, "%s", rxt_reason());
    }
    for (size_t t = 0; t < n_threads; t++) {
        mine[t] = team->workers[t].placed;
    }
    rxt_comm_allgather(team->comm, mine, n_threads * sizeof *mine, all);
    if (team->where.rank == 0) {
        if (!are_strange) {
            rxt_proof_judge(all, n, team->may_share_cores, rejected, n_bytes);
        }
        *rows = all;
        all = NULL;
    }
out:
    free(mine);
    free(all);
    return err;
}
