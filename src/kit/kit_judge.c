/* SPDX-License-Identifier: BSD-3-Clause
 * kit_judge.c - one digest, one set of loops, every item once.
 */
#include "kit_judge.h"

#include "trial_kernel.h"

#include "rxt/digest.h"

static void judge_answer(struct kit *kit, const struct kit_plan *plan, const char *under)
{
    const struct kit_result *r = kit->result;
    for (int rank = 0; rank < plan->ranks; rank++) {
        const struct kit_seen *seen = &r->seen[rank];
        if (seen->check_err != RXT_OK) {
            kit_fail(kit, CLAIM_RIGHT, "its check failed, %s: %s", under,
                     seen->reason[0] ? seen->reason
                                     : "no reason was given (return rxt_fail(RXT_E_WRONG, ...))");
        }
        if (seen->has_digest && seen->digest != r->seen[0].digest && !kit->is_unsteady) {
            kit_fail(kit, CLAIM_LAYOUTS,
                     "rank 0 has the digest %016llx and rank %d has %016llx, %s: fold what all ranks have "
                     "(rxt_partials, or rxt_bcast of it), and not a rank's own",
                     (unsigned long long)r->seen[0].digest, rank, (unsigned long long)seen->digest, under);
        }
        if (kit->is_whole && plan->n_runs > 1 &&
            !rxt_kernel_answers_agree(kit->kernel, seen->answer[0], seen->answer[1])) {
            kit_fail(
                kit, CLAIM_AGAIN,
                "the first run gives the answer %.17g and the last one %.17g, %s: set back in reset, or at the "
                "beginning of run, what a run changes, or tell a wider tolerance",
                seen->answer[0], seen->answer[1], under);
        }
        if (seen->has_digest && seen->digest != seen->again) {
            kit_fail(
                kit, CLAIM_AGAIN,
                "the first run gives the digest %016llx and the next one %016llx, %s: set back in reset, or at the "
                "beginning of run, what a run changes, and use no time, address or random number of the system",
                (unsigned long long)seen->digest, (unsigned long long)seen->again, under);
        }
    }
}

/* The digests of all chunks that there are: what the ranks were given must come to it. */
static uint64_t all_of(size_t n_chunks)
{
    uint64_t sum = 0;
    for (size_t c = 0; c < n_chunks; c++) {
        sum += rxt_mix(c + 1);
    }
    return sum;
}

static void judge_loops(struct kit *kit, const struct kit_plan *plan, const char *under)
{
    const struct kit_result *r = kit->result;
    const struct kit_seen *zero = &r->seen[0];
    if (zero->n_maps == 0) {
        kit_fail(
            kit, CLAIM_ITEMS,
            "run gave no loop to the team, %s: cut the work into items and call rxt_map, or every rank does all of it",
            under);
    }
    for (size_t m = 0; m < zero->n_maps && m < KIT_MAPS; m++) {
        size_t n_given = 0;
        uint64_t given = 0;
        for (int rank = 0; rank < plan->ranks; rank++) {
            n_given += r->seen[rank].maps[m].n_given;
            given += r->seen[rank].maps[m].given;
        }
        if (n_given != zero->maps[m].n_items || given != all_of(zero->maps[m].n_chunks)) {
            kit_fail(
                kit, CLAIM_ITEMS,
                "of the %zu items of loop %zu of a run %zu were done, %s: all ranks must open the same loops and call "
                "rxt_map in the same order",
                zero->maps[m].n_items, m, n_given, under);
        }
    }
}

static bool has_loop(const struct kit_seen *seen, const struct kit_map *like)
{
    for (size_t m = 0; m < seen->n_maps && m < KIT_MAPS; m++) {
        if (seen->maps[m].n_items == like->n_items && seen->maps[m].grain == like->grain) {
            return true;
        }
    }
    return false;
}

/* Ranks may have loops more, about what they exchange. */
static void compare_loops(struct kit *kit, const struct kit_seen *alone, const char *under)
{
    const struct kit_seen *zero = &kit->result->seen[0];
    for (size_t m = 0; m < alone->n_maps && m < KIT_MAPS; m++) {
        const struct kit_map *a = &alone->maps[m], *b = &zero->maps[m < zero->n_maps ? m : 0];
        if (!has_loop(zero, a)) {
            kit_fail(
                kit, CLAIM_ITEMS,
                "loop %zu of a run has %zu items in chunks of %zu under 1x1, and %zu in chunks of %zu %s: items are "
                "missed or done twice; open it over all items of the problem, in chunks of a size that no layout "
                "changes",
                m, a->n_items, a->grain, b->n_items, b->grain, under);
        }
    }
}

static void compare_answers(struct kit *kit, const struct kit_plan *plan, const struct kit_seen *alone,
                            const char *under)
{
    const struct kit_seen *zero = &kit->result->seen[0];
    if (zero->has_digest && zero->digest != alone->digest && !kit->is_unsteady) {
        kit_fail(
            kit, CLAIM_LAYOUTS,
            "the digest is %016llx under 1x1, and %016llx %s: fold partial results in the order of chunks "
            "(rxt_partials), and let no answer depend on %s",
            (unsigned long long)alone->digest, (unsigned long long)zero->digest, under,
            plan->sched == RXT_DYNAMIC ? "ranks, threads, or which worker did a chunk"
                                       : "ranks, threads, or who did what first");
    }
}

void kit_judge(struct kit *kit, const struct kit_plan *plan, const struct kit_seen *alone)
{
    char under[256];
    kit_plan_text(kit, plan, under, sizeof under);
    judge_answer(kit, plan, under);
    if (!kit->is_whole) {
        judge_loops(kit, plan, under);
    }
    if (alone && !kit->is_whole) {
        compare_loops(kit, alone, under);
        compare_answers(kit, plan, alone, under);
    }
}
