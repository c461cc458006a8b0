/* SPDX-License-Identifier: BSD-3-Clause
 * kit_describe.c - is the description of a kernel whole? Nothing of it is called here.
 */
#include "kit_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *missing(const struct rxt_kernel *k)
{
    const bool is_whole = k->kind == RXT_WHOLE;
    return !k->name || !k->name[0]         ? "name"
           : !k->what || !k->what[0]       ? "what"
           : !k->open                      ? "open"
           : !k->run                       ? "run"
           : !k->check && !is_whole        ? "check"
           : is_whole && !k->answer        ? "answer"
           : !is_whole && !k->digest       ? "digest"
           : !k->close                     ? "close"
           : k->output && !k->output_param ? "output_param, the parameter that names the file of output"
                                           : NULL;
}

static const struct rxt_param *param_of(const struct rxt_kernel *k, const char *name)
{
    const struct rxt_param *p = k->params;
    while (p && p->name && strcmp(p->name, name) != 0) {
        p++;
    }
    return p && p->name ? p : NULL;
}

/* A parameter with a part to play is there, and of its type. */
static void look_at_part(struct kit *kit, const char *role, const char *name, enum rxt_type type)
{
    const struct rxt_param *p = name ? param_of(kit->kernel, name) : NULL;
    if (name && (!p || p->type != type)) {
        kit_fail(kit, CLAIM_DESCRIBED,
                 "its %s is '%s', and there is no such parameter of type %s: name one of params", role, name,
                 type == RXT_INTEGER ? "RXT_INTEGER" : "RXT_TEXT");
    }
}

static void look_at_presets(struct kit *kit, const struct rxt_param *p)
{
    static const char *const sizes[RXT_SIZES] = {"small", "default", "large"};
    double before = -INFINITY;
    for (int size = 0; size < RXT_SIZES; size++) {
        const char *text = p->preset[size];
        char *end = NULL;
        const double value = text ? strtod(text, &end) : (double)NAN;
        if (!text) {
            kit_fail(kit, CLAIM_DESCRIBED, "parameter %s has no preset for --size %s: give three", p->name,
                     sizes[size]);
        } else if (p->type != RXT_TEXT && (end == text || *end || !(value >= p->min && value <= p->max))) {
            kit_fail(kit, CLAIM_DESCRIBED,
                     "parameter %s has the preset '%s' for --size %s, and must be from %.16g to %.16g",
                     p->name, text, sizes[size], p->min, p->max);
        } else if (kit->kernel->size_param && !strcmp(p->name, kit->kernel->size_param) && value < before) {
            kit_fail(kit, CLAIM_DESCRIBED, "the presets of %s, its size, fall: --size %s is %s", p->name,
                     sizes[size], text);
        }
        before = value;
    }
}

void kit_describe(struct kit *kit)
{
    const struct rxt_kernel *k = kit->kernel;
    const char *lack = missing(k);
    if (lack) {
        kit_fail(kit, CLAIM_DESCRIBED, "it has no %s: set that member of struct rxt_kernel", lack);
        return;
    }
    for (const struct rxt_param *p = k->params; p && p->name; p++) {
        if (p->name[strcspn(p->name, "= \t\n")] || !p->name[0]) {
            kit_fail(kit, CLAIM_DESCRIBED,
                     "parameter '%s' cannot be written as name=value: leave out blanks and =", p->name);
        }
        if (param_of(k, p->name) != p) {
            kit_fail(kit, CLAIM_DESCRIBED, "parameter %s is there twice", p->name);
        }
        look_at_presets(kit, p);
    }
    look_at_part(kit, "size_param", k->size_param, RXT_INTEGER);
    look_at_part(kit, "input_param", k->input_param, RXT_TEXT);
    look_at_part(kit, "output_param", k->output_param, RXT_TEXT);
    kit_tell(kit, CLAIM_DESCRIBED, "%s", "");
}
