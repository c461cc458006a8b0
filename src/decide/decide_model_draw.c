/* SPDX-License-Identifier: BSD-3-Clause
 * decide_model_draw.c - intervals of what a model says: its rounds drawn again, and what it missed points by.
 *
 * A round is drawn for all points at once, since a slow minute of the machine hit all of them.
 */
#include "decide_model_parts.h"

#include "rxt/random.h"

#include <math.h>
#include <stdlib.h>

enum { DRAWS = 200, LOW = 4, HIGH = DRAWS - 1 - LOW, SEED = 2029 };

/* What a draw of rounds gives. */
enum { SIGMA, KAPPA, PEAK, BREAKS, PREDICTED, QUANTITIES = PREDICTED + RXT_PREDICTIONS };

struct placed {
    double speed; /* first: it is sorted by */
    size_t round;
};

/* The rounds in which every point has a speed. */
struct draws {
    size_t n_points, n_rounds;
    struct placed *sorted; /* [point * n_rounds + place], each point's ascending */
    size_t *times;         /* how often this draw has each round                 */
    double *median;        /* of each point, over this draw                      */
    double (*got)[DRAWS];  /* of each quantity                                   */
};

static bool is_whole(const struct rxt_speeds *speeds, size_t round)
{
    bool is = speeds->n_points > 0;
    for (size_t i = 0; i < speeds->n_points; i++) {
        const double speed = speeds->speed[i * speeds->n_rounds + round];
        is &= isfinite(speed) && speed > 0.0;
    }
    return is;
}

size_t rxt_speeds_whole(const struct rxt_speeds *speeds)
{
    size_t n = 0;
    for (size_t r = 0; r < speeds->n_rounds; r++) {
        n += is_whole(speeds, r);
    }
    return n;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void sort(const struct rxt_speeds *speeds, struct draws *d)
{
    size_t n = 0;
    for (size_t r = 0; r < speeds->n_rounds; r++) {
        for (size_t i = 0; is_whole(speeds, r) && i < d->n_points; i++) {
            d->sorted[i * d->n_rounds + n] = (struct placed){speeds->speed[i * speeds->n_rounds + r], n};
        }
        n += is_whole(speeds, r);
    }
    for (size_t i = 0; i < d->n_points; i++) {
        qsort(d->sorted + i * d->n_rounds, d->n_rounds, sizeof *d->sorted, ascending);
    }
}

/* The value at a place of the rounds that were drawn. */
static double drawn_at(const struct draws *d, size_t point, size_t place)
{
    const struct placed *at = d->sorted + point * d->n_rounds;
    for (size_t seen = d->times[at->round]; seen <= place; seen += d->times[at->round]) {
        at++;
    }
    return at->speed;
}

static void draw_rounds(struct draws *d, size_t draw)
{
    for (size_t r = 0; r < d->n_rounds; r++) {
        d->times[r] = 0;
    }
    for (size_t r = 0; r < d->n_rounds; r++) {
        d->times[rxt_random_at(SEED, draw * d->n_rounds + r) % d->n_rounds]++;
    }
    for (size_t i = 0; i < d->n_points; i++) {
        d->median[i] = 0.5 * (drawn_at(d, i, (d->n_rounds - 1) / 2) + drawn_at(d, i, d->n_rounds / 2));
    }
}

/* Fit each draw, from the fit to all rounds on. */
static void draw_all(struct draws *d, const struct rxt_curve *curve, const struct rxt_model *model,
                     const struct rxt_fit *whole)
{
    const struct rxt_curve drawn = {curve->workers, d->median, curve->n};
    for (size_t draw = 0; draw < DRAWS; draw++) {
        struct rxt_fit fit = *whole;
        draw_rounds(d, draw);
        (void)rxt_fit_improve(&drawn, drawn.n, &fit);
        d->got[SIGMA][draw] = fit.sigma;
        d->got[KAPPA][draw] = fit.kappa;
        d->got[PEAK][draw] = rxt_fit_peak(&fit);
        d->got[BREAKS][draw] = rxt_fit_breaks(&fit, &model->rule, curve->workers[0], model->last);
        for (size_t i = 0; i < RXT_PREDICTIONS; i++) {
            d->got[PREDICTED + i][draw] = rxt_fit_speed(&fit, model->prediction[i].workers);
        }
    }
    for (size_t q = 0; q < QUANTITIES; q++) {
        qsort(d->got[q], DRAWS, sizeof *d->got[q], ascending);
    }
}

static void hold(struct rxt_estimate *out, double value)
{
    out->low = fmin(out->low, value);
    out->high = fmax(out->high, value);
}

/* The interval of the draws holds the value, which is none of them. */
static void set_interval(struct rxt_estimate *out, const double *got)
{
    out->low = got[LOW];
    out->high = got[HIGH];
    hold(out, out->value);
    out->has_interval = true;
}

/* Student's t, two-sided 95 %, of 2 degrees on; beyond the table that of its end, which is larger. */
static double student(size_t degrees)
{
    static const double t[] = {4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228};
    const size_t most = sizeof t / sizeof *t - 1;
    return t[degrees - 2 < most ? degrees - 2 : most];
}

static void widen(struct rxt_estimate *speed, double by)
{
    const double below = log(speed->value / speed->low), above = log(speed->high / speed->value);
    speed->low = speed->value * exp(-sqrt(below * below + by * by));
    speed->high = speed->value * exp(sqrt(above * above + by * by));
}

/* What is told of more workers than were measured holds what the other models that were tried say, with their draws: of
 * few points, or with much noise, the wrong one of two is kept; unless the rounds show a coherency, which the others have
 * none of. */
static void hold_others(struct draws *d, const struct rxt_curve *curve, struct rxt_model *out)
{
    const bool is_shown = out->kappa.low > 0.0;
    for (size_t k = 0; k < RXT_MODELS && !is_shown; k++) {
        const enum rxt_model_kind kind = (enum rxt_model_kind)k;
        if (kind == out->fit.kind || kind == RXT_MODEL_NONE || isnan(out->miss[kind])) {
            continue;
        }
        const struct rxt_fit fit = rxt_fit_without(kind, curve, curve->n);
        draw_all(d, curve, out, &fit);
        hold(&out->breaks, d->got[BREAKS][LOW]);
        hold(&out->breaks, d->got[BREAKS][HIGH]);
        for (size_t i = 0; i < RXT_PREDICTIONS; i++) {
            hold(&out->prediction[i].speed, d->got[PREDICTED + i][LOW]);
            hold(&out->prediction[i].speed, d->got[PREDICTED + i][HIGH]);
        }
    }
}

static void conclude(struct draws *d, const struct rxt_curve *curve, struct rxt_model *out)
{
    const enum rxt_model_kind kind = out->fit.kind;
    const double missed = student(out->n_points - rxt_model_params(kind)) * out->miss[kind];
    draw_all(d, curve, out, &out->fit);
    set_interval(&out->sigma, d->got[SIGMA]);
    if (kind == RXT_MODEL_USL) {
        set_interval(&out->kappa, d->got[KAPPA]);
    }
    if (kind == RXT_MODEL_USL && out->kappa.low > 0.0) {
        out->peak.n = out->n_points;
        out->peak.value = rxt_fit_peak(&out->fit);
        set_interval(&out->peak, d->got[PEAK]);
    }
    set_interval(&out->breaks, d->got[BREAKS]);
    for (size_t i = 0; i < RXT_PREDICTIONS; i++) {
        struct rxt_estimate *speed = &out->prediction[i].speed;
        speed->n = out->n_points;
        speed->value = rxt_fit_speed(&out->fit, out->prediction[i].workers);
        set_interval(speed, d->got[PREDICTED + i]);
    }
    hold_others(d, curve, out);
    for (size_t i = 0; i < RXT_PREDICTIONS; i++) {
        widen(&out->prediction[i].speed, missed);
    }
}

enum rxt_err rxt_model_draw(const struct rxt_speeds *speeds, const struct rxt_curve *curve,
                            struct rxt_model *out)
{
    struct draws d = {.n_points = curve->n, .n_rounds = out->n_rounds};
    d.sorted = calloc(d.n_points * d.n_rounds + 1, sizeof *d.sorted);
    d.times = calloc(d.n_rounds + 1, sizeof *d.times);
    d.median = calloc(d.n_points + 1, sizeof *d.median);
    d.got = calloc(QUANTITIES, sizeof *d.got);
    enum rxt_err err = d.sorted && d.times && d.median && d.got
                           ? RXT_OK
                           : rxt_fail(RXT_E_MEMORY, "no room to draw %zu rounds", d.n_rounds);
    if (!err) {
        for (size_t i = 0; i < RXT_PREDICTIONS; i++) {
            out->prediction[i].workers = curve->workers[curve->n - 1] * (double)(2 << i);
        }
        sort(speeds, &d);
        conclude(&d, curve, out);
    }
    free(d.sorted);
    free(d.times);
    free(d.median);
    free(d.got);
    return err;
}
