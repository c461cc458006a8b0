/* SPDX-License-Identifier: BSD-3-Clause
 * decide_model_parts.h - what the sources of models share.
 */
#ifndef RXT_DECIDE_MODEL_PARTS_H
#define RXT_DECIDE_MODEL_PARTS_H

#include "decide_model.h"

/** Return how many parameters a model has. */
size_t rxt_model_params(enum rxt_model_kind kind);
/** Fit to a curve without one of its points; its number of points: with all. */
struct rxt_fit rxt_fit_without(enum rxt_model_kind kind, const struct rxt_curve *curve, size_t without);
/** Bring a fit of another curve, or a guess, to the nearest least sum of squares of this one, and return that. */
double rxt_fit_improve(const struct rxt_curve *curve, size_t without, struct rxt_fit *fit);

/** Tell by what models missed held-out points whether this one is worth more than "none". */
bool rxt_model_is_kept(const double *miss, enum rxt_model_kind kind);
/** Return the number of rounds in which every point has a speed. */
size_t rxt_speeds_whole(const struct rxt_speeds *speeds);
/** Give what a model that is chosen says its intervals, and predict; curve has the medians of all points of `speeds`. RXT_E_MEMORY. */
RXT_CHECKED enum rxt_err rxt_model_draw(const struct rxt_speeds *speeds, const struct rxt_curve *curve,
                                        struct rxt_model *out);

#endif
