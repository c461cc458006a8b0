/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_kernels.c - rxt kernels: what this build can run, and with which parameters.
 */
#include "cli.h"

#include "json.h"
#include "text.h"

#include "rxt/kernel.h"

#include <stdio.h>
#include <string.h>

static void set_number(json_t *object, const char *key, double value, enum rxt_type type)
{
    json_object_set_new(object, key,
                        type == RXT_TEXT      ? json_null()
                        : type == RXT_INTEGER ? rxt_json_count(value)
                                              : json_real(value));
}

static json_t *params_json(const struct rxt_kernel *kernel)
{
    static const char *const types[] = {[RXT_INTEGER] = "integer", [RXT_REAL] = "real", [RXT_TEXT] = "text"};
    json_t *list = json_array();
    for (const struct rxt_param *p = kernel->params; p && p->name; p++) {
        json_t *row = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "name", p->name, "unit", p->unit,
                                "type", types[p->type], "what", p->what, "small", p->preset[RXT_SMALL],
                                "default", p->preset[RXT_DEFAULT], "large", p->preset[RXT_LARGE]);
        set_number(row, "min", p->min, p->type);
        set_number(row, "max", p->max, p->type);
        json_array_append_new(list, row);
    }
    return list;
}

static json_t *kernel_json(const struct rxt_kernel *k)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s?, s:b, s:f, s:b, s:o}", "name", k->name, "what",
                     k->what, "category", k->category, "stresses", k->stresses, "formula", k->formula,
                     "source", k->source, "lack", k->lack, "ceiling", k->ceiling != RXT_NO_CEILING, "growth",
                     k->growth.power, "growth_log", (int)k->growth.has_log, "params", params_json(k));
}

static void print_kernel(const struct rxt_kernel *k)
{
    char rule[40];
    printf("%s - %s\n  kind      %s\n  formula   %s\n  source    %s\n", k->name, k->what, k->category,
           k->formula, k->source);
    if (k->lack) {
        printf("  lacks     %s: not in this build\n", k->lack);
    }
    if (k->growth.power > 0.0) {
        printf("  work      grows as %s%s: so %s grows in weak scaling\n",
               rxt_show_growth(rule, sizeof rule, k->size_param, k->growth.power, k->growth.has_log),
               k->growth_of ? ", or as its parameters say" : "", k->size_param);
    } else {
        printf("  work      has no rule to grow by: weak scaling refuses it\n");
    }
    printf("  parameters (written as name=value)\n");
    for (const struct rxt_param *p = k->params; p && p->name; p++) {
        printf("    %-11s %s%s%s%s\n", p->name, p->what, p->unit[0] ? " [" : "", p->unit,
               p->unit[0] ? "]" : "");
        if (p->type == RXT_TEXT) {
            printf("    %-11s preset '%s'\n", "", p->preset[RXT_DEFAULT]);
        } else {
            printf("    %-11s %.16g to %.16g; small %s, default %s, large %s\n", "", p->min, p->max,
                   p->preset[RXT_SMALL], p->preset[RXT_DEFAULT], p->preset[RXT_LARGE]);
        }
    }
}

static void print_table(void)
{
    printf("%-11s  %-13s  %s\n", "kernel", "kind", "what");
    for (const struct rxt_kernel *const *k = rxt_kernels; *k; k++) {
        printf("%-11s  %-13s  %s%s%s%s\n", (*k)->name, (*k)->category, (*k)->what,
               (*k)->lack ? " [lacks " : "", (*k)->lack ? (*k)->lack : "", (*k)->lack ? "]" : "");
    }
    printf(
        "\n"
        "'rxt kernels NAME' tells formula, source and parameters. Kernels of kind 'machine' measure its ceilings.\n");
}

/* By name, also one that this build lacks. */
static const struct rxt_kernel *look_up(const char *name, enum rxt_err *err)
{
    for (const struct rxt_kernel *const *k = rxt_kernels; *k; k++) {
        if (!strcmp((*k)->name, name)) {
            *err = RXT_OK;
            return *k;
        }
    }
    return rxt_kernel_find(name, err);
}

static enum rxt_err run(const struct rxt_args *args)
{
    enum rxt_err err = RXT_OK;
    const struct rxt_kernel *one = args->n_words > 0 ? look_up(args->words[0], &err) : NULL;
    if (err != RXT_OK) {
        return err;
    }
    if (args->json) {
        json_t *list = json_array();
        for (const struct rxt_kernel *const *k = rxt_kernels; *k; k++) {
            if (!one || *k == one) {
                json_array_append_new(list, kernel_json(*k));
            }
        }
        err = rxt_print_json(list);
        json_decref(list);
    } else if (one) {
        print_kernel(one);
    } else {
        print_table();
    }
    return err;
}

const struct rxt_cmd rxt_cmd_kernels = {
    .name = "kernels",
    .words = "[NAME]",
    .most_words = 1,
    .options = "json",
    .what = "list the kernels of this build, or tell one's parameters",
    .more = "Examples:\n  rxt kernels\n  rxt kernels heat\n",
    .run = run,
};
