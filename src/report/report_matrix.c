/* SPDX-License-Identifier: BSD-3-Clause
 * report_matrix.c - the decision matrix: a row a kernel, a column a layout, time with its mark, ratio below.
 */
#include "report_parts.h"

#include <assert.h>
#include <stdint.h>

/* The row of the plain line; SIZE_MAX if no kernel has one. */
static size_t plain_row(const struct rxt_decision *decision)
{
    for (size_t k = 0; k < decision->n_kernels; k++) {
        if (decision->kernels[k].plain) {
            return (size_t)(decision->kernels[k].plain - decision->kernels[k].rows);
        }
    }
    return SIZE_MAX;
}

/* The row of a kernel that column c shows: as in the header, the plain line last. */
static size_t row_at(size_t c, size_t n_rows, size_t plain)
{
    return plain >= n_rows || c < plain ? c : c + 1 < n_rows ? c + 1 : plain;
}

/* A row without a time that counts shows its verdict where the time would be. */
void rxt_report_matrix_cell(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel,
                            const struct rxt_row *row)
{
    const bool is_known =
        row->verdict != RXT_IS_WRONG && row->verdict != RXT_IS_FAILED && row->verdict != RXT_IS_NOT_RUN;
    struct rxt_phrase *entry =
        rxt_document_cell(out,
                          is_known ? rxt_report_show(kernel)(rxt_report_value(kernel, row)->value).text
                          : row->verdict == RXT_IS_NOT_RUN ? "-"
                                                           : rxt_verdict_name(row->verdict),
                          is_known ? rxt_cell_times(row->ratio.value).text : NULL);
    entry->is_marked = true;
    entry->verdict = row->verdict;
    entry->ratio = is_known ? row->ratio.value : 0.0;
}

void rxt_report_matrix_legend(struct rxt_document *out, const struct rxt_decision *decision)
{
    bool has_metric = false;
    for (size_t k = 0; k < decision->n_kernels; k++) {
        has_metric |= decision->kernels[k].measure.has_metric;
    }
    rxt_document_add(
        out, RXT_BLOCK_SENTENCE, NULL,
        "* best   = equal   ~ undecided   . dropped   ? open: too few rounds, or disturbed   ! wrong or failed   "
        "%s",
        has_metric ? "1.83x worse than the best" : "1.83x time / the best's");
}

void rxt_report_matrix_turned(struct rxt_document *out, const struct rxt_decision *decision)
{
    const struct rxt_verdict_of_kernel *first = decision->kernels;
    const size_t n = first->n_rows, plain = plain_row(decision);
    rxt_document_table(out, decision->n_kernels + 1);
    rxt_document_cell(out, "layout", NULL);
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_cell better = rxt_report_better(&decision->kernels[k]);
        rxt_document_cell(out, decision->kernels[k].kernel, better.text[0] ? better.text : NULL)->is_number =
            true;
    }
    for (size_t c = 0; c < n; c++) {
        const size_t r = row_at(c, n, plain);
        rxt_document_cell(out, first->rows[r].text, rxt_report_mode(first, r));
        for (size_t k = 0; k < decision->n_kernels; k++) {
            rxt_report_matrix_cell(out, &decision->kernels[k], &decision->kernels[k].rows[r]);
        }
    }
    rxt_report_matrix_legend(out, decision);
}

void rxt_report_matrix(struct rxt_document *out, const struct rxt_decision *decision)
{
    const struct rxt_verdict_of_kernel *first = decision->kernels;
    const size_t n = first->n_rows, plain = plain_row(decision);
    rxt_document_table(out, n + 1);
    rxt_document_cell(out, rxt_report_noun(decision), NULL)->most = 20;
    for (size_t c = 0; c < n; c++) {
        const size_t r = row_at(c, n, plain);
        struct rxt_phrase *title = rxt_document_cell(out, first->rows[r].text, rxt_report_mode(first, r));
        title->is_number = true;
        title->least = 10;
    }
    for (size_t k = 0; k < decision->n_kernels; k++) {
        assert(decision->kernels[k].n_rows == n);
        const struct rxt_verdict_of_kernel *kernel = &decision->kernels[k];
        const struct rxt_cell better = rxt_report_better(kernel);
        rxt_document_cell(out, kernel->kernel, better.text[0] ? better.text : NULL);
        for (size_t c = 0; c < n; c++) {
            rxt_report_matrix_cell(out, kernel, &kernel->rows[row_at(c, n, plain)]);
        }
    }
    rxt_report_matrix_legend(out, decision);
}

void rxt_report_common(struct rxt_document *out, const struct rxt_decision *decision)
{
    const struct rxt_common *common = &decision->common;
    if (common->row) {
        const struct rxt_estimate *ratio = &common->row->ratio;
        rxt_document_add(out, RXT_BLOCK_ITEM, "one layout",
                         "for all %zu subjects: %s; it costs the most for %s, %s the best there%s",
                         common->n_subjects, common->row->text, common->kernel->kernel,
                         rxt_cell_estimate(ratio, rxt_cell_times).text,
                         ratio->has_interval ? "" : " (no interval)");
    }
}

void rxt_report_sizes(struct rxt_document *out, const struct rxt_decision *decision)
{
    for (size_t i = 0; i < decision->n_sizes; i++) {
        rxt_document_add(out, RXT_BLOCK_ITEM, decision->sizes[i].kernel, "%s", decision->sizes[i].turn);
    }
}
