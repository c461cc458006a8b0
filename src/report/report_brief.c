/* SPDX-License-Identifier: BSD-3-Clause
 * report_brief.c - what is said on a terminal: head, matrix, the finding of each kernel, notes, concepts.
 */
#include "report_parts.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_NOTES = 12 };

static void add_head(struct rxt_document *out, const struct rxt_study *study,
                     const struct rxt_decision *decision)
{
    const struct rxt_header *header = study->header;
    const struct {
        json_int_t n;
        const char *unit;
    } counts[] = {{header->cores, "core"},
                  {header->packages, "package"},
                  {header->numa, "NUMA node"},
                  {header->l3, "L3"}};
    struct rxt_text line = {0};
    rxt_document_add(out, RXT_BLOCK_TITLE, NULL, "study %s", header->name ? header->name : "without a name");
    rxt_text_add(&line, "%s, %s", header->host ? header->host : "unknown host",
                 header->cpu ? header->cpu : "unknown CPU");
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        if (counts[i].n >= 0) {
            rxt_text_add(&line, ", %lld %s%s", (long long)counts[i].n, counts[i].unit,
                         counts[i].n == 1 ? "" : "s");
        }
    }
    rxt_document_add_text(out, RXT_BLOCK_ITEM, "machine", &line);
    rxt_document_add(out, RXT_BLOCK_ITEM, "measured",
                     "%zu round%s, launches: %d; layouts shown to be within %.3g %% count as equal",
                     decision->n_rounds, decision->n_rounds == 1 ? "" : "s", rxt_study_launches(study),
                     100.0 * decision->tolerance);
    rxt_report_quality(out, study);
}

static bool has_alternative(const struct rxt_verdict_of_kernel *kernel)
{
    bool has = false;
    for (size_t r = 0; r < kernel->n_rows; r++) {
        has |= kernel->rows[r].may_do && kernel->rows[r].step == kernel->recommended->step;
    }
    return has;
}

static void add_best(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *best = kernel->best;
    struct rxt_text line = {0};
    if (best) {
        const struct rxt_estimate *value = rxt_report_value(kernel, best);
        const rxt_cell_fn show = rxt_report_show(kernel);
        rxt_text_add(&line, "%s (%s), %s%s, 95 %% %s", best->text,
                     rxt_mode_name(rxt_layout_mode(&best->layout)), show(value->value).text,
                     rxt_report_unit(kernel, " ").text, rxt_cell_interval(value, show).text);
        rxt_report_list(&line, kernel, RXT_IS_EQUAL, "; equal to ");
        rxt_report_list(&line, kernel, RXT_IS_UNDECIDED, "; undecided against ");
    } else {
        rxt_text_add(&line, "none: no bound layout gave a time that counts");
    }
    rxt_document_add_text(out, RXT_BLOCK_ITEM, "  best", &line);
    if (best && (kernel->recommended != best || has_alternative(kernel))) {
        struct rxt_text use = {0};
        rxt_report_use(&use, kernel);
        rxt_document_add_text(out, RXT_BLOCK_ITEM, "  use", &use);
    }
    if (best && kernel->steps[best->step].is_busy) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "  busy",
                         "more than a fifth of its launches were disturbed: nothing can be concluded");
    }
}

static void add_gain(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *best = kernel->recommended;
    struct rxt_text line = {0};
    if (!best) {
        return;
    }
    if (isfinite(best->speedup.value)) {
        rxt_text_add(&line, "%s over serial, efficiency %s; ",
                     rxt_cell_estimate(&best->speedup, rxt_cell_times).text,
                     rxt_cell_percent(best->efficiency.value).text);
    } else {
        rxt_text_add(&line, "speed-up not measured; ");
    }
    if (rxt_report_is_alone(kernel)) {
        rxt_text_add(&line, "no other layout gave a time to compare it with");
    } else if (isfinite(kernel->regret)) {
        rxt_text_add(&line, "at most %s %s than the %s that ran", rxt_cell_percent(kernel->regret).text,
                     kernel->measure.has_metric ? "worse" : "slower",
                     kernel->measure.has_metric ? "best" : "fastest");
    } else {
        rxt_text_add(&line, "regret open (no interval)");
    }
    rxt_document_add_text(out, RXT_BLOCK_ITEM, "  gain", &line);
}

static void add_plain(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel)
{
    struct rxt_text line = {0};
    if (!kernel->plain || kernel->plain->n_launches == 0) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "  plain", "not measured");
        return;
    }
    rxt_text_add(&line, "%s ", kernel->plain->text);
    rxt_report_loss(&line, kernel);
    rxt_text_add(&line, "%s", kernel->loss.has_interval || !kernel->best ? "" : " (no interval)");
    rxt_document_add_text(out, RXT_BLOCK_ITEM, "  plain", &line);
}

static void add_noise(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel)
{
    struct rxt_text line = {0};
    rxt_report_noise(&line, kernel);
    if (line.n > 0) {
        rxt_document_add_text(out, RXT_BLOCK_ITEM, "  noise", &line);
    }
    rxt_text_free(&line);
}

static void add_number(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel)
{
    struct rxt_text line = {0};
    if (rxt_report_is_unchecked(kernel)) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "  check", "%s", rxt_report_unchecked);
    }
    if (kernel->measure.is_program) {
        rxt_report_measured(&line, kernel);
        rxt_document_add_text(out, RXT_BLOCK_ITEM, "  number", &line);
    }
}

static void add_kernel(struct rxt_document *out, const struct rxt_verdict_of_kernel *kernel)
{
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "%s", kernel->kernel);
    add_number(out, kernel);
    if (kernel->work[0]) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "  work", "%s", kernel->work);
    }
    add_best(out, kernel);
    add_gain(out, kernel);
    add_plain(out, kernel);
    add_noise(out, kernel);
    if (kernel->reason[0]) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "  why", "%s", kernel->reason);
    }
    for (size_t i = 0; i < kernel->n_losses; i++) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "  slower", "%s", kernel->losses[i].text);
    }
    if (kernel->launch[0]) {
        rxt_document_add(out, RXT_BLOCK_CODE, "  launch", "%s", kernel->launch);
    }
}

static void add_notes(struct rxt_document *out, const struct rxt_study *study,
                      const struct rxt_decision *decision)
{
    struct rxt_note *notes = NULL;
    size_t n = 0;
    out->failed |= !rxt_report_notes(study, decision, &notes, &n);
    if (n > 0) {
        rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "what went wrong");
    }
    for (size_t i = 0; i < n && i < MOST_NOTES; i++) {
        struct rxt_text line = {0};
        rxt_text_add(&line, "%s, %s", notes[i].layout, notes[i].kernel ? notes[i].kernel : "whole launch");
        if (notes[i].n > 1) {
            rxt_text_add(&line, " (%zu times%s)", notes[i].n, notes[i].differ ? ", the first" : "");
        }
        rxt_text_add(&line, ": %s", notes[i].reason);
        rxt_document_add_text(out, RXT_BLOCK_ITEM, notes[i].what, &line);
    }
    if (n > MOST_NOTES) {
        rxt_document_add(out, RXT_BLOCK_ITEM, "and", "%zu more in report.md", n - MOST_NOTES);
    }
    free(notes);
}

void rxt_report_brief(struct rxt_document *out, const struct rxt_study *study,
                      const struct rxt_decision *decision)
{
    add_head(out, study, decision);
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "decision matrix");
    rxt_report_matrix(out, decision);
    if (!rxt_report_copies(out, study,
                           decision)) { /* which are of one program, and have layouts of their own */
        rxt_report_common(out, decision);
    }
    rxt_report_sizes(out, decision);
    if (decision->scaling != RXT_SCALING_NONE) {
        rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "scaling");
        rxt_report_scaling_steps(out, decision);
    }
    for (size_t k = 0; k < decision->n_kernels; k++) {
        add_kernel(out, &decision->kernels[k]);
    }
    add_notes(out, study, decision);
    rxt_report_hybrid(out, decision);
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "the four modes");
    rxt_report_modes(out);
    rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "how to read this");
    rxt_document_add(out, RXT_BLOCK_SENTENCE, NULL, "%s", rxt_report_how);
}
