/* SPDX-License-Identifier: BSD-3-Clause
 * report_plots.c - pictures of a scaling study: data and a script for gnuplot for every kernel.
 */

#include "report.h"
#include "report_parts.h"
#include "signals.h"

#include <math.h>
#include <string.h>

static void add_number(struct rxt_text *out, double value)
{
    if (isfinite(value)) {
        rxt_text_add(out, " %.6g", value);
    } else {
        rxt_text_add(out, " -");
    }
}

static void add_point(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel,
                      const struct rxt_row *row)
{
    const struct rxt_estimate *pair[] = {&row->speedup, &row->efficiency};
    rxt_text_add(out, "%zu", row->workers);
    for (size_t i = 0; i < 2; i++) {
        add_number(out, pair[i]->value);
        add_number(out, pair[i]->has_interval ? pair[i]->low : pair[i]->value);
        add_number(out, pair[i]->has_interval ? pair[i]->high : pair[i]->value);
    }
    add_number(out, rxt_report_value(kernel, row)->value);
    rxt_text_add(out, " \"%s\"\n", row->text);
}

/* The layout that stands for a mode in a step: its fastest. */
static const struct rxt_row *fastest(const struct rxt_verdict_of_kernel *kernel, size_t step,
                                     enum rxt_mode mode)
{
    const struct rxt_row *best = NULL;
    for (size_t i = 0; i < kernel->n_rows; i++) {
        const struct rxt_row *row = &kernel->rows[i];
        if (row->step == step && row->layout.policy != RXT_BY_NONE && isfinite(row->speedup.value) &&
            rxt_layout_mode(&row->layout) == mode && (!best || row->speedup.value > best->speedup.value)) {
            best = row;
        }
    }
    return best;
}

/* One block a mode, as gnuplot's index; every curve begins at the base. Return the number of points behind it. */
static size_t add_curve(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel, enum rxt_mode mode)
{
    size_t n = 0;
    rxt_text_add(out, "# %s\n", rxt_mode_name(mode));
    for (size_t s = 0; s < kernel->n_steps; s++) {
        const struct rxt_row *row = fastest(kernel, s, mode);
        const struct rxt_row *first = fastest(kernel, s, RXT_MODE_SERIAL);
        if (row || first) {
            add_point(out, kernel, row ? row : first);
            n += row != NULL;
        }
    }
    rxt_text_add(out, "\n\n");
    return n;
}

static const enum rxt_mode curves[] = {RXT_MODE_THREADS, RXT_MODE_RANKS, RXT_MODE_HYBRID};
enum { CURVES = sizeof curves / sizeof *curves };

static void add_plot(struct rxt_text *out, const char *file, const size_t *n_points, int column,
                     const char *ideal)
{
    rxt_text_add(out, "plot %s with lines dashtype 2 linecolor rgb '#808080' title 'ideal'", ideal);
    for (int c = 0; c < CURVES; c++) {
        if (n_points[c] > 0) {
            rxt_text_add(
                out,
                ", \\\n  '%s.dat' index %d using 1:%d:%d:%d with yerrorlines linetype %d linewidth 2 "
                "title '%s'",
                file, c, column, column + 1, column + 2, c + 1, rxt_mode_name(curves[c]));
        }
    }
    rxt_text_add(out, "\n");
}

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

static void add_script(struct rxt_text *out, const struct rxt_study *study,
                       const struct rxt_decision *decision, const struct rxt_verdict_of_kernel *kernel,
                       const char *file, const size_t *n_points)
{
    const size_t most = kernel->steps[kernel->n_steps - 1].workers;
    rxt_text_add(
        out,
        "# gnuplot %s.gp draws %s.svg and %s.pdf from %s.dat. Columns there: workers, speed-up and its "
        "95 %% interval,\n# efficiency and its interval, median time in s or number, layout.\n"
        "name = '",
        file, file, file, file);
    add_title(out, kernel->kernel);
    rxt_text_add(out, ", %s scaling, ", rxt_scaling_name(decision->scaling));
    add_title(out, study->header->cpu ? study->header->cpu : "unknown CPU");
    rxt_text_add(
        out,
        "'\nset datafile missing '-'\nset grid\nset key top left\nset xlabel 'workers'\n%s"
        "set xrange [%g:%g]\n"
        "do for [form in \"svg pdf\"] {\n"
        "if (form eq 'svg') { set terminal svg size 960,400 } else { set terminal pdfcairo size 9.6in,4in }\n"
        "set output '%s.'.form\n"
        "set multiplot layout 1,2 title name noenhanced\n"
        "set ylabel 'speed-up",
        most > 4 ? "set logscale x 2\n" : "set xtics 1\n", most > 4 ? 0.9 : 0.8,
        most > 4 ? 1.1 * (double)most : (double)most + 0.2, file);
    add_title(out, rxt_report_unit(kernel, " of ").text);
    rxt_text_add(out, "'\nset yrange [0:*]\n");
    add_plot(out, file, n_points, 2, "x");
    rxt_text_add(out, "set ylabel 'efficiency'\nset yrange [0:1.2<*]\nset key bottom left\n");
    add_plot(out, file, n_points, 5, "1");
    rxt_text_add(out, "unset multiplot\nset key top left\n}\nset output\n");
}

enum rxt_err rxt_report_plots_write(const struct rxt_study *study, const struct rxt_decision *decision,
                                    const char *folder)
{
    enum rxt_err worst = RXT_OK;
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_verdict_of_kernel *kernel = &decision->kernels[k];
        struct rxt_text file = {0}, data = {0}, script = {0};
        size_t n_points[CURVES];
        if (!rxt_is_name(kernel->kernel)) {
            return rxt_fail(RXT_E_INPUT, "'%s' is no name of a kernel, and of no file", kernel->kernel);
        }
        rxt_text_add(&file, "scaling-%s", kernel->kernel);
        rxt_text_add(&data, "# workers speedup low high efficiency low high %s layout\n",
                     kernel->measure.has_metric ? "number" : "time_s");
        for (size_t c = 0; c < CURVES; c++) {
            n_points[c] = add_curve(&data, kernel, curves[c]);
        }
        add_script(&script, study, decision, kernel, rxt_text_of(&file), n_points);
        const enum rxt_err wrote = rxt_report_file(folder, rxt_text_of(&file), ".dat", &data);
        const enum rxt_err scripted = rxt_report_file(folder, rxt_text_of(&file), ".gp", &script);
        worst = wrote != RXT_OK ? wrote : scripted != RXT_OK ? scripted : worst;
        rxt_text_free(&file);
        rxt_text_free(&data);
        rxt_text_free(&script);
    }
    return worst;
}
