/* SPDX-License-Identifier: BSD-3-Clause
 * journal_quality.h - how fit the machine was during a launch, as JSON, and back. What is not known is null.
 */
#ifndef RXT_JOURNAL_QUALITY_H
#define RXT_JOURNAL_QUALITY_H

#include "fields.h"
#include "machine_quality.h"

#include <jansson.h>

/** { steal_share, throttled, throttled_s, foreign_cpus, load, clock_Hz, control_s: [fastest, slowest], changed } */
json_t *rxt_quality_to_json(const struct rxt_quality *quality); /* NULL when memory ran out */
/** Read it back; of NULL, which launches of before have, and of null nothing is known. */
struct rxt_quality rxt_quality_from_json(struct rxt_fields *in, const json_t *json);

#endif
