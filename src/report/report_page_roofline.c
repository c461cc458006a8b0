/* SPDX-License-Identifier: BSD-3-Clause
 * report_page_roofline.c - how near the answers come to what the machine can do: arithmetic over bytes moved.
 *
 * The ceilings are those that the study measured under the same layout. A point above the slope may have its data in a cache.
 */
#include "report_page.h"

#include "report_answer.h"
#include "report_svg.h"

#include <math.h>

enum { HIGH = 240, LEFT = 48, RIGHT = 12, TOP = 12, BOTTOM = 34, MOST = 26 };

struct chart {
    struct rxt_scale x, y;
    double peak_flop, peak_bytes; /* a second, the highest that was measured under a layout of the answers */
};

static bool has_place(const struct rxt_row *row)
{
    return row && row->rate_flop > 0.0 && row->rate_bytes > 0.0;
}

static void fit(struct chart *chart, const struct rxt_decision *decision)
{
    double left = INFINITY, right = 0.0, low = INFINITY, high = chart->peak_flop;
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_row *row = rxt_answer_row(&decision->kernels[k]);
        if (has_place(row)) {
            left = fmin(left, row->rate_flop / row->rate_bytes);
            right = fmax(right, row->rate_flop / row->rate_bytes);
            low = fmin(low, row->rate_flop);
            high = fmax(high, row->rate_flop);
        }
    }
    left = fmin(left, 0.25 * chart->peak_flop / chart->peak_bytes);
    right = fmax(right, 4.0 * chart->peak_flop / chart->peak_bytes);
    low = fmin(low, 0.5 * left * chart->peak_bytes);
    chart->x = (struct rxt_scale){0.7 * left, 1.4 * right, LEFT, RXT_SVG_WIDE - RIGHT, true};
    chart->y = (struct rxt_scale){0.7 * low, 1.6 * high, HIGH - BOTTOM, TOP, true};
}

static void add_grid(struct rxt_text *out, const struct chart *chart)
{
    char text[32];
    for (int e = -12; e <= 18; e++) {
        const double value = pow(10.0, e);
        if (!rxt_scale_clips(&chart->x, value)) {
            const double x = rxt_scale_at(&chart->x, value);
            rxt_svg_line(out, "grid", x, TOP, x, HIGH - BOTTOM);
            rxt_svg_text(out, x, HIGH - BOTTOM + 14.0, "dim mid", "%.5g", value);
        }
        if (!rxt_scale_clips(&chart->y, value)) {
            const double y = rxt_scale_at(&chart->y, value);
            rxt_svg_line(out, "grid", LEFT, y, RXT_SVG_WIDE - RIGHT, y);
            rxt_svg_text(out, LEFT - 5.0, y + 4.0, "dim end", "%s", rxt_show_si(text, sizeof text, value));
        }
    }
    rxt_svg_text(out, 0.5 * (LEFT + RXT_SVG_WIDE), HIGH - 4.0, "dim mid", "flop a byte");
    rxt_svg_text(out, 2.0, 10.0, "dim", "flop/s");
}

static void add_roof(struct rxt_text *out, const struct chart *chart)
{
    const double ridge = chart->peak_flop / chart->peak_bytes,
                 start = fmax(chart->x.low, chart->y.low / chart->peak_bytes);
    rxt_text_add(out, "<path class=\"bar\" d=\"M%.1f %.1fL%.1f %.1fH%d\"/>", rxt_scale_at(&chart->x, start),
                 rxt_scale_at(&chart->y, start * chart->peak_bytes), rxt_scale_at(&chart->x, ridge),
                 rxt_scale_at(&chart->y, chart->peak_flop), RXT_SVG_WIDE - RIGHT);
}

/* The points by letters, which the table below names. */
static void add_points(struct rxt_text *out, const struct chart *chart, const struct rxt_decision *decision)
{
    char letter = 'a';
    for (size_t k = 0; k < decision->n_kernels && letter < 'a' + MOST; k++) {
        const struct rxt_row *row = rxt_answer_row(&decision->kernels[k]);
        if (has_place(row)) {
            const double x = rxt_scale_at(&chart->x, row->rate_flop / row->rate_bytes),
                         y = rxt_scale_at(&chart->y, row->rate_flop);
            rxt_svg_sign(out, rxt_page_kind(&decision->kernels[k], row), x, y);
            rxt_svg_text(out, x + 7.0, y + 3.0, "bold", "%c", letter++);
        }
    }
}

static void add_table(struct rxt_document *out, const struct rxt_decision *decision)
{
    char letter = 'a';
    rxt_document_titles(out, "point", "subject", "layout", ">flop a byte", ">of the flop ceiling",
                        ">of the bandwidth ceiling", NULL);
    for (size_t k = 0; k < decision->n_kernels && letter < 'a' + MOST; k++) {
        const struct rxt_row *row = rxt_answer_row(&decision->kernels[k]);
        if (has_place(row)) {
            const char name[] = {letter++, '\0'};
            struct rxt_text places = {0};
            rxt_text_add(&places, "%.3g", row->rate_flop / row->rate_bytes);
            rxt_document_row(out, name, decision->kernels[k].kernel, row->text, rxt_text_of(&places),
                             rxt_cell_percent(row->share_flop).text, rxt_cell_percent(row->share_bytes).text,
                             NULL);
            rxt_text_free(&places);
        }
    }
}

void rxt_page_roofline(struct rxt_document *out, const struct rxt_decision *decision)
{
    static const char
        title[] = "Roofline",
        about[] = "A point a subject under its answer: arithmetic a second, by arithmetic a byte. The "
                  "line is what the study's own kernels reached here at most: memory bandwidth on the "
                  "slope, arithmetic on the flat. A point above the slope may have its data in a cache.";
    struct chart chart = {0};
    struct rxt_text svg = {0};
    size_t n = 0;
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_row *row = rxt_answer_row(&decision->kernels[k]);
        if (has_place(row)) {
            n++;
            chart.peak_flop = fmax(chart.peak_flop, row->rate_flop / row->share_flop);
            chart.peak_bytes = fmax(chart.peak_bytes, row->rate_bytes / row->share_bytes);
        }
    }
    if (n == 0 || !(chart.peak_flop > 0.0) || !(chart.peak_bytes > 0.0)) {
        return;
    }
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "Roofline: how near to what the machine can do");
    fit(&chart, decision);
    rxt_svg_open(&svg, title, about, HIGH);
    add_grid(&svg, &chart);
    add_roof(&svg, &chart);
    add_points(&svg, &chart, decision);
    rxt_svg_close(&svg);
    rxt_document_draw(out, title, about, &svg);
    add_table(out, decision);
}
