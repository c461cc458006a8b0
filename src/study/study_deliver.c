/* SPDX-License-Identifier: BSD-3-Clause
 * study_deliver.c - did a launch that only tells where it is deliver what was asked for?
 */
#include "study_nodes.h"

#include "fields.h"

#include <stdio.h>

static int number(const json_t *object, const char *key)
{
    struct rxt_fields fields = {"a placement", RXT_OK};
    return rxt_fields_int(&fields, object, key, 0, RXT_MAX_WORKERS);
}

/* Has each node its ranks x threads? */
static bool counts_nodes(const json_t *rows, const struct rxt_layout *layout, char *why, size_t n_bytes)
{
    const int want = (int)rxt_layout_node_workers(layout);
    for (int node = 0; node < layout->nodes; node++) {
        int n = 0;
        size_t i;
        const json_t *row;
        json_array_foreach(rows, i, row)
        {
            n += number(row, "node") == node;
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
static bool keeps_to_job(const json_t *nodes, const struct rxt_job *job, char *why, size_t n_bytes)
{
    size_t i;
    const json_t *node;
    json_array_foreach(nodes, i, node)
    {
        const size_t n = json_array_size(json_object_get(json_object_get(node, "topology"), "cores"));
        const int cpus = rxt_job_cpus(job->cpus, (int)i);
        if (cpus > 0 && n > (size_t)cpus) {
            snprintf(why, n_bytes, "it leaves a rank %zu cores of node %zu, of which the job has %d CPUs", n,
                     i, cpus);
            return false;
        }
    }
    return true;
}

bool rxt_where_delivers(const json_t *where, const struct rxt_outcome *outcome,
                        const struct rxt_layout *layout, const struct rxt_job *job, char *why, size_t n_bytes)
{
    const json_t *rows = json_object_get(where, "placement");
    const char *rejected = json_string_value(json_object_get(where, "rejected"));
    const int n_ranks = rxt_layout_ranks(layout);
    if (json_array_size(rows) != rxt_layout_workers(layout)) {
        char text[1900];
        snprintf(why, n_bytes, "the launcher delivered no world of %d ranks: %s%s", n_ranks,
                 rxt_outcome_text(outcome, "the first try", text, sizeof text),
                 outcome->note[0] ? "" : "; it said nothing");
        return false;
    }
    if (rejected) {
        snprintf(why, n_bytes, "%s", rejected);
        return false;
    }
    return counts_nodes(rows, layout, why, n_bytes) &&
           keeps_to_job(json_object_get(where, "nodes"), job, why, n_bytes);
}
