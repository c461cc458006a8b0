/* SPDX-License-Identifier: BSD-3-Clause
 * team_proof.c - do the rows of a sample prove that every thread ran where it was planned, alone?
 */
#include "team_state.h"

#include <stdio.h>
#include <string.h>

/* Does a row break the proof? Writes what is wrong. A mask that is wider than the plan let the thread roam between
 * the two looks, even if it was at home at both. */
static bool is_astray(const struct rxt_placed *row, char *why, size_t n_bytes)
{
    char planned[16];
    if (row->planned_pu < 0) {
        return false;
    }
    if (row->pu != row->planned_pu || row->pu_before != row->planned_pu) {
        snprintf(why, n_bytes, "rank %d thread %d was planned on PU %d and ran on %d, then %d", row->rank,
                 row->thread, row->planned_pu, row->pu_before, row->pu);
        return true;
    }
    snprintf(planned, sizeof planned, "%d", row->planned_pu);
    if (row->mask[0] && strcmp(row->mask, planned) != 0) { /* "": the system does not tell it */
        snprintf(why, n_bytes, "rank %d thread %d was bound to PU %d and ended with a mask of %s", row->rank,
                 row->thread, row->planned_pu, row->mask);
        return true;
    }
    return false;
}

void rxt_proof_judge(const struct rxt_placed *rows, size_t n, bool may_share_cores, char *why, size_t n_bytes)
{
    why[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        if (is_astray(&rows[i], why, n_bytes)) {
            return;
        }
        for (size_t j = 0; j < i && !may_share_cores; j++) {
            if (rows[i].node == rows[j].node && rows[i].core == rows[j].core) {
                snprintf(why, n_bytes, "rank %d thread %d and rank %d thread %d were on one core, %d",
                         rows[j].rank, rows[j].thread, rows[i].rank, rows[i].thread, rows[i].core);
                return;
            }
        }
    }
}

static bool overlap(const struct rxt_mask *a, const struct rxt_mask *b)
{
    for (size_t i = 0; i < sizeof a->words / sizeof *a->words; i++) {
        if (a->words[i] & b->words[i]) {
            return true;
        }
    }
    return false;
}

bool rxt_masks_clash(const struct rxt_mask *masks, int n, int clash[2])
{
    for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
            if (!rxt_mask_equal(&masks[i], &masks[j]) && overlap(&masks[i], &masks[j])) {
                clash[0] = i;
                clash[1] = j;
                return true;
            }
        }
    }
    return false;
}
