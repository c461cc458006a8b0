/* SPDX-License-Identifier: BSD-3-Clause
 * report_matrix.c - the decision matrix: a row a kernel, a column a layout, time with its mark, ratio below.
 */
#include "report_matrix.h"

#include "report_machine.h"
#include "report_parts.h"

#include <stdio.h>
#include <stdlib.h>

enum { NAME_MOST = 20, CELL_LEAST = 10 };

const char rxt_report_legend[] =
    "* best   = tied with the best   ? open, too few rounds   ! wrong or failed   "
    "1.83x time / the best's";

/* Some of the columns, side by side, and how wide they are. */
struct block {
    const struct rxt_decision *decision;
    const size_t *row;
    size_t n, name_width, cell_width;
    bool colour;
};

static const struct rxt_row *row_of(const struct rxt_verdict_of_kernel *kernel, size_t row)
{
    return row < kernel->n_rows ? &kernel->rows[row] : NULL;
}

static void add_cell(struct rxt_text *out, const struct block *block, const char *text, char mark,
                     const char *paint)
{
    const bool painted = block->colour && paint;
    rxt_text_add(out, "%s", painted ? paint : "");
    rxt_report_pad(out, text, block->cell_width, true);
    rxt_text_add(out, " %c%s", mark, painted ? "\033[0m" : "");
}

static void end_line(struct rxt_text *out)
{
    while (out->n > 0 && out->bytes[out->n - 1] == ' ') {
        out->bytes[--out->n] = '\0';
    }
    rxt_text_add(out, "\n");
}

static void add_titles(struct rxt_text *out, const struct block *block)
{
    const struct rxt_verdict_of_kernel *kernel = &block->decision->kernels[0];
    rxt_report_pad(out, "", block->name_width, false);
    for (size_t c = 0; c < block->n; c++) {
        add_cell(out, block, rxt_report_mode(kernel, block->row[c]), ' ', NULL);
    }
    end_line(out);
    rxt_report_pad(out, "kernel", block->name_width, false);
    for (size_t c = 0; c < block->n; c++) {
        add_cell(out, block, kernel->rows[block->row[c]].text, ' ', "\033[1m");
    }
    end_line(out);
}

static const char *paint_of(enum rxt_verdict verdict)
{
    static const char *const paints[] = {
        [RXT_IS_BEST] = "\033[1;32m",    [RXT_IS_TIED] = "\033[32m", [RXT_IS_OUT] = NULL,
        [RXT_IS_UNDECIDED] = "\033[33m", [RXT_IS_PLAIN] = NULL,      [RXT_IS_WRONG] = "\033[1;31m",
        [RXT_IS_FAILED] = "\033[31m"};
    return paints[verdict];
}

/* A row without a time that counts shows its verdict where the time would be. */
static struct rxt_cell time_of(const struct rxt_row *row)
{
    struct rxt_cell cell = rxt_cell_time(row->time_s.value);
    if (row->verdict == RXT_IS_WRONG || row->verdict == RXT_IS_FAILED) {
        snprintf(cell.text, sizeof cell.text, "%s", rxt_verdict_name(row->verdict));
    }
    return cell;
}

static void add_kernel(struct rxt_text *out, const struct block *block,
                       const struct rxt_verdict_of_kernel *kernel)
{
    rxt_report_pad(out, kernel->kernel, block->name_width, false);
    for (size_t c = 0; c < block->n; c++) {
        const struct rxt_row *row = row_of(kernel, block->row[c]);
        add_cell(out, block, row ? time_of(row).text : "-", row ? rxt_report_mark(row->verdict) : ' ',
                 row ? paint_of(row->verdict) : NULL);
    }
    end_line(out);
    rxt_report_pad(out, "", block->name_width, false);
    for (size_t c = 0; c < block->n; c++) {
        const struct rxt_row *row = row_of(kernel, block->row[c]);
        const bool known = row && row->verdict != RXT_IS_WRONG && row->verdict != RXT_IS_FAILED;
        add_cell(out, block, known ? rxt_cell_times(row->ratio.value).text : "", ' ', "\033[2m");
    }
    end_line(out);
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static void add_block(struct rxt_text *out, const struct block *block)
{
    add_titles(out, block);
    for (size_t k = 0; k < block->decision->n_kernels; k++) {
        add_kernel(out, block, &block->decision->kernels[k]);
    }
}

/* Widths that all blocks share, so that columns of one block stand above those of the next. */
static void measure(struct block *block, const struct rxt_columns_of *order)
{
    const struct rxt_decision *decision = block->decision;
    for (size_t k = 0; k < decision->n_kernels; k++) {
        block->name_width = larger(block->name_width, rxt_columns(decision->kernels[k].kernel));
    }
    block->name_width = block->name_width < NAME_MOST ? block->name_width : NAME_MOST;
    for (size_t c = 0; c < order->n; c++) {
        const struct rxt_verdict_of_kernel *kernel = &decision->kernels[0];
        block->cell_width = larger(block->cell_width, rxt_columns(kernel->rows[order->row[c]].text));
        block->cell_width = larger(block->cell_width, rxt_columns(rxt_report_mode(kernel, order->row[c])));
    }
}

void rxt_report_matrix(struct rxt_text *out, const struct rxt_decision *decision, bool colour)
{
    struct rxt_columns_of order = rxt_report_order(decision);
    struct block block = {decision, order.row, 0, sizeof "kernel" - 1, CELL_LEAST, colour};
    out->failed |= !order.row;
    measure(&block, &order);
    const size_t at_once = larger(1, (RXT_REPORT_COLUMNS - block.name_width) / (block.cell_width + 2));
    const size_t n_blocks = (order.n + at_once - 1) / at_once;
    const size_t even = n_blocks > 0 ? (order.n + n_blocks - 1) / n_blocks : 0;
    for (size_t first = 0; first < order.n; first += even) {
        block.row = order.row + first;
        block.n = order.n - first < even ? order.n - first : even;
        add_block(out, &block);
        rxt_text_add(out, "\n");
    }
    rxt_text_add(out, "%s\n", rxt_report_legend);
    free(order.row);
}

static void add_markdown_row(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel,
                             const struct rxt_columns_of *order)
{
    rxt_text_add(out, "| ");
    rxt_markdown_text(out, kernel->kernel);
    rxt_text_add(out, " ");
    for (size_t c = 0; c < order->n; c++) {
        const struct rxt_row *row = row_of(kernel, order->row[c]);
        if (!row || row->verdict == RXT_IS_WRONG || row->verdict == RXT_IS_FAILED) {
            rxt_text_add(out, "| %s ", row ? rxt_verdict_name(row->verdict) : "not measured");
            continue;
        }
        const char mark = rxt_report_mark(row->verdict);
        const char *bold = mark == '*' ? "**" : "";
        rxt_text_add(out, "| %s%s%s %s%c<br>%s ", bold, rxt_cell_time(row->time_s.value).text, bold,
                     mark == '*' ? "\\" : "", mark, rxt_cell_times(row->ratio.value).text);
    }
    rxt_text_add(out, "|\n");
}

void rxt_report_matrix_markdown(struct rxt_text *out, const struct rxt_decision *decision)
{
    struct rxt_columns_of order = rxt_report_order(decision);
    out->failed |= !order.row;
    rxt_text_add(out, "| kernel ");
    for (size_t c = 0; c < order.n; c++) {
        const struct rxt_verdict_of_kernel *kernel = &decision->kernels[0];
        rxt_text_add(out, "| %s<br>%s ", kernel->rows[order.row[c]].text,
                     rxt_report_mode(kernel, order.row[c]));
    }
    rxt_text_add(out, "|\n|---|");
    for (size_t c = 0; c < order.n; c++) {
        rxt_text_add(out, "--:|");
    }
    rxt_text_add(out, "\n");
    for (size_t k = 0; k < decision->n_kernels; k++) {
        add_markdown_row(out, &decision->kernels[k], &order);
    }
    rxt_text_add(out, "\n\\%s\n", rxt_report_legend);
    free(order.row);
}
