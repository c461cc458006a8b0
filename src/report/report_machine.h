/* SPDX-License-Identifier: BSD-3-Clause
 * report_machine.h - the parts of the Markdown report that come from the header of a study.
 */
#ifndef RXT_REPORT_MACHINE_H
#define RXT_REPORT_MACHINE_H

#include "journal.h"
#include "text.h"

/** Append text from anywhere, for a cell of a Markdown table, or within a line: clean, on one line, and all that Markdown or
 *  HTML would take for more than text is escaped. */
void rxt_markdown_text(struct rxt_text *out, const char *text);
/** Append a line for a shell between fences that are longer than any in it. */
void rxt_markdown_shell(struct rxt_text *out, const char *line);
/** Append how it was measured; the machine, build, versions, environment; the parameters of each kernel. */
void rxt_markdown_measured(struct rxt_text *out, const struct rxt_study *study);
void rxt_markdown_machine(struct rxt_text *out, const struct rxt_study *study);
void rxt_markdown_kernels(struct rxt_text *out, const struct rxt_study *study);

#endif
