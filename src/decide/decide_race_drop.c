/* SPDX-License-Identifier: BSD-3-Clause
 * decide_race_drop.c - who is dropped behind a round of the screening, by effects and by what is left to spend.
 */
#include "decide_race_replay.h"

#include <math.h>
#include <stdlib.h>

/* So precise a comparison needs no more rounds of all. */
static const double screened = 0.02;

double rxt_race_cost_of(const struct rxt_race_replay *p, bool of_bases, bool of_alive)
{
    double sum = 0.0;
    for (size_t i = 0; i < p->race->n_layouts; i++) {
        const bool counts =
            (of_bases && rxt_race_is_base(p->race, i)) || (of_alive && p->out->is_finalist[i]);
        sum += counts ? rxt_race_cost(p, i) : 0.0;
    }
    return sum;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* What the confirming rounds must have left: of the cheapest finalists. */
static double reserve(const struct rxt_race_replay *p)
{
    double sum = rxt_race_cost_of(p, true, false);
    size_t n = 0;
    for (size_t i = 0; i < p->race->n_layouts; i++) {
        if (p->out->is_finalist[i]) {
            p->sheet.numbers[n++] = rxt_race_cost(p, i);
        }
    }
    qsort(p->sheet.numbers, n, sizeof *p->sheet.numbers, by_value);
    for (size_t i = 0; i < n && i < p->n_finalists; i++) {
        sum += p->sheet.numbers[i];
    }
    return (double)p->out->least * sum;
}

size_t rxt_race_count_alive(const struct rxt_race_replay *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->race->n_layouts; i++) {
        n += p->out->is_finalist[i];
    }
    return n;
}

/* How many go on: a geometric race that ends with its money, or the finalists at once. */
static size_t choose_count(const struct rxt_race_replay *p, double scale)
{
    const size_t k = rxt_race_count_alive(p), f = p->n_finalists;
    const double all = rxt_race_cost_of(p, false, true), left = p->out->budget - p->out->spent - reserve(p);
    const double factor = left > 0.0 ? fmin(fmax(1.0 + all / left, 1.25), 4.0) : 4.0;
    const size_t fewer = k > 0 ? k - 1 : 0, part = (size_t)((double)k / factor);
    size_t next = part < fewer ? part : fewer;
    next = next > f ? next : f;
    const bool is_precise = rxt_race_width(scale, p->out->round) <= screened;
    return is_precise || all * (double)next / (double)k > left ? f : next;
}

/* Does a layout come before another: the smaller effect, of equals the fewer ranks, then as they stand? */
static bool is_before(const struct rxt_race_replay *p, const double *effect, size_t a, size_t b)
{
    const struct rxt_racer *racers = p->race->racers;
    if (effect[a] < effect[b] || effect[a] > effect[b]) {
        return effect[a] < effect[b];
    }
    return racers[a].ranks != racers[b].ranks ? racers[a].ranks < racers[b].ranks : a < b;
}

/* A moment with the effects of all that are alive. */
static enum rxt_err begin_moment(struct rxt_race_replay *p, struct rxt_race_moment **out)
{
    const size_t n = p->race->n_layouts;
    struct rxt_race_stand *stand = p->out;
    struct rxt_race_moment *list = realloc(stand->moments, (stand->n_moments + 1) * sizeof *list);
    if (!list) {
        return rxt_fail(RXT_E_MEMORY, "no room for the moments of a race");
    }
    stand->moments = list;
    struct rxt_race_moment *m = *out = &list[stand->n_moments++];
    *m = (struct rxt_race_moment){.n_rounds = stand->round,
                                  .n_alive = rxt_race_count_alive(p),
                                  .is_left = calloc(n + 1, sizeof *m->is_left),
                                  .effect = malloc((n + 1) * sizeof *m->effect),
                                  .spread = malloc((n + 1) * sizeof *m->spread)};
    if (!m->is_left || !m->effect || !m->spread) {
        return rxt_fail(RXT_E_MEMORY, "no room for the effects of %zu layouts", n);
    }
    rxt_race_centre(p->race, stand->is_finalist, 0, stand->round, &p->sheet);
    m->scale = rxt_race_scale(p->race, stand->is_finalist, 0, stand->round, &p->sheet);
    for (size_t i = 0; i < n; i++) {
        m->effect[i] = m->spread[i] = NAN;
        if (stand->is_finalist[i]) {
            m->effect[i] = rxt_race_effect(p->race, i, stand->round, m->scale, &p->sheet, &m->spread[i]);
        }
    }
    return RXT_OK;
}

/* Drop all but the fastest. */
enum rxt_err rxt_race_drop(struct rxt_race_replay *p)
{
    struct rxt_race_moment *m = NULL;
    struct rxt_race_stand *out = p->out;
    const enum rxt_err err = begin_moment(p, &m);
    const size_t next = err == RXT_OK ? choose_count(p, m->scale) : 0;
    for (size_t i = 0; i < p->race->n_layouts && err == RXT_OK; i++) {
        size_t n_before = 0;
        for (size_t j = 0; j < p->race->n_layouts; j++) {
            n_before += !isnan(m->effect[j]) && j != i && is_before(p, m->effect, j, i);
        }
        m->is_left[i] = out->is_finalist[i] && n_before >= next;
    }
    for (size_t i = 0; i < p->race->n_layouts && err == RXT_OK; i++) {
        out->is_finalist[i] &= !m->is_left[i];
    }
    out->is_confirming = err == RXT_OK && rxt_race_count_alive(p) <= p->n_finalists;
    return err;
}
