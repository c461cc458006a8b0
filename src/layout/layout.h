/* SPDX-License-Identifier: BSD-3-Clause
 * layout.h - ranks per node times threads per rank, and where each of them goes.
 */
#ifndef RXT_LAYOUT_H
#define RXT_LAYOUT_H

#include "machine.h"

#include "rxt/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Where ranks go. Threads always stay together inside their rank, one core each.
 *   spread   ranks as far apart as packages, NUMA nodes, L3s allow (the default)
 *   compact  ranks in as few packages, NUMA nodes, L3s as will hold them
 *   core     ranks one after another in the order of the cores
 *   l3 numa package   ranks dealt round robin to these domains, each inside one
 *   none     rxt binds nothing: the launcher's own default
 */
#define RXT_POLICY_LIST(X)                                                                                   \
    X(SPREAD, "spread")                                                                                      \
    X(COMPACT, "compact")                                                                                    \
    X(CORE, "core")                                                                                          \
    X(L3, "l3")                                                                                              \
    X(NUMA, "numa")                                                                                          \
    X(PACKAGE, "package")                                                                                    \
    X(NONE, "none")
#define RXT_POLICY_ENUM(name, text) RXT_BY_##name,
enum rxt_policy { RXT_POLICY_LIST(RXT_POLICY_ENUM) RXT_POLICIES };
#undef RXT_POLICY_ENUM

enum rxt_mode { RXT_MODE_SERIAL, RXT_MODE_THREADS, RXT_MODE_RANKS, RXT_MODE_HYBRID, RXT_MODES };

struct rxt_layout {
    int nodes, ranks, threads; /* ranks are per node, threads per rank; all >= 1 */
    enum rxt_policy policy;
};

enum { RXT_LAYOUT_BYTES = 48, RXT_MAX_WORKERS = 65536 };

/** Read [N:]RxT[@policy], nothing before, between or behind; every number 1 to 65536, without leading
 *  zeros, and their product too. RXT_E_USAGE with the text, what is wrong with it, and an example. */
RXT_CHECKED
enum rxt_err rxt_layout_parse(const char *text, struct rxt_layout *out);
/** Write the shortest text that parses to the same layout ("4x8", "2:4x8@l3"); spread is not written.
 *  Return out. */
const char *rxt_layout_text(const struct rxt_layout *layout, char *out, size_t n_bytes);
bool rxt_layout_equal(const struct rxt_layout *a, const struct rxt_layout *b);
/** Return the ranks of all nodes. */
int rxt_layout_ranks(const struct rxt_layout *layout);
/** Return the threads of a node's ranks; of all nodes' ranks. */
size_t rxt_layout_node_workers(const struct rxt_layout *layout);
size_t rxt_layout_workers(const struct rxt_layout *layout);
enum rxt_mode rxt_layout_mode(const struct rxt_layout *layout);
const char *rxt_mode_name(enum rxt_mode mode);
const char *rxt_policy_name(enum rxt_policy policy);

/* The place of one thread. */
struct rxt_place {
    int rank, thread; /* rank in its node */
    int pu;           /* OS index                     */
    size_t core;      /* index into topology->cores   */
};

struct rxt_plan {
    struct rxt_layout layout;
    size_t n_places;          /* ranks x threads of one node                      */
    struct rxt_place *place;  /* rank-major: place[rank * threads + thread]       */
    bool shares_cores;        /* two threads on one core (SMT or oversubscribed)  */
    bool shares_pus;          /* two threads on one PU (oversubscribed)           */
    size_t n_cut[RXT_LEVELS]; /* ranks that lie across two domains of the level  */
    size_t n_mixed;           /* ranks on cores of several kinds                 */
};

struct rxt_plan_options {
    bool smt;           /* all PUs of a core are places, so that fewer ranks are cut */
    bool oversubscribe; /* may put several threads on one PU                         */
};

/** Plan where the threads of one node go: a pure function of its arguments.
 *
 *  One thread a core unless options allow more; the most powerful kind of cores alone if it suffices so,
 *  and no more ranks are then cut. What matters, in this order:
 *    1. A rank lies across domains of a level only if no plan keeps all ranks of this size inside domains
 *       of that level, with one thread a core, or a PU with smt. With more threads than PUs: only if it
 *       has more threads than any domain has PUs, times threads / PUs, rounded up. An L2 of a single core
 *       is that core, and where kinds of cores are mixed an L2 may be cut, so that the most powerful
 *       cores are not left idle.
 *    2. No core is idle beside one that several threads share.
 *    3. A core is shared by threads of one rank rather than of two.
 *  A level whose domains lie across those of a coarser one does not count.
 *
 *  out     out  close with rxt_plan_close; NULL on error. Policy none is planned like spread
 *               (for display: it is not carried out).
 *
 *  Errors:      RXT_E_USAGE   more threads than cores (says which option allows it), or a policy
 *                             whose domain the topology has not or a rank does not fit into
 *               RXT_E_MEMORY
 *  Collective:  no
 *  Source:      own
 */
RXT_CHECKED
enum rxt_err rxt_plan_make(struct rxt_plan **out, const struct rxt_topology *topology,
                           const struct rxt_layout *layout, const struct rxt_plan_options *options);
void rxt_plan_close(struct rxt_plan *plan);
/** Return whether a rank of the plan lies on cores of several kinds. */
bool rxt_plan_mixes_kinds(const struct rxt_plan *plan, const struct rxt_topology *topology, int rank);
/** Write the mask of all PUs of a rank of the plan. */
void rxt_plan_rank_mask(const struct rxt_plan *plan, int rank, struct rxt_mask *out);

/** Find another policy by which every thread of a layout has the same place; false: there is none. */
bool rxt_layout_twin(const struct rxt_topology *topology, const struct rxt_layout *layout,
                     const struct rxt_plan_options *options, struct rxt_layout *out);

/** List the layouts of one node that make sense: 1x1; and R x T = all allowed cores for every R that
 *  divides them (all threads, one rank per package, per NUMA node, per L3, per pair of cores, all
 *  ranks); the same for all PUs when smt, and, where kinds of cores differ, for the cores of each kind, if the plan then
 *  has cores of one kind alone; never more threads than the CPU quota lets run at once. Layouts with equal placements
 *  are listed once. Serial first,
 *  then by R.
 *
 *  out     out  n layouts; free
 */
RXT_CHECKED
enum rxt_err rxt_layout_candidates(const struct rxt_topology *topology,
                                   const struct rxt_plan_options *options, struct rxt_layout **out,
                                   size_t *n);

/* What is left free of a node. */
enum rxt_leave { RXT_LEAVE_ONE, RXT_LEAVE_L3, RXT_LEAVE_HALF };
/** Read "1", "l3" or "half"; RXT_E_USAGE lists them. */
RXT_CHECKED enum rxt_err rxt_leave_parse(const char *text, size_t n_bytes, enum rxt_leave *out);
/** Append the layouts that leave cores of each node free: one; one of each L3, with as many ranks in each; half of all. None
 *  where that is the same as to leave none or all but one, or where a CPU quota leaves some free.
 *
 *  list    inout  as rxt_layout_candidates_of
 */
RXT_CHECKED enum rxt_err rxt_layout_candidates_leave(const struct rxt_topology *topology,
                                                     enum rxt_leave leave, int n_nodes,
                                                     struct rxt_layout **list, size_t *n);

struct rxt_text;
/** Append a sentence that names those of n layouts that have more threads a node than the topology's CPU quota lets run at
 *  once; nothing, and return false, if none has. */
bool rxt_quota_say(const struct rxt_topology *topology, const struct rxt_layout *layouts, size_t n,
                   struct rxt_text *out);

/** Append the layouts of exactly n_workers on each of n_nodes nodes: R x T for every R that divides them.
 *
 *  list    inout  n layouts so far, grown by realloc; those that are there are not added again
 */
RXT_CHECKED
enum rxt_err rxt_layout_candidates_of(int n_nodes, size_t n_workers, struct rxt_layout **list, size_t *n);

#endif
