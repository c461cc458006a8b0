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
    err = err == RXT_OK ? rxt_layout_candidates_of(1, topology->n_cores, out, n) : err;
    err = err == RXT_OK && options->smt ? rxt_layout_candidates_of(1, topology->n_pus, out, n) : err;
    if (err != RXT_OK) {
        free(*out);
        *out = NULL;
        return err;
    }
    qsort(*out + 1, *n - 1, sizeof **out, by_ranks);
    return RXT_OK;
}
