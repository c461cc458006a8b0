/* SPDX-License-Identifier: BSD-3-Clause
 * report_plots.c - pictures of a scaling study: data, a script for gnuplot, and a caption, for every kernel.
 */
#include "report_plots.h"

#include "report.h"
#include "report_curves.h"
#include "report_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct rxt_estimate *speedup_of(const struct rxt_verdict_of_kernel *kernel,
                                             const struct rxt_row *row)
{
    (void)kernel;
    return &row->speedup;
}

static const struct rxt_estimate *efficiency_of(const struct rxt_verdict_of_kernel *kernel,
                                                const struct rxt_row *row)
{
    (void)kernel;
    return &row->efficiency;
}

const struct rxt_panel *rxt_panel_at(enum rxt_scaling scaling, size_t i)
{
    static const struct rxt_panel speedup = {"speedup", "speed-up", 2, true, speedup_of},
                                  efficiency = {"efficiency", "efficiency", 5, false, efficiency_of},
                                  time = {"time", "time in s", 8, true, rxt_report_value};
    static const struct rxt_panel *const strong[] = {&speedup, &time, &efficiency, NULL}, *const weak[] = {
                                                                                              &time,
                                                                                              &efficiency,
                                                                                              NULL, NULL};
    return scaling == RXT_SCALING_WEAK ? weak[i] : strong[i];
}

size_t rxt_pictures_of(const struct rxt_decision *decision, const char *kernel, struct rxt_picture *out)
{
    static const char pdf_end[] = "%%EOF";
    size_t n = 2;
    out[0] = (struct rxt_picture){.suffix = ".svg", .end = "</svg>"};
    out[1] = (struct rxt_picture){.suffix = ".pdf", .end = pdf_end};
    for (size_t i = 0; i < 2; i++) {
        snprintf(out[i].name, sizeof out[i].name, "scaling-%s", kernel);
    }
    for (size_t i = 0; rxt_panel_at(decision->scaling, i); i++, n++) {
        out[n] = (struct rxt_picture){.suffix = ".pdf", .end = pdf_end};
        snprintf(out[n].name, sizeof out[n].name, "%s-%s", rxt_panel_at(decision->scaling, i)->name, kernel);
    }
    return n;
}

static void add_number(struct rxt_text *out, double value)
{
    if (isfinite(value)) {
        rxt_text_add(out, " %.6g", value);
    } else {
        rxt_text_add(out, " -");
    }
}

/* The base's own ratio is 1 without a doubt, and that is no interval. */
static void add_estimate(struct rxt_text *out, const struct rxt_estimate *estimate)
{
    const bool has_interval = estimate->has_interval && estimate->high > estimate->low;
    add_number(out, estimate->value);
    add_number(out, has_interval ? estimate->low : (double)NAN);
    add_number(out, has_interval ? estimate->high : (double)NAN);
}

/* One block a mode, as gnuplot's index; a curve of threads or ranks that has a point begins at the base. */
static void add_curve(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel, enum rxt_mode mode)
{
    rxt_text_add(out, "# %s\n", rxt_mode_name(mode));
    for (size_t s = 0; s < kernel->n_steps && rxt_curve_points(kernel, mode) > 0; s++) {
        const struct rxt_row *row = rxt_curve_at(kernel, s, mode);
        if (row) {
            rxt_text_add(out, "%zu", row->workers);
            add_estimate(out, &row->speedup);
            add_estimate(out, &row->efficiency);
            add_estimate(out, rxt_report_value(kernel, row));
            rxt_text_add(out, " \"%s\"\n", row->text);
        }
    }
    rxt_text_add(out, "\n\n");
}

static enum rxt_err write_kernel(const struct rxt_study *study, const struct rxt_decision *decision,
                                 const struct rxt_verdict_of_kernel *kernel, const char *folder)
{
    char file[RXT_PICTURE_BYTES];
    struct rxt_text texts[3] = {0};
    static const char *const suffixes[] = {".dat", ".gp", ".txt"};
    enum rxt_err worst = RXT_OK;
    snprintf(file, sizeof file, "scaling-%s", kernel->kernel);
    rxt_text_add(&texts[0], "# workers speedup low high efficiency low high %s low high layout\n",
                 kernel->measure.has_metric ? "number" : "time_s");
    for (enum rxt_mode mode = RXT_MODE_THREADS; mode < RXT_MODES; mode++) {
        add_curve(&texts[0], kernel, mode);
    }
    rxt_plot_script(&texts[1], study, decision, kernel, file);
    rxt_plot_caption(&texts[2], study, decision, kernel);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const enum rxt_err err = rxt_report_file(folder, file, suffixes[i], &texts[i]);
        worst = err == RXT_OK ? worst : err;
        rxt_text_free(&texts[i]);
    }
    return worst;
}

enum rxt_err rxt_report_plots_write(const struct rxt_study *study, const struct rxt_decision *decision,
                                    const char *folder)
{
    enum rxt_err worst = RXT_OK;
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_verdict_of_kernel *kernel = &decision->kernels[k];
        if (!rxt_is_name(kernel->kernel)) {
            return rxt_fail(RXT_E_INPUT, "'%s' is no name of a kernel, and of no file", kernel->kernel);
        }
        const enum rxt_err err = write_kernel(study, decision, kernel, folder);
        worst = err == RXT_OK ? worst : err;
    }
    return worst;
}
