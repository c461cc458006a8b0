/* SPDX-License-Identifier: BSD-3-Clause
 * report_page_speedup.c - a scaling study over its workers, both axes logarithmic, so that the ideal is a straight line:
 * speed-up of strong scaling; of weak scaling time, which is flat where it is ideal.
 */
#include "report_page.h"

#include "report_curves.h"
#include "report_svg.h"

#include <math.h>
#include <stdio.h>

enum { HIGH = 250, LEFT = 58, RIGHT = 12, TOP = 22, BOTTOM = 34 };

struct chart {
    const struct rxt_verdict_of_kernel *kernel;
    bool is_weak;
    struct rxt_scale x, y;
};

static const struct rxt_estimate *shown(const struct chart *chart, const struct rxt_row *row)
{
    return chart->is_weak ? rxt_report_value(chart->kernel, row) : &row->speedup;
}

static void add_tick(struct rxt_text *out, const struct chart *chart, double value, const char *text)
{
    if (!rxt_scale_clips(&chart->y, value)) {
        const double y = rxt_scale_at(&chart->y, value);
        rxt_svg_line(out, "grid", LEFT, y, RXT_SVG_WIDE - RIGHT, y);
        rxt_svg_text(out, LEFT - 5.0, y + 4.0, "dim end", "%s", text);
    }
}

/* Round numbers of a time or a program's own unit, the more the less they range over. */
static void add_round(struct rxt_text *out, const struct chart *chart)
{
    static const double numbers[] = {1.0, 2.0, 5.0, 1.5, 3.0, 7.0};
    const double range = chart->y.high / chart->y.low;
    const int n = range > 1e3 ? 1 : range > 6.0 ? 3 : 6;
    for (int e = -12; e <= 15; e++) {
        for (int i = 0; i < n; i++) {
            char text[32];
            const double value = numbers[i] * pow(10.0, e);
            if (chart->kernel->measure.has_metric) {
                rxt_show_si(text, sizeof text, value);
            } else {
                rxt_show_s(text, sizeof text, value);
            }
            add_tick(out, chart, value, text);
        }
    }
}

/* Powers of two of workers and speed-ups. */
static void add_grid(struct rxt_text *out, const struct chart *chart)
{
    char text[32];
    for (int e = -20; e <= 40; e++) {
        const double value = ldexp(1.0, e);
        if (!rxt_scale_clips(&chart->x, value)) {
            const double x = rxt_scale_at(&chart->x, value);
            rxt_svg_line(out, "grid", x, TOP, x, HIGH - BOTTOM);
            rxt_svg_text(out, x, HIGH - BOTTOM + 14.0, "dim mid", "%.5g", value);
        }
        if (!chart->is_weak) {
            snprintf(text, sizeof text, "%.4g", value);
            add_tick(out, chart, value, text);
        }
    }
    if (chart->is_weak) {
        add_round(out, chart);
    }
    rxt_svg_text(out, 0.5 * (LEFT + RXT_SVG_WIDE), HIGH - 4.0, "dim mid", "workers");
}

/* Bars are set apart, so that curves that are equal stay visible. */
static void add_curve(struct rxt_text *out, const struct chart *chart, enum rxt_mode mode)
{
    struct rxt_text path = {0};
    rxt_text_add(out, "<g class=\"m%d\">", (int)mode);
    for (size_t s = 0; s < chart->kernel->n_steps; s++) {
        const struct rxt_row *row = rxt_curve_at(chart->kernel, s, mode);
        if (row) {
            const struct rxt_estimate *value = shown(chart, row);
            const double x = rxt_scale_at(&chart->x, (double)row->workers) + 3.0 * ((int)mode - 2),
                         y = rxt_scale_at(&chart->y, value->value);
            rxt_text_add(&path, "%s%.1f %.1f", path.n == 0 ? "M" : "L", x, y);
            if (value->has_interval) {
                rxt_svg_line(out, "thin", x, rxt_scale_at(&chart->y, value->low), x,
                             rxt_scale_at(&chart->y, value->high));
            }
            rxt_svg_sign(out, (int)rxt_layout_mode(&row->layout), x, y);
        }
    }
    rxt_text_add(out, "<path class=\"line\" d=\"%s\"/></g>", rxt_text_of(&path));
    out->failed |= path.failed;
    rxt_text_free(&path);
}

static void add_curves(struct rxt_text *out, const struct chart *chart, double base)
{
    double x = LEFT;
    const double most = chart->x.high;
    if (chart->is_weak) {
        rxt_svg_line(out, "ideal", LEFT, rxt_scale_at(&chart->y, base), RXT_SVG_WIDE - RIGHT,
                     rxt_scale_at(&chart->y, base));
    } else {
        rxt_svg_line(out, "ideal", rxt_scale_at(&chart->x, 1.0), rxt_scale_at(&chart->y, 1.0),
                     rxt_scale_at(&chart->x, most), rxt_scale_at(&chart->y, most));
    }
    for (enum rxt_mode mode = RXT_MODE_THREADS; mode < RXT_MODES; mode++) {
        if (rxt_curve_points(chart->kernel, mode) > 0) {
            add_curve(out, chart, mode);
            rxt_svg_sign(out, (int)mode, x + 6.0, 9.0);
            rxt_svg_text(out, x + 14.0, 13.0, "", "%s", rxt_mode_name(mode));
            x += 66.0;
        }
    }
    rxt_svg_line(out, "ideal", x + 2.0, 9.0, x + 22.0, 9.0);
    rxt_svg_text(out, x + 26.0, 13.0, "", "ideal");
}

/* Both axes; false: there is nothing to draw. */
static bool fit(struct chart *chart)
{
    double low = INFINITY, high = 0.0, workers = 1.0;
    for (size_t s = 0; s < chart->kernel->n_steps; s++) {
        for (enum rxt_mode mode = RXT_MODE_SERIAL; mode < RXT_MODES; mode++) {
            const struct rxt_row *row = rxt_curve_point(chart->kernel, s, mode);
            if (row) {
                const struct rxt_estimate *value = shown(chart, row);
                low = fmin(low, value->has_interval ? value->low : value->value);
                high = fmax(high, value->has_interval ? value->high : value->value);
                workers = fmax(workers, (double)row->workers);
            }
        }
    }
    low = chart->is_weak ? 0.7 * low : fmin(0.8, 0.9 * low);
    high = chart->is_weak ? 1.4 * high : fmax(1.2 * workers, 1.1 * high);
    chart->x = (struct rxt_scale){0.85, 1.15 * workers, LEFT, RXT_SVG_WIDE - RIGHT, true};
    chart->y = (struct rxt_scale){low, high, HIGH - BOTTOM, TOP, true};
    return isfinite(low) && low > 0.0 && isfinite(high) && workers > 1.0;
}

void rxt_page_speedup(struct rxt_document *out, const struct rxt_decision *decision,
                      const struct rxt_verdict_of_kernel *kernel)
{
    struct chart chart = {.kernel = kernel, .is_weak = decision->scaling == RXT_SCALING_WEAK};
    struct rxt_text svg = {0}, title = {0};
    const struct rxt_row *base = rxt_curve_point(kernel, 0, RXT_MODE_SERIAL);
    if (decision->scaling == RXT_SCALING_NONE || !base || !fit(&chart)) {
        return;
    }
    const char *about =
        chart.is_weak ? "The work of each worker stays the same, so the ideal is flat. Of each mode the "
                        "fastest layout of every step; bars: 95 % intervals, none where there is none."
                      : "Both axes are logarithmic, so the ideal is a straight line. Of each mode the "
                        "fastest layout of every step; bars: 95 % intervals, none where there is none.";
    rxt_text_add(&title, "%s over workers, %s",
                 !chart.is_weak               ? "Speed-up"
                 : kernel->measure.has_metric ? "Number"
                                              : "Time",
                 kernel->kernel);
    rxt_svg_open(&svg, rxt_text_of(&title), about, HIGH);
    add_grid(&svg, &chart);
    add_curves(&svg, &chart, shown(&chart, base)->value);
    rxt_svg_close(&svg);
    rxt_document_draw(out, rxt_text_of(&title), about, &svg);
    rxt_text_free(&title);
}
