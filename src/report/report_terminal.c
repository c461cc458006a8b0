/* SPDX-License-Identifier: BSD-3-Clause
 * report_terminal.c - the report for a terminal: head, matrix, the finding of each kernel, notes, concepts.
 */
#include "report.h"

#include "report_matrix.h"
#include "report_modes.h"
#include "report_parts.h"
#include "report_scaling.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL = 12, MOST_NOTES = 12 };

static void add_title(struct rxt_text *out, const char *title, bool colour)
{
    rxt_text_add(out, colour ? "\n\033[1m%s\033[0m\n" : "\n%s\n", title);
}

static void add_count(struct rxt_text *out, const struct rxt_study *study, const char *key, const char *unit)
{
    const long long n = rxt_report_count(study, "machine", key);
    if (n >= 0) {
        rxt_text_add(out, ", %lld %s%s", n, unit, n == 1 ? "" : "s");
    }
}

static void add_head(struct rxt_text *out, const struct rxt_study *study, const struct rxt_decision *decision,
                     bool colour)
{
    struct rxt_text line = {0};
    const char *name = rxt_report_header(study, NULL, "name"),
               *host = rxt_report_header(study, "machine", "host");
    const char *cpu = rxt_report_header(study, "machine", "cpu");
    rxt_text_add(&line, "study %s", name ? name : "without a name");
    rxt_text_add(out, "%s", colour ? "\033[1m" : "");
    rxt_report_wrap(out, "", 0, rxt_text_of(&line));
    rxt_text_add(out, "%s", colour ? "\033[0m" : "");
    rxt_text_free(&line);
    rxt_text_add(&line, "%s, %s", host ? host : "unknown host", cpu ? cpu : "unknown CPU");
    add_count(&line, study, "cores", "core");
    add_count(&line, study, "packages", "package");
    add_count(&line, study, "numa", "NUMA node");
    add_count(&line, study, "l3", "L3");
    rxt_report_wrap(out, "machine", LABEL, rxt_text_of(&line));
    out->failed |= line.failed;
    rxt_text_free(&line);
    rxt_text_add(&line, "%zu round%s, launches: %zu; layouts within %.3g %% count as equal",
                 decision->n_rounds, decision->n_rounds == 1 ? "" : "s", rxt_report_launches(study),
                 100.0 * decision->indifference);
    rxt_report_wrap(out, "measured", LABEL, rxt_text_of(&line));
    rxt_text_free(&line);
}

static void add_best(struct rxt_text *line, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *best = kernel->best;
    if (!best) {
        rxt_text_add(line, "none: no bound layout gave a time that counts");
        return;
    }
    struct rxt_text tied = {0};
    rxt_text_add(line, "%s (%s), %s, 95 %% %s", best->text, rxt_mode_name(rxt_layout_mode(&best->layout)),
                 rxt_cell_time(best->time_s.value).text,
                 rxt_cell_interval(&best->time_s, rxt_cell_time).text);
    if (rxt_report_tied(&tied, kernel) > 0) {
        rxt_text_add(line, "; tied with %s", rxt_text_of(&tied));
    }
    rxt_text_free(&tied);
}

static void add_gain(struct rxt_text *line, const struct rxt_verdict_of_kernel *kernel)
{
    const struct rxt_row *best = kernel->best;
    if (best && isfinite(best->speedup.value)) {
        rxt_text_add(line, "%s over serial, efficiency %s; ",
                     rxt_cell_estimate(&best->speedup, rxt_cell_times).text,
                     rxt_cell_percent(best->efficiency.value).text);
    } else {
        rxt_text_add(line, "speed-up not measured; ");
    }
    if (isfinite(kernel->regret)) {
        rxt_text_add(line, "at most %s slower than the true best", rxt_cell_percent(kernel->regret).text);
    } else {
        rxt_text_add(line, "regret open (no interval)");
    }
}

static void add_plain(struct rxt_text *line, const struct rxt_verdict_of_kernel *kernel)
{
    if (!kernel->plain || !isfinite(kernel->loss.value)) {
        rxt_text_add(line, "not measured");
        return;
    }
    rxt_text_add(line, "%s costs %s of time against the best%s", kernel->plain->text,
                 rxt_cell_estimate(&kernel->loss, rxt_cell_percent).text,
                 kernel->loss.has_interval ? "" : " (no interval)");
}

static void add_line(struct rxt_text *out, const char *label, struct rxt_text *line)
{
    rxt_report_wrap(out, label, LABEL, rxt_text_of(line));
    out->failed |= line->failed;
    rxt_text_free(line);
}

static void add_kernel(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel, bool colour)
{
    struct rxt_text line = {0};
    rxt_text_add_line(&line, kernel->kernel, strlen(kernel->kernel));
    add_title(out, rxt_text_of(&line), colour);
    rxt_text_free(&line);
    add_best(&line, kernel);
    add_line(out, "  best", &line);
    add_gain(&line, kernel);
    add_line(out, "  gain", &line);
    add_plain(&line, kernel);
    add_line(out, "  plain", &line);
    if (kernel->reason[0]) {
        rxt_report_wrap(out, "  why", LABEL, kernel->reason);
    }
    if (kernel->launch[0]) {
        rxt_report_wrap_command(out, "  launch", LABEL, kernel->launch);
    }
}

static void add_notes(struct rxt_text *out, const struct rxt_study *study,
                      const struct rxt_decision *decision, bool colour)
{
    struct rxt_note *notes = NULL;
    size_t n = 0;
    out->failed |= !rxt_report_notes(study, decision, &notes, &n);
    if (n > 0) {
        add_title(out, "what went wrong", colour);
    }
    for (size_t i = 0; i < n && i < MOST_NOTES; i++) {
        struct rxt_text line = {0};
        rxt_text_add(&line, "%s, %s", notes[i].layout, notes[i].kernel ? notes[i].kernel : "whole launch");
        if (notes[i].n > 1) {
            rxt_text_add(&line, " (%zu times)", notes[i].n);
        }
        rxt_text_add(&line, ": %s", notes[i].reason);
        rxt_report_wrap(out, notes[i].what, LABEL, rxt_text_of(&line));
        rxt_text_free(&line);
    }
    if (n > MOST_NOTES) {
        rxt_text_add(out, "%zu more in report.md\n", n - MOST_NOTES);
    }
    free(notes);
}

void rxt_report_terminal(struct rxt_text *out, const struct rxt_study *study,
                         const struct rxt_decision *decision, bool colour)
{
    add_head(out, study, decision, colour);
    add_title(out, "decision matrix", colour);
    rxt_report_matrix(out, decision, colour);
    if (decision->scaling != RXT_SCALING_NONE) {
        add_title(out, "scaling", colour);
        rxt_report_scaling(out, decision);
    }
    for (size_t k = 0; k < decision->n_kernels; k++) {
        add_kernel(out, &decision->kernels[k], colour);
    }
    add_notes(out, study, decision, colour);
    if (!rxt_report_has_hybrid(decision)) {
        rxt_text_add(out, "\n%s\n", rxt_report_no_hybrid);
    }
    add_title(out, "the four modes", colour);
    rxt_report_modes(out);
    add_title(out, "how to read this", colour);
    rxt_report_wrap(out, "", 0, rxt_report_how);
}
