/* SPDX-License-Identifier: BSD-3-Clause
 * report_scaling.c - what a scaling study found, step by step, as a table.
 */
#include "report_scaling.h"

#include "report_machine.h"
#include "report_parts.h"

#include <math.h>
#include <stdio.h>

enum { LABEL = 12 };

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

static size_t name_width(const struct rxt_decision *decision)
{
    size_t width = sizeof "kernel";
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const size_t here = rxt_columns(decision->kernels[k].kernel) + 1;
        width = here > width ? here : width;
    }
    return width;
}

static void add_right(struct rxt_text *out, const char *text, size_t width)
{
    rxt_text_add(out, " ");
    rxt_report_pad(out, text, width - 1, true);
}

/* The best layout of a step, and its equals. */
static struct rxt_cell winners(const struct rxt_verdict_of_kernel *kernel, size_t step)
{
    struct rxt_cell cell = {""};
    struct rxt_text text = {0};
    const struct rxt_row *best = kernel->steps[step].best;
    rxt_text_add(&text, "%s", best ? best->text : "-");
    for (size_t i = 0; i < kernel->n_rows; i++) {
        if (kernel->rows[i].step == step && kernel->rows[i].verdict == RXT_IS_TIED) {
            rxt_text_add(&text, " = %s", kernel->rows[i].text);
        }
    }
    snprintf(cell.text, sizeof cell.text, "%s", rxt_text_of(&text));
    rxt_text_free(&text);
    return cell;
}

static void add_step(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel, size_t step,
                     size_t width)
{
    char workers[24];
    const struct rxt_row *best = kernel->steps[step].best;
    snprintf(workers, sizeof workers, "%zu", kernel->steps[step].workers);
    rxt_report_pad(out, step == 0 ? kernel->kernel : "", width, false);
    add_right(out, workers, 7);
    rxt_text_add(out, "  ");
    rxt_report_pad(out, winners(kernel, step).text, 22, false);
    add_right(out, best ? rxt_cell_time(best->time_s.value).text : "-", 9);
    add_right(out, best ? rxt_cell_estimate(&best->speedup, rxt_cell_times).text : "-", 24);
    add_right(out, best ? rxt_cell_percent(best->efficiency.value).text : "-", 9);
    add_right(out, best ? rxt_cell_percent(best->serial.value).text : "-", 9);
    rxt_text_add(out, "\n");
}

void rxt_report_scaling(struct rxt_text *out, const struct rxt_decision *decision)
{
    const size_t width = name_width(decision);
    rxt_report_wrap(out, "", 0, base[decision->scaling]);
    rxt_text_add(out, "\n");
    rxt_report_pad(out, "kernel", width, false);
    rxt_text_add(out, "workers  best = tied                 time    speed-up and 95 %%  efficie.   serial\n");
    for (size_t k = 0; k < decision->n_kernels; k++) {
        for (size_t s = 0; s < decision->kernels[k].n_steps; s++) {
            add_step(out, &decision->kernels[k], s, width);
        }
    }
    rxt_text_add(out, "\n");
    for (size_t k = 0; k < decision->n_kernels; k++) {
        struct rxt_text text = {0};
        const struct rxt_verdict_of_kernel *kernel = &decision->kernels[k];
        rxt_text_add(&text, "%s%s%s", kernel->grows[0] ? "work grows as " : "", kernel->grows,
                     kernel->grows[0] ? "; " : "");
        rxt_text_add(&text, "%s", kernel->turn);
        rxt_report_wrap(out, kernel->kernel, LABEL, rxt_text_of(&text));
        rxt_text_free(&text);
    }
}

void rxt_report_scaling_base(struct rxt_text *out, const struct rxt_decision *decision)
{
    const bool is_weak = decision->scaling == RXT_SCALING_WEAK;
    rxt_text_add(out, "\n## Scaling\n\n%s\n\n| kernel | %sthe winner |\n|---|%s---|\n",
                 base[decision->scaling], is_weak ? "work grows as | " : "", is_weak ? "---|" : "");
    for (size_t k = 0; k < decision->n_kernels; k++) {
        rxt_text_add(out, "| ");
        rxt_markdown_text(out, decision->kernels[k].kernel);
        rxt_text_add(out, "%s", is_weak ? " | " : "");
        rxt_markdown_text(out, decision->kernels[k].grows);
        rxt_text_add(out, " | ");
        rxt_markdown_text(out, decision->kernels[k].turn);
        rxt_text_add(out, " |\n");
    }
    rxt_text_add(
        out, "\nThe pictures are drawn by gnuplot from the scripts and data beside them (scaling-*.gp, "
             "scaling-*.dat): where one is missing, gnuplot was, and `gnuplot scaling-NAME.gp` draws it.\n");
}

void rxt_report_scaling_kernel(struct rxt_text *out, const struct rxt_decision *decision,
                               const struct rxt_verdict_of_kernel *kernel)
{
    if (rxt_is_name(kernel->kernel)) {
        rxt_text_add(out, "\n![%s scaling of ", rxt_scaling_name(decision->scaling));
        rxt_markdown_text(out, kernel->kernel);
        rxt_text_add(out, "](scaling-%s.svg)\n", kernel->kernel);
    }
    rxt_text_add(
        out, "\n| workers | n | layout | mode | median | speed-up | efficiency | serial fraction | verdict "
             "|\n|--:|--:|---|---|--:|--:|--:|--:|---|\n");
    for (size_t s = 0; s < kernel->n_steps; s++) {
        for (size_t i = 0; i < kernel->n_rows; i++) {
            const struct rxt_row *row = &kernel->rows[i];
            if (row->step == s) {
                char size[24];
                snprintf(size, sizeof size, "%.15g", row->size);
                rxt_text_add(out, "| %zu | %s | %s | %s | %s | %s | %s | %s | %s |\n", row->workers,
                             isnan(row->size) ? "-" : size, row->text, rxt_report_mode(kernel, i),
                             rxt_cell_estimate(&row->time_s, rxt_cell_time).text,
                             rxt_cell_estimate(&row->speedup, rxt_cell_times).text,
                             rxt_cell_estimate(&row->efficiency, rxt_cell_percent).text,
                             rxt_cell_estimate(&row->serial, rxt_cell_percent).text,
                             rxt_verdict_name(row->verdict));
            }
        }
    }
}
