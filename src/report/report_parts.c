/* SPDX-License-Identifier: BSD-3-Clause
 * report_parts.c - what all documents ask of a study and its decision.
 */
#include "report_parts.h"

#include <math.h>

const char rxt_report_how[] =
    "One observation is one launch: the median of a kernel's timed runs, a program's number or wall time. Layouts are compared round by round; a "
    "ratio is "
    "the median over the rounds, with the 95 % interval of that median by order statistics (no normality "
    "assumed; no "
    "interval below 6 rounds). Equal: shown to be within the tolerance of the best. Out: shown, over all of the study, to be "
    "slower by more than does not matter (--indifference). Undecided: neither is shown. Dropped: it left after a few rounds of all "
    "layouts. Open: too few rounds to say, or launches "
    "that were not disturbed alike, or too many that were.";

const char *rxt_report_noun(const struct rxt_decision *decision)
{
    return decision->n_kernels > 0 && decision->kernels[0].measure.is_program ? "program" : "kernel";
}

const char *rxt_report_mode(const struct rxt_verdict_of_kernel *kernel, size_t row)
{
    return kernel->rows[row].layout.policy == RXT_BY_NONE
               ? kernel->plain_name
               : rxt_mode_name(rxt_layout_mode(&kernel->rows[row].layout));
}

void rxt_report_hybrid(struct rxt_document *out, const struct rxt_decision *decision)
{
    const struct rxt_verdict_of_kernel *kernel = decision->kernels; /* all have the same layouts */
    bool has_hybrid = false;
    for (size_t r = 0; r < kernel->n_rows; r++) {
        has_hybrid |= kernel->rows[r].layout.policy != RXT_BY_NONE &&
                      rxt_layout_mode(&kernel->rows[r].layout) == RXT_MODE_HYBRID;
    }
    if (!has_hybrid) {
        rxt_document_add(
            out, RXT_BLOCK_SENTENCE, NULL,
            "No hybrid layout here: hybrid layouts need at least 4 cores (2x2) or --oversubscribe.");
    }
}
