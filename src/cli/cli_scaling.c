/* SPDX-License-Identifier: BSD-3-Clause
 * cli_scaling.c - the layouts of a scaling study: every number of cores, on every number of nodes.
 */
#include "cli.h"

#include "text.h"

#include <string.h>

enum { MOST_STEPS = 64 };

/* 1, 2, 4 ... and all of them. */
static size_t double_up(int most, int *out)
{
    size_t n = 0;
    for (int cores = 1; cores < most; cores *= 2) {
        out[n++] = cores;
    }
    out[n++] = most;
    return n;
}

enum rxt_scaling rxt_scaling_from(const char *text)
{
    return !text ? RXT_SCALING_NONE : !strcmp(text, "weak") ? RXT_SCALING_WEAK : RXT_SCALING_STRONG;
}

enum rxt_err rxt_scaling_layouts(const struct rxt_args *args, const struct rxt_topology *topology,
                                 struct rxt_layout **list, size_t *n)
{
    const int most = (int)(args->smt ? topology->n_pus : topology->n_cores);
    const int quota = (int)rxt_quota_workers(topology, (size_t)most); /* more only if they are named */
    int cores[MOST_STEPS] = {quota}, nodes[MOST_STEPS] = {1};
    size_t n_cores = 1, n_nodes = 1;
    enum rxt_err err = RXT_OK;
    if (args->cores) {
        err = rxt_parse_counts(args->cores, "--cores", args->oversubscribe ? RXT_MAX_WORKERS : most, cores,
                               MOST_STEPS, &n_cores);
    } else if (!args->nodes) {
        n_cores = double_up(quota, cores);
    }
    if (err == RXT_OK && args->nodes) {
        err = rxt_parse_counts(args->nodes, "--nodes", RXT_MAX_WORKERS, nodes, MOST_STEPS, &n_nodes);
    }
    if (!err) {
        err = rxt_layout_candidates_of(1, 1, list, n);
    } /* the base of every speed-up */
    for (size_t i = 0; i < n_nodes * n_cores && err == RXT_OK; i++) {
        err = rxt_layout_candidates_of(nodes[i / n_cores], (size_t)cores[i % n_cores], list, n);
    }
    return err;
}
