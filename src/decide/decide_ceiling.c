/* SPDX-License-Identifier: BSD-3-Clause
 * decide_ceiling.c - by which kernel a study measured a ceiling of the machine.
 */
#include "decide_parts.h"

#include <string.h>

/* Headers that do not say which are of two ceilings: the one that moves bytes measures memory. */
static bool measures(const struct rxt_study *study, const struct rxt_entry *entry, enum rxt_ceiling kind)
{
    if (entry->measures != RXT_NO_CEILING) {
        return entry->measures == kind;
    }
    for (size_t i = 0; entry->name && i < study->n_samples; i++) {
        if (!strcmp(study->samples[i]->kernel, entry->name)) {
            return (study->samples[i]->work.bytes > 0.0) == (kind == RXT_CEILING_BYTES);
        }
    }
    return false;
}

const char *rxt_ceiling_find(const struct rxt_study *study, enum rxt_ceiling kind)
{
    for (size_t i = 0; i < study->header->n_kernels; i++) {
        const struct rxt_entry *entry = &study->header->kernels[i];
        if (entry->is_ceiling && measures(study, entry, kind)) {
            return entry->name;
        }
    }
    return NULL;
}
