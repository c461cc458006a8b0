/* SPDX-License-Identifier: BSD-3-Clause
 * decide_model_choose.c - what a fitted model says: how well it predicts, where its maximum is, where it stops to pay.
 */
#include "decide_model_parts.h"

#include <math.h>

double rxt_model_miss(enum rxt_model_kind kind, const struct rxt_curve *curve)
{
    double squares = 0.0;
    if (curve->n < rxt_model_params(kind) + 2) {
        return NAN;
    }
    for (size_t i = 0; i < curve->n; i++) {
        const struct rxt_fit fit = rxt_fit_without(kind, curve, i);
        const double off = log(rxt_fit_speed(&fit, curve->workers[i]) / curve->speed[i]);
        squares += off * off;
    }
    return sqrt(squares / (double)curve->n);
}

double rxt_fit_peak(const struct rxt_fit *fit)
{
    return fit->kappa > 0.0 ? sqrt((1.0 - fit->sigma) / fit->kappa) : INFINITY;
}

struct rxt_rule rxt_rule_of(bool is_weak)
{
    return (struct rxt_rule){.is_share = is_weak, .limit = is_weak ? 0.75 : 1.5};
}

static bool is_broken(const struct rxt_fit *fit, const struct rxt_rule *rule, double first, double workers)
{
    const double speed = rxt_fit_speed(fit, workers);
    return !(rule->is_share ? speed / rxt_fit_speed(fit, first) * first / workers >= rule->limit
                            : rxt_fit_speed(fit, 2.0 * workers) / speed >= rule->limit);
}

/* Efficiency, and what a doubling brings, only fall with more workers, save a doubling by Gustafson's form; that one is
 * the worst at the first. */
double rxt_fit_breaks(const struct rxt_fit *fit, const struct rxt_rule *rule, double first, double last)
{
    double kept = floor(first), broken = floor(last);
    if (is_broken(fit, rule, first, kept)) {
        return kept;
    }
    if (!(broken > kept) || !is_broken(fit, rule, first, broken)) {
        return INFINITY;
    }
    while (broken - kept > 1.0) {
        const double middle = floor(0.5 * (kept + broken));
        *(is_broken(fit, rule, first, middle) ? &broken : &kept) = middle;
    }
    return broken;
}
