/* SPDX-License-Identifier: BSD-3-Clause
 * trial_where.h - a launch that measures nothing: it tells where it is, and what its nodes are.
 */
#ifndef RXT_TRIAL_WHERE_H
#define RXT_TRIAL_WHERE_H

#include "trial.h"

/** Give one rxt-where/1 record on rank 0: { schema, layout, launcher, rejected, placement[], nodes: [{node, host,
 *  topology}] }, the topology of a node as its first rank sees it (rxt_topology_record). Collective, from body. */
RXT_CHECKED enum rxt_err rxt_trial_where(const struct rxt_request *request, struct rxt_team *team,
                                         const struct rxt_binding *binding, rxt_record_fn record,
                                         void *context);

#endif
