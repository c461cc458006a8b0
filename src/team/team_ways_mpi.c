/* SPDX-License-Identifier: BSD-3-Clause
 * team_ways_mpi.c - the back ends of a program that is linked with MPI.
 */
#include "comm_ops.h"

const struct rxt_comm_ops *const rxt_comm_alone = &rxt_comm_none;
const struct rxt_comm_ops *const rxt_comm_many = &rxt_comm_mpi;
