/* SPDX-License-Identifier: BSD-3-Clause
 * decide_race_regret.c - by how much may a layout be slower than the fastest that ran?
 *
 * Each limit is one of a single comparison: the bound fails only if that with the truly fastest one does.
 */
#include "decide_race_verdict.h"

#include <math.h>
#include <stdint.h>

/* Of the finalist that loses least against serial: its logarithm over serial's. */
static size_t nearest_to(const struct rxt_race_judged *j, size_t serial, double *loss)
{
    const struct rxt_race *race = j->race;
    size_t nearest = SIZE_MAX;
    *loss = NAN;
    for (size_t i = 0; i < race->n_layouts; i++) {
        struct rxt_estimate ratio = {.value = NAN};
        if (j->stand.is_finalist[i]) {
            (void)rxt_race_interval(j, i, serial, &ratio);
        }
        if (ratio.value < *loss || (isnan(*loss) && !isnan(ratio.value))) {
            nearest = i;
            *loss = ratio.value;
        }
    }
    return nearest;
}

double rxt_race_effect_of(const struct rxt_race_judged *j, const struct rxt_race_moment *moment, size_t of)
{
    double loss = 0.0;
    size_t at = of;
    if (j->race->racers[of].part == RXT_RACE_SERIAL) {
        at = nearest_to(j, of, &loss);
    }
    return at == SIZE_MAX ? (double)NAN : moment->effect[at] - loss;
}

double rxt_race_drop_error(const struct rxt_race_moment *m, size_t i)
{
    const double own = fmax(m->scale, m->spread[i]);
    return sqrt((own * own + m->scale * m->scale) / (double)m->n_rounds);
}

double rxt_race_drop_limit(const struct rxt_race_moment *m, size_t i, double effect_of_best)
{
    const double df = floor(0.4 * (double)(m->n_alive - 1) * (double)(m->n_rounds - 1));
    return rxt_t_exceeded(fmax(3.0, df)) * rxt_race_drop_error(m, i) - (m->effect[i] - effect_of_best);
}

static double limit_of_moment(const struct rxt_race_judged *j, const struct rxt_race_moment *m, size_t of)
{
    const double effect = rxt_race_effect_of(j, m, of);
    double limit = 0.0;
    for (size_t i = 0; i < j->race->n_layouts; i++) {
        if (m->is_left[i] && !j->race->racers[i].is_wrong) {
            limit = isnan(effect) ? (double)NAN : fmax(limit, rxt_race_drop_limit(m, i, effect));
        }
    }
    return limit;
}

double rxt_race_regret(const struct rxt_race_judged *j, size_t of)
{
    const struct rxt_race *race = j->race;
    const bool is_open =
        j->out->is_busy || rxt_race_count(race, of, j->from, race->n_rounds) < RXT_RACE_LEAST;
    double limit = is_open ? (double)NAN : 0.0;
    for (size_t i = 0; i < race->n_layouts && !isnan(limit); i++) {
        const enum rxt_verdict verdict = j->out->places[i].verdict;
        const bool is_compared = verdict == RXT_IS_BEST || verdict == RXT_IS_EQUAL ||
                                 verdict == RXT_IS_UNDECIDED || verdict == RXT_IS_OUT ||
                                 verdict == RXT_IS_PLAIN;
        struct rxt_estimate ratio;
        if (verdict == RXT_IS_OPEN || (i != of && is_compared && !rxt_race_interval(j, i, of, &ratio))) {
            limit = NAN;
        } else if (i != of && is_compared) {
            limit = fmax(limit, -ratio.low);
        }
    }
    for (size_t m = 0; m < j->stand.n_moments && !isnan(limit); m++) {
        const double here = limit_of_moment(j, &j->stand.moments[m], of);
        limit = isnan(here) ? here : fmax(limit, here);
    }
    return expm1(limit);
}
