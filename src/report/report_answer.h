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
/** "84.5 ms [84.1 ms, 85.0 ms], 1.86x serial, 93 % of two cores". */
void rxt_answer_gives(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel);
/** "at most 2.1 % slower than the fastest that ran (95 %)". */
void rxt_answer_sure(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel);
/** "2x1 costs 1.39x, plain mpirun (2x1@none) 1.45x [1.09x, 1.72x]". */
void rxt_answer_wrong(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel);

#endif
