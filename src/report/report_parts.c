/* SPDX-License-Identifier: BSD-3-Clause
 * report_parts.c - what all reports ask of a study and its decision.
 */
#include "report_parts.h"

#include <stdlib.h>
#include <string.h>

const char rxt_report_how[] =
    "One observation is one launch, the median of its timed runs. Layouts are compared round by round; a "
    "ratio is "
    "the median over the rounds, with the 95 % interval of that median by order statistics (no normality "
    "assumed; no "
    "interval below 6 rounds). Tied: the interval of the ratio to the best reaches down to the indifference, "
    "so "
    "nobody can tell the two apart. Out: it lies above. Open: too few rounds to say.";

const char rxt_report_no_hybrid[] =
    "No hybrid layout here: hybrid layouts need at least 4 cores (2x2) or --oversubscribe.";

static const json_t *header_of(const struct rxt_study *study, const char *group, const char *key)
{
    const json_t *object = group ? json_object_get(study->header->json, group) : study->header->json;
    return json_object_get(object, key);
}

const char *rxt_report_header(const struct rxt_study *study, const char *group, const char *key)
{
    const char *text = json_string_value(header_of(study, group, key));
    return text && *text ? text : NULL;
}

long long rxt_report_count(const struct rxt_study *study, const char *group, const char *key)
{
    const json_t *value = header_of(study, group, key);
    return json_is_integer(value) ? json_integer_value(value) : -1;
}

size_t rxt_report_launches(const struct rxt_study *study)
{
    int n = 0;
    for (size_t i = 0; i < study->n_samples; i++) {
        n = study->samples[i]->launch >= n ? study->samples[i]->launch + 1 : n;
    }
    for (size_t i = 0; i < study->n_failures; i++) {
        n = study->failures[i].launch >= n ? study->failures[i].launch + 1 : n;
    }
    return (size_t)n;
}

size_t rxt_report_tied(struct rxt_text *out, const struct rxt_verdict_of_kernel *kernel)
{
    size_t n = 0;
    for (size_t r = 0; r < kernel->n_rows; r++) {
        if (kernel->rows[r].verdict == RXT_IS_TIED && &kernel->rows[r] != kernel->best) {
            rxt_text_add(out, "%s%s", n++ > 0 ? ", " : "", kernel->rows[r].text);
        }
    }
    return n;
}

const char *rxt_report_mode(const struct rxt_verdict_of_kernel *kernel, size_t row)
{
    const bool is_plain = &kernel->rows[row] == kernel->plain;
    return is_plain ? "plain mpirun" : rxt_mode_name(rxt_layout_mode(&kernel->rows[row].layout));
}

bool rxt_report_has_hybrid(const struct rxt_decision *decision)
{
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const struct rxt_verdict_of_kernel *kernel = &decision->kernels[k];
        for (size_t r = 0; r < kernel->n_rows; r++) {
            const struct rxt_row *row = &kernel->rows[r];
            if (row != kernel->plain && rxt_layout_mode(&row->layout) == RXT_MODE_HYBRID) {
                return true;
            }
        }
    }
    return false;
}

/* The row of the plain line; SIZE_MAX if no kernel has one. */
static size_t plain_row(const struct rxt_decision *decision)
{
    for (size_t k = 0; k < decision->n_kernels; k++) {
        if (decision->kernels[k].plain) {
            return (size_t)(decision->kernels[k].plain - decision->kernels[k].rows);
        }
    }
    return SIZE_MAX;
}

struct rxt_columns_of rxt_report_order(const struct rxt_decision *decision)
{
    struct rxt_columns_of order = {0};
    const size_t n_rows = decision->n_kernels > 0 ? decision->kernels[0].n_rows : 0;
    const size_t plain = plain_row(decision);
    order.row = calloc(n_rows + 1, sizeof *order.row);
    for (size_t r = 0; order.row && r < n_rows; r++) {
        if (r != plain) {
            order.row[order.n++] = r;
        }
    }
    if (order.row && plain < n_rows) {
        order.row[order.n++] = plain;
    }
    return order;
}
