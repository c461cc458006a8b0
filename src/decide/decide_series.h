/* SPDX-License-Identifier: BSD-3-Clause
 * decide_series.h - the observations of one kernel under one layout, round by round.
 */
#ifndef RXT_DECIDE_SERIES_H
#define RXT_DECIDE_SERIES_H

#include "decide.h"

/* One value a round; NaN where there is none. */
struct rxt_series {
    double *value;
    size_t n_rounds;
};

typedef double (*rxt_pick_fn)(const struct rxt_sample *);

/** Median of a sample's times; of the program's own numbers, NaN if it has none; and what layouts are compared by, which is
 *  the smaller the better: the number, the inverse of one that is the better the higher, or the time without one. */
double rxt_sample_time(const struct rxt_sample *sample);
double rxt_sample_metric(const struct rxt_sample *sample);
double rxt_sample_cost(const struct rxt_sample *sample);

/** Tell whether a try of a layout in a round counts rather than another one of the same (NULL: none yet): the first that was
 *  not disturbed, or the one that was by least. */
bool rxt_try_is_better(const struct rxt_sample *sample, const struct rxt_sample *than);

/** Number of rounds that a study has begun. */
size_t rxt_study_rounds(const struct rxt_study *study);

/** What pick returns of each round's launch, of the samples that count; free value. */
RXT_CHECKED enum rxt_err rxt_series_of(const struct rxt_study *study, const char *kernel,
                                       const struct rxt_layout *layout, rxt_pick_fn pick,
                                       struct rxt_series *out);

/** Median and interval of a series, or of the ratio a / b over the rounds that both have. */
struct rxt_estimate rxt_estimate_of(const struct rxt_series *a);
struct rxt_estimate rxt_estimate_ratio(const struct rxt_series *a, const struct rxt_series *b);

/** The counting sample whose cost is nearest to the median: its account stands for the layout's, since the
 *  factors of one run multiply, and medians of several do not. NULL if there is none. */
const struct rxt_sample *rxt_typical_sample(const struct rxt_study *study, const char *kernel,
                                            const struct rxt_layout *layout);

/** Median over the counting samples of what pick returns; NaN if there is none. */
double rxt_median_over(const struct rxt_study *study, const char *kernel, const struct rxt_layout *layout,
                       rxt_pick_fn pick);

#endif
