/* SPDX-License-Identifier: BSD-3-Clause
 * report_page_times.c - the time of every layout as a bar from zero, with its interval.
 */
#include "report_page.h"

#include "report_answer.h"
#include "report_svg.h"

#include <math.h>
#include <stdlib.h>

enum { ROW = 18, LEFT = 92, RIGHT = 84, TOP = 4 };
static const double most_times = 6.0; /* of the best: a bar that is longer is cut, and marked */

int rxt_page_kind(const struct rxt_verdict_of_kernel *kernel, const struct rxt_row *row)
{
    return row == kernel->plain ? 4 : (int)rxt_layout_mode(&row->layout);
}

static bool has_time(const struct rxt_row *row)
{
    return isfinite(row->time_s.value) && row->verdict != RXT_IS_WRONG && row->verdict != RXT_IS_FAILED;
}

static int compare_rows(const void *a, const void *b)
{
    const struct rxt_row *one = *(const struct rxt_row *const *)a, *other = *(const struct rxt_row *const *)b;
    return (one->cost.value > other->cost.value) - (one->cost.value < other->cost.value);
}

size_t rxt_page_rows(const struct rxt_verdict_of_kernel *kernel, const struct rxt_row **rows)
{
    const struct rxt_row **all = malloc((kernel->n_rows + 1) * sizeof *all);
    size_t n = 0, n_kept = 0;
    for (size_t r = 0; all && r < kernel->n_rows; r++) {
        if (has_time(&kernel->rows[r])) {
            all[n++] = &kernel->rows[r];
        }
    }
    if (all) {
        qsort(all, n, sizeof *all, compare_rows);
    }
    for (size_t i = 0; i < n && n_kept < RXT_PAGE_ROWS; i++) {
        const bool is_base = all[i] == kernel->serial || all[i] == kernel->plain;
        if (is_base || n_kept < RXT_PAGE_ROWS - 2) {
            rows[n_kept++] = all[i];
        }
    }
    free(all);
    return n_kept;
}

/* Of a row: its layout, a bar up to its value, the interval, the value. */
static void add_bar(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel,
                    const struct rxt_row *row, const struct rxt_scale *scale, double y)
{
    const struct rxt_estimate *value = rxt_report_value(kernel, row);
    const double end = rxt_scale_at(scale, value->value), middle = y + 0.5 * ROW;
    const int kind = rxt_page_kind(kernel, row);
    const bool is_answer = row == rxt_answer_row(kernel);
    rxt_svg_sign(out, kind, 7.0, middle);
    rxt_svg_text(out, 16.0, middle + 4.0, is_answer ? "bold" : "", "%s %c", row->text,
                 rxt_report_mark(row->verdict));
    rxt_text_add(out, "<g class=\"m%d\">", kind);
    rxt_svg_rect(out, is_answer ? "fill" : "soft", scale->from, y + 3.0, end - scale->from, ROW - 6.0);
    rxt_text_add(out, "</g>");
    if (rxt_scale_clips(scale, value->value)) {
        rxt_svg_text(out, end - 14.0, middle + 4.0, "bold", "\u00bb");
    } else if (value->has_interval) {
        const double low = rxt_scale_at(scale, value->low), high = rxt_scale_at(scale, value->high);
        rxt_svg_line(out, "bar", low, middle, high, middle);
        rxt_svg_line(out, "bar", low, middle - 3.0, low, middle + 3.0);
        rxt_svg_line(out, "bar", high, middle - 3.0, high, middle + 3.0);
    }
    rxt_svg_text(out, RXT_SVG_WIDE, middle + 4.0, is_answer ? "end bold" : "end", "%s",
                 rxt_report_show(kernel)(value->value).text);
}

void rxt_page_times(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *rows[RXT_PAGE_ROWS];
    const size_t n = rxt_page_rows(kernel, rows);
    struct rxt_text svg = {0}, title = {0};
    double most = 0.0, least = INFINITY;
    if (n == 0) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const struct rxt_estimate *value = rxt_report_value(kernel, rows[i]);
        most = fmax(most, value->has_interval ? value->high : value->value);
        least = fmin(least, value->value);
    }
    const struct rxt_scale scale = {
        .high = fmin(most, most_times * least), .from = LEFT, .to = RXT_SVG_WIDE - RIGHT};
    static const char about[] = "One bar a layout, by their medians, with the 95 % interval of each; a bar "
                                "that ends in \u00bb is longer. Filled: the answer.";
    rxt_text_add(&title, "%s of each layout, %s", kernel->measure.has_metric ? "Number" : "Time",
                 kernel->kernel);
    rxt_svg_open(&svg, rxt_text_of(&title), about, TOP + (double)n * ROW);
    for (size_t i = 0; i < n; i++) {
        add_bar(&svg, kernel, rows[i], &scale, TOP + (double)i * ROW);
    }
    rxt_svg_close(&svg);
    rxt_document_draw(out, rxt_text_of(&title), about, &svg);
    rxt_text_free(&title);
}
