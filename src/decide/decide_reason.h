/* SPDX-License-Identifier: BSD-3-Clause
 * decide_reason.h - the sentences of a decision: does it compute or wait, why is the best the best, what do others lose by.
 *
 * A cause is named when its numbers allow no other. Else it is not known, and what is missing is said.
 */
#ifndef RXT_DECIDE_REASON_H
#define RXT_DECIDE_REASON_H

#include "decide.h"

#include "text.h"

/* From which part of a loss on one factor is its cause. */
#define RXT_CAUSE_SHARE 0.7

/** What its threads had of the cores that they held, and what they wanted: from its CPU time and its waits for a core. */
void rxt_busy_find(const struct rxt_sample *typical, struct rxt_row *row);
/** Tell whether the threads of a row had their cores: where they did not, no cause is told of its times. True: not told. */
bool rxt_row_had_cores(const struct rxt_row *row);
/** Append for how much of the time its threads had not: "for 28 % of the time". */
void rxt_say_no_cores(const struct rxt_row *row, struct rxt_text *text);

/** Write whether the subject computes or waits under the layout that is told. */
void rxt_work_write(const struct rxt_verdict_of_kernel *kernel, char *out, size_t n_bytes);
/** Write why the best is the best: what it gains, where its time goes, what bounds it. */
void rxt_reason_write(struct rxt_verdict_of_kernel *kernel);
/** Write of each mode, and of the plain line, whose best layout is shown to be slower, by how much and why. */
void rxt_losses_write(struct rxt_verdict_of_kernel *kernel);

/** Tell whether a share of a ceiling is none, since it is above 105 %: something that it is made of is wrong. */
bool rxt_share_is_above(double share);
/** Append what bounds a kernel under a layout; false: it is not known, and that is said. */
bool rxt_bound_say(const struct rxt_row *row, struct rxt_text *text);
/** Append what the accounts of a program show of a layout, and what was not measured. */
void rxt_account_say(const struct rxt_verdict_of_kernel *kernel, const struct rxt_row *row,
                     struct rxt_text *text);

#endif
