/* SPDX-License-Identifier: BSD-3-Clause
 * layout_show.h - a plan for people and for programs.
 */
#ifndef RXT_LAYOUT_SHOW_H
#define RXT_LAYOUT_SHOW_H

#include "layout.h"
#include "text.h"

#include <jansson.h>

/** Append a plan within 100 columns: a row for each rank, and the machine with the rank of each core. */
void rxt_plan_show(const struct rxt_plan *plan, const struct rxt_topology *topology, struct rxt_text *out);

/** Make the list of placement rows {node, rank, thread, pu, core, numa, package, planned_pu, kind, mixes_kinds}: OS
 *  indices but for core (hwloc logical), null if the topology does not tell; pu is the planned one. kind is that of
 *  the core, 0 the least powerful; mixes_kinds tells whether the rank has cores of several kinds.
 *
 *  Memory:  json_decref; NULL when memory ran out
 */
json_t *rxt_plan_json(const struct rxt_plan *plan, const struct rxt_topology *topology);

#endif
