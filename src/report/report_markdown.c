/* SPDX-License-Identifier: BSD-3-Clause
 * report_markdown.c - the whole study as Markdown: matrix, every number of every row, how it was measured.
 */
#include "report.h"

#include "report_machine.h"
#include "report_matrix.h"
#include "report_modes.h"
#include "report_parts.h"
#include "report_scaling.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void add_estimate(struct rxt_text *out, const struct rxt_estimate *estimate, rxt_cell_fn show)
{
    rxt_text_add(out, " %s |", rxt_cell_estimate(estimate, show).text);
}

static void add_share(struct rxt_text *out, double share)
{
    rxt_text_add(out, " %s |", rxt_cell_percent(share).text);
}

static void add_row(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel, size_t r)
{
    const struct rxt_row *row = &kernel->rows[r];
    const struct rxt_efficiency *factors = &row->factors;
    rxt_text_add(out, "| %s | %s | %s | %zu | %s | %s |", row->text, rxt_report_mode(kernel, r),
                 rxt_verdict_name(row->verdict), row->n_launches, rxt_cell_time(row->time_s.value).text,
                 row->time_s.n > 0 ? rxt_cell_interval(&row->time_s, rxt_cell_time).text : "-");
    add_estimate(out, &row->ratio, rxt_cell_times);
    add_estimate(out, &row->speedup, rxt_cell_times);
    const double shares[] = {
        row->efficiency.value,     row->scaling,          factors->mpi_load_balance, factors->mpi_transfer,
        factors->omp_load_balance, factors->omp_overhead, row->share_flop,           row->share_bytes};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        add_share(out, shares[i]);
    }
    rxt_text_add(out, " %s | %s |", rxt_cell_bytes(row->peak_node_bytes).text,
                 row->checked                   ? "pass"
                 : row->verdict == RXT_IS_WRONG ? "fail"
                                                : "-");
    if (row->has_digest) {
        rxt_text_add(out, " `%016" PRIx64 "` |\n", row->digest);
    } else {
        rxt_text_add(out, " - |\n");
    }
}

static void add_table(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    static const char *const titles[] = {"layout",
                                         "mode",
                                         "verdict",
                                         "launches",
                                         "median",
                                         "95 % interval",
                                         "ratio to best",
                                         "speed-up",
                                         "efficiency",
                                         "computation scaling",
                                         "MPI balance",
                                         "MPI transfer",
                                         "OpenMP balance",
                                         "OpenMP overhead",
                                         "share of flop ceiling",
                                         "share of bandwidth ceiling",
                                         "peak memory per node",
                                         "check",
                                         "digest"};
    const size_t n = sizeof titles / sizeof *titles;
    rxt_text_add(out, "\n|");
    for (size_t i = 0; i < n; i++) {
        rxt_text_add(out, " %s |", titles[i]);
    }
    rxt_text_add(out, "\n|");
    for (size_t i = 0; i < n; i++) {
        rxt_text_add(out, "%s", i > 2 && i < n - 2 ? "--:|" : "---|");
    }
    rxt_text_add(out, "\n");
    for (size_t r = 0; r < kernel->n_rows; r++) {
        add_row(out, kernel, r);
    }
}

static void add_best(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    struct rxt_text tied = {0};
    rxt_text_add(out, "\n- Best: %s", kernel->best ? kernel->best->text : "none");
    if (rxt_report_tied(&tied, kernel) > 0) {
        rxt_text_add(out, ", tied with %s", rxt_text_of(&tied));
    }
    rxt_text_free(&tied);
    if (isfinite(kernel->regret)) {
        rxt_text_add(out, "\n- Regret: slower than the true best by at most %s",
                     rxt_cell_percent(kernel->regret).text);
    } else {
        rxt_text_add(out, "\n- Regret: open (no interval)");
    }
    if (kernel->plain && isfinite(kernel->loss.value)) {
        rxt_text_add(out, "\n- Plain mpirun (%s) costs %s of time against the best", kernel->plain->text,
                     rxt_cell_estimate(&kernel->loss, rxt_cell_percent).text);
    } else {
        rxt_text_add(out, "\n- Plain mpirun: not measured");
    }
    rxt_text_add(out, "\n- Why: ");
    rxt_markdown_text(out, kernel->reason[0] ? kernel->reason : "unknown");
    rxt_text_add(out, "\n");
}

static void add_kernel(struct rxt_text *out, const struct rxt_decision *decision,
                       const struct rxt_verdict_of_kernel *kernel)
{
    rxt_text_add(out, "\n## ");
    rxt_markdown_text(out, kernel->kernel);
    rxt_text_add(out, "\n");
    add_best(out, kernel);
    if (kernel->launch[0]) {
        rxt_markdown_shell(out, kernel->launch);
    }
    if (decision->scaling != RXT_SCALING_NONE) {
        rxt_report_scaling_kernel(out, decision, kernel);
    }
    add_table(out, kernel);
}

static void add_notes(struct rxt_text *out, const struct rxt_study *study,
                      const struct rxt_decision *decision)
{
    struct rxt_note *notes = NULL;
    size_t n = 0;
    out->failed |= !rxt_report_notes(study, decision, &notes, &n);
    rxt_text_add(out, "\n## What went wrong\n\n%s",
                 n > 0 ? "| what | layout | kernel | times | reason |\n|---|---|---|--:|---|\n"
                       : "Nothing.\n");
    for (size_t i = 0; i < n; i++) {
        rxt_text_add(out, "| %s | ", notes[i].what);
        rxt_markdown_text(out, notes[i].layout);
        rxt_text_add(out, " | ");
        rxt_markdown_text(out, notes[i].kernel ? notes[i].kernel : "whole launch");
        rxt_text_add(out, " | %zu | ", notes[i].n);
        rxt_markdown_text(out, notes[i].reason);
        rxt_text_add(out, " |\n");
    }
    free(notes);
}

static void write_markdown(struct rxt_text *out, const struct rxt_study *study,
                           const struct rxt_decision *decision)
{
    const char *name = rxt_report_header(study, NULL, "name");
    rxt_text_add(out, "# Study ");
    rxt_markdown_text(out, name ? name : "without a name");
    rxt_text_add(
        out,
        "\n\nRounds: %zu, launches: %zu; layouts within %.3g %% count as equal. \"-\" is not measured.\n",
        decision->n_rounds, rxt_report_launches(study), 100.0 * decision->indifference);
    rxt_text_add(out, "\n## Decision matrix\n\n");
    rxt_report_matrix_markdown(out, decision);
    if (!rxt_report_has_hybrid(decision)) {
        rxt_text_add(out, "\n%s\n", rxt_report_no_hybrid);
    }
    if (decision->scaling != RXT_SCALING_NONE) {
        rxt_report_scaling_base(out, decision);
    }
    for (size_t k = 0; k < decision->n_kernels; k++) {
        add_kernel(out, decision, &decision->kernels[k]);
    }
    add_notes(out, study, decision);
    rxt_text_add(out, "\n## The four modes\n\n");
    rxt_report_modes_markdown(out);
    rxt_text_add(out, "\n## How it was measured\n");
    rxt_markdown_measured(out, study);
    rxt_text_add(out, "\n## Machine record\n");
    rxt_markdown_machine(out, study);
    rxt_text_add(out, "\n## Parameters of the kernels\n");
    rxt_markdown_kernels(out, study);
}

const struct rxt_format rxt_format_markdown = {"markdown", "report.md", write_markdown};
