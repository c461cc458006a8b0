/* SPDX-License-Identifier: BSD-3-Clause
 * report_page.c - the page of a study: the answer first, then what it rests on.
 */
#include "report_page.h"

#include "report.h"
#include "report_answer.h"

enum { FEW_LAYOUTS = 6, FEW = 4 }; /* subjects whose reasons stand with their answers */

static void add_head(struct rxt_document *out, const struct rxt_study *study)
{
    const char *name = study->header->name;
    rxt_document_add(out, RXT_BLOCK_TITLE, NULL, "rxt: which ranks x threads, study %s",
                     name ? name : "without a name");
    rxt_report_quality(out, study);
}

/* Behind the answers: a phone's first screen is theirs. */
static void add_measured(struct rxt_document *out, const struct rxt_study *study,
                         const struct rxt_decision *decision)
{
    const struct rxt_header *header = study->header;
    struct rxt_text line = {0};
    rxt_text_add(&line, "Measured on %s, %s", header->host ? header->host : "an unknown host",
                 header->cpu ? header->cpu : "unknown CPU");
    rxt_report_where(&line, header);
    rxt_text_add(&line, ", %s: %zu round%s, %d launches; layouts shown to be within %.3g %% count as equal.",
                 header->date ? header->date : "", decision->n_rounds, decision->n_rounds == 1 ? "" : "s",
                 rxt_study_launches(study), 100.0 * decision->tolerance);
    rxt_document_add_text(out, RXT_BLOCK_SENTENCE, NULL, &line);
}

static void add_why(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel)
{
    if (kernel->reason[0]) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "why", "%s", kernel->reason);
    }
}

/* Of many subjects the reasons stand further down. */
static void add_answer(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel, bool are_few)
{
    struct rxt_text use = {0};
    rxt_text_add(&use, "%s: ", kernel->kernel);
    rxt_answer_use(&use, kernel);
    rxt_document_add_text(out, RXT_BLOCK_CARD, rxt_answer_is_open(kernel) ? "open" : NULL, &use);
    rxt_answer_said(out, NULL, rxt_answer_gives, kernel);
    rxt_answer_items(out, kernel);
    if (kernel->launch[0]) {
        rxt_document_add(out, RXT_BLOCK_CODE, "run", "%s", kernel->launch);
    } else if (rxt_answer_row(kernel)) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "run", "the journal tells no line that starts this layout");
    }
    if (are_few) {
        add_why(out, kernel);
    }
    rxt_document_add(out, RXT_BLOCK_CARD_END, NULL, "%s", "");
}

static void add_subject(struct rxt_document *out, const struct rxt_study *study,
                        const struct rxt_decision *decision, const struct rxt_verdict_of_kernel *kernel)
{
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "%s: times, causes, launches", kernel->kernel);
    if (decision->n_kernels > FEW) {
        add_why(out, kernel);
    }
    for (size_t i = 0; i < kernel->n_losses; i++) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "slower", "%s", kernel->losses[i].text);
    }
    rxt_page_times(out, kernel);
    rxt_page_speedup(out, decision, kernel);
    rxt_page_factors(out, kernel);
    rxt_answer_said(out, "noise", rxt_report_noise, kernel);
    rxt_page_rounds(out, study, kernel);
    rxt_document_add(out, RXT_BLOCK_FOLD, NULL, "All numbers of %s", kernel->kernel);
    rxt_report_numbers(out, kernel);
    rxt_document_add(out, RXT_BLOCK_FOLD_END, NULL, "%s", "");
}

/* Of few subjects by ranks and threads, with the list of all layouts behind it. */
static void add_matrix(struct rxt_document *out, const struct rxt_decision *decision)
{
    bool has_grid = false;
    for (size_t k = 0; k < decision->n_kernels && decision->n_kernels <= FEW; k++) {
        has_grid |= rxt_page_grid(out, &decision->kernels[k]);
    }
    if (has_grid) {
        rxt_report_matrix_legend(out, decision);
        rxt_document_add(out, RXT_BLOCK_FOLD, NULL, "All layouts as a list");
    }
    if (decision->kernels->n_rows > FEW_LAYOUTS && decision->kernels->n_rows > decision->n_kernels) {
        rxt_report_matrix_turned(out, decision);
    } else {
        rxt_report_matrix(out, decision);
    }
    if (has_grid) {
        rxt_document_add(out, RXT_BLOCK_FOLD_END, NULL, "%s", "");
    }
}

/* What holds of several subjects, sizes, copies and numbers of workers. */
static void add_overview(struct rxt_document *out, const struct rxt_study *study,
                         const struct rxt_decision *decision)
{
    if (!rxt_report_copies(out, study, decision)) {
        rxt_report_common(out, decision);
    }
    rxt_report_sizes(out, decision);
    if (decision->scaling != RXT_SCALING_NONE) {
        rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "Scaling: the best of every number of workers");
        rxt_report_scaling_steps(out, decision);
    }
}

static void add_method(struct rxt_document *out, const struct rxt_study *study)
{
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "Method and machine");
    rxt_document_add(out, RXT_BLOCK_SENTENCE, NULL, "%s", rxt_report_how);
    rxt_document_add(out, RXT_BLOCK_FOLD, NULL, "The four modes");
    rxt_report_modes(out);
    rxt_document_add(out, RXT_BLOCK_FOLD_END, NULL, "%s", "");
    rxt_document_add(out, RXT_BLOCK_FOLD, NULL, "How it was measured, machine, build, parameters");
    rxt_report_record(out, study->header);
    rxt_document_add(out, RXT_BLOCK_FOLD_END, NULL, "%s", "");
}

static void build(struct rxt_document *out, const struct rxt_study *study,
                  const struct rxt_decision *decision)
{
    add_head(out, study);
    for (size_t k = 0; k < decision->n_kernels; k++) {
        add_answer(out, &decision->kernels[k], decision->n_kernels <= FEW);
    }
    add_measured(out, study, decision);
    if (decision->n_kernels > 0) {
        rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "Matrix: every layout, every subject");
        add_matrix(out, decision);
        rxt_report_hybrid(out, decision);
    }
    add_overview(out, study, decision);
    rxt_page_placement(out, study, decision);
    rxt_page_roofline(out, decision);
    for (size_t k = 0; k < decision->n_kernels; k++) {
        add_subject(out, study, decision, &decision->kernels[k]);
    }
    rxt_report_wrong(out, study, decision);
    rxt_report_calm(out, study);
    rxt_page_unknown(out, study, decision);
    add_method(out, study);
}

const struct rxt_format rxt_format_html = {"html", "report.html", build, &rxt_renderer_html, NULL};
