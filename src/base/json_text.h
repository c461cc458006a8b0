/* SPDX-License-Identifier: BSD-3-Clause
 * json_text.h - JSON as text for whoever prints it.
 */
#ifndef RXT_JSON_TEXT_H
#define RXT_JSON_TEXT_H

#include "text.h"

#include <jansson.h>

/** Append a value with jansson's flags for json_dumps. What a terminal obeys and JSON would take as it is (DEL, C1, marks
 *  of direction) is written as \u and four digits. `failed` is set for NULL, and when memory runs out. */
void rxt_text_add_json(struct rxt_text *text, const json_t *value, size_t flags);

#endif
