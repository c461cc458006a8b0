/* SPDX-License-Identifier: BSD-3-Clause
 * kit_rank.c - one rank of a try: the kernel's functions in their order, and where it is, noted before each of them.
 */
#include "kit_count.h"
#include "kit_watch.h"

#include "clock.h"
#include "comm_ops.h"
#include "trial_kernel.h"

#include <math.h>
#include <stdio.h>

struct life {
    const struct kit_plan *plan;
    struct kit_seen *seen;
    struct kit_watch *watch;
};

static void enter(const struct life *life, enum kit_stage stage)
{
    life->seen->stage = stage;
}

/* The code of this rank, before the ranks agree on one. */
static enum rxt_err note(struct kit_seen *seen, enum rxt_err err)
{
    if (err != RXT_OK && !seen->reason[0]) {
        snprintf(seen->reason, sizeof seen->reason, "%s", rxt_reason());
    }
    return err;
}

static enum rxt_err run_once(const struct life *life, int run, void *state)
{
    const struct kit_plan *plan = life->plan;
    const bool counts = plan->counts && run == plan->n_runs - 1;
    enter(life, KIT_RESET);
    rxt_kernel_reset(plan->kernel, state);
    enter(life, KIT_RUN);
    kit_watch_run(life->watch, run, true);
    if (counts) {
        kit_count_begin();
    }
    const double start_s = rxt_now_s();
    const enum rxt_err err = plan->kernel->run(state);
    life->seen->run_s = rxt_now_s() - start_s;
    if (counts) {
        kit_count_end(life->seen);
    }
    kit_watch_run(life->watch, run, false);
    return err;
}

static void ask_answer(const struct life *life, void *state, bool is_first)
{
    const struct rxt_kernel *kernel = life->plan->kernel;
    struct kit_seen *seen = life->seen;
    uint64_t digest;
    enter(life, KIT_DIGEST);
    seen->has_digest = rxt_kernel_digest(kernel, state, &digest);
    seen->digest = is_first ? digest : seen->digest;
    seen->again = digest;
    if (kernel->kind == RXT_WHOLE) {
        seen->answer[!is_first] = kernel->answer(state);
    }
}

static enum rxt_err judge(const struct rxt_kernel *kernel, void *state)
{
    bool is_checked;
    return rxt_kernel_judge(kernel, state, &is_checked);
}

static void check_and_spoil(const struct life *life, void *state, struct rxt_team *team)
{
    const struct kit_plan *plan = life->plan;
    enter(life, KIT_CHECK);
    life->seen->check_err = note(life->seen, judge(plan->kernel, state));
    enum rxt_err err = rxt_team_agree(team, life->seen->check_err);
    if (plan->spoils && err == RXT_OK) {
        enter(life, KIT_SPOIL);
        life->seen->can_spoil = rxt_kernel_spoil(plan->kernel, state);
        enter(life, KIT_CHECK);
        life->seen->spoilt_err = rxt_team_agree(team, judge(plan->kernel, state));
    }
}

/* From open to close. */
static enum rxt_err live(const struct life *life, struct rxt_team *team)
{
    const struct kit_plan *plan = life->plan;
    struct kit_seen *seen = life->seen;
    void *state = NULL;
    enter(life, KIT_OPEN);
    seen->open_err = note(seen, plan->kernel->open(&state, team, plan->values));
    enum rxt_err err = rxt_team_agree(team, seen->open_err);
    for (int run = 0; run < plan->n_runs && err == RXT_OK; run++) {
        seen->run_err = note(seen, run_once(life, run, state));
        err = rxt_team_agree(team, seen->run_err);
        if (err == RXT_OK && (run == 0 || run == plan->n_runs - 1)) {
            ask_answer(life, state, run == 0);
        }
    }
    if (plan->takes_memory) {
        kit_memory_told(seen);
    }
    if (err == RXT_OK) {
        check_and_spoil(life, state, team);
    }
    enter(life, KIT_CLOSE);
    plan->kernel->close(state);
    return err;
}

/* A first life may leave behind what the next ones use again, as plans and tables; a second may not. */
static enum rxt_err run(void *context, struct rxt_team *team)
{
    const struct life *life = context;
    if (life->plan->takes_memory) {
        kit_memory_mark(life->seen);
    }
    enum rxt_err err = live(life, team);
    if (life->plan->counts && err == RXT_OK) {
        struct kit_seen aside = {.stage = KIT_BEGIN};
        const struct life again = {life->plan, &aside, life->watch};
        life->watch->seen = &aside;
        const long n_before = kit_blocks_kept();
        err = live(&again, team);
        life->seen->n_kept = (double)(kit_blocks_kept() - n_before);
        life->watch->seen = life->seen;
    }
    enter(life, KIT_END);
    return err;
}

void kit_rank_run(const struct kit_plan *plan, struct rxt_rig_ground *ground, int rank, struct kit_seen *seen)
{
    struct rxt_rig rig;
    struct kit_watch watch;
    kit_watch_begin(&watch, plan, seen, &rig);
    const struct life life = {plan, seen, &watch};
    /* Its own calls of MPI, of one rank: those of the rig are no MPI. */
    enum rxt_err err = plan->kernel->uses_mpi ? rxt_comm_start(false) : RXT_OK;
    kit_fresh_memory(plan->fresh);
    if (!err) {
        err = rxt_rig_run(&rig, ground, rank, run, (void *)&life);
    }
    (void)note(seen, err);
    enter(&life, KIT_END);
    if (plan->kernel->uses_mpi) {
        rxt_comm_many->stop();
    }
}
