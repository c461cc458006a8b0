/* SPDX-License-Identifier: BSD-3-Clause
 * report_scaling.c - what a scaling study found, step by step.
 */
#include "report_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const base[] = {
    [RXT_SCALING_STRONG] =
        "Strong scaling: one size, more workers. The base is 1x1, which is serial, one thread, and one rank "
        "at once (a team of one worker, started without a launcher); speed-up is its time over the layout's, "
        "efficiency speed-up over workers, the serial fraction that of Karp and Flatt (1990): (1/S - 1/P) / "
        "(1 - 1/P). Layouts are compared with those of as many workers.",
    [RXT_SCALING_WEAK] =
        "Weak scaling: the size n grows so that the work of each worker stays that of 1x1, which is serial, "
        "one thread, and one rank at once; work grows with n by the rule that each kernel states. Speed-up "
        "is work over time against 1x1, efficiency speed-up over workers; a serial fraction is of one size, "
        "and told in strong scaling alone. Layouts are compared with those of as many workers.",
};

/* A step: its best layout, and the equals of that. */
static void add_step(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel, size_t step)
{
    const struct rxt_row *best = kernel->steps[step].best;
    struct rxt_text winners = {0};
    rxt_text_add(&winners, "%s", best ? best->text : "-");
    for (size_t i = 0; i < kernel->n_rows; i++) {
        const enum rxt_verdict verdict = kernel->rows[i].verdict;
        if (kernel->rows[i].step == step && (verdict == RXT_IS_EQUAL || verdict == RXT_IS_UNDECIDED)) {
            rxt_text_add(&winners, " %c %s", rxt_report_mark(verdict), kernel->rows[i].text);
        }
    }
    rxt_document_row(out, step == 0 ? kernel->kernel : "", rxt_cell_count(kernel->steps[step].workers).text,
                     rxt_text_of(&winners),
                     best ? rxt_report_show(kernel)(rxt_report_value(kernel, best)->value).text : "-",
                     best ? rxt_cell_estimate(&best->speedup, rxt_cell_times).text : "-",
                     best ? rxt_cell_percent(best->efficiency.value).text : "-",
                     best ? rxt_cell_percent(best->serial.value).text : "-", NULL);
    out->failed |= winners.failed;
    rxt_text_free(&winners);
}

/* Of each kernel; of those whose curves have too few points all at once. */
static void add_models(struct rxt_document *out, const struct rxt_decision *decision)
{
    size_t n_short = 0;
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_verdict_of_kernel *kernel = &decision->kernels[k];
        struct rxt_text text = {0};
        if (kernel->model.n_points < RXT_MODEL_POINTS) {
            n_short++;
            continue;
        }
        rxt_text_add(&text, "model: ");
        rxt_report_model(&text, kernel);
        rxt_document_add_text(out, RXT_BLOCK_ITEM, kernel->kernel, &text);
    }
    if (n_short > 0) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "no model",
                         "%zu of %zu curves have a time for fewer than %d numbers of workers", n_short,
                         decision->n_kernels, RXT_MODEL_POINTS);
    }
}

/* The speed-ups that no serial fraction explains, those behind one another with the same reason told together. */
static void add_shareless(struct rxt_document *out, const struct rxt_decision *decision)
{
    struct rxt_text text = {0};
    const char *last = NULL;
    for (size_t k = 0; k < decision->n_kernels; k++) {
        for (size_t s = 0; s < decision->kernels[k].n_steps; s++) {
            const struct rxt_row *best = decision->kernels[k].steps[s].best;
            if (best && best->serial_why) {
                const bool goes_on = last && !strcmp(last, best->serial_why);
                rxt_text_add(&text, "%s%s%s%s %s", last && !goes_on ? ": " : "", last && !goes_on ? last : "",
                             !last     ? ""
                             : goes_on ? ", "
                                       : "; ",
                             decision->kernels[k].kernel, best->text);
                last = best->serial_why;
            }
        }
    }
    if (last) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "no serial", "%s: %s", rxt_text_of(&text), last);
    }
    out->failed |= text.failed;
    rxt_text_free(&text);
}

void rxt_report_scaling_steps(struct rxt_document *out, const struct rxt_decision *decision)
{
    static const size_t widths[][2] = {{0, 17}, {8, 0}, {20, 20}, {9, 0}, {25, 0}, {11, 0}, {8, 0}};
    rxt_document_add(out, RXT_BLOCK_SENTENCE, NULL, "%s", base[decision->scaling]);
    rxt_document_titles(out, "kernel", ">workers", "best = equal", ">time", ">speed-up and 95 %",
                        ">efficiency", ">serial", NULL);
    for (size_t c = 0; c < sizeof widths / sizeof *widths; c++) {
        rxt_document_width(out, c, widths[c][0], widths[c][1]);
    }
    for (size_t k = 0; k < decision->n_kernels; k++) {
        for (size_t s = 0; s < decision->kernels[k].n_steps; s++) {
            add_step(out, &decision->kernels[k], s);
        }
    }
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_verdict_of_kernel *kernel = &decision->kernels[k];
        rxt_document_add(out, RXT_BLOCK_ITEM, kernel->kernel, "%s%s%s%s",
                         kernel->grows[0] ? "work grows as " : "", kernel->grows,
                         kernel->grows[0] ? "; " : "", kernel->turn);
    }
    add_models(out, decision);
    add_shareless(out, decision);
}

void rxt_report_scaling_base(struct rxt_document *out, const struct rxt_decision *decision)
{
    const bool is_weak = decision->scaling == RXT_SCALING_WEAK;
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "Scaling");
    rxt_document_add(out, RXT_BLOCK_SENTENCE, NULL, "%s", base[decision->scaling]);
    rxt_document_titles(out, "kernel", is_weak ? "work grows as" : "the winner",
                        is_weak ? "the winner" : NULL, NULL);
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_verdict_of_kernel *kernel = &decision->kernels[k];
        rxt_document_row(out, kernel->kernel, is_weak ? kernel->grows : kernel->turn,
                         is_weak ? kernel->turn : NULL, NULL);
    }
    rxt_document_add(
        out, RXT_BLOCK_SENTENCE, NULL,
        "The pictures are drawn by gnuplot from the scripts and data beside them (scaling-*.gp, "
        "scaling-*.dat), a file for each panel too (speedup-*.pdf, time-*.pdf, efficiency-*.pdf), and scaling-*.txt is "
        "their caption: where one is missing, gnuplot was, and \"gnuplot scaling-NAME.gp\" draws it.");
}

static struct rxt_cell serial_cell(const struct rxt_row *row)
{
    struct rxt_cell cell = rxt_cell_estimate(&row->serial, rxt_cell_percent);
    if (row->serial_why) {
        snprintf(cell.text, sizeof cell.text, "- (%s)", row->serial_why);
    }
    return cell;
}

void rxt_report_scaling_kernel(struct rxt_document *out, const struct rxt_decision *decision,
                               const struct rxt_verdict_of_kernel *kernel)
{
    char text[RXT_NAME_MOST + 16];
    struct rxt_text model = {0};
    if (rxt_is_name(kernel->kernel)) {
        snprintf(text, sizeof text, "scaling-%s.svg", kernel->kernel);
        rxt_document_add(out, RXT_BLOCK_PICTURE, text, "%s scaling of %s",
                         rxt_scaling_name(decision->scaling), kernel->kernel);
    }
    rxt_report_model(&model, kernel);
    rxt_document_add_text(out, RXT_BLOCK_ITEM, "Model", &model);
    rxt_document_titles(out, ">workers", ">n", "layout", "mode", ">median", ">speed-up", ">efficiency",
                        ">serial fraction", "verdict", NULL);
    for (size_t i = 0; i < kernel->n_steps * kernel->n_rows; i++) {
        const size_t r = i % kernel->n_rows;
        const struct rxt_row *row = &kernel->rows[r];
        if (row->step == i / kernel->n_rows) {
            snprintf(text, sizeof text, isnan(row->size) ? "-" : "%.15g", row->size);
            rxt_document_row(out, rxt_cell_count(row->workers).text, text, row->text,
                             rxt_report_mode(kernel, r),
                             rxt_cell_estimate(rxt_report_value(kernel, row), rxt_report_show(kernel)).text,
                             rxt_cell_estimate(&row->speedup, rxt_cell_times).text,
                             rxt_cell_estimate(&row->efficiency, rxt_cell_percent).text,
                             serial_cell(row).text, rxt_verdict_name(row->verdict), NULL);
        }
    }
}
