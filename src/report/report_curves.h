/* SPDX-License-Identifier: BSD-3-Clause
 * report_curves.h - what a picture of a scaling study shows: of each mode the fastest layout of every step.
 */
#ifndef RXT_REPORT_CURVES_H
#define RXT_REPORT_CURVES_H

#include "decide.h"

/** Return the layout that stands for a mode in a step: its fastest; NULL: none gave a time. */
const struct rxt_row *rxt_curve_point(const struct rxt_verdict_of_kernel *kernel, size_t step,
                                      enum rxt_mode mode);
/** Return the points of a mode's own, without the base that every curve begins at. */
size_t rxt_curve_points(const struct rxt_verdict_of_kernel *kernel, enum rxt_mode mode);
/** Return what a curve shows at a step: the mode's layout, or at the first step serial, where curves begin; NULL: nothing. */
const struct rxt_row *rxt_curve_at(const struct rxt_verdict_of_kernel *kernel, size_t step,
                                   enum rxt_mode mode);

#endif
