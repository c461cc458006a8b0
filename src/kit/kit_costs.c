/* SPDX-License-Identifier: BSD-3-Clause
 * kit_costs.c - what stands in the timed region, how long it is, and what memory it takes.
 */
#include "kit_parts.h"

#include "text.h"
#include "trial_kernel.h"

/* A run that is shorter is mostly start, end, and waiting for all ranks. */
static const double least_s = 1e-3;

/* Beyond what a kernel told: a share of it, and the libraries and buffers of a process. */
static const double slack_share = 0.25, slack_bytes = 32.0 * 1024 * 1024;

static void judge_region(struct kit *kit, const struct kit_seen *seen, const char *under)
{
    if (!kit->is_whole && seen->knows_allocations && seen->n_allocations > 0.0) {
        kit_fail(
            kit, CLAIM_ALLOCATES,
            "%.0f allocation%s, of %.0f bytes in all, in a run that is not the first, %s: allocate in open, or keep "
            "for later runs what the first one allocated",
            seen->n_allocations, seen->n_allocations == 1.0 ? "" : "s", seen->n_allocated_bytes, under);
    }
    if (seen->knows_io && seen->n_io > 0.0) {
        kit_fail(kit, CLAIM_IO,
                 "%.0f call%s to read or write in a run, %s: read in open, write in output, print nothing",
                 seen->n_io, seen->n_io == 1.0 ? "" : "s", under);
    }
    if (seen->n_kept > 0.0) {
        kit_fail(
            kit, CLAIM_KEEPS,
            "%.0f block%s of memory that open or run allocated are there after close, %s: free all of them in close",
            seen->n_kept, seen->n_kept == 1.0 ? "" : "s", under);
    }
}

static enum rxt_err look_at_region(struct kit *kit)
{
    enum rxt_err err = RXT_OK;
    const struct kit_seen *zero = &kit->result->seen[0];
    for (int ranks = 1; ranks <= (kit->is_whole ? 1 : 2) && err == RXT_OK && !kit->is_over; ranks++) {
        bool is_well = false;
        char under[256];
        struct kit_plan plan = kit_plan_of(kit, ranks, kit->is_whole ? 1 : 2, RXT_STATIC);
        plan.values = kit->spec->small->values;
        plan.n_runs = 2;
        plan.counts = true;
        kit_plan_text(kit, &plan, under, sizeof under);
        err = kit_try_for(kit, &plan, CLAIM_ALLOCATES, &is_well);
        for (int r = 0; err == RXT_OK && is_well && r < ranks; r++) {
            judge_region(kit, &kit->result->seen[r], under);
        }
    }
    if (err == RXT_OK && zero->knows_allocations) {
        if (kit->is_whole) {
            kit_skip(kit, CLAIM_ALLOCATES, "in a whole kernel OpenMP and MPI allocate for themselves, too");
        } else {
            kit_tell(kit, CLAIM_ALLOCATES, "%s", "");
        }
        kit_tell(kit, CLAIM_KEEPS, "%s", "");
    } else {
        kit_skip(kit, CLAIM_ALLOCATES, "librxt-kit.so, which counts, is not loaded");
        kit_skip(kit, CLAIM_KEEPS, "librxt-kit.so, which counts, is not loaded");
    }
    if (err == RXT_OK && zero->knows_io) {
        kit_tell(kit, CLAIM_IO, "%s", "");
    } else {
        kit_skip(kit, CLAIM_IO, "/proc/self/io does not tell it here");
    }
    return err;
}

static void judge_time(struct kit *kit, double run_s, const char *under)
{
    char took[16];
    rxt_show_s(took, sizeof took, run_s);
    if (!(run_s >= least_s)) {
        kit_fail(
            kit, CLAIM_TIME,
            "a run takes %s %s: below 1 ms what is timed is the start of it; make the default preset larger",
            took, under);
    }
    kit_tell(kit, CLAIM_TIME, "%s %s", took, under);
}

static void judge_need(struct kit *kit, const struct kit_seen *seen)
{
    struct rxt_need need;
    char took[16], told[16];
    rxt_kernel_need(kit->kernel, kit->spec->full->values, &need);
    const double told_bytes = need.split_bytes + need.rank_bytes;
    if (!kit->kernel->need || !seen->knows_memory) {
        kit_skip(kit, CLAIM_NEED,
                 kit->kernel->need ? "this system does not tell the peak of a process"
                                   : "it has no need: rxt cannot refuse it where memory is short");
        return;
    }
    rxt_show_bytes(took, sizeof took, seen->memory_bytes);
    rxt_show_bytes(told, sizeof told, told_bytes);
    if (seen->memory_bytes > (1.0 + slack_share) * told_bytes + slack_bytes) {
        kit_fail(
            kit, CLAIM_NEED,
            "it took %s at its default size, and need tells %s: tell all that open and the first run allocate, so that "
            "a node without room refuses it",
            took, told);
    }
    kit_tell(kit, CLAIM_NEED, "%s of %s", took, told);
}

/* The default size once; a short run again, since its first one is colder. */
static enum rxt_err look_at_default(struct kit *kit)
{
    bool is_well = false;
    char under[256];
    struct kit_plan plan = kit_plan_of(kit, 1, 1, RXT_STATIC);
    plan.values = kit->spec->full->values;
    plan.timeout_s *= 10.0;
    plan.takes_memory = true;
    kit_plan_text(kit, &plan, under, sizeof under);
    enum rxt_err err = kit_try_for(kit, &plan, CLAIM_TIME, &is_well);
    if (err == RXT_OK && is_well) {
        judge_need(kit, &kit->result->seen[0]);
    }
    if (err == RXT_OK && is_well && kit->result->seen[0].run_s < 10.0 * least_s) {
        plan.n_runs = 4;
        err = kit_try_for(kit, &plan, CLAIM_TIME, &is_well);
    }
    if (err == RXT_OK && is_well) {
        judge_time(kit, kit->result->seen[0].run_s, under);
    }
    return err;
}

enum rxt_err kit_costs(struct kit *kit)
{
    const enum rxt_err err = look_at_region(kit);
    return err == RXT_OK && !kit->is_over ? look_at_default(kit) : err;
}
