/* SPDX-License-Identifier: BSD-3-Clause
 * bytes.h - bytes of any kind as texts of JSON, and JSON as a word that no program on its way changes.
 *
 * Words, paths and output of programs need not be UTF-8, and a text of JSON must be. A byte that belongs to none is written
 * as \xNN and a backslash as two, so that every text stands for one string of bytes.
 */
#ifndef RXT_BYTES_H
#define RXT_BYTES_H

#include "text.h"
#include "words.h"

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>

/** Make the JSON text of bytes; NULL when memory ran out. A NUL is \x00. */
json_t *rxt_bytes_to_json(const char *bytes, size_t n_bytes);
/** Make it of a text, null of NULL; of words a list. NULL when memory ran out. */
json_t *rxt_text_to_json(const char *text);
json_t *rxt_words_to_json(const struct rxt_words *words);
/** Append the bytes of such a text; false if it is no text, or has a backslash that begins nothing. */
bool rxt_bytes_from_json(const json_t *json, struct rxt_text *out);

/** Append bytes in letters, digits, '-' and '_' alone (base64url without padding). */
void rxt_bytes_to_letters(const void *bytes, size_t n_bytes, struct rxt_text *out);
/** Append what such letters stand for; false if they are none, or not what rxt_bytes_to_letters writes. */
bool rxt_bytes_from_letters(const char *letters, size_t n_letters, struct rxt_text *out);

#endif
