/* SPDX-License-Identifier: BSD-3-Clause
 * report_matrix.h - the decision matrix for a terminal and in Markdown: kernels by layouts.
 */
#ifndef RXT_REPORT_MATRIX_H
#define RXT_REPORT_MATRIX_H

#include "decide.h"
#include "text.h"

/** Append the matrix in blocks of columns of at most 100 columns, with its legend. */
void rxt_report_matrix(struct rxt_text *out, const struct rxt_decision *decision, bool colour);
void rxt_report_matrix_markdown(struct rxt_text *out, const struct rxt_decision *decision);

extern const char rxt_report_legend[];

#endif
