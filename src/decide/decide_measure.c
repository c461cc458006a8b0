/* SPDX-License-Identifier: BSD-3-Clause
 * decide_measure.c - by what a subject of a study was measured: one thing in all of its samples, or it is not compared.
 */
#include "decide_parts.h"

#include <string.h>

static bool is_same(const char *a, const char *b)
{
    return (!a && !b) || (a && b && !strcmp(a, b));
}

static struct rxt_measure measure_of(const struct rxt_sample *s)
{
    return (struct rxt_measure){.is_program = s->is_program,
                                .has_metric = s->metric != NULL,
                                .higher_is_better = s->metric && s->higher_is_better,
                                .unit = s->metric ? s->unit : NULL};
}

enum rxt_err rxt_measure_find(const struct rxt_study *study, const char *kernel, struct rxt_measure *out)
{
    bool is_known = false;
    *out = (struct rxt_measure){0};
    for (size_t i = 0; i < study->n_samples; i++) {
        if (strcmp(study->samples[i]->kernel, kernel) != 0) {
            continue;
        }
        const struct rxt_measure here = measure_of(study->samples[i]);
        if (is_known && (here.has_metric != out->has_metric ||
                         here.higher_is_better != out->higher_is_better || !is_same(here.unit, out->unit))) {
            return rxt_fail(RXT_E_INPUT,
                            "some samples of '%s' are measured by another number than others: they cannot be "
                            "compared",
                            kernel);
        }
        *out = here;
        is_known = true;
    }
    return RXT_OK;
}
