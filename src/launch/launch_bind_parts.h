/* SPDX-License-Identifier: BSD-3-Clause
 * launch_bind_parts.h - what rxt_bind_self is made of.
 */
#ifndef RXT_LAUNCH_BIND_PARTS_H
#define RXT_LAUNCH_BIND_PARTS_H

#include "launch_bind.h"

#include "rxt/err.h"

/** Set and clear the variables of threads in this process, for bound->pu; note all of it in bound. RXT_E_MEMORY. */
RXT_CHECKED enum rxt_err rxt_bind_tell_threads(const struct rxt_bind_how *how, struct rxt_bound *bound);

struct rxt_rank;
/** Return the process below which all ranks of this node are: the launcher, or what started this one. */
pid_t rxt_bind_root(const struct rxt_rank *rank);
/** Find which rank this process is, and see that its launcher started the layout's. Errors as rxt_bind_self. */
RXT_CHECKED enum rxt_err rxt_bind_find_rank(const struct rxt_bind_how *how, struct rxt_rank *rank);

/** Plan the PUs of this rank's threads, bound->pu, by this machine's topology. Errors as rxt_bind_self. */
RXT_CHECKED enum rxt_err rxt_bind_plan_here(const struct rxt_bind_how *how, const struct rxt_rank *rank,
                                            struct rxt_bound *bound);
/** Leave of a topology the slice that is meant, if one is. RXT_E_USAGE if there are fewer cores than slices. */
RXT_CHECKED enum rxt_err rxt_bind_keep_slice(const struct rxt_bind_how *how, struct rxt_topology *topology);

/** Read the PUs of a rank out of a text of rxt_bind_plan_text.
 *
 *  layout   in   the text must be of as many ranks and threads
 *  rank     in   in its node; -1: all of them
 *  pus      out  layout->threads of them, in the order of the threads; of all ranks, one behind the other
 *
 *  Errors:  RXT_E_INPUT  the text is none, or is of another layout
 */
RXT_CHECKED enum rxt_err rxt_bind_plan_read(const char *text, const struct rxt_layout *layout, int rank,
                                            int *pus);

#endif
