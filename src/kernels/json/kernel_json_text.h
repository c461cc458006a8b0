/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_json_text.h - pieces of a record that every scan needs: escapes, UTF-8, literals.
 */
#ifndef KERNEL_JSON_TEXT_H
#define KERNEL_JSON_TEXT_H

#include <stddef.h>
#include <stdint.h>

/** Return the length of the UTF-8 sequence at p, 0 if there is no valid one before end.
 *  Source: The Unicode Standard, table 3-7. */
size_t json_utf8(const unsigned char *p, const unsigned char *end);

/** Return the length of the true, false or null that begins at p, 0 if there is none before end. */
size_t json_literal(const unsigned char *p, const unsigned char *end);

#endif
