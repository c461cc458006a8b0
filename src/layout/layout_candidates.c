/* SPDX-License-Identifier: BSD-3-Clause
 * layout_candidates.c - the layouts of one node that make sense on a topology.
 *
 * All have the same policy. Then two of them have equal placements only if they have equal ranks and
 * threads: the number of ranks, and that of PUs of each rank, can be seen in a placement.
 */
#include "layout.h"

#include <stdlib.h>

/* Add a layout that is not in the list yet; it has room. */
static void add(struct rxt_layout *list, size_t *n, int nodes, size_t ranks, size_t threads)
{
    const struct rxt_layout layout = {
        .nodes = nodes, .ranks = (int)ranks, .threads = (int)threads, .policy = RXT_BY_SPREAD};
    for (size_t i = 0; i < *n; i++) {
        if (rxt_layout_equal(&list[i], &layout)) {
            return;
        }
    }
    list[(*n)++] = layout;
}

enum rxt_err rxt_layout_candidates_of(int n_nodes, size_t n_workers, struct rxt_layout **list, size_t *n)
{
    if (n_nodes < 1 || n_workers > RXT_MAX_WORKERS / (size_t)n_nodes) {
        return rxt_fail(RXT_E_USAGE, "%d nodes of %zu workers: at most %d workers in all", n_nodes, n_workers,
                        RXT_MAX_WORKERS);
    }
    struct rxt_layout *more = realloc(*list, (*n + n_workers) * sizeof *more);
    if (!more) {
        return rxt_fail(RXT_E_MEMORY, "no room for the layouts of %zu workers", n_workers);
    }
    *list = more;
    for (size_t ranks = 1; ranks <= n_workers; ranks++) {
        if (n_workers % ranks == 0) {
            add(more, n, n_nodes, ranks, n_workers / ranks);
        }
    }
    return RXT_OK;
}

static size_t count_kind(const struct rxt_topology *topology, int kind)
{
    size_t n = 0;
    for (size_t c = 0; c < topology->n_cores; c++) {
        n += topology->cores[c].kind == kind;
    }
    return n;
}

static enum rxt_err find_kinds(const struct rxt_topology *topology, const struct rxt_plan_options *options,
                               const struct rxt_layout *layout, bool *is_one)
{
    struct rxt_plan *plan = NULL;
    const enum rxt_err err = rxt_plan_make(&plan, topology, layout, options);
    *is_one = err == RXT_OK;
    for (size_t i = 1; err == RXT_OK && i < plan->n_places; i++) {
        *is_one &= topology->cores[plan->place[i].core].kind == topology->cores[plan->place[0].core].kind;
    }
    rxt_plan_close(plan);
    return err;
}

/* Layouts of as many threads as a kind has cores, if the planner gives them cores of one kind alone. */
static enum rxt_err add_of_kinds(const struct rxt_topology *topology, const struct rxt_plan_options *options,
                                 struct rxt_layout **list, size_t *n)
{
    enum rxt_err err = RXT_OK;
    for (int kind = 0; err == RXT_OK && kind < topology->n_kinds && topology->n_kinds > 1; kind++) {
        const size_t before = *n;
        err = rxt_layout_candidates_of(1, rxt_quota_workers(topology, count_kind(topology, kind)), list, n);
        const size_t n_added = *n;
        *n = before;
        for (size_t i = before; err == RXT_OK && i < n_added; i++) {
            bool is_one = false;
            err = find_kinds(topology, options, &(*list)[i], &is_one);
            if (is_one) {
                (*list)[(*n)++] = (*list)[i];
            }
        }
    }
    return err;
}

/* In the order of their ranks, whichever number of workers they are of. */
static int by_ranks(const void *a, const void *b)
{
    const struct rxt_layout *x = a, *y = b;
    const int by = x->ranks - y->ranks;
    return by ? by : x->threads - y->threads;
}

enum rxt_err rxt_layout_candidates(const struct rxt_topology *topology,
                                   const struct rxt_plan_options *options, struct rxt_layout **out, size_t *n)
{
    *out = NULL;
    *n = 0;
    enum rxt_err err = rxt_layout_candidates_of(1, 1, out, n);
    if (!err) {
        err = rxt_layout_candidates_of(1, rxt_quota_workers(topology, topology->n_cores), out, n);
    }
    if (!err) {
        err = add_of_kinds(topology, options, out, n);
    }
    err = err == RXT_OK && options->smt
              ? rxt_layout_candidates_of(1, rxt_quota_workers(topology, topology->n_pus), out, n)
              : err;
    if (err != RXT_OK) {
        free(*out);
        *out = NULL;
        return err;
    }
    qsort(*out + 1, *n - 1, sizeof **out, by_ranks);
    return RXT_OK;
}
