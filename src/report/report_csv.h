/* SPDX-License-Identifier: BSD-3-Clause
 * report_csv.h - what the files of records are made of.
 */
#ifndef RXT_REPORT_CSV_H
#define RXT_REPORT_CSV_H

#include "text.h"

#include <jansson.h>

/** Append a text from anywhere: clean, on one line, quoted; a spreadsheet takes what begins with = + - @ for a formula, so
 *  that an apostrophe goes before. */
void rxt_csv_add_text(struct rxt_text *out, const char *raw);
/** Append a comma and a number; nothing behind it if it is not known. */
void rxt_csv_add_real(struct rxt_text *out, double value);
/** Append the parameters of a problem as one text of JSON; NULL: none. */
void rxt_csv_add_params(struct rxt_text *out, const json_t *params);

#endif
