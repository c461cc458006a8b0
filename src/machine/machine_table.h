/* SPDX-License-Identifier: BSD-3-Clause
 * machine_table.h - from hwloc's tree to the table of cores, and the part of it that is allowed.
 */
#ifndef RXT_MACHINE_TABLE_H
#define RXT_MACHINE_TABLE_H

#include "machine.h"

#include <hwloc.h>

/** Make the table of the whole machine, allowed or not; source and is_here are left to the caller. */
RXT_CHECKED
enum rxt_err rxt_table_make(struct rxt_topology **out, hwloc_topology_t topology);

/** Give each core of a whole table its kind, the larger number to the more powerful one, with gaps. */
void rxt_table_mark_kinds(struct rxt_topology *table, hwloc_topology_t topology);

/** Keep the PUs of a table that are in mask, the cores that keep a PU, and number the domains and
 *  kinds anew. RXT_E_INPUT if none is left; the table is then empty but can be closed. */
RXT_CHECKED
enum rxt_err rxt_table_keep(struct rxt_topology *table, const struct rxt_mask *mask);

#endif
