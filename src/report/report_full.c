/* SPDX-License-Identifier: BSD-3-Clause
 * report_full.c - the whole study: matrix, every number of every row, how it was measured.
 */
#include "report_answer.h"
#include "report_parts.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Of what left the race also when. */
static struct rxt_cell verdict_of(const struct rxt_row *row)
{
    struct rxt_cell cell;
    if (row->drop.n_rounds > 0) {
        snprintf(cell.text, sizeof cell.text, "%s after %zu rounds", rxt_verdict_name(row->verdict),
                 row->drop.n_rounds);
    } else {
        snprintf(cell.text, sizeof cell.text, "%s", rxt_verdict_name(row->verdict));
    }
    return cell;
}

static void add_row(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel, size_t r)
{
    const struct rxt_row *row = &kernel->rows[r];
    const struct rxt_efficiency *factors = &row->factors;
    const double shares[] = {row->busy,
                             row->efficiency.value,
                             row->scaling,
                             factors->mpi_load_balance,
                             factors->mpi_transfer,
                             factors->omp_load_balance,
                             factors->omp_overhead,
                             factors->core_time,
                             row->share_flop,
                             row->share_bytes};
    const struct rxt_estimate *value = rxt_report_value(kernel, row);
    const rxt_cell_fn show = rxt_report_show(kernel);
    char digest[17] = "-";
    rxt_document_row(out, row->text, rxt_report_mode(kernel, r), verdict_of(row).text,
                     rxt_cell_count(row->n_launches).text, show(value->value).text,
                     value->n > 0 ? rxt_cell_interval(value, show).text : "-",
                     rxt_cell_estimate(&row->ratio, rxt_cell_times).text,
                     rxt_cell_estimate(&row->speedup, rxt_cell_times).text, NULL);
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        rxt_document_row(out, rxt_cell_percent(shares[i]).text, NULL);
    }
    if (row->has_digest) {
        snprintf(digest, sizeof digest, "%016" PRIx64, row->digest);
    }
    rxt_document_row(out, rxt_cell_bytes(row->peak_node_bytes).text, rxt_cell_bytes(row->pss_node_bytes).text,
                     row->checked                   ? "pass"
                     : row->verdict == RXT_IS_WRONG ? "fail"
                                                    : "-",
                     NULL);
    rxt_document_cell(out, digest, NULL)->is_code = row->has_digest;
}

static void add_kernel(struct rxt_document *out, const struct rxt_decision *decision,
                       const struct rxt_verdict_of_kernel *kernel)
{
    rxt_report_answer(out, kernel, true);
    if (decision->scaling != RXT_SCALING_NONE) {
        rxt_report_scaling_kernel(out, decision, kernel);
    }
    rxt_report_numbers(out, kernel);
}

void rxt_report_numbers(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_cell median = rxt_report_unit(kernel, ">median in ");
    rxt_document_titles(out, "layout", "mode", "verdict", ">launches",
                        median.text[0] ? median.text : ">median", ">95 % interval", ">ratio to best",
                        ">speed-up", ">CPU time", ">efficiency", ">computation scaling", ">MPI balance",
                        ">MPI transfer", ">OpenMP balance", ">OpenMP overhead", ">time on its cores",
                        ">share of flop ceiling", ">share of bandwidth ceiling", ">peak memory per node",
                        ">memory per node, proportional", "check", "digest", NULL);
    for (size_t r = 0; r < kernel->n_rows; r++) {
        add_row(out, kernel, r);
    }
    rxt_report_drops(out, kernel);
}

void rxt_report_wrong(struct rxt_document *out, const struct rxt_study *study,
                      const struct rxt_decision *decision)
{
    struct rxt_note *notes = NULL;
    size_t n = 0;
    out->failed |= !rxt_report_notes(study, decision, &notes, &n);
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "What went wrong");
    if (n > 0) {
        rxt_document_titles(out, "what", "layout", rxt_report_noun(decision), ">times", "reason", NULL);
    } else {
        rxt_document_add(
            out, RXT_BLOCK_SENTENCE, NULL, "%s",
            rxt_report_was_disturbed(study)
                ? "No launch failed and no sample was rejected; but the machine was disturbed, see above."
                : "Nothing.");
    }
    for (size_t i = 0; i < n; i++) {
        rxt_document_row(out, notes[i].what, notes[i].layout,
                         notes[i].kernel ? notes[i].kernel : "whole launch", rxt_cell_count(notes[i].n).text,
                         notes[i].reason, NULL);
    }
    free(notes);
}

void rxt_report_full(struct rxt_document *out, const struct rxt_study *study,
                     const struct rxt_decision *decision)
{
    const bool is_program = decision->n_kernels > 0 && decision->kernels[0].measure.is_program;
    rxt_document_add(out, RXT_BLOCK_TITLE, NULL, "Study %s",
                     study->header->name ? study->header->name : "without a name");
    rxt_document_add(
        out, RXT_BLOCK_SENTENCE, NULL,
        "Rounds: %zu, launches: %d; layouts shown to be within %.3g %% count as equal. \"-\" is not measured. %s",
        decision->n_rounds, rxt_study_launches(study), 100.0 * decision->tolerance,
        is_program
            ? "Peak memory adds what each rank of a node had at most to itself, and once the most that one of them shared."
            : "Peak memory adds the largest resident sets that the ranks of a node had, pages that they share in each; proportional is what they hold behind the timed runs, a page that k processes share counted as 1/k in each.");
    rxt_report_quality(out, study);
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "Answer");
    rxt_report_answers(out, decision);
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "Decision matrix");
    rxt_report_matrix(out, decision);
    if (!rxt_report_copies(out, study,
                           decision)) { /* which are of one program, and have layouts of their own */
        rxt_report_common(out, decision);
    }
    rxt_report_sizes(out, decision);
    rxt_report_hybrid(out, decision);
    if (decision->scaling != RXT_SCALING_NONE) {
        rxt_report_scaling_base(out, decision);
    }
    for (size_t k = 0; k < decision->n_kernels; k++) {
        add_kernel(out, decision, &decision->kernels[k]);
    }
    rxt_report_wrong(out, study, decision);
    rxt_report_calm(out, study);
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "The four modes");
    rxt_report_modes(out);
    rxt_report_record(out, study->header);
}
