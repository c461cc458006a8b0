/* SPDX-License-Identifier: BSD-3-Clause
 * study_deliver.c - did a launch that only tells where it is deliver what was asked for?
 */
#include "study_nodes.h"

#include <stdio.h>

/* Has each node its ranks x threads? */
static bool counts_nodes(const struct rxt_whereabouts *where, const struct rxt_layout *layout, char *why,
                         size_t n_bytes)
{
    const int want = (int)rxt_layout_node_workers(layout);
    for (int node = 0; node < layout->nodes; node++) {
        int n = 0;
        for (size_t i = 0; i < where->n_places; i++) {
            n += where->places[i].node == node;
        }
        if (n != want) {
            snprintf(why, n_bytes, "it put %d threads on node %d, where %d were asked for", n, node, want);
            return false;
        }
    }
    return true;
}

/* A mask that is wider than the allocation would take cores of other jobs. Slurm's CPU is a core or, as the site
 * has it, a hardware thread: never are there more cores. */
static bool keeps_to_job(const struct rxt_whereabouts *where, const struct rxt_job *job, char *why,
                         size_t n_bytes)
{
    for (size_t i = 0; i < where->n_nodes; i++) {
        const size_t n = where->nodes[i].n_cores;
        const int cpus = rxt_job_cpus(job->cpus, (int)i);
        if (cpus > 0 && n > (size_t)cpus) {
            snprintf(why, n_bytes, "it leaves a rank %zu cores of node %zu, of which the job has %d CPUs", n,
                     i, cpus);
            return false;
        }
    }
    return true;
}

bool rxt_where_delivers(const struct rxt_whereabouts *where, const struct rxt_outcome *outcome,
                        const struct rxt_layout *layout, const struct rxt_job *job, char *why, size_t n_bytes)
{
    const int n_ranks = rxt_layout_ranks(layout);
    if (!where || where->n_places != rxt_layout_workers(layout)) {
        char text[1900];
        snprintf(why, n_bytes, "the launcher delivered no world of %d ranks: %s%s", n_ranks,
                 rxt_outcome_text(outcome, "the first try", text, sizeof text),
                 outcome->note[0] ? "" : "; it said nothing");
        return false;
    }
    if (where->rejected) {
        snprintf(why, n_bytes, "%s", where->rejected);
        return false;
    }
    return counts_nodes(where, layout, why, n_bytes) && keeps_to_job(where, job, why, n_bytes);
}
