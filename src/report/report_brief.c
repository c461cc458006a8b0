/* SPDX-License-Identifier: BSD-3-Clause
 * report_brief.c - what is said on a terminal: head, matrix, what went wrong, and last the answer for each subject.
 */
#include "report.h"

#include "report_answer.h"
#include "report_parts.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_NOTES = 12, FEW = 4 };

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
    rxt_report_where(&line, header);
    rxt_document_add_text(out, RXT_BLOCK_ITEM, "machine", &line);
    rxt_document_add(out, RXT_BLOCK_ITEM, "measured",
                     "%zu round%s, launches: %d; layouts shown to be within %.3g %% count as equal",
                     decision->n_rounds, decision->n_rounds == 1 ? "" : "s", rxt_study_launches(study),
                     100.0 * decision->tolerance);
    rxt_report_quality(out, study);
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
    const bool has_copies = rxt_report_copies(out, study, decision);
    rxt_report_sizes(out, decision);
    if (decision->scaling != RXT_SCALING_NONE) {
        rxt_document_add(out, RXT_BLOCK_SECTION, NULL, "scaling");
        rxt_report_scaling_steps(out, decision);
    }
    add_notes(out, study, decision);
    rxt_report_hybrid(out, decision);
    for (size_t k = 0; k < decision->n_kernels; k++) {
        rxt_report_answer(out, &decision->kernels[k], decision->n_kernels <= FEW);
    }
    if (!has_copies) { /* which are of one program, and have layouts of their own */
        rxt_report_common(out, decision);
    }
}

void rxt_report_explain(struct rxt_text *out, const struct rxt_screen *screen)
{
    struct rxt_document document = {0};
    rxt_document_add(&document, RXT_BLOCK_SECTION, NULL, "the four modes");
    rxt_report_modes(&document);
    rxt_document_add(&document, RXT_BLOCK_SECTION, NULL, "how to read this");
    rxt_document_add(&document, RXT_BLOCK_SENTENCE, NULL, "%s", rxt_report_how);
    rxt_document_render(out, &document, &rxt_renderer_terminal, screen);
    rxt_document_close(&document);
}
