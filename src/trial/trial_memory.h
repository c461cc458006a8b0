/* SPDX-License-Identifier: BSD-3-Clause
 * trial_memory.h - the memory of a kernel: what it would need, what it took.
 */
#ifndef RXT_TRIAL_MEMORY_H
#define RXT_TRIAL_MEMORY_H

#include "trial.h"

/** Refuse with RXT_E_MEMORY, before anything is allocated, what does not fit into the free memory
 *  of a node; all ranks agree. Collective. */
RXT_CHECKED enum rxt_err rxt_memory_check(struct rxt_team *team, const struct rxt_setting *setting);

/** Let the peak of this process' resident memory begin anew; false if the system does not allow it. */
bool rxt_peak_forget(void);
/** Return the peak since then in bytes, NaN if the system does not tell. */
double rxt_peak_bytes(void);
/** Return what this process holds now, a page that k processes share counted as 1/k; NaN if the system does not tell. It
 *  takes the longer the more pages there are: not for a timed region. */
double rxt_pss_bytes(void);

#endif
