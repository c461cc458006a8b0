/* SPDX-License-Identifier: BSD-3-Clause
 * report_answers.c - the answer for a subject as a section, and those for all as a table.
 */
#include "report_answer.h"

/* What may do on fewer cores, or with fewer workers. */
static void say_may_do(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    const char *before = "on fewer cores ";
    for (size_t r = 0; kernel->recommended && r < kernel->n_rows; r++) {
        const struct rxt_row *row = &kernel->rows[r];
        if (row->may_do && row->step == kernel->recommended->step) {
            rxt_text_add(out, "%s%s may do: %s", before, row->text,
                         rxt_cell_estimate(&row->ratio, rxt_cell_times).text);
            before = ", ";
        }
    }
    for (size_t i = 0; i < kernel->n_steps; i++) {
        const struct rxt_step *step = &kernel->steps[i];
        if (step->may_do && step->recommended && step->ratio.has_interval) {
            rxt_text_add(out, "%s%s may do: %s", before, step->recommended->text,
                         rxt_cell_estimate(&step->ratio, rxt_cell_times).text);
            before = ", ";
        }
    }
}

void rxt_answer_said(struct rxt_document *out, const char *label,
                     void (*say)(struct rxt_text *, const struct rxt_verdict_of_kernel *),
                     const struct rxt_verdict_of_kernel *kernel)
{
    struct rxt_text text = {0};
    say(&text, kernel);
    if (text.n > 0) {
        rxt_document_add_text(out, label ? RXT_BLOCK_ITEM : RXT_BLOCK_SENTENCE, label, &text);
    }
    rxt_text_free(&text);
}

void rxt_answer_items(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel)
{
    rxt_answer_said(out, "but", rxt_answer_plain, kernel);
    rxt_answer_said(out, "how sure", rxt_answer_sure, kernel);
    rxt_answer_said(out, "or", say_may_do, kernel);
    if (rxt_report_is_unchecked(kernel)) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "check", "%s", rxt_report_unchecked);
    }
    rxt_answer_said(out, "if wrong", rxt_answer_wrong, kernel);
}

/* What to use and what that gives, on one line. */
static void say_use(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    rxt_answer_use(out, kernel);
    if (rxt_answer_row(kernel)) {
        rxt_text_add(out, ": ");
        rxt_answer_gives(out, kernel);
    }
}

void rxt_report_answer(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel, bool is_whole)
{
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "%s", kernel->kernel);
    if (kernel->measure.is_program) {
        rxt_answer_said(out, "number", rxt_report_measured, kernel);
    }
    rxt_answer_said(out, "answer", say_use, kernel);
    rxt_answer_items(out, kernel);
    if (kernel->work[0]) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "work", "%s", kernel->work);
    }
    if (kernel->reason[0]) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "why", "%s", kernel->reason);
    }
    if (is_whole) {
        rxt_answer_said(out, "noise", rxt_report_noise, kernel);
    }
    for (size_t i = 0; is_whole && i < kernel->n_losses; i++) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "slower", "%s", kernel->losses[i].text);
    }
    if (kernel->launch[0]) {
        rxt_document_add(out, RXT_BLOCK_CODE, "run", "%s", kernel->launch);
    }
}

static void add_cell(struct rxt_document *out,
                     void (*say)(struct rxt_text *, const struct rxt_verdict_of_kernel *),
                     const struct rxt_verdict_of_kernel *kernel)
{
    struct rxt_text text = {0};
    say(&text, kernel);
    out->failed |= text.failed;
    rxt_document_cell(out, text.n > 0 ? rxt_text_of(&text) : "-", NULL);
    rxt_text_free(&text);
}

void rxt_report_answers(struct rxt_document *out, const struct rxt_decision *decision)
{
    rxt_document_titles(out, rxt_report_noun(decision), "answer", "how sure", "if wrong", NULL);
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_verdict_of_kernel *kernel = &decision->kernels[k];
        rxt_document_cell(out, kernel->kernel, NULL);
        add_cell(out, say_use, kernel);
        add_cell(out, rxt_answer_sure, kernel);
        add_cell(out, rxt_answer_wrong, kernel);
    }
}
