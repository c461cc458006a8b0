/* SPDX-License-Identifier: BSD-3-Clause
 * decide_parts.h - what the sources of a decision share.
 */
#ifndef RXT_DECIDE_PARTS_H
#define RXT_DECIDE_PARTS_H

#include "decide.h"
#include "series.h"

/* The kernels that measure the machine's ceilings. */
#define RXT_CEILING_FLOP  "fma"
#define RXT_CEILING_BYTES "read"

/** All that one layout's own samples tell: counts, factors, rates, and whether it is wrong or failed. */
RXT_CHECKED enum rxt_err rxt_row_fill(const struct rxt_study *study, const char *kernel, const char *layout,
                                      struct rxt_row *row);

/** Write why the best is the best, in one sentence of numbers. */
void rxt_reason_write(const struct rxt_verdict_of_kernel *kernel, char *out, size_t n_bytes);

/** Write the line that starts the best layout with these parameters; leaves "" if it is unknown or too long. */
void rxt_launch_write(const struct rxt_study *study, struct rxt_verdict_of_kernel *kernel,
                      const json_t *params);

#endif
