/* SPDX-License-Identifier: BSD-3-Clause
 * cli_scaling.c - the layouts of a scaling study: every number of cores, on every number of nodes.
 */
#include "cli.h"

#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 64 };

struct steps {
    size_t n, value[MOST_STEPS];
};

/* 1,2,4: whole numbers up to most, each once. */
static enum rxt_err read_list(const char *list, const char *option, size_t most, struct steps *out)
{
    enum rxt_err err = RXT_OK;
    while (err == RXT_OK && *list) {
        char word[32];
        long long value = 0;
        const size_t n = strcspn(list, ",");
        snprintf(word, sizeof word, "%.*s", (int)n, list);
        err = rxt_parse_integer(word, option, 1, (long long)most, &value);
        for (size_t i = 0; i < out->n && err == RXT_OK; i++) {
            err = out->value[i] == (size_t)value ? rxt_fail(RXT_E_USAGE, "%s names %lld twice", option, value)
                                                 : err;
        }
        if (err == RXT_OK && out->n == MOST_STEPS) {
            err = rxt_fail(RXT_E_USAGE, "%s takes at most %d numbers", option, MOST_STEPS);
        }
        if (err == RXT_OK) {
            out->value[out->n++] = (size_t)value;
        }
        list += n + (list[n] == ',');
    }
    return err;
}

/* 1, 2, 4 ... and all of them. */
static void double_up(size_t most, struct steps *out)
{
    for (size_t n = 1; n < most; n *= 2) {
        out->value[out->n++] = n;
    }
    out->value[out->n++] = most;
}

enum rxt_scaling rxt_scaling_from(const char *text)
{
    return !text ? RXT_SCALING_NONE : !strcmp(text, "weak") ? RXT_SCALING_WEAK : RXT_SCALING_STRONG;
}

enum rxt_err rxt_scaling_layouts(const struct rxt_args *args, const struct rxt_topology *topology,
                                 struct rxt_layout **list, size_t *n)
{
    const size_t most = args->smt ? topology->n_pus : topology->n_cores;
    struct steps cores = {0}, nodes = {0};
    enum rxt_err err =
        args->cores ? read_list(args->cores, "--cores", args->oversubscribe ? 65536 : most, &cores) : RXT_OK;
    err = err == RXT_OK && args->nodes ? read_list(args->nodes, "--nodes", 65536, &nodes) : err;
    if (!args->cores && !args->nodes) {
        double_up(most, &cores);
    } else if (!args->cores) {
        cores = (struct steps){1, {most}};
    }
    nodes = args->nodes ? nodes : (struct steps){1, {1}};
    err = err == RXT_OK ? rxt_layout_candidates_of(1, 1, list, n) : err; /* the base of every speed-up */
    for (size_t i = 0; i < nodes.n * cores.n && err == RXT_OK; i++) {
        err = rxt_layout_candidates_of((int)nodes.value[i / cores.n], cores.value[i % cores.n], list, n);
    }
    return err;
}
