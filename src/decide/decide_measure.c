/* SPDX-License-Identifier: BSD-3-Clause
 * decide_measure.c - by what a subject of a study was measured: one thing in all of its samples, or it is not compared.
 */
#include "decide_parts.h"

#include "json.h"

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

/* A program that gave no time that counts was asked for a number all the same. */
static struct rxt_measure measure_asked(const struct rxt_entry *entry)
{
    const json_t *definition = entry->definition;
    const char *metric = rxt_json_text_at(definition, "metric", NULL);
    return (struct rxt_measure){.is_program = entry->is_program,
                                .has_metric = metric != NULL,
                                .higher_is_better =
                                    metric && json_is_true(json_object_get(definition, "higher_is_better")),
                                .unit = metric ? rxt_json_text_at(definition, "unit", NULL) : NULL};
}

enum rxt_err rxt_measure_find(const struct rxt_study *study, const struct rxt_entry *entry,
                              struct rxt_measure *out)
{
    const char *kernel = entry->name;
    bool is_known = false;
    *out = measure_asked(entry);
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
