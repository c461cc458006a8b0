/* SPDX-License-Identifier: BSD-3-Clause
 * study_takers.h - whom a round is for: which subject wants which layout in it, by the rounds before.
 */
#ifndef RXT_STUDY_TAKERS_H
#define RXT_STUDY_TAKERS_H

#include "study.h"

/* One round. */
struct rxt_takers {
    bool *takes;   /* n_subjects x n_layouts, layouts run fastest */
    double *spare; /* n_subjects: of its budget, beyond this round and the least number of confirming ones */
    json_t *
        drops; /* which layouts left their subjects' races behind the round before, and why; NULL: none did */
    bool is_confirming; /* some subject seeks the best of its finalists */
    int n_rounds;       /* that the study has at most */
};

/** Find whom a round is for; nobody: the study is done.
 *
 *  so_far  in     what the rounds from this one on gave is not looked at
 *  out     inout  {0}, or that of another round; give back with rxt_takers_free
 *
 *  Errors:  RXT_E_MEMORY
 */
RXT_CHECKED enum rxt_err rxt_takers_find(const struct rxt_study_spec *spec, const struct rxt_study *so_far,
                                         int round, struct rxt_takers *out);
void rxt_takers_free(struct rxt_takers *takers);
/** Tell whether a layout is launched in the round for some subject. */
bool rxt_takers_want(const struct rxt_takers *takers, const struct rxt_study_spec *spec, size_t layout);

/** Tell whether the k-th subject of a study is a ceiling of the machine, which is measured beside the others. */
bool rxt_is_ceiling(const struct rxt_study *study, size_t k);

/** Return the part of a study that its rounds before this one gave: it shares all that it has. */
struct rxt_study rxt_study_before(const struct rxt_study *study, int round);

/** Tell whether a round has what a subject wants of a layout: a sample, or a failure that is not the fault of the study's
 *  own end. */
bool rxt_round_has(const struct rxt_study *study, int round, const struct rxt_layout *layout,
                   const char *subject);
/** Tell whether the last launch is to be tried again, at once, and for which subjects: those of a disturbed sample, for the
 *  third time at most.
 *
 *  takers  in   of the launch's round
 *  layout  out  of the study's
 *  wants   out  n_subjects
 */
bool rxt_round_retries(const struct rxt_study_spec *spec, const struct rxt_study *study,
                       const struct rxt_takers *takers, size_t *layout, bool *wants);

#endif
