/* SPDX-License-Identifier: BSD-3-Clause
 * decide_verify.c - does a decision still hold? Its layout and the plain line, launched a few times in turn.
 */
#include "decide_verify.h"

#include "decide_series.h"
#include "stat.h"

#include <math.h>
#include <stdlib.h>

/* The ratios of the rounds that both have. */
static enum rxt_err judge(const struct rxt_series *a, const struct rxt_series *b, double indifference,
                          struct rxt_verified *out)
{
    double *ratio = calloc(a->n_rounds + 1, sizeof *ratio);
    struct rxt_stat stat;
    if (!ratio) {
        return rxt_fail(RXT_E_MEMORY, "no room for %zu rounds", a->n_rounds);
    }
    for (size_t r = 0; r < a->n_rounds && r < b->n_rounds; r++) {
        const double here = a->value[r] / b->value[r];
        if (isfinite(here)) {
            ratio[out->n_rounds++] = here;
        }
    }
    enum rxt_err err = out->n_rounds > 0 ? rxt_stat_of(ratio, out->n_rounds, &stat)
                                         : rxt_fail(RXT_E_LAUNCH, "no round has a time of both layouts");
    if (err == RXT_OK) {
        out->ratio = stat.median;
        out->holding = stat.min > 1.0 + indifference      ? RXT_HOLDS_NOT
                       : stat.median > 1.0 + indifference ? RXT_MAY_HOLD
                                                          : RXT_HOLDS;
    }
    free(ratio);
    return err;
}

enum rxt_err rxt_verify(const struct rxt_study *study, const char *kernel, const struct rxt_layout *layout,
                        const struct rxt_layout *plain, double indifference, struct rxt_verified *out)
{
    struct rxt_series a = {0}, b = {0};
    *out = (struct rxt_verified){.ratio = NAN};
    enum rxt_err err = rxt_series_of(study, kernel, layout, rxt_sample_cost, &a);
    if (!err) {
        err = rxt_series_of(study, kernel, plain, rxt_sample_cost, &b);
    }
    if (!err) {
        err = judge(&a, &b, indifference, out);
    }
    free(a.value);
    free(b.value);
    return err;
}
