/* SPDX-License-Identifier: BSD-3-Clause
 * study_nodes.h - before anything is measured: which launcher delivers, and what the nodes are.
 */
#ifndef RXT_STUDY_NODES_H
#define RXT_STUDY_NODES_H

#include "launch.h"
#include "launch_job.h"
#include "whereabouts.h"

#include "rxt/err.h"

#include <jansson.h>

#include <signal.h>

/* The nodes of a study, as a launch of one rank on each found them. */
struct rxt_nodes {
    size_t n;                       /* 0: only this node, not asked */
    struct rxt_topology **topology; /* of each: what the launcher leaves its ranks */
    json_t *list;                   /* [{node, host, topology}], or like: 0 for the topology of node 0 */
    size_t smallest;                /* the one with the fewest cores */
    char differ[512];               /* "" or in what they differ */
};

/** Launch one rank on each of n nodes, and take what they report.
 *
 *  job       in   the allocation
 *  hostfile  in   see struct rxt_way
 *  tried  out  a JSON list: every way that was tried is added, see rxt_way_find
 *  out    out  rxt_nodes_free, also on error
 *
 *  Errors:  as rxt_way_find
 */
RXT_CHECKED enum rxt_err rxt_nodes_survey(int n, const struct rxt_job *job, const char *hostfile,
                                          const volatile sig_atomic_t *stop, json_t *tried,
                                          struct rxt_nodes *out);
void rxt_nodes_free(struct rxt_nodes *nodes);

/** Tell whether a launch delivered: a row for each thread of the world, each node its share, none rejected, and no more
 *  cores of a node than the job has CPUs there. Writes what it did instead.
 *
 *  where    in  what it told; NULL if it told nothing
 *  outcome  in  how it ended
 */
bool rxt_where_delivers(const struct rxt_whereabouts *where, const struct rxt_outcome *outcome,
                        const struct rxt_layout *layout, const struct rxt_job *job, char *why,
                        size_t n_bytes);

/** Find the first way to launch a layout that delivers it: the world, the ranks of each node, the cores.
 *
 *  Every launcher that serves is tried: told to bind nothing, since rxt's own plan is then the same under every
 *  launcher, and then told to bind. Each try is a launch of `rxt where`.
 *
 *  job     in   the allocation: a launcher that leaves a rank more cores than the job has is none
 *  tried   out  added: { launcher, binds: "rxt" | "launcher", layout, line, wall_s, failed: null | why }
 *  way     in, out  its hostfile is kept, the rest found
 *  where   out  what the launch that delivered told; may be NULL. rxt_whereabouts_close
 *
 *  Errors:  RXT_E_ABSENT   no launcher
 *           RXT_E_LAUNCH   none delivers; says what the first did instead
 *           RXT_E_STOPPED
 */
RXT_CHECKED enum rxt_err rxt_way_find(const struct rxt_layout *layout, const struct rxt_plan_options *options,
                                      const struct rxt_job *job, const volatile sig_atomic_t *stop,
                                      json_t *tried, struct rxt_way *way, struct rxt_whereabouts **where);

#endif
