/* SPDX-License-Identifier: BSD-3-Clause
 * study_grow.c - the subjects of a study at the size that a layout gets: in weak scaling the same work a worker.
 */
#include "study_state.h"

#include <stdlib.h>

enum rxt_err rxt_study_grown(const struct rxt_study_spec *spec, const struct rxt_layout *layout,
                             const bool *wants, struct rxt_subject ***out, size_t *n)
{
    const double factor = spec->scaling == RXT_SCALING_WEAK ? (double)rxt_layout_workers(layout) : 1.0;
    struct rxt_subject **grown = calloc(spec->n_subjects + 1, sizeof(struct rxt_subject *));
    enum rxt_err err = grown ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for %zu subjects", spec->n_subjects);
    *n = 0;
    for (size_t k = 0; k < spec->n_subjects && err == RXT_OK; k++) {
        if (!wants || wants[k]) {
            err = spec->subjects[k]->family->grow(spec->subjects[k], factor, &grown[*n]);
            *n += err == RXT_OK;
        }
    }
    if (err != RXT_OK) {
        rxt_subjects_close(grown, *n);
        grown = NULL;
    }
    *out = grown;
    return err;
}
