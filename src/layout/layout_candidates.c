/* SPDX-License-Identifier: BSD-3-Clause
 * layout_candidates.c - the layouts of one node that make sense on a topology.
 *
 * All have the same policy. Then two of them have equal placements only if they have equal ranks and
 * threads: the number of ranks, and that of PUs of each rank, can be seen in a placement.
 */
#include "layout.h"

#include <stdlib.h>

/* Add ranks x n/ranks if it is whole, one thread a rank or more, and not in the list yet. */
static void add(struct rxt_layout *list, size_t *n, size_t ranks, size_t n_workers)
{
    const struct rxt_layout layout = {
        .nodes = 1, .ranks = (int)ranks, .threads = (int)(n_workers / ranks), .policy = RXT_BY_SPREAD};
    if (n_workers % ranks != 0 || n_workers > RXT_MAX_WORKERS) {
        return;
    }
    for (size_t i = 0; i < *n; i++) {
        if (rxt_layout_equal(&list[i], &layout)) {
            return;
        }
    }
    list[(*n)++] = layout;
}

enum rxt_err rxt_layout_candidates(const struct rxt_topology *topology,
                                   const struct rxt_plan_options *options, struct rxt_layout **out, size_t *n)
{
    const size_t most = options->smt ? topology->n_pus : topology->n_cores;
    struct rxt_layout *list = calloc(2 * most + 1, sizeof *list);
    *out = NULL;
    *n = 0;
    if (!list) {
        return rxt_fail(RXT_E_MEMORY, "no room for the layouts of %zu cores", topology->n_cores);
    }
    add(list, n, 1, 1);
    for (size_t ranks = 1; ranks <= most; ranks++) {
        add(list, n, ranks, topology->n_cores);
        if (options->smt) {
            add(list, n, ranks, topology->n_pus);
        }
    }
    *out = list;
    return RXT_OK;
}
