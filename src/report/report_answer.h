/* SPDX-License-Identifier: BSD-3-Clause
 * report_answer.h - the answer for one subject in plain words; each appends nothing where there is nothing to say.
 */
#ifndef RXT_REPORT_ANSWER_H
#define RXT_REPORT_ANSWER_H

#include "report_parts.h"

/** Return what to use; NULL: there is no answer. */
const struct rxt_row *rxt_answer_row(const struct rxt_verdict_of_kernel *kernel);
/** "use 1x2 (one process, two threads)". */
void rxt_answer_use(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel);
/** "84.5 ms (84.1 ms to 85.0 ms), 1.86x serial, 93 % of two cores". */
void rxt_answer_gives(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel);
/** "at most 2.1 % slower than the fastest that ran (95 %)". */
void rxt_answer_sure(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel);
/** Tell whether nobody is sure of it: how much faster another may be is not known. */
bool rxt_answer_is_open(const struct rxt_verdict_of_kernel *kernel);
/** "; left out early: 4x4, 8x2 (after 2 rounds, at 1.31x or more then, at least 1.26x)". */
void rxt_answer_left(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel);
/** Append what is put before the layouts beside the answer of as many workers that have a verdict, and those, with ", "
 *  between; the best is an equal of what is used instead. */
void rxt_answer_list(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel,
                     enum rxt_verdict verdict, const char *before);
/** "2x1 costs 1.39x, plain mpirun (2x1@none) 1.45x [1.09x, 1.72x]". */
void rxt_answer_wrong(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel);
/** That the plain line was faster, where that is shown. */
void rxt_answer_plain(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel);

/** Add what one of these says, if it says anything, as an item; without a label as a sentence. */
void rxt_answer_said(struct rxt_document *out, const char *label,
                     void (*say)(struct rxt_text *, const struct rxt_verdict_of_kernel *),
                     const struct rxt_verdict_of_kernel *kernel);
/** Add all that is said of an answer but for what to use, why, and the line to paste. */
void rxt_answer_items(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel);
/** Add the section of a subject: its whole answer. is_whole: with what makes the others slower. */
void rxt_report_answer(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel, bool is_whole);
/** Add a table of the answers for all subjects. */
void rxt_report_answers(struct rxt_document *out, const struct rxt_decision *decision);

#endif
