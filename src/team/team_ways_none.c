/* SPDX-License-Identifier: BSD-3-Clause
 * team_ways_none.c - the back end of a program that is linked without MPI: one for all.
 */
#include "comm_ops.h"

const struct rxt_comm_ops *const rxt_comm_alone = &rxt_comm_none;
const struct rxt_comm_ops *const rxt_comm_many = &rxt_comm_none;
