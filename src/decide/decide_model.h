/* SPDX-License-Identifier: BSD-3-Clause
 * decide_model.h - models of a scaling curve: how speed grows with the number of workers, and how far that can be told.
 *
 * Speed is work over time, in any unit. All functions are pure: the same curve, the same answer.
 *
 *   none       c N^b              the mean step: every doubling brings the same factor
 *   Amdahl     c N / (1 + s (N - 1))                   one size; s: the share of one worker's time that is serial
 *   Gustafson  c (N - s (N - 1))                       a size that grows; s: the share of the time that is serial
 *   USL        c N / (1 + s (N - 1) + k N (N - 1))     s: contention; k: coherency, which makes a maximum
 *
 * A model is fitted by least squares of the speeds (of "none": of their logarithms), s within [0, 1], k >= 0. It is kept
 * only if it predicts held-out points better than "none": each point is predicted by a fit to all others, and what counts
 * is the root mean square of ln(predicted / measured).
 *
 * Intervals are of the rounds: rounds are drawn again with repetition, the same for all points, and the model is fitted to
 * the medians (bootstrap, 200 draws by counter-based random numbers). The interval of a prediction also holds what the
 * other models that were tried predict, with their draws, and is wider by what the model missed held-out points by, times
 * Student's t of as many degrees as there are points more than parameters.
 */
#ifndef RXT_DECIDE_MODEL_H
#define RXT_DECIDE_MODEL_H

#include "decide_estimate.h"

#include "rxt/err.h"

enum rxt_model_kind { RXT_MODEL_NONE, RXT_MODEL_AMDAHL, RXT_MODEL_GUSTAFSON, RXT_MODEL_USL, RXT_MODELS };
/** Return "none", "amdahl", "gustafson", "usl"; and as it is written in a sentence. */
const char *rxt_model_name(enum rxt_model_kind kind);
const char *rxt_model_title(enum rxt_model_kind kind);

/* What was measured: speed[i] with workers[i]; all finite and above 0, no two of as many workers. */
struct rxt_curve {
    const double *workers, *speed;
    size_t n;
};

/* A fitted model. */
struct rxt_fit {
    enum rxt_model_kind kind;
    double scale;        /* c: the speed of one worker, by the model */
    double sigma, kappa; /* s and k; 0 where the model has none      */
    double power;        /* b of "none"                              */
};

/** Fit a model to a curve.
 *
 *  Errors:  RXT_E_RANGE  fewer points than parameters, a value that is not finite or not above 0, equal workers
 *  Source:  Amdahl (1967); Gustafson (1988); Gunther, Guerrilla Capacity Planning (2007); bounded Levenberg-Marquardt
 */
RXT_CHECKED enum rxt_err rxt_model_fit(enum rxt_model_kind kind, const struct rxt_curve *curve,
                                       struct rxt_fit *out);
/** Return the speed that a fitted model has with so many workers. */
double rxt_fit_speed(const struct rxt_fit *fit, double workers);
/** Return the number of workers of the maximum of a speed; infinity: it has none. */
double rxt_fit_peak(const struct rxt_fit *fit);

/** Return how far fits to all other points miss each point: the root mean square of ln(predicted / measured); NaN if the
 *  curve has fewer than two points more than the model has parameters. */
double rxt_model_miss(enum rxt_model_kind kind, const struct rxt_curve *curve);

/* When more workers still pay: a doubling of them brings at least so many times the speed, or the efficiency is at least
 * so much. */
struct rxt_rule {
    bool is_share; /* of efficiency */
    double limit;  /* 1.5 times; 0.75 */
};
/** Return the rule that holds where none is given: 1.5 times a doubling; of work that grows 75 % of efficiency. */
struct rxt_rule rxt_rule_of(bool is_weak);
/** Return the smallest number of workers from `first` to `last` from which on a fitted model breaks a rule, efficiency
 *  being against `first`; infinity: it does not up to `last`. */
double rxt_fit_breaks(const struct rxt_fit *fit, const struct rxt_rule *rule, double first, double last);

/* Speeds round by round: speed[i * n_rounds + r] with workers[i]; NaN where a round has none. Workers ascend. */
struct rxt_speeds {
    const double *workers, *speed;
    size_t n_points, n_rounds;
};

/* With fewer no model is looked for: of 4 points no coherency is seen, and every prediction is too large. */
enum { RXT_MODEL_POINTS = 5, RXT_PREDICTIONS = 2 };

/* What is said of a curve. */
struct rxt_model {
    size_t n_points, n_rounds; /* points of the curve; rounds in which every point has a speed */
    double miss[RXT_MODELS];   /* as rxt_model_miss; NaN: it was not tried                     */
    struct rxt_fit fit;        /* of the model that is kept; of "none" where none is           */
    char refused[160];         /* why nothing is fitted, or nothing predicted; "": it is       */
    struct rxt_estimate sigma, kappa;
    struct rxt_estimate peak;   /* workers of the maximum; unknown unless kappa's interval lies above 0 */
    struct rxt_rule rule;       /* of `breaks`                                                          */
    double last;                /* as far as is told: four times the most workers measured              */
    struct rxt_estimate breaks; /* from so many workers on it does not pay; infinity: not up to `last`   */
    struct {
        double workers;
        struct rxt_estimate speed;
    } prediction
        [RXT_PREDICTIONS]; /* of twice and four times the most workers measured; n is 0 where refused */
};

/** Model a curve by its rounds: choose, fit, and predict.
 *
 *  is_weak  in   the work grew with the workers: Gustafson's form stands in place of Amdahl's
 *
 *  With fewer than 5 points, or a model that is kept and fewer than 6 rounds, `refused` says what is missing.
 *
 *  Errors:  RXT_E_MEMORY
 *  Memory:  scratch of the size of the rounds, freed on every path
 *  Source:  Efron & Tibshirani, An Introduction to the Bootstrap (1993); Stone (1974) for leaving out one
 */
RXT_CHECKED enum rxt_err rxt_model_make(const struct rxt_speeds *speeds, bool is_weak, struct rxt_model *out);

#endif
