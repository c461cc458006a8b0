/* SPDX-License-Identifier: BSD-3-Clause
 * launch_bind_parts.h - what rxt_bind_self is made of.
 */
#ifndef RXT_LAUNCH_BIND_PARTS_H
#define RXT_LAUNCH_BIND_PARTS_H

#include "launch_bind.h"

#include "rxt/err.h"

/** Set and clear the variables of threads in this process, for bound->pu; note all of it in bound. RXT_E_MEMORY. */
RXT_CHECKED enum rxt_err rxt_bind_tell_threads(const struct rxt_bind_how *how, struct rxt_bound *bound);

/** Read the PUs of a rank out of a text of rxt_bind_plan_text.
 *
 *  layout   in   the text must be of as many ranks and threads
 *  pus      out  layout->threads of them, in the order of the threads
 *
 *  Errors:  RXT_E_INPUT  the text is none, or is of another layout
 */
RXT_CHECKED enum rxt_err rxt_bind_plan_read(const char *text, const struct rxt_layout *layout, int rank,
                                            int *pus);

#endif
