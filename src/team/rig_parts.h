/* SPDX-License-Identifier: BSD-3-Clause
 * rig_parts.h - what the sources of the rig share.
 */
#ifndef RXT_RIG_PARTS_H
#define RXT_RIG_PARTS_H

#include "comm_ops.h"
#include "gang.h"
#include "rig.h"

/** Let this process be a rank of a ground in all message passing. */
void rxt_rig_be(struct rxt_rig_ground *ground, int rank);

/** Run body on the first thread of a gang, as rxt_gang_run does, by the way of a rig. */
RXT_CHECKED enum rxt_err rxt_rig_gang_run(struct rxt_gang *gang, enum rxt_rig_way way,
                                          enum rxt_err (*body)(void *), void *context);

#endif
