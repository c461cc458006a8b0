/* SPDX-License-Identifier: BSD-3-Clause
 * team_threads.c - how many threads do the masks of a launch's ranks leave each of them?
 */
#include "team_state.h"

#include <stdlib.h>

int rxt_threads_of(const struct rxt_mask *masks, int n, int mine, int n_cores)
{
    int n_sharing = 0, clash[2];
    if (rxt_masks_clash(masks, n, clash)) {
        return 1; /* rxt will bind all ranks over all of them */
    }
    for (int i = 0; i < n; i++) {
        n_sharing += rxt_mask_equal(&masks[i], &masks[mine]);
    }
    return n_cores > n_sharing ? n_cores / n_sharing : 1;
}

enum rxt_err rxt_threads_agree(const struct rxt_binding *binding, int *n_threads)
{
    struct rxt_comm *comm = NULL;
    enum rxt_err err = rxt_comm_open(&comm);
    *n_threads = 1;
    if (err != RXT_OK) {
        return err;
    }
    const struct rxt_where w = rxt_comm_where(comm);
    const struct rxt_mask none = {{0}};
    struct rxt_mask *masks = malloc((size_t)w.n_ranks * sizeof *masks);
    if (rxt_comm_worst(comm, !masks)) {
        err = rxt_fail(RXT_E_MEMORY, "no room for the masks of %d ranks", w.n_ranks);
    } else {
        rxt_comm_allgather(comm, binding ? &binding->start : &none, sizeof *masks, masks);
        double least = -(binding ? rxt_threads_of(masks + w.node_first, w.n_node_ranks, w.node_rank,
                                                  binding->n_start_cores)
                                 : 1);
        rxt_comm_max(comm, &least, 1);
        *n_threads = (int)-least;
    }
    free(masks);
    rxt_comm_close(comm);
    return err;
}
