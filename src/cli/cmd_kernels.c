/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_kernels.c - rxt kernels: what this build can run, and with which parameters.
 */
#include "cli.h"

#include "bytes.h"
#include "launch_plugin.h"
#include "text.h"
#include "trial_describe.h"

#include "rxt/kernel.h"

#include <stdio.h>
#include <string.h>

/* What a plug-in does not say is left out. */
static void print_text(const char *what, const char *text)
{
    if (text && text[0]) {
        printf("  %-9s %s\n", what, text);
    }
}

static void print_kernel(const struct rxt_kernel *k, const char *file)
{
    char rule[40];
    printf("%s - %s\n", k->name, k->what);
    print_text("file", file);
    print_text("kind", k->category);
    print_text("formula", k->formula);
    print_text("source", k->source);
    print_text("cut", k->kind == RXT_WHOLE ? "by itself: rxt starts, binds, times and checks it" : NULL);
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

/* By name, also one that this build lacks, or by file. */
static const struct rxt_kernel *look_up(const char *name, const char **file, enum rxt_err *err)
{
    *file = NULL;
    for (const struct rxt_kernel *const *k = rxt_kernels; *k; k++) {
        if (!strcmp((*k)->name, name)) {
            *err = RXT_OK;
            return *k;
        }
    }
    return rxt_kernel_find_file(name, file, err);
}

/* All, or one. */
static json_t *list_json(const struct rxt_kernel *one, const char *file)
{
    json_t *list = json_array();
    for (const struct rxt_kernel *const *k = rxt_kernels; *k && !one; k++) {
        json_array_append_new(list, rxt_kernel_describe(*k));
    }
    if (one) {
        const json_t *described = rxt_plugin_description(one);
        json_t *row = described ? json_deep_copy(described) : rxt_kernel_describe(one);
        json_object_set_new(row, "plugin", rxt_text_to_json(file));
        json_array_append_new(list, row);
    }
    return list;
}

static enum rxt_err run(const struct rxt_args *args)
{
    enum rxt_err err = RXT_OK;
    const char *file = NULL;
    const struct rxt_kernel *one = args->n_words > 0 ? look_up(args->words[0], &file, &err) : NULL;
    if (err != RXT_OK) {
        return err;
    }
    if (args->json) {
        json_t *list = list_json(one, file);
        err = rxt_print_json(list);
        json_decref(list);
    } else if (one) {
        print_kernel(one, file);
    } else {
        print_table();
    }
    return err;
}

const struct rxt_cmd rxt_cmd_kernels = {
    .name = "kernels",
    .words = "[NAME|FILE.so]",
    .most_words = 1,
    .options = "json",
    .what = "list the kernels of this build, or tell one's parameters",
    .more = "A plug-in, a kernel of your own as a shared library, is told of by its file.\n\n"
            "Examples:\n  rxt kernels\n  rxt kernels heat\n  rxt kernels ./saxpy.so\n",
    .run = run,
};
