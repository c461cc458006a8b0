/* SPDX-License-Identifier: BSD-3-Clause
 * report_modes.h - the four modes side by side: what each of them is, and when to use it.
 */
#ifndef RXT_REPORT_MODES_H
#define RXT_REPORT_MODES_H

#include "text.h"

/** Append the table of modes for a terminal (100 columns), or in Markdown. */
void rxt_report_modes(struct rxt_text *out);
void rxt_report_modes_markdown(struct rxt_text *out);

#endif
