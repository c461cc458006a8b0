/* SPDX-License-Identifier: BSD-3-Clause
 * decide_model_make.c - choose a model of a curve that was measured in rounds.
 */
#include "decide_model_parts.h"

#include "stat.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 6 };

static const struct rxt_estimate unknown = {.value = NAN, .low = NAN, .high = NAN};

/* Median of the speeds of a point, over the rounds that it has; NaN if it has none. */
static double median_of(const struct rxt_speeds *speeds, size_t point, double *scratch)
{
    struct rxt_stat stat;
    size_t n = 0;
    for (size_t r = 0; r < speeds->n_rounds; r++) {
        scratch[n] = speeds->speed[point * speeds->n_rounds + r];
        n += isfinite(scratch[n]) && scratch[n] > 0.0 ? 1 : 0;
    }
    return rxt_stat_of(scratch, n, &stat) == RXT_OK ? stat.median : (double)NAN;
}

static const double ROUNDING = 1e-9;

/* An exact curve is met by "none" too where all steps are alike: the model, which says more, is kept. */
bool rxt_model_is_kept(const double *miss, enum rxt_model_kind kind)
{
    const double none = miss[RXT_MODEL_NONE];
    return miss[kind] < none - ROUNDING || (miss[kind] <= ROUNDING && none <= ROUNDING);
}

/* Of those that are kept the one that misses least; in order of their parameters, so that the simpler stays. */
static enum rxt_model_kind choose(const struct rxt_curve *curve, bool is_weak, double *miss)
{
    const enum rxt_model_kind tried[] = {is_weak ? RXT_MODEL_GUSTAFSON : RXT_MODEL_AMDAHL, RXT_MODEL_USL};
    enum rxt_model_kind best = RXT_MODEL_NONE;
    miss[best] = rxt_model_miss(best, curve);
    for (size_t i = 0; i < sizeof tried / sizeof *tried; i++) {
        miss[tried[i]] = rxt_model_miss(tried[i], curve);
        const bool is_better = best == RXT_MODEL_NONE ? rxt_model_is_kept(miss, tried[i])
                                                      : miss[tried[i]] < miss[best] - ROUNDING;
        best = is_better ? tried[i] : best;
    }
    return best;
}

static void refuse(struct rxt_model *out)
{
    if (out->n_points < RXT_MODEL_POINTS) {
        snprintf(out->refused, sizeof out->refused, "%zu numbers of workers have a time: fewer than %d",
                 out->n_points, RXT_MODEL_POINTS);
    } else if (out->fit.kind == RXT_MODEL_NONE) {
        snprintf(out->refused, sizeof out->refused,
                 "no model predicts held-out points better than the mean step");
    } else if (out->n_rounds < ROUNDS) {
        snprintf(out->refused, sizeof out->refused, "%zu rounds have all points: fewer than %d",
                 out->n_rounds, ROUNDS);
    }
}

static struct rxt_estimate value_of(double value, size_t n)
{
    struct rxt_estimate estimate = unknown;
    estimate.n = n;
    estimate.value = value;
    return estimate;
}

/* All that the fit says, without intervals. */
static void tell(const struct rxt_curve *curve, struct rxt_model *out)
{
    const bool has = out->fit.kind != RXT_MODEL_NONE;
    const size_t n = has ? curve->n : 0;
    out->sigma = has ? value_of(out->fit.sigma, n) : unknown;
    out->kappa = out->fit.kind == RXT_MODEL_USL ? value_of(out->fit.kappa, n) : unknown;
    out->peak = unknown;
    out->breaks =
        has ? value_of(rxt_fit_breaks(&out->fit, &out->rule, curve->workers[0], out->last), n) : unknown;
}

static enum rxt_err make_of(const struct rxt_speeds *speeds, const struct rxt_curve *curve, bool is_weak,
                            struct rxt_model *out)
{
    enum rxt_model_kind kind = RXT_MODEL_NONE;
    enum rxt_err err = RXT_OK;
    out->n_points = curve->n;
    out->n_rounds = rxt_speeds_whole(speeds);
    out->last = curve->n > 0 ? 4.0 * curve->workers[curve->n - 1] : (double)NAN;
    if (curve->n >= RXT_MODEL_POINTS) {
        kind = choose(curve, is_weak, out->miss);
    }
    if (curve->n >= 2) {
        err = rxt_model_fit(kind, curve, &out->fit);
    }
    tell(curve, out);
    refuse(out);
    return err || out->refused[0] ? err : rxt_model_draw(speeds, curve, out);
}

enum rxt_err rxt_model_make(const struct rxt_speeds *speeds, bool is_weak, struct rxt_model *out)
{
    double *workers = calloc(speeds->n_points + 1, sizeof *workers),
           *speed = calloc(speeds->n_points + 1, sizeof *speed),
           *scratch = calloc(speeds->n_rounds + 1, sizeof *scratch);
    struct rxt_curve curve = {workers, speed, 0};
    enum rxt_err err =
        workers && speed && scratch ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for a scaling curve");
    *out = (struct rxt_model){.rule = rxt_rule_of(is_weak), .miss = {NAN, NAN, NAN, NAN}};
    for (size_t i = 0; i < RXT_PREDICTIONS; i++) {
        out->prediction[i].speed = unknown;
    }
    for (size_t i = 0; !err && i < speeds->n_points; i++) {
        workers[curve.n] = speeds->workers[i];
        speed[curve.n] = median_of(speeds, i, scratch);
        curve.n += isfinite(speed[curve.n]) ? 1 : 0;
    }
    if (!err) {
        err = make_of(speeds, &curve, is_weak, out);
    }
    free(workers);
    free(speed);
    free(scratch);
    return err;
}
