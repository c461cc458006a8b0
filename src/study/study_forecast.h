/* SPDX-License-Identifier: BSD-3-Clause
 * study_forecast.h - what a study would launch, line by line, and what that may take; nothing is launched.
 */
#ifndef RXT_STUDY_FORECAST_H
#define RXT_STUDY_FORECAST_H

#include "study.h"
#include "text.h"

/* A launch of each round. */
struct rxt_forecast_row {
    const struct rxt_subject *subject; /* NULL: all subjects of the study in one launch */
    const struct rxt_layout *layout;
    size_t cores;         /* that it holds */
    struct rxt_text line; /* "" if it could not be told */
};

struct rxt_forecast {
    struct rxt_forecast_row *rows; /* launches of the first round */
    size_t n_rows;
    /* At most: as its strategy goes on while no comparison becomes narrow. */
    size_t n_rounds, n_launches; /* launches of all rounds, those that warm up as well */
    bool
        by_share; /* a share of what the first round takes ends it: if the others take less there are more of them */
    double wall_s,
        core_s; /* if all cores of a node make a launch last guess_s, and fewer take longer in proportion; NaN: no
                              guess */
};

/** Tell what a study would do.
 *
 *  way      in   its launcher, which need not be here
 *  n_cores  in   of a node
 *  guess_s  in   seconds of a launch on all cores of its nodes; NaN: not known
 *  out      out  rxt_forecast_free, also on error
 */
RXT_CHECKED enum rxt_err rxt_study_forecast(const struct rxt_study_spec *spec, const struct rxt_way *way,
                                            size_t n_cores, double guess_s, struct rxt_forecast *out);
/** Tell the same without the lines: rows are none. */
RXT_CHECKED enum rxt_err rxt_study_foretell(const struct rxt_study_spec *spec, const struct rxt_way *way,
                                            size_t n_cores, double guess_s, struct rxt_forecast *out);
void rxt_forecast_free(struct rxt_forecast *forecast);

/** Find how the launches of a study would be started; nothing is tried. name is a launcher's; NULL: that which serves and is
 *  here. RXT_E_ABSENT, RXT_E_USAGE. */
RXT_CHECKED enum rxt_err rxt_study_way(const struct rxt_study_spec *spec, const char *name,
                                       struct rxt_way *out);

#endif
