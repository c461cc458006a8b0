/* SPDX-License-Identifier: BSD-3-Clause
 * json.h - values as JSON, where null is what is not known.
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
/** Return a text, null if it is NULL; of one that ends within a character of UTF-8 what goes before that. */
json_t *rxt_json_text(const char *text);

/** Return the text that an object holds under a key; absent if it holds none. */
const char *rxt_json_text_at(const json_t *object, const char *key, const char *absent);
/** Make an object of those fields, of the names ended by NULL, that an object has; it shares their values. NULL when
 *  memory ran out. */
json_t *rxt_json_fields(const json_t *object, const char *const *keys);

#endif
