/* SPDX-License-Identifier: BSD-3-Clause
 * report_html.h - text that a browser shows as it is, whatever it held.
 */
#ifndef RXT_REPORT_HTML_H
#define RXT_REPORT_HTML_H

#include "text.h"

/** Append a text from anywhere: clean, on one line, and nothing of it markup; fit for an attribute between double quotes. */
void rxt_html_add(struct rxt_text *out, const char *raw);

/* The sheets of styles of a page, and of its drawings. */
extern const char rxt_html_style[], rxt_html_drawing_style[];

#endif
