/* SPDX-License-Identifier: BSD-3-Clause
 * cli_ceilings.h - measure what this machine can do at most.
 */
#ifndef RXT_CLI_CEILINGS_H
#define RXT_CLI_CEILINGS_H

#include "machine.h"

#include "rxt/err.h"

#include <jansson.h>

/** Measure the ceilings of a machine by launches of this program, each in many short runs of which the best counts: a
 *  ceiling is what it can do at most, and others may run beside it.
 *
 *  identity  in   what the record is of
 *  out       out  the record; json_decref
 *
 *  Errors:  those of a launch that gave no record at all; RXT_E_STOPPED; RXT_E_MEMORY
 */
RXT_CHECKED enum rxt_err rxt_ceilings_measure(const struct rxt_topology *topology, const json_t *identity,
                                              json_t **out);

#endif
