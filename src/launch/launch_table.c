/* SPDX-License-Identifier: BSD-3-Clause
 * launch_table.c - the tables that the rows of launch_table.h make.
 */
#include "launch.h"
#include "launch_batch.h"

#define ROW(name) &rxt_launcher_##name,
const struct rxt_launcher *const rxt_launchers[] = {RXT_LAUNCHERS(ROW) NULL};
#undef ROW

#define ROW(name) &rxt_batch_##name,
const struct rxt_batch *const rxt_batches[] = {RXT_BATCHES(ROW) NULL};
#undef ROW
