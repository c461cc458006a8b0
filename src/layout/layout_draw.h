/* SPDX-License-Identifier: BSD-3-Clause
 * layout_draw.h - the machine, with the rank of each core.
 */
#ifndef RXT_LAYOUT_DRAW_H
#define RXT_LAYOUT_DRAW_H

#include "layout.h"
#include "text.h"

/** Append a line (or more, within 100 columns) for each group of cores that share package, NUMA node
 *  and L3, with the rank that owns each core. */
void rxt_plan_draw(const struct rxt_plan *plan, const struct rxt_topology *topology, struct rxt_text *out);

#endif
