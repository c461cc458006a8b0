/* SPDX-License-Identifier: BSD-3-Clause
 * study_subject.c - what holds for subjects of every family.
 */
#include "study_subject.h"

#include <stdlib.h>

bool rxt_subjects_share(const struct rxt_subject *a, const struct rxt_subject *b)
{
    return a == b || (a->family == b->family && a->family->shares);
}

bool rxt_subject_runs(const struct rxt_subject *subject, const struct rxt_layout *layout)
{
    return !subject->family->runs || subject->family->runs(subject, layout);
}

void rxt_subjects_close(struct rxt_subject **subjects, size_t n)
{
    for (size_t k = 0; subjects && k < n; k++) {
        if (subjects[k]) {
            subjects[k]->family->close(subjects[k]);
        }
    }
    free(subjects);
}
