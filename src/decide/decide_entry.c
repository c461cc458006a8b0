/* SPDX-License-Identifier: BSD-3-Clause
 * decide_entry.c - what a header tells of a kernel: its rule to grow, its size, what of the machine it measures.
 */
#include "decide_parts.h"

#include <math.h>
#include <string.h>

struct rxt_growth rxt_entry_growth(const json_t *entry)
{
    const json_t *power = json_object_get(entry, "growth");
    return (struct rxt_growth){.power = json_is_number(power) ? json_number_value(power) : 1.0,
                               .has_log = json_is_true(json_object_get(entry, "growth_log"))};
}

/* The name of a parameter with a part to play; headers without the field are of kernels that all called it so. */
static const char *param_of(const json_t *entry, const char *field, const char *once)
{
    const json_t *name = json_object_get(entry, field);
    return name ? json_string_value(name) : once;
}

const char *rxt_entry_size_param(const json_t *entry)
{
    return param_of(entry, "size_param", "n");
}

double rxt_entry_size(const json_t *entry, const json_t *params)
{
    const char *size_param = rxt_entry_size_param(entry);
    const char *input_param = param_of(entry, "input_param", "input");
    const json_t *size = size_param ? json_object_get(params, size_param) : NULL;
    const char *input = input_param ? json_string_value(json_object_get(params, input_param)) : NULL;
    const bool is_file = input && *input; /* as long as it is */
    return json_is_number(size) && !is_file ? json_number_value(size) : NAN;
}

/* Headers that do not say which are of two ceilings: the one that moves bytes measures memory. */
static bool measures(const struct rxt_study *study, const json_t *entry, enum rxt_ceiling kind)
{
    const char *of = json_string_value(json_object_get(entry, "ceiling_of"));
    const char *name = json_string_value(json_object_get(entry, "name"));
    if (of) {
        return !strcmp(of, kind == RXT_CEILING_BYTES ? "bytes" : "flop");
    }
    for (size_t i = 0; name && i < study->n_samples; i++) {
        if (!strcmp(study->samples[i]->kernel, name)) {
            return (study->samples[i]->work.bytes > 0.0) == (kind == RXT_CEILING_BYTES);
        }
    }
    return false;
}

const char *rxt_ceiling_find(const struct rxt_study *study, enum rxt_ceiling kind)
{
    size_t i;
    const json_t *entry;
    json_array_foreach(json_object_get(study->header, "kernels"), i, entry)
    {
        if (json_is_true(json_object_get(entry, "ceiling")) && measures(study, entry, kind)) {
            return json_string_value(json_object_get(entry, "name"));
        }
    }
    return NULL;
}
