/* SPDX-License-Identifier: BSD-3-Clause
 * report_page_rounds.c - every launch over the rounds, a strip a layout, so that drift, jumps and disturbances are seen.
 */
#include "report_page.h"

#include "decide_series.h"
#include "report_answer.h"
#include "report_svg.h"

#include <math.h>
#include <string.h>

enum { ROW = 24, LEFT = 92, RIGHT = 8, TOP = 4 };
static const double least_span = 0.02, most_span = 0.5; /* of a strip, up and down */

/* A strip, as paths that grow: timed runs, what counts, what a disturbance was seen in, what was rejected. */
struct strip {
    const struct rxt_row *row;
    double median, y;
    struct rxt_text runs, counted, disturbed, rejected;
};

struct chart {
    const struct rxt_verdict_of_kernel *kernel;
    struct strip strips[RXT_PAGE_ROWS];
    size_t n;
    struct rxt_scale x;
    double span;
    size_t n_disturbed, n_clipped;
};

static double value_of(const struct chart *chart, const struct rxt_sample *sample)
{
    return chart->kernel->measure.has_metric ? rxt_sample_metric(sample) : rxt_sample_time(sample);
}

static struct strip *strip_of(struct chart *chart, const struct rxt_sample *sample)
{
    for (size_t i = 0; i < chart->n && !strcmp(sample->kernel, chart->kernel->kernel); i++) {
        if (rxt_layout_equal(&chart->strips[i].row->layout, &sample->layout)) {
            return &chart->strips[i];
        }
    }
    return NULL;
}

static double height_of(const struct chart *chart, const struct strip *strip, double value)
{
    const struct rxt_scale scale = {
        .low = -chart->span, .high = chart->span, .from = strip->y + ROW - 4.0, .to = strip->y + 4.0};
    return rxt_scale_at(&scale, value / strip->median - 1.0);
}

static void add_sample(struct chart *chart, const struct rxt_sample *sample)
{
    struct strip *strip = strip_of(chart, sample);
    const double value = value_of(chart, sample);
    if (!strip || !(value > 0.0)) {
        return;
    }
    const double x = rxt_scale_at(&chart->x, sample->round), y = height_of(chart, strip, value);
    double low = y, high = y;
    for (size_t i = 0; i < sample->n_times; i++) {
        const double at = height_of(chart, strip, sample->metric ? sample->metric[i] : sample->time_s[i]);
        low = fmin(low, at);
        high = fmax(high, at);
    }
    chart->n_clipped += fabs(value / strip->median - 1.0) > chart->span;
    rxt_text_add(&strip->runs, "M%.1f %.1fV%.1f", x, low, high);
    if (sample->rejected || !rxt_sample_counts(sample)) {
        rxt_text_add(&strip->rejected, "M%.1f %.1fm-3 0h6", x, y);
    } else if (sample->disturbed) {
        rxt_text_add(&strip->disturbed, "M%.1f %.1fm-3 -3l6 6m-6 0l6 -6", x, y);
        chart->n_disturbed++;
    } else {
        rxt_text_add(&strip->counted, "M%.1f %.1fh0", x, y);
    }
}

static void add_path(struct rxt_text *out, const char *classes, struct rxt_text *path)
{
    if (path->n > 0) {
        rxt_text_add(out, "<path class=\"%s\" d=\"", classes);
        rxt_text_add_bytes(out, rxt_text_of(path), path->n);
        rxt_text_add(out, "\"/>");
    }
    out->failed |= path->failed;
    rxt_text_free(path);
}

static void add_strip(struct rxt_text *out, struct chart *chart, struct strip *strip)
{
    const int kind = rxt_page_kind(chart->kernel, strip->row);
    const double middle = strip->y + 0.5 * ROW;
    rxt_svg_line(out, "grid", LEFT - 6.0, middle, RXT_SVG_WIDE, middle);
    rxt_svg_sign(out, kind, 7.0, middle);
    rxt_svg_text(out, 16.0, middle + 4.0, strip->row == rxt_answer_row(chart->kernel) ? "bold" : "", "%s",
                 strip->row->text);
    rxt_text_add(out, "<g class=\"m%d\">", kind);
    add_path(out, "thin", &strip->runs);
    add_path(out, "dots", &strip->counted);
    rxt_text_add(out, "</g><g class=\"bad\">");
    add_path(out, "line", &strip->disturbed);
    add_path(out, "line", &strip->rejected);
    rxt_text_add(out, "</g>");
}

/* The strips, and how far the medians of launches lie from those of their layouts, up to the most that is drawn. */
static void begin_chart(struct chart *chart, const struct rxt_study *study)
{
    const struct rxt_row *rows[RXT_PAGE_ROWS];
    int last = 1;
    chart->n = rxt_page_rows(chart->kernel, rows);
    for (size_t i = 0; i < chart->n; i++) {
        chart->strips[i] = (struct strip){.row = rows[i],
                                          .median = rxt_report_value(chart->kernel, rows[i])->value,
                                          .y = TOP + (double)i * ROW};
    }
    for (size_t i = 0; i < study->n_samples; i++) {
        const struct strip *strip = strip_of(chart, study->samples[i]);
        if (strip) {
            const double off = fabs(value_of(chart, study->samples[i]) / strip->median - 1.0);
            chart->span = isfinite(off) ? fmax(chart->span, off) : chart->span;
            last = study->samples[i]->round > last ? study->samples[i]->round : last;
        }
    }
    chart->span = fmin(fmax(chart->span, least_span), most_span);
    chart->x = (struct rxt_scale){.high = last, .from = LEFT, .to = RXT_SVG_WIDE - RIGHT};
}

static size_t n_screening(const struct chart *chart)
{
    const size_t n = chart->kernel->n_steps > 0 ? chart->kernel->steps[0].n_screening : 0;
    return (double)n <= chart->x.high ? n : 0;
}

/* Behind the rounds in which layouts were dropped, those begin in which the others are compared. */
static void add_screening(struct rxt_text *out, const struct chart *chart)
{
    const size_t n = n_screening(chart);
    if (n > 0) {
        const double x = rxt_scale_at(&chart->x, (double)n - 0.5);
        rxt_svg_line(out, "ideal", x, 0.0, x, TOP + (double)chart->n * ROW);
    }
}

void rxt_page_rounds(struct rxt_document *out, const struct rxt_study *study,
                     const struct rxt_verdict_of_kernel *kernel)
{
    struct chart chart = {.kernel = kernel};
    struct rxt_text svg = {0}, title = {0}, about = {0};
    begin_chart(&chart, study);
    if (chart.n == 0) {
        return;
    }
    for (size_t i = 0; i < study->n_samples; i++) {
        add_sample(&chart, study->samples[i]);
    }
    rxt_text_add(&title, "Every launch over the rounds, %s", kernel->kernel);
    rxt_text_add(
        &about,
        "A strip a layout, its middle the layout's median, its edges %.3g %% above and below; a dot a "
        "launch, a line its timed runs. Crosses: disturbed, a thread lacked its core (%zu). Dashes: "
        "rejected.%s%s",
        100.0 * chart.span, chart.n_disturbed,
        n_screening(&chart) > 0 ? " Left of the dashed line: the rounds that drop layouts." : "",
        chart.n_clipped > 0 ? " What lies further stands at the edge." : "");
    rxt_svg_open(&svg, rxt_text_of(&title), rxt_text_of(&about), TOP + (double)chart.n * ROW + 18.0);
    for (size_t i = 0; i < chart.n; i++) {
        add_strip(&svg, &chart, &chart.strips[i]);
    }
    add_screening(&svg, &chart);
    rxt_svg_text(&svg, LEFT, TOP + (double)chart.n * ROW + 14.0, "dim mid", "0");
    rxt_svg_text(&svg, 0.5 * (LEFT + RXT_SVG_WIDE), TOP + (double)chart.n * ROW + 14.0, "dim mid", "round");
    rxt_svg_text(&svg, RXT_SVG_WIDE, TOP + (double)chart.n * ROW + 14.0, "dim end", "%.0f", chart.x.high);
    rxt_svg_close(&svg);
    rxt_document_draw(out, rxt_text_of(&title), rxt_text_of(&about), &svg);
    rxt_text_free(&title);
    rxt_text_free(&about);
}
