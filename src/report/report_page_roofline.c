/* SPDX-License-Identifier: BSD-3-Clause
 * report_page_roofline.c - how near the answers come to what the machine can do: arithmetic over bytes moved.
 *
 * The ceilings are those that `rxt machine` kept, a slope for each place where data lie; else those that the study measured under
 * the same layout, of memory alone: a point above its slope may have its data in a cache.
 */
#include "report_page.h"

#include "decide_reason.h"
#include "report_answer.h"
#include "report_svg.h"

#include <math.h>
#include <string.h>

enum { HIGH = 240, LEFT = 48, RIGHT = 12, TOP = 12, BOTTOM = 34, MOST = 26 };

/* Bytes a second from a place where data lie; the highest under a layout of the answers. */
struct roof {
    const char *place;
    double bytes;
};
enum { ROOFS = 4 };

struct chart {
    struct rxt_scale x, y;
    double peak_flop; /* a second, in the same way */
    struct roof roofs[ROOFS];
    size_t n_roofs;
    const char *kept_on; /* NULL: no ceiling was kept */
};

static bool has_place(const struct rxt_row *row)
{
    return row && row->rate_flop > 0.0 && row->rate_bytes > 0.0;
}

static const char *place_of(const struct rxt_row *row)
{
    return row->place ? row->place : "memory";
}

static void add_ceilings(struct chart *chart, const struct rxt_row *row)
{
    const double flop = row->rate_flop / row->share_flop, bytes = row->rate_bytes / row->share_bytes;
    size_t i = 0;
    chart->peak_flop = fmax(chart->peak_flop, flop);
    chart->kept_on = row->kept_on ? row->kept_on : chart->kept_on;
    while (i < chart->n_roofs && strcmp(chart->roofs[i].place, place_of(row)) != 0) {
        i++;
    }
    if (i < ROOFS && bytes > 0.0) {
        chart->n_roofs = i < chart->n_roofs ? chart->n_roofs : i + 1;
        chart->roofs[i] = (struct roof){place_of(row), fmax(chart->roofs[i].bytes, bytes)};
    }
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
    for (size_t i = 0; i < chart->n_roofs; i++) {
        left = fmin(left, 0.25 * chart->peak_flop / chart->roofs[i].bytes);
        right = fmax(right, 4.0 * chart->peak_flop / chart->roofs[i].bytes);
    }
    for (size_t i = 0; i < chart->n_roofs; i++) {
        low = fmin(low, 0.5 * left * chart->roofs[i].bytes);
    }
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

static void add_roof(struct rxt_text *out, const struct chart *chart, const struct roof *roof)
{
    const double ridge = chart->peak_flop / roof->bytes,
                 start = fmax(chart->x.low, chart->y.low / roof->bytes);
    const double x = rxt_scale_at(&chart->x, start), y = rxt_scale_at(&chart->y, start * roof->bytes);
    rxt_text_add(out, "<path class=\"bar\" d=\"M%.1f %.1fL%.1f %.1fH%d\"/>", x, y,
                 rxt_scale_at(&chart->x, ridge), rxt_scale_at(&chart->y, chart->peak_flop),
                 RXT_SVG_WIDE - RIGHT);
    rxt_svg_text(out, fmax(x + 3.0, LEFT + 2.0), y + 14.0, "dim", "%s", roof->place);
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
            rxt_svg_text(out, x + 6.0, y + 12.0, "bold", "%c", letter++); /* beside a slope */
        }
    }
}

/* A share that is none: see decide_bound.c. */
static struct rxt_cell share_cell(double share)
{
    return rxt_share_is_above(share) ? (struct rxt_cell){"above it"} : rxt_cell_percent(share);
}

static void add_table(struct rxt_document *out, const struct rxt_decision *decision)
{
    char letter = 'a';
    rxt_document_titles(out, "point", "subject", "layout", ">flop a byte", ">of the flop ceiling",
                        ">of the bandwidth ceiling", "of", NULL);
    for (size_t k = 0; k < decision->n_kernels && letter < 'a' + MOST; k++) {
        const struct rxt_row *row = rxt_answer_row(&decision->kernels[k]);
        if (has_place(row)) {
            const char name[] = {letter++, '\0'};
            struct rxt_text places = {0};
            rxt_text_add(&places, "%.3g", row->rate_flop / row->rate_bytes);
            rxt_document_row(out, name, decision->kernels[k].kernel, row->text, rxt_text_of(&places),
                             share_cell(row->share_flop).text, share_cell(row->share_bytes).text,
                             place_of(row), NULL);
            rxt_text_free(&places);
        }
    }
}

static void say(struct rxt_text *out, const struct chart *chart)
{
    rxt_text_add(
        out, "A point a subject under its answer: arithmetic a second, by arithmetic a byte. The lines are "
             "what was reached here at most: bandwidth on a slope, by where the data lie, arithmetic on "
             "the flat. \"above it\": by more than 5 %%, which is no share of that ceiling. ");
    if (chart->kept_on) {
        rxt_text_add(out, "Measured by rxt machine, %s.", chart->kept_on);
    } else {
        rxt_text_add(
            out, "Measured beside, of memory alone: a point above the slope may have its data in a cache.");
    }
}

void rxt_page_roofline(struct rxt_document *out, const struct rxt_decision *decision)
{
    static const char title[] = "Roofline";
    struct chart chart = {0};
    struct rxt_text svg = {0}, about = {0};
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_row *row = rxt_answer_row(&decision->kernels[k]);
        if (has_place(row)) {
            add_ceilings(&chart, row);
        }
    }
    if (chart.n_roofs == 0 || !(chart.peak_flop > 0.0)) {
        return;
    }
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "Roofline: how near to what the machine can do");
    fit(&chart, decision);
    say(&about, &chart);
    rxt_svg_open(&svg, title, rxt_text_of(&about), HIGH);
    add_grid(&svg, &chart);
    for (size_t i = 0; i < chart.n_roofs; i++) {
        add_roof(&svg, &chart, &chart.roofs[i]);
    }
    add_points(&svg, &chart, decision);
    rxt_svg_close(&svg);
    rxt_document_draw(out, title, rxt_text_of(&about), &svg);
    out->failed |= about.failed;
    rxt_text_free(&about);
    add_table(out, decision);
}
