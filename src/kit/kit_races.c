/* SPDX-License-Identifier: BSD-3-Clause
 * kit_races.c - bodies at once under ThreadSanitizer, which is loaded, and which the kernel was built for.
 *
 * The threads are the rig's: they meet at barriers, which ThreadSanitizer knows. OpenMP's meet in ways that it does not,
 * and every loop of theirs would look like a race.
 */
#include "kit_judge.h"
#include "kit_parts.h"

enum rxt_err kit_races(struct kit *kit)
{
    static const int threads[] = {2, 3, 7};
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < 2 * sizeof threads / sizeof *threads && err == RXT_OK && !kit->is_over; i++) {
        bool is_well = false;
        char under[256];
        struct kit_plan plan = kit_plan_of(kit, 1, threads[i / 2], i % 2 ? RXT_DYNAMIC : RXT_STATIC);
        plan.n_runs = 2;
        plan.timeout_s *= 5.0;
        kit_plan_text(kit, &plan, under, sizeof under);
        err = kit_try_for(kit, &plan, CLAIM_RACES, &is_well);
        if (err == RXT_OK && kit->result->race[0]) {
            kit_fail(
                kit, CLAIM_RACES,
                "%s, %s: a body may write to its chunk, its partial result, and scratch of its worker alone",
                kit->result->race, under);
        }
    }
    kit_tell(kit, CLAIM_RACES, "1x2 1x3 1x7, static and dynamic, on POSIX threads");
    return err;
}
