/* SPDX-License-Identifier: BSD-3-Clause
 * decide_valid.h - of what a decision is: what must be the same where it is used, and what has changed since.
 */
#ifndef RXT_DECIDE_VALID_H
#define RXT_DECIDE_VALID_H

#include "journal_header.h"

#include <jansson.h>

#include <stddef.h>

/** Make the conditions { machine: {cpu, cores, ...}, mpi, build: {version, ...} } of a machine's record, as a header and
 *  rxt_machine_record hold it. What the record does not tell is left out; mpi_library may be NULL. NULL when memory ran
 *  out. */
json_t *rxt_conditions_of(const json_t *machine, const json_t *build, json_t *mpi_library);
/** The same of a study: of its first node, where it was begun on a host that is none of them. */
json_t *rxt_conditions_of_study(const struct rxt_header *header);

/* Takes one thing that changed: its name ("machine cores"), what it was, what it is. */
typedef void (*rxt_change_fn)(void *context, const char *what, const char *then, const char *now);
/** Tell all in which two conditions differ, of what both tell; return how many there are. Numbers are compared to the
 *  digits that decision.json has. each may be NULL; so may then and now, which then tell nothing. */
size_t rxt_conditions_compare(const json_t *then, const json_t *now, rxt_change_fn each, void *context);

#endif
