/* SPDX-License-Identifier: BSD-3-Clause
 * json.h - counts that are kept as doubles, as JSON.
 */
#ifndef RXT_JSON_H
#define RXT_JSON_H

#include <jansson.h>

/** Return a count (bytes, items, operations) as an integer of JSON, which is printed with all its digits: 25276502016
 *  and not 2.5276502e10. A real if it is not whole or beyond 2^53, null if it is not finite, NULL when memory ran out. */
json_t *rxt_json_count(double value);

#endif
