/* SPDX-License-Identifier: BSD-3-Clause
 * trial_kernel.h - the operations that a kernel need not have, and what they mean where it has none.
 */
#ifndef RXT_TRIAL_KERNEL_H
#define RXT_TRIAL_KERNEL_H

#include "trial.h"

#include "rxt/kernel.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void rxt_kernel_reset(const struct rxt_kernel *kernel, void *state);
/** Tell the memory that open will allocate; nothing, where the kernel does not know. */
void rxt_kernel_need(const struct rxt_kernel *kernel, const union rxt_value *values, struct rxt_need *out);
/** Tell what the last run did; a kernel that does not say it did as many items as its size_param is, or 1. */
void rxt_setting_work(const struct rxt_setting *setting, const void *state, struct rxt_work *out);
/** Check the answer by the kernel's own rule; *is_checked: it has one, which a whole kernel need not. */
RXT_CHECKED enum rxt_err rxt_kernel_judge(const struct rxt_kernel *kernel, void *state, bool *is_checked);
/** Write the one number that is the answer of a whole kernel, to all its digits; false if the kernel is split. Collective.
 *  *is_number: it is finite, as an answer must be. */
bool rxt_kernel_answer(const struct rxt_kernel *kernel, void *state, char *text, size_t n_bytes,
                       bool *is_number);
/** Return by how much the answers of a whole kernel may differ, relative to the larger. */
double rxt_kernel_tolerance(const struct rxt_kernel *kernel);
/** Tell whether two answers of a whole kernel are the same, by that; NaN is no answer. */
bool rxt_kernel_answers_agree(const struct rxt_kernel *kernel, double a, double b);
/** Hash the answer; false if the kernel has no digest: then out is 0. Collective. */
bool rxt_kernel_digest(const struct rxt_kernel *kernel, void *state, uint64_t *out);
/** Write the answer in words; false, and "", if the kernel has none. */
bool rxt_kernel_tell(const struct rxt_kernel *kernel, const void *state, char *text, size_t n_bytes);
/** Damage the answer; false if the kernel cannot. Collective. */
bool rxt_kernel_spoil(const struct rxt_kernel *kernel, void *state);
/** Write the answer as a file, if the kernel does and output_param names one. Collective. */
RXT_CHECKED enum rxt_err rxt_kernel_output(const struct rxt_kernel *kernel, void *state);

#endif
