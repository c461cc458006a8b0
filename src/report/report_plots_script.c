/* SPDX-License-Identifier: BSD-3-Clause
 * report_plots_script.c - the script of a kernel's pictures: a wide one of all panels, and a file for each, as wide as a
 * column of a paper.
 *
 * Workers and speed-up are logarithmic, so that the ideal is a straight line. Colours are those of Okabe & Ito (2008), signs and
 * dashes are told apart in grey.
 */
#include "report_curves.h"
#include "report_parts.h"
#include "report_plots.h"

#include <math.h>
#include <string.h>

static const struct {
    enum rxt_mode mode;
    const char *style, *dash; /* of its line; bars are whole */
    double shift;             /* of its points and bars: those of equal curves stay visible */
} curves[] = {
    {RXT_MODE_THREADS, "linecolor rgb '#0072B2' linewidth 1.5 pointtype 7 pointsize 0.6", "1", -1.0},
    {RXT_MODE_RANKS, "linecolor rgb '#D55E00' linewidth 1.5 pointtype 5 pointsize 0.6", "2", 0.0},
    {RXT_MODE_HYBRID, "linecolor rgb '#009E73' linewidth 1.5 pointtype 9 pointsize 0.7", "4", 1.0},
};
enum { CURVES = sizeof curves / sizeof *curves };

/* Of a panel's values. Times that differ little are shown from 0: a logarithmic axis would have no number on it. */
struct range {
    double low, high;
    bool is_log;
};
/* The axis of workers: from there, and up to so many times the most. */
static const double axis_least = 0.85, axis_most = 1.18;
static const double least_decades = 20.0;

/* Between single quotes gnuplot takes all but the quote as it is; a backquote, which runs commands between double quotes, is
 * not trusted there either. */
static void add_title(struct rxt_text *out, const char *text)
{
    struct rxt_text line = {0};
    rxt_text_add_line(&line, text, strlen(text));
    for (const char *c = rxt_text_of(&line); *c; c++) {
        rxt_text_add(out, *c == '\'' || *c == '`' ? "\'\'" : "%c", *c);
    }
    out->failed |= line.failed;
    rxt_text_free(&line);
}

static size_t most_workers(const struct rxt_verdict_of_kernel *kernel)
{
    return kernel->steps[kernel->n_steps - 1].workers;
}

/* By what a curve is set aside, so that equal ones stay visible: 1.6 % of the axis, however many workers that spans. */
static double shift_of(const struct rxt_verdict_of_kernel *kernel, int curve)
{
    return pow(axis_most * (double)most_workers(kernel) / axis_least, 0.016 * curves[curve].shift);
}

/* From what is ideal and the values, not from the ends of their intervals, one of which may lie anywhere. */
static struct range range_of(const struct rxt_panel *panel, const struct rxt_verdict_of_kernel *kernel)
{
    struct range range = {INFINITY, 0.0, panel->is_log};
    for (size_t s = 0; s < kernel->n_steps; s++) {
        for (enum rxt_mode mode = RXT_MODE_SERIAL; mode < RXT_MODES; mode++) {
            const struct rxt_row *row = rxt_curve_point(kernel, s, mode);
            if (row) {
                range.low = fmin(range.low, panel->value(kernel, row)->value);
                range.high = fmax(range.high, panel->value(kernel, row)->value);
            }
        }
    }
    if (panel->column == 2) {
        range.low = 0.85 * fmin(range.low, 1.0);
        range.high = 1.25 * fmax(range.high, (double)most_workers(kernel));
    } else if (panel->is_log && range.high > least_decades * range.low) {
        range = (struct range){range.low / 1.5, 1.5 * range.high, true};
    } else if (panel->is_log) {
        range = (struct range){0.0, 1.25 * range.high, false};
    } else {
        range = (struct range){0.0, fmin(fmax(1.2, 1.1 * range.high), 2.0), false};
    }
    return isfinite(range.low) && range.high > range.low ? range : (struct range){0.1, 10.0, panel->is_log};
}

/* A sign at the edge where a point, or an end of its interval, lies beyond it. */
static void add_edge(struct rxt_text *out, double workers, double shift, bool is_above, int curve)
{
    rxt_text_add(out, "set label '' at first %.6g, graph %s point pointtype %d pointsize 0.8 %.24s front\n",
                 workers * shift, is_above ? "0.985" : "0.015", is_above ? 8 : 10, curves[curve].style);
}

static void add_edges(struct rxt_text *out, const struct rxt_panel *panel,
                      const struct rxt_verdict_of_kernel *kernel, const struct range *range)
{
    for (int c = 0; c < CURVES; c++) {
        for (size_t s = 0; s < kernel->n_steps && rxt_curve_points(kernel, curves[c].mode) > 0; s++) {
            const struct rxt_row *row = rxt_curve_at(kernel, s, curves[c].mode);
            const struct rxt_estimate *value = row ? panel->value(kernel, row) : NULL;
            if (value && (value->has_interval ? value->high : value->value) > range->high) {
                add_edge(out, (double)row->workers, shift_of(kernel, c), true, c);
            }
            if (value && (value->has_interval ? value->low : value->value) < range->low) {
                add_edge(out, (double)row->workers, shift_of(kernel, c), false, c);
            }
        }
    }
}

static void add_ideal(struct rxt_text *out, const struct rxt_panel *panel, enum rxt_scaling scaling,
                      const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *base = rxt_curve_point(kernel, 0, RXT_MODE_SERIAL);
    const double first = base ? panel->value(kernel, base)->value : (double)NAN;
    rxt_text_add(out, "plot ");
    if (panel->column == 2) {
        rxt_text_add(out, "x");
    } else if (panel->column == 5) {
        rxt_text_add(out, "1");
    } else if (isfinite(first)) {
        const bool is_rate = kernel->measure.has_metric && kernel->measure.higher_is_better;
        rxt_text_add(out, "%.6g%s", first, is_rate ? "*x" : scaling == RXT_SCALING_WEAK ? "" : "/x");
    } else {
        rxt_text_add(out, "NaN");
    }
    rxt_text_add(out, " with lines dashtype 3 linewidth 1.5 linecolor rgb '#606060' title 'ideal'");
}

/* Bars are drawn for those points alone that have an interval: gnuplot leaves out what is missing. They come first, for gnuplot
 * wipes what is behind one. */
static void add_panel(struct rxt_text *out, const struct rxt_panel *panel, enum rxt_scaling scaling,
                      const struct rxt_verdict_of_kernel *kernel, const char *file)
{
    const struct range range = range_of(panel, kernel);
    rxt_text_add(out, "unset label\nset ylabel '");
    add_title(out, panel->column == 8 && kernel->measure.has_metric ? "number" : panel->axis);
    add_title(out, panel->column == 8 ? rxt_report_unit(kernel, " in ").text : "");
    rxt_text_add(out, "'\n%s logscale y%s\nset yrange [%.6g:%.6g]\n", range.is_log ? "set" : "unset",
                 panel->column == 2 ? " 2" : "", range.low, range.high);
    add_edges(out, panel, kernel, &range);
    add_ideal(out, panel, scaling, kernel);
    for (int c = 0; c < CURVES; c++) {
        if (rxt_curve_points(kernel, curves[c].mode) > 0) {
            rxt_text_add(out, ", \\\n  '%s.dat' index %d using ($1*%.6g):%d:%d:%d with yerrorbars %s notitle",
                         file, c, shift_of(kernel, c), panel->column, panel->column + 1, panel->column + 2,
                         curves[c].style);
        }
    }
    for (int c = 0; c < CURVES; c++) {
        if (rxt_curve_points(kernel, curves[c].mode) > 0) {
            rxt_text_add(
                out,
                ", \\\n  '%s.dat' index %d using ($1*%.6g):%d with linespoints %s dashtype %s title '%s'",
                file, c, shift_of(kernel, c), panel->column, curves[c].style, curves[c].dash,
                rxt_mode_name(curves[c].mode));
        }
    }
    rxt_text_add(out, "\n");
}

/* One tick a step, as long as they do not stand in each other's way. */
static void add_axes(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    size_t last = 0;
    rxt_text_add(out,
                 "set datafile missing '-'\nset grid linecolor rgb '#dddddd'\nset key outside above center "
                 "horizontal\nset xlabel 'workers'\nset logscale x 2\nset xrange [%g:%g]\nset xtics (",
                 axis_least, axis_most * (double)most_workers(kernel));
    for (size_t s = 0; s < kernel->n_steps; s++) {
        const size_t workers = kernel->steps[s].workers;
        if (last == 0 || (double)workers > 1.4 * (double)last) {
            rxt_text_add(out, "%s%zu", last > 0 ? ", " : "", workers);
            last = workers;
        }
    }
    rxt_text_add(out, ")\n");
}

static void add_head(struct rxt_text *out, const struct rxt_study *study, const struct rxt_decision *decision,
                     const struct rxt_verdict_of_kernel *kernel, const char *file)
{
    rxt_text_add(
        out,
        "# gnuplot %s.gp draws %s.svg, %s.pdf and a file for each panel from %s.dat. Columns there: workers, "
        "speed-up\n# and its 95 %% interval, efficiency and its interval, median time in s or number and its "
        "interval, layout.\n# %s.txt tells what was measured.\nreset\nname = '",
        file, file, file, file, file);
    add_title(out, kernel->kernel);
    rxt_text_add(out, ", %s scaling, ", rxt_scaling_name(decision->scaling));
    add_title(out, study->header->cpu ? study->header->cpu : "unknown CPU");
    rxt_text_add(out, "'\n");
}

void rxt_plot_script(struct rxt_text *out, const struct rxt_study *study, const struct rxt_decision *decision,
                     const struct rxt_verdict_of_kernel *kernel, const char *file)
{
    size_t n = 0;
    add_head(out, study, decision, kernel, file);
    add_axes(out, kernel);
    while (rxt_panel_at(decision->scaling, n)) {
        n++;
    }
    rxt_text_add(
        out,
        "do for [form in \"svg pdf\"] {\n"
        "if (form eq 'svg') { set terminal svg size %zu,400 font ',12' background 'white' } else { set "
        "terminal pdfcairo size %.1fin,3.2in font ',9' }\n"
        "set output '%s.'.form\nset multiplot layout 1,%zu title name noenhanced\n",
        400 * n, 3.4 * (double)n, file, n);
    for (size_t i = 0; i < n; i++) {
        add_panel(out, rxt_panel_at(decision->scaling, i), decision->scaling, kernel, file);
    }
    rxt_text_add(out, "unset multiplot\n}\nset terminal pdfcairo size 3.4in,2.7in font ',8'\n");
    for (size_t i = 0; i < n; i++) {
        const struct rxt_panel *panel = rxt_panel_at(decision->scaling, i);
        rxt_text_add(out, "set output '%s-%s.pdf'\n", panel->name, kernel->kernel);
        add_panel(out, panel, decision->scaling, kernel, file);
    }
    rxt_text_add(out, "set output\n");
}
