/* SPDX-License-Identifier: BSD-3-Clause
 * report_copies.c - of one program in several numbers of copies side by side: which gives most runs an hour.
 *
 * Each at its own best layout; the others against it round by round, as layouts are.
 */
#include "report_parts.h"

#include "decide_series.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool counts_runs(const struct rxt_verdict_of_kernel *kernel)
{
    return kernel->measure.unit && !strcmp(kernel->measure.unit, "runs/h") && kernel->best;
}

static const struct rxt_verdict_of_kernel *most_of(const struct rxt_decision *decision, size_t *n)
{
    const struct rxt_verdict_of_kernel *most = NULL;
    *n = 0;
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_verdict_of_kernel *kernel = &decision->kernels[k];
        if (counts_runs(kernel)) {
            most = !most || kernel->best->metric.value > most->best->metric.value ? kernel : most;
            ++*n;
        }
    }
    return most;
}

/* Runs an hour of one over those of another. */
static struct rxt_estimate share_of(const struct rxt_study *study, const struct rxt_verdict_of_kernel *one,
                                    const struct rxt_verdict_of_kernel *most)
{
    struct rxt_series cost = {0}, least = {0};
    struct rxt_estimate share = {.value = NAN, .low = NAN, .high = NAN};
    enum rxt_err err = rxt_series_of(study, one->kernel, &one->best->layout, rxt_sample_cost, &cost);
    if (!err) {
        err = rxt_series_of(study, most->kernel, &most->best->layout, rxt_sample_cost, &least);
    }
    if (!err) {
        share = rxt_estimate_ratio(&least, &cost);
    }
    free(cost.value);
    free(least.value);
    return share;
}

bool rxt_report_copies(struct rxt_document *out, const struct rxt_study *study,
                       const struct rxt_decision *decision)
{
    size_t n = 0;
    struct rxt_text line = {0};
    const struct rxt_verdict_of_kernel *most = most_of(decision, &n);
    if (n < 2) {
        return false;
    }
    rxt_text_add(&line, "most runs an hour by %s, each copy %s: %s", most->kernel, most->best->text,
                 rxt_report_show(most)(most->best->metric.value).text);
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_verdict_of_kernel *kernel = &decision->kernels[k];
        if (kernel != most && counts_runs(kernel)) {
            const struct rxt_estimate share = share_of(study, kernel, most);
            rxt_text_add(&line, "; %s (%s) gives %s of them%s", kernel->kernel, kernel->best->text,
                         rxt_cell_estimate(&share, rxt_cell_times).text,
                         share.has_interval ? "" : " (no interval)");
        }
    }
    rxt_document_add_text(out, RXT_BLOCK_ITEM, "copies", &line);
    return true;
}
