/* SPDX-License-Identifier: BSD-3-Clause
 * kit_layouts.c - one digest, whoever does the chunks: more workers than cores, ranks, threads, and both schedules.
 */
#include "kit_judge.h"
#include "kit_parts.h"

enum rxt_err kit_layouts(struct kit *kit)
{
    static const int shapes[][2] = {{1, 2}, {1, 7}, {2, 1}, {7, 1}, {2, 2}, {3, 2}};
    enum rxt_err err = RXT_OK;
    if (kit->kernel->check) {
        kit_tell(kit, CLAIM_RIGHT, "%s", "");
    } else {
        kit_skip(kit, CLAIM_RIGHT, kit_no_check);
    }
    kit_tell(kit, CLAIM_AGAIN, "%s", "");
    for (size_t i = 0;
         !kit->is_whole && i < 2 * sizeof shapes / sizeof *shapes && err == RXT_OK && !kit->is_over; i++) {
        bool is_well = false;
        struct kit_plan plan =
            kit_plan_of(kit, shapes[i / 2][0], shapes[i / 2][1], i % 2 ? RXT_DYNAMIC : RXT_STATIC);
        plan.n_runs = 2;
        err = kit_try_for(kit, &plan, CLAIM_LAYOUTS, &is_well);
        if (err == RXT_OK && is_well) {
            kit_judge(kit, &plan, &kit->first->seen[0]);
        }
    }
    if (kit->is_unsteady) {
        kit_skip(kit, CLAIM_LAYOUTS, kit_unsteady);
    } else {
        kit_tell(kit, CLAIM_LAYOUTS, "1x1 1x2 1x7 2x1 7x1 2x2 3x2, static and dynamic");
    }
    kit_tell(kit, CLAIM_ITEMS, "%zu loop%s a run, as counted", kit->first->seen[0].n_maps,
             kit->first->seen[0].n_maps == 1 ? "" : "s");
    return err;
}
