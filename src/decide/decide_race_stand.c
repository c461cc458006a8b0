/* SPDX-License-Identifier: BSD-3-Clause
 * decide_race_stand.c - where a race stands: its rounds are gone through again, from the first one.
 */
#include "decide_race_replay.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* So precise a comparison ends the confirming rounds; a budget where none is asked for. */
static const double confirmed = 0.01, usual_share = 0.25;
enum { FULL = 20, MANY = 16, FEW_FINALISTS = 3, FINALISTS = 4, MOST = 40, MOST_OF_FEW = 20, LEAST = 8 };

/* Rounds below which no layout can be shown to be out over all of the study. */
static size_t least_rounds(size_t n_parts, size_t m)
{
    const double odds = 20.0 * (double)n_parts * (double)m * (double)(m - 1);
    const double n = m > 1 ? ceil(log2(odds) - 1e-9) : 0.0;
    return n > LEAST ? (size_t)n : LEAST;
}

static void set_out(struct rxt_race_replay *p)
{
    const struct rxt_race *race = p->race;
    struct rxt_race_stand *out = p->out;
    for (size_t i = 0; i < race->n_layouts; i++) {
        out->is_finalist[i] = race->racers[i].part == RXT_RACE_CONTENDER;
    }
    const size_t k = rxt_race_count_alive(p), f = k < MANY ? FEW_FINALISTS : FINALISTS;
    p->screens = race->screens && k > f;
    p->n_finalists = p->screens ? f : k;
    p->is_hard = !isnan(race->budget) || !isnan(race->share);
    const size_t m = p->n_finalists + (rxt_race_find(race, RXT_RACE_SERIAL) != SIZE_MAX);
    out->least = race->exactly > 0 ? race->exactly : least_rounds(race->n_parts, m);
    out->most = race->exactly > 0 ? race->exactly : p->screens ? MOST : MOST_OF_FEW;
    out->is_confirming = !p->screens;
    out->budget = !isnan(race->budget) ? race->budget : INFINITY;
    out->width = NAN;
}

/* By default, and as a share, the budget is one of what 20 rounds of all cost, as the first round tells. */
static void find_budget(struct rxt_race_replay *p)
{
    const struct rxt_race *race = p->race;
    const double share = !isnan(race->share) ? race->share : p->screens ? usual_share : (double)NAN;
    if (isnan(race->budget) && !isnan(share) && p->out->round == 1) {
        p->out->budget = share * FULL * rxt_race_cost_of(p, true, true);
    }
}

/* It was launched twice, and gave no value. */
static bool has_failed(const struct rxt_race_replay *p, size_t i)
{
    return p->tally[i].n_launched >= RXT_RACE_FIRST && p->tally[i].n_values == 0;
}

/* Who takes part in the round that is under way, and who was not launched in it yet? Returns how many there are. */
static size_t find_takers(struct rxt_race_replay *p, bool *is_whole)
{
    const struct rxt_race *race = p->race;
    struct rxt_race_stand *out = p->out;
    size_t n = 0;
    *is_whole = true;
    for (size_t i = 0; i < race->n_layouts; i++) {
        const bool is_late = out->round >= race->n_rounds || !rxt_race_lap(race, i, out->round)->launched;
        const bool is_asked =
            rxt_race_is_base(race, i) ? out->is_confirming || out->round == 0 : out->is_finalist[i];
        out->takes[i] = is_asked && !has_failed(p, i);
        out->wants[i] = out->takes[i] && is_late;
        *is_whole &= !out->wants[i] || out->round + 1 < race->n_rounds; /* a later one has begun */
        n += out->takes[i] && race->racers[i].part != RXT_RACE_PLAIN;
    }
    return n;
}

/* Behind a confirming round, or before the first: does another one follow? */
static enum rxt_race_end judge(struct rxt_race_replay *p)
{
    const struct rxt_race *race = p->race;
    struct rxt_race_stand *out = p->out;
    const double next = out->spent + rxt_race_cost_of(p, true, true);
    const bool fits = next <= out->budget;
    if (race->exactly == 0 && out->n_confirming >= out->least) { /* no other rule asks for it */
        bool *is_in = out->takes;                                /* filled anew for the next round */
        for (size_t i = 0; i < race->n_layouts; i++) {
            is_in[i] = rxt_race_is_base(race, i) || out->is_finalist[i];
        }
        rxt_race_centre(race, is_in, out->n_screening, out->round, &p->sheet);
        const double scale = rxt_race_scale(race, is_in, out->n_screening, out->round, &p->sheet);
        out->width = rxt_race_width(scale, out->n_confirming);
    }
    if (out->n_confirming < out->least) {
        return !p->is_hard || fits ? RXT_RACE_GOES_ON : RXT_RACE_SPENT;
    }
    return race->exactly > 0                ? RXT_RACE_MOST
           : out->width <= confirmed        ? RXT_RACE_PRECISE
           : out->n_confirming >= out->most ? RXT_RACE_MOST
           : fits                           ? RXT_RACE_GOES_ON
                                            : RXT_RACE_SPENT;
}

/* Take the round that is whole into account. */
static enum rxt_err advance(struct rxt_race_replay *p)
{
    const struct rxt_race *race = p->race;
    struct rxt_race_stand *out = p->out;
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < race->n_layouts; i++) {
        const struct rxt_lap *lap = rxt_race_lap(race, i, out->round);
        out->spent += out->takes[i] ? lap->cost : 0.0;
        p->tally[i].cost += lap->cost;
        p->tally[i].n_launched += lap->launched;
        p->tally[i].n_values += isnan(lap->y) ? 0 : 1;
    }
    out->n_screening += !out->is_confirming;
    out->n_confirming += out->is_confirming;
    out->round++;
    for (size_t i = 0; i < race->n_layouts && out->round >= RXT_RACE_FIRST; i++) {
        out->is_finalist[i] &= p->tally[i].n_values > 0;
    }
    find_budget(p);
    if (!out->is_confirming && out->round >= RXT_RACE_FIRST) {
        err = rxt_race_drop(p);
    }
    if (out->is_confirming) {
        out->end = judge(p);
    }
    return err;
}

static enum rxt_err go_through(struct rxt_race_replay *p, bool is_whole_race)
{
    struct rxt_race_stand *out = p->out;
    enum rxt_err err = RXT_OK;
    bool is_whole = true;
    while (err == RXT_OK && out->end == RXT_RACE_GOES_ON && (is_whole_race || !out->is_confirming)) {
        if (find_takers(p, &is_whole) == 0) {
            out->end = RXT_RACE_NOBODY;
        } else if (!is_whole || out->round >= p->race->n_rounds) {
            return RXT_OK;
        } else {
            err = advance(p);
        }
    }
    memset(out->takes, 0, p->race->n_layouts * sizeof *out->takes);
    memset(out->wants, 0, p->race->n_layouts * sizeof *out->wants);
    return err;
}

static enum rxt_err replay(const struct rxt_race *race, bool is_whole_race, struct rxt_race_stand *out)
{
    const size_t n = race->n_layouts;
    struct rxt_race_replay p = {.race = race, .out = out, .tally = calloc(n + 1, sizeof *p.tally)};
    *out = (struct rxt_race_stand){.n_layouts = n,
                                   .takes = calloc(n + 1, sizeof *out->takes),
                                   .wants = calloc(n + 1, sizeof *out->wants),
                                   .is_finalist = calloc(n + 1, sizeof *out->is_finalist)};
    enum rxt_err err = rxt_race_sheet_make(race, &p.sheet);
    if (!p.tally || !out->takes || !out->wants || !out->is_finalist) {
        err = rxt_fail(RXT_E_MEMORY, "no room for %zu layouts", n);
    }
    if (!err) {
        set_out(&p);
        err = go_through(&p, is_whole_race);
    }
    free(p.tally);
    rxt_race_sheet_free(&p.sheet);
    return err;
}

enum rxt_err rxt_race_stand(const struct rxt_race *race, struct rxt_race_stand *out)
{
    return replay(race, true, out);
}

enum rxt_err rxt_race_screen(const struct rxt_race *race, struct rxt_race_stand *out)
{
    return replay(race, false, out);
}

void rxt_race_stand_free(struct rxt_race_stand *stand)
{
    for (size_t m = 0; m < stand->n_moments; m++) {
        free(stand->moments[m].is_left);
        free(stand->moments[m].effect);
        free(stand->moments[m].spread);
    }
    free(stand->moments);
    free(stand->takes);
    free(stand->wants);
    free(stand->is_finalist);
    *stand = (struct rxt_race_stand){0};
}
