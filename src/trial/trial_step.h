/* SPDX-License-Identifier: BSD-3-Clause
 * trial_step.h - which function of a plug-in this process is in, should it end there.
 */
#ifndef RXT_TRIAL_STEP_H
#define RXT_TRIAL_STEP_H

struct rxt_setting;

/** Note that a function of a kernel is called next, "open" or another; NULL: none is. Of a plug-in, a signal that ends the
 *  process there, or a call of exit, is told in one sentence on standard error, and its status is 3. Of any other nothing is done. */
void rxt_step(const struct rxt_setting *setting, const char *step);

#endif
