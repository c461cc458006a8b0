/* SPDX-License-Identifier: BSD-3-Clause
 * decide_model.c - fit a model to a scaling curve by least squares.
 *
 * Parameters stay within their bounds: one that lies on a bound and would leave it is held there for a step
 * (projected Levenberg-Marquardt). Several starts, since the sum of squares may have several valleys.
 */
#include "decide_model_parts.h"

#include <math.h>

static const struct {
    const char *name, *title;
    size_t n_params;
} models[RXT_MODELS] = {
    [RXT_MODEL_NONE] = {"none", "the mean step", 2},
    [RXT_MODEL_AMDAHL] = {"amdahl", "Amdahl's law", 2},
    [RXT_MODEL_GUSTAFSON] = {"gustafson", "Gustafson's law", 2},
    [RXT_MODEL_USL] = {"usl", "the Universal Scalability Law", 3},
};

const char *rxt_model_name(enum rxt_model_kind kind)
{
    return models[kind].name;
}

const char *rxt_model_title(enum rxt_model_kind kind)
{
    return models[kind].title;
}

size_t rxt_model_params(enum rxt_model_kind kind)
{
    return models[kind].n_params;
}

enum { SCALE, SIGMA, KAPPA, PARAMS };

static const double most_of[PARAMS] = {INFINITY, 1.0, INFINITY};

/* The speed of a model with n workers, and its slopes. */
static double speed_of(enum rxt_model_kind kind, const double *p, double n, double *slope)
{
    if (kind == RXT_MODEL_GUSTAFSON) {
        slope[SCALE] = n - p[SIGMA] * (n - 1.0);
        slope[SIGMA] = -p[SCALE] * (n - 1.0);
        slope[KAPPA] = 0.0;
        return p[SCALE] * slope[SCALE];
    }
    const double below = 1.0 + p[SIGMA] * (n - 1.0) + p[KAPPA] * n * (n - 1.0);
    slope[SCALE] = n / below;
    slope[SIGMA] = -p[SCALE] * n * (n - 1.0) / (below * below);
    slope[KAPPA] = slope[SIGMA] * n;
    return p[SCALE] * slope[SCALE];
}

/* The normal equations of a step, and the sum of squares that it begins at. */
struct normal {
    double a[PARAMS][PARAMS], b[PARAMS], squares;
};

static void gather(enum rxt_model_kind kind, const struct rxt_curve *curve, size_t without, const double *p,
                   struct normal *out)
{
    *out = (struct normal){.squares = 0.0};
    for (size_t i = 0; i < curve->n; i++) {
        double slope[PARAMS];
        if (i == without) {
            continue;
        }
        const double off = curve->speed[i] - speed_of(kind, p, curve->workers[i], slope);
        out->squares += off * off;
        for (size_t j = 0; j < PARAMS; j++) {
            out->b[j] += slope[j] * off;
            for (size_t k = 0; k < PARAMS; k++) {
                out->a[j][k] += slope[j] * slope[k];
            }
        }
    }
}

/* Take a parameter out of the equations: it is not stepped. */
static void hold(struct normal *normal, size_t j)
{
    for (size_t k = 0; k < PARAMS; k++) {
        normal->a[j][k] = normal->a[k][j] = 0.0;
    }
    normal->a[j][j] = 1.0;
    normal->b[j] = 0.0;
}

/* Solve the equations, whose diagonal is made larger by a share of itself: symmetric, so that no pivot is looked for. */
static void solve(struct normal normal, double damping, double *step)
{
    for (size_t j = 0; j < PARAMS; j++) {
        normal.a[j][j] *= 1.0 + damping;
    }
    for (size_t j = 0; j < PARAMS; j++) {
        for (size_t i = j + 1; i < PARAMS; i++) {
            const double share = normal.a[i][j] / normal.a[j][j];
            for (size_t k = j; k < PARAMS; k++) {
                normal.a[i][k] -= share * normal.a[j][k];
            }
            normal.b[i] -= share * normal.b[j];
        }
    }
    for (size_t j = PARAMS; j-- > 0;) {
        step[j] = normal.b[j];
        for (size_t k = j + 1; k < PARAMS; k++) {
            step[j] -= normal.a[j][k] * step[k];
        }
        step[j] /= normal.a[j][j];
    }
}

/* Step once, if some damping makes the sum of squares smaller; by how much. */
static double step_once(enum rxt_model_kind kind, const struct rxt_curve *curve, size_t without, double *p,
                        double *damping)
{
    struct normal here, there;
    gather(kind, curve, without, p, &here);
    for (size_t j = 0; j < PARAMS; j++) {
        if (j >= models[kind].n_params || !(here.a[j][j] > 0.0) || (p[j] <= 0.0 && here.b[j] <= 0.0) ||
            (p[j] >= most_of[j] && here.b[j] >= 0.0)) {
            hold(&here, j);
        }
    }
    for (; *damping < 1e12; *damping *= 10.0) {
        double step[PARAMS], next[PARAMS];
        solve(here, *damping, step);
        for (size_t j = 0; j < PARAMS; j++) {
            next[j] = fmin(fmax(p[j] + step[j], 0.0), most_of[j]);
        }
        gather(kind, curve, without, next, &there);
        if (there.squares < here.squares) {
            for (size_t j = 0; j < PARAMS; j++) {
                p[j] = next[j];
            }
            *damping = fmax(*damping * 0.1, 1e-12);
            return (here.squares - there.squares) / here.squares;
        }
    }
    return 0.0;
}

double rxt_fit_improve(const struct rxt_curve *curve, size_t without, struct rxt_fit *fit)
{
    double p[PARAMS] = {fit->scale, fit->sigma, fit->kappa}, damping = 1e-3;
    struct normal normal;
    for (int turn = 0; turn < 200 && step_once(fit->kind, curve, without, p, &damping) > 1e-13; turn++) {
    }
    fit->scale = p[SCALE];
    fit->sigma = p[SIGMA];
    fit->kappa = p[KAPPA];
    gather(fit->kind, curve, without, p, &normal);
    return normal.squares;
}

/* A straight line through the logarithms. */
static struct rxt_fit mean_step(const struct rxt_curve *curve, size_t without)
{
    double n = 0.0, x = 0.0, y = 0.0, xx = 0.0, xy = 0.0;
    for (size_t i = 0; i < curve->n; i++) {
        if (i != without) {
            n += 1.0;
            x += log(curve->workers[i]);
            y += log(curve->speed[i]);
        }
    }
    for (size_t i = 0; i < curve->n; i++) {
        if (i != without) {
            const double off = log(curve->workers[i]) - x / n;
            xx += off * off;
            xy += off * (log(curve->speed[i]) - y / n);
        }
    }
    return (struct rxt_fit){RXT_MODEL_NONE, exp(y / n - xy / xx * x / n), 0.0, 0.0, xy / xx};
}

/* The scale with which a shape is nearest to the curve. */
static double scale_of(const struct rxt_fit *fit, const struct rxt_curve *curve, size_t without)
{
    const double p[PARAMS] = {1.0, fit->sigma, fit->kappa};
    double speeds = 0.0, squares = 0.0;
    for (size_t i = 0; i < curve->n; i++) {
        double slope[PARAMS];
        const double shape = speed_of(fit->kind, p, curve->workers[i], slope);
        speeds += i == without ? 0.0 : shape * curve->speed[i];
        squares += i == without ? 0.0 : shape * shape;
    }
    return speeds / squares;
}

struct rxt_fit rxt_fit_without(enum rxt_model_kind kind, const struct rxt_curve *curve, size_t without)
{
    static const double sigmas[] = {0.0, 0.03, 0.3}, kappas[] = {0.0, 0.01, 1.0};
    struct rxt_fit best = {.kind = kind, .scale = 1.0};
    const double most = curve->workers[curve->n - 1];
    double least = INFINITY;
    if (kind == RXT_MODEL_NONE) {
        return mean_step(curve, without);
    }
    for (size_t i = 0; i < (models[kind].n_params > 2 ? 9 : 3); i++) {
        struct rxt_fit fit = {.kind = kind, .sigma = sigmas[i % 3], .kappa = kappas[i / 3] / most};
        fit.scale = scale_of(&fit, curve, without);
        const double squares = rxt_fit_improve(curve, without, &fit);
        if (squares < least) {
            least = squares;
            best = fit;
        }
    }
    return best;
}

enum rxt_err rxt_model_fit(enum rxt_model_kind kind, const struct rxt_curve *curve, struct rxt_fit *out)
{
    if (curve->n < models[kind].n_params) {
        return rxt_fail(RXT_E_RANGE, "%s has %zu parameters, and the curve %zu points", models[kind].title,
                        models[kind].n_params, curve->n);
    }
    for (size_t i = 0; i < curve->n; i++) {
        if (!(curve->workers[i] > 0.0) || !(curve->speed[i] > 0.0) || !isfinite(curve->workers[i]) ||
            !isfinite(curve->speed[i]) || (i > 0 && !(curve->workers[i] > curve->workers[i - 1]))) {
            return rxt_fail(RXT_E_RANGE, "point %zu of a curve has %g workers and a speed of %g", i,
                            curve->workers[i], curve->speed[i]);
        }
    }
    *out = rxt_fit_without(kind, curve, curve->n);
    return RXT_OK;
}

double rxt_fit_speed(const struct rxt_fit *fit, double workers)
{
    const double p[PARAMS] = {fit->scale, fit->sigma, fit->kappa};
    double slope[PARAMS];
    return fit->kind == RXT_MODEL_NONE ? fit->scale * pow(workers, fit->power)
                                       : speed_of(fit->kind, p, workers, slope);
}
