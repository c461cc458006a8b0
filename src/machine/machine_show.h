/* SPDX-License-Identifier: BSD-3-Clause
 * machine_show.h - a topology for people and for programs.
 */
#ifndef RXT_MACHINE_SHOW_H
#define RXT_MACHINE_SHOW_H

#include "machine.h"
#include "text.h"

#include <jansson.h>

/** Append what a topology has: totals, then its domains with their cores and PUs; within 100 columns. */
void rxt_topology_show(const struct rxt_topology *topology, struct rxt_text *out);

/** Make a list of objects, each with its name first: the machine with its totals, every package, NUMA
 *  node, L3, L2 with its cores (hwloc logical) and PUs (OS), and every core. What the topology does not
 *  tell is null.
 *
 *  Memory:  json_decref; NULL when memory ran out
 */
json_t *rxt_topology_json(const struct rxt_topology *topology);

/** Make an object of what a machine's layouts depend on: cpu, cores, pus, packages, numa, l3, l2, kinds, quota_cpus; null is
 *  what it has not, or does not limit. NULL when memory ran out. */
json_t *rxt_topology_counts(const struct rxt_topology *topology);

/** Make the record of a table, from which rxt_topology_from_record makes it again: on another node.
 *
 *  source  in  names the table in reasons and in its own source
 *
 *  Errors:  RXT_E_INPUT  not such a record, or one that contradicts itself
 *  Memory:  json_decref; NULL when memory ran out. rxt_topology_close
 */
json_t *rxt_topology_record(const struct rxt_topology *topology);
RXT_CHECKED enum rxt_err rxt_topology_from_record(const json_t *record, const char *source,
                                                  struct rxt_topology **out);

/** Write a set of indices in at most n_bytes - 1 bytes, ranges with their step: "0-7,16-30:2". Cut
 *  with "..."; "-" if empty. Return out. */
const char *rxt_show_indices(const struct rxt_mask *set, char *out, size_t n_bytes);

/** Return how many domains of a level the topology names: the cores that lie in none are a domain
 *  without a name. */
size_t rxt_count_domains(const struct rxt_topology *topology, enum rxt_level level);

/** Write the name of a domain of a level as hwloc numbers it: "NUMA node 1", or "no NUMA
 *  node" for the cores that lie in none. Return out. */
const char *rxt_show_domain(const struct rxt_topology *topology, enum rxt_level level, int domain, char *out,
                            size_t n_bytes);

/** Collect the cores (hwloc logical) and the PUs (OS) of a domain; of all if level is RXT_LEVELS. */
void rxt_domain_sets(const struct rxt_topology *topology, enum rxt_level level, int domain,
                     struct rxt_mask *cores, struct rxt_mask *pus);

#endif
