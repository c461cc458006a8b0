/* SPDX-License-Identifier: BSD-3-Clause
 * json.h - numbers as JSON; null is what is not known.
 */
#ifndef RXT_JSON_H
#define RXT_JSON_H

#include <jansson.h>

/** Return a count (bytes, items, operations) as an integer of JSON, which is printed with all its digits: 25276502016
 *  and not 2.5276502e10. A real if it is not whole or beyond 2^53, null if it is not finite, NULL when memory ran out. */
json_t *rxt_json_count(double value);
/** Return a real, null if it is not finite. */
json_t *rxt_json_real(double value);
/** Return an index or a number, null if it is negative. */
json_t *rxt_json_index(int value);

#endif
