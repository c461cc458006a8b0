/* SPDX-License-Identifier: BSD-3-Clause
 * report_page_grid.c - the layouts of one subject as a table, ranks down and threads across, where they make one.
 */
#include "report_page.h"

#include "report_answer.h"

#include <math.h>
#include <stdlib.h>

enum { MOST = 24 }; /* ranks, and threads */

/* The numbers of ranks and of threads that the layouts have, in their order. */
struct grid {
    int ranks[MOST], threads[MOST];
    size_t n_ranks, n_threads;
    int nodes;
};

/* Keep a list sorted, each number once; false: it is full. */
static bool insert(int *list, size_t *n, int value)
{
    size_t at = 0;
    while (at < *n && list[at] < value) {
        at++;
    }
    if (at < *n && list[at] == value) {
        return true;
    }
    if (*n == MOST) {
        return false;
    }
    for (size_t i = *n; i > at; i--) {
        list[i] = list[i - 1];
    }
    list[at] = value;
    (*n)++;
    return true;
}

static bool is_shown(const struct rxt_row *row)
{
    return row->layout.policy != RXT_BY_NONE;
}

/* Of layouts on as many nodes, with more than one number of each; else a list shows them as well. */
static bool fit(struct grid *grid, const struct rxt_verdict_of_kernel *kernel)
{
    bool fits = true;
    for (size_t r = 0; r < kernel->n_rows && fits; r++) {
        const struct rxt_layout *layout = &kernel->rows[r].layout;
        if (is_shown(&kernel->rows[r])) {
            fits = (grid->nodes == 0 || grid->nodes == layout->nodes) &&
                   insert(grid->ranks, &grid->n_ranks, layout->ranks) &&
                   insert(grid->threads, &grid->n_threads, layout->threads);
            grid->nodes = layout->nodes;
        }
    }
    return fits && grid->n_ranks > 1 && grid->n_threads > 1 && grid->n_ranks * grid->n_threads > 4;
}

/* The row of a cell: of several policies the one to use, or the fastest; NULL: none is there. */
static const struct rxt_row *row_of(const struct rxt_verdict_of_kernel *kernel, int ranks, int threads)
{
    const struct rxt_row *found = NULL;
    for (size_t r = 0; r < kernel->n_rows; r++) {
        const struct rxt_row *row = &kernel->rows[r];
        if (is_shown(row) && row->layout.ranks == ranks && row->layout.threads == threads &&
            (!found || row == rxt_answer_row(kernel) ||
             (found != rxt_answer_row(kernel) && row->cost.value < found->cost.value))) {
            found = row;
        }
    }
    return found;
}

bool rxt_page_grid(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel)
{
    struct grid grid = {0};
    char text[32];
    if (!fit(&grid, kernel)) {
        return false;
    }
    rxt_document_table(out, grid.n_threads + 1);
    rxt_document_cell(out, kernel->kernel, "ranks down, threads across");
    for (size_t t = 0; t < grid.n_threads; t++) {
        snprintf(text, sizeof text, "%d thread%s", grid.threads[t], grid.threads[t] == 1 ? "" : "s");
        rxt_document_cell(out, text, NULL)->is_number = true;
    }
    for (size_t r = 0; r < grid.n_ranks; r++) {
        snprintf(text, sizeof text, "%d rank%s", grid.ranks[r], grid.ranks[r] == 1 ? "" : "s");
        rxt_document_cell(out, text, NULL);
        for (size_t t = 0; t < grid.n_threads; t++) {
            const struct rxt_row *row = row_of(kernel, grid.ranks[r], grid.threads[t]);
            if (row) {
                rxt_report_matrix_cell(out, kernel, row);
            } else {
                rxt_document_cell(out, "", NULL);
            }
        }
    }
    return true;
}
