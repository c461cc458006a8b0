/* SPDX-License-Identifier: BSD-3-Clause
 * report_plots.h - the files of the pictures of a scaling study, and the panels that they are made of.
 */
#ifndef RXT_REPORT_PLOTS_H
#define RXT_REPORT_PLOTS_H

#include "decide.h"
#include "text.h"

#include <stddef.h>

/* A panel: speed-up of strong scaling, time, efficiency. */
struct rxt_panel {
    const char *name; /* its own file begins with it */
    const char *axis;
    int column;  /* of its value in the data; those behind it are its interval */
    bool is_log; /* of its values */
    const struct rxt_estimate *(*value)(const struct rxt_verdict_of_kernel *, const struct rxt_row *);
};
/** Return panel i of a study; NULL: it has no more. */
const struct rxt_panel *rxt_panel_at(enum rxt_scaling scaling, size_t i);

/** Append the script that draws all files of one kernel from its data, file.dat. */
void rxt_plot_script(struct rxt_text *out, const struct rxt_study *study, const struct rxt_decision *decision,
                     const struct rxt_verdict_of_kernel *kernel, const char *file);
/** Append what a paper has to say below its pictures. */
void rxt_plot_caption(struct rxt_text *out, const struct rxt_study *study,
                      const struct rxt_decision *decision, const struct rxt_verdict_of_kernel *kernel);

enum { RXT_PICTURES = 5, RXT_PICTURE_BYTES = 128 };
/* One file that gnuplot draws of a kernel, and how a whole one ends. */
struct rxt_picture {
    char name[RXT_PICTURE_BYTES];
    const char *suffix, *end;
};
/** List them; returns how many there are: of the wide picture both forms, of each panel one. */
size_t rxt_pictures_of(const struct rxt_decision *decision, const char *kernel, struct rxt_picture *out);

#endif
