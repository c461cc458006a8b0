/* SPDX-License-Identifier: BSD-3-Clause
 * kit_ends.c - make a try, and say in one sentence why it did not end well.
 */
#include "kit_parts.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

struct kit_plan kit_plan_of(const struct kit *kit, int ranks, int threads, enum rxt_sched sched)
{
    return (struct kit_plan){.kernel = kit->kernel,
                             .values = kit->values,
                             .ranks = ranks,
                             .threads = threads,
                             .sched = sched,
                             .n_runs = 1,
                             .timeout_s = kit->timeout_s};
}

const char *kit_plan_text(const struct kit *kit, const struct kit_plan *plan, char *out, size_t n_bytes)
{
    const struct rxt_setting setting = {.kernel = kit->kernel, .values = (union rxt_value *)plan->values};
    char word[128] = "its small size";
    const size_t i = kit->size ? (size_t)(kit->size_param - kit->kernel->params) : 0;
    if (kit->size) {
        rxt_setting_word(&setting, i, word, sizeof word);
    }
    snprintf(out, n_bytes, "under %dx%d, %s, with %s", plan->ranks, plan->threads,
             rxt_sched_name(plan->sched), word);
    return out;
}

/* Where a rank was when it ended: in a body, of which chunk. */
static void place_text(const struct kit_plan *plan, const struct kit_seen *seen, char *out, size_t n_bytes)
{
    snprintf(out, n_bytes, "in %s", kit_stage_name(seen->stage));
    for (int w = 0; w < plan->threads; w++) {
        const struct kit_at *at = &seen->at[w];
        if (at->is_busy) {
            snprintf(out, n_bytes, "in %s, in the body of chunk %zu (items %zu to %zu)",
                     kit_stage_name(seen->stage), at->chunk, at->first, at->last - 1);
            return;
        }
    }
}

static void fail_by_end(struct kit *kit, const struct kit_plan *plan, enum kit_claim claim)
{
    const struct kit_result *r = kit->result;
    char where[256], under[256];
    place_text(plan, &r->seen[r->rank], where, sizeof where);
    kit_plan_text(kit, plan, under, sizeof under);
    const char *said = r->said[0] ? "; it said: " : "";
    switch (r->how) {
    case KIT_CRASHED:
        kit_fail(kit, claim,
                 "it crashed (%s) %s, %s%s%s; run it under a debugger, or build it with -fsanitize=address",
                 strsignal(r->status), where, under, said, r->said);
        break;
    case KIT_EXITED:
        kit_fail(
            kit, claim,
            "it ended the process (status %d) %s, %s%s%s: return a code of rxt/err.h by rxt_fail, and never exit",
            r->status, where, under, said, r->said);
        break;
    case KIT_HUNG:
        kit_fail(kit, claim, "it hangs %s, %s: no end within %g s%s%s%s (--timeout gives it longer)", where,
                 under, plan->timeout_s,
                 plan->ranks > 1 ? "; do all ranks make the same collective calls, also those without items?"
                                 : "",
                 said, r->said);
        break;
    case KIT_RETURNED:
        break;
    }
}

/* The codes of all ranks must be the same: who returns early leaves the others alone. */
static bool agree(struct kit *kit, const struct kit_plan *plan, enum kit_claim claim)
{
    const struct kit_seen *zero = &kit->result->seen[0];
    char under[256];
    kit_plan_text(kit, plan, under, sizeof under);
    for (int r = 0; r < plan->ranks; r++) {
        const struct kit_seen *seen = &kit->result->seen[r];
        if (seen->open_err != zero->open_err || seen->run_err != zero->run_err ||
            seen->check_err != zero->check_err) {
            kit_fail(
                kit, claim,
                "%s returned '%s' on rank 0 and '%s' on rank %d, %s: let all ranks agree by rxt_team_agree",
                seen->open_err != zero->open_err ? "open"
                : seen->run_err != zero->run_err ? "run"
                                                 : "check",
                rxt_err_text(zero->open_err | zero->run_err | zero->check_err),
                rxt_err_text(seen->open_err | seen->run_err | seen->check_err), r, under);
            return false;
        }
        if (seen->open_err != RXT_OK || seen->run_err != RXT_OK) {
            kit_fail(kit, claim, "%s failed, %s: %s", seen->open_err ? "open" : "run", under,
                     seen->reason[0] ? seen->reason : "no reason was given (return rxt_fail(...))");
            return false;
        }
    }
    return true;
}

enum rxt_err kit_try_for(struct kit *kit, const struct kit_plan *plan, enum kit_claim claim, bool *is_well)
{
    const volatile sig_atomic_t *stop = kit->spec->stop;
    const enum rxt_err err =
        stop && *stop ? rxt_fail(RXT_E_STOPPED, "stopped by the user") : kit_try(plan, kit->result);
    *is_well = false;
    if (err != RXT_OK) {
        return err;
    }
    kit->is_over |= kit->result->how == KIT_HUNG && claim != CLAIM_NONE;
    if (kit->result->how != KIT_RETURNED) {
        fail_by_end(kit, plan, claim);
    } else {
        *is_well = agree(kit, plan, claim);
    }
    return RXT_OK;
}
