/* SPDX-License-Identifier: BSD-3-Clause
 * decide_audit.c - what a race lost and saved. The sweep's rounds are no part of the race, so they tell its regret unflattered.
 */
#include "decide_audit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double core_seconds(const struct rxt_study *study, const char *kernel)
{
    double sum = 0.0;
    for (size_t i = 0; i < study->n_launches; i++) {
        sum += rxt_launched_cost(study->launches[i], kernel, RXT_BUDGET_CORES);
    }
    return sum;
}

static const struct rxt_verdict_of_kernel *find(const struct rxt_decision *d, const char *kernel)
{
    for (size_t k = 0; k < d->n_kernels; k++) {
        if (!strcmp(d->kernels[k].kernel, kernel)) {
            return &d->kernels[k];
        }
    }
    return NULL;
}

/* The sweep's ratio of a layout to its best. */
static struct rxt_estimate regret_of(const struct rxt_verdict_of_kernel *swept, const struct rxt_row *chosen)
{
    struct rxt_estimate regret = {.value = NAN, .low = NAN, .high = NAN};
    for (size_t i = 0; swept && chosen && swept->best && i < swept->n_rows; i++) {
        if (rxt_layout_equal(&swept->rows[i].layout, &chosen->layout)) {
            regret = swept->rows[i].ratio;
            regret.value -= 1.0;
            regret.low -= 1.0;
            regret.high -= 1.0;
        }
    }
    return regret;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static enum rxt_err sum_up(struct rxt_audit *out, double tolerance)
{
    double *known = malloc((out->n_rows + 1) * sizeof *known);
    if (!known) {
        return rxt_fail(RXT_E_MEMORY, "no room for %zu subjects", out->n_rows);
    }
    for (size_t k = 0; k < out->n_rows; k++) {
        const double regret = fmax(out->rows[k].regret.value, 0.0);
        if (!isnan(out->rows[k].regret.value)) {
            known[out->n_known++] = regret;
            out->n_above += regret > tolerance;
        }
    }
    qsort(known, out->n_known, sizeof *known, by_value);
    const size_t n = out->n_known;
    out->worst = n > 0 ? known[n - 1] : (double)NAN;
    out->median = n > 0 ? 0.5 * (known[(n - 1) / 2] + known[n / 2]) : (double)NAN;
    free(known);
    return RXT_OK;
}

enum rxt_err rxt_audit_make(const struct rxt_study *race, const struct rxt_decision *raced,
                            const struct rxt_study *sweep, const struct rxt_decision *swept,
                            struct rxt_audit *out)
{
    double spent = 0.0, all = 0.0;
    *out = (struct rxt_audit){.rows = calloc(raced->n_kernels + 1, sizeof *out->rows)};
    if (!out->rows) {
        return rxt_fail(RXT_E_MEMORY, "no room for %zu subjects", raced->n_kernels);
    }
    for (size_t k = 0; k < raced->n_kernels; k++) {
        const struct rxt_verdict_of_kernel *mine = &raced->kernels[k];
        const struct rxt_verdict_of_kernel *other = find(swept, mine->kernel);
        const double here = core_seconds(race, mine->kernel), there = core_seconds(sweep, mine->kernel);
        out->rows[out->n_rows++] = (struct rxt_audit_row){
            .kernel = mine->kernel,
            .chosen = mine->recommended ? mine->recommended : mine->best,
            .best = other ? other->best : NULL,
            .regret = regret_of(other, mine->recommended ? mine->recommended : mine->best),
            .share = there > 0.0 ? here / there : (double)NAN};
        spent += here;
        all += there;
    }
    out->share = all > 0.0 ? spent / all : (double)NAN;
    return sum_up(out, race->header->tolerance);
}
