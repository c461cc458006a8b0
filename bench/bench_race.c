/* SPDX-License-Identifier: BSD-3-Clause
 * bench_race.c - the large table of the race: made-up races of every law of noise and every landscape of times.
 *
 * bench_race [RACES [PARTS]]: so many races of each law, landscape and number of layouts (12, 24, 48), of a study of so many
 * subjects. A line a law and a line a landscape: how often its intervals hold the truth, the best is within 2 % of the fastest,
 * a layout is falsely called out, and the bound is true; and the share of what 20 rounds of all would cost.
 */
#include "decide_race.h"

#include "rxt/random.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const laws[] = {"quiet1",        "normal3", "loud10", "drift",   "outlier2x", "states",
                                   "sticky_states", "heavy",   "skew",   "unequal", "sticky"};
static const char *const lands[] = {"equal",   "gap3",    "gap5",     "spread",  "cluster",  "ladder",
                                    "serial5", "serial=", "serial10", "noscale", "plainfast"};
enum { QUIET1, NORMAL3, LOUD10, DRIFT, OUTLIER2X, STATES, STICKY_STATES, HEAVY, SKEW, UNEQUAL, STICKY, LAWS };
enum { EQUAL, GAP3, GAP5, SPREAD, CLUSTER, LADDER, SERIAL5, SERIAL0, SERIAL10, NOSCALE, PLAINFAST, LANDS };
enum { MOST = 50, ROUNDS = 80, FULL = 20 };

/* Numbers by counter, and what the noise remembers. */
struct world {
    uint64_t seed, next;
    int law;
    double walk, state, own_sd[MOST], own[MOST];
    size_t n_launches;
};

static double uniform(struct world *w)
{
    return ((double)(rxt_random_at(w->seed, w->next++) >> 11) + 0.5) * 0x1p-53;
}

static double normal(struct world *w)
{
    const double radius = sqrt(-2.0 * log(uniform(w)));
    return radius * cos(6.283185307179586 * uniform(w));
}

static double median_of_runs(struct world *w, double sd)
{
    const double a = normal(w), b = normal(w), c = normal(w);
    return sd * fmax(fmin(a, b), fmin(fmax(a, b), c));
}

/* Student's t of two degrees of freedom, cut. */
static double heavy(struct world *w)
{
    const double z = normal(w), t = z / sqrt(-log(uniform(w)));
    return fmin(fmax(t, -30.0), 60.0);
}

/* Of the next launch, which is one of layout i. */
static double noise(struct world *w, size_t i)
{
    switch (w->law) {
    case QUIET1:
        return 0.01 * normal(w) + median_of_runs(w, 0.005);
    case NORMAL3:
        return 0.03 * normal(w) + median_of_runs(w, 0.01);
    case LOUD10:
        return 0.1 * normal(w) + median_of_runs(w, 0.03);
    case DRIFT:
        w->walk += 0.01 * normal(w) + 0.2 / 500.0; /* about so many launches has a race */
        return w->walk + 0.02 * normal(w) + median_of_runs(w, 0.005);
    case OUTLIER2X:
        return 0.02 * normal(w) + (uniform(w) < 0.05 ? log(2.0) : 0.0) + median_of_runs(w, 0.005);
    case STATES:
        return 0.01 * normal(w) + (uniform(w) < 0.3 ? log(1.08) : 0.0) + median_of_runs(w, 0.005);
    case STICKY_STATES:
        w->state = uniform(w) < 0.1 ? log(1.08) - w->state : w->state;
        return w->state + 0.01 * normal(w) + median_of_runs(w, 0.005);
    case HEAVY:
        return 0.02 * heavy(w) + median_of_runs(w, 0.005);
    case SKEW:
        return 0.04 * (-log(uniform(w)) - log(2.0)) + 0.005 * normal(w) + median_of_runs(w, 0.005);
    case UNEQUAL:
        return w->own_sd[i] * normal(w) + median_of_runs(w, 0.005);
    default:
        w->own[i] = 0.5 * w->own[i] + 0.03 * normal(w);
        return w->own[i] + median_of_runs(w, 0.005);
    }
}

static double contender(struct world *w, int land, size_t i, size_t k)
{
    switch (land) {
    case GAP3:
    case GAP5:
        return i == 0 ? 0.0 : log(land == GAP3 ? 1.03 : 1.05);
    case CLUSTER:
        return i == 0 ? 0.0 : i < k / 2 ? 0.01 * uniform(w) : log(1.2 + 1.8 * uniform(w));
    case LADDER:
        return (double)i * log(1.015);
    case SERIAL10:
        return log(1.10);
    default:
        return 0.0;
    }
}

/* Logarithms of the true times: of k contenders, the plain line and serial. */
static void lay_out(struct world *w, int land, size_t k, double *truth)
{
    const bool is_spread = land == SPREAD || land == SERIAL5 || land == SERIAL0 || land == PLAINFAST;
    double u[MOST], least = 1.0;
    for (size_t i = 0; i < k; i++) {
        u[i] = uniform(w);
        least = fmin(least, u[i]);
    }
    for (size_t i = 0; i < k; i++) {
        truth[i] = is_spread
                       ? log(4.0) * (u[i] - least) * (u[i] - least) + (land == SERIAL5 ? log(1.05) : 0.0)
                       : contender(w, land, i, k);
    }
    for (size_t i = k; i > 1; i--) {
        const size_t j = (size_t)(uniform(w) * (double)i);
        const double other = truth[i - 1];
        truth[i - 1] = truth[j];
        truth[j] = other;
    }
    const bool serial_leads = land == SERIAL5 || land == SERIAL0 || land == SERIAL10 || land == NOSCALE;
    truth[k] = land == NOSCALE ? 0.0 : land == PLAINFAST ? -log(1.05) : log(1.15);
    truth[k + 1] = serial_leads ? 0.0 : log(8.0);
}

/* A race in the making. */
struct course {
    struct rxt_race race;
    struct rxt_racer racers[MOST];
    struct rxt_lap laps[MOST * ROUNDS], room[MOST * ROUNDS];
    double truth[MOST];
    struct world world;
    double spent, all;
};

static double cost_of(const struct course *c, size_t i)
{
    return 0.5 + exp(c->truth[i]) / (c->racers[i].part == RXT_RACE_SERIAL ? 8.0 : 1.0);
}

static void set_out(struct course *c, int law, int land, size_t k, size_t n_parts, uint64_t number)
{
    *c = (struct course){.world = {.law = law}};
    c->world.seed = rxt_mix(number * 1000003 + (uint64_t)(law * 100 + land) * 64 + k);
    c->race = (struct rxt_race){.n_layouts = k + 2,
                                .racers = c->racers,
                                .laps = c->laps,
                                .n_parts = n_parts,
                                .screens = true,
                                .budget = NAN,
                                .share = NAN,
                                .indifference = 0.01,
                                .tolerance = 0.02};
    lay_out(&c->world, land, k, c->truth);
    for (size_t i = 0; i < k + 2; i++) {
        c->racers[i] = (struct rxt_racer){.part = i < k    ? RXT_RACE_CONTENDER
                                                  : i == k ? RXT_RACE_PLAIN
                                                           : RXT_RACE_SERIAL,
                                          .cores = i > k ? 1 : 8,
                                          .ranks = 1,
                                          .memory_bytes = NAN};
        c->world.own_sd[i] = 0.005 * pow(16.0, uniform(&c->world));
        c->all += FULL * cost_of(c, i);
    }
}

/* Launch a round in random order. */
static void run_round(struct course *c, const struct rxt_race_stand *stand)
{
    const size_t n = c->race.n_layouts, from = c->race.n_rounds, to = from + 1;
    size_t order[MOST];
    for (size_t i = 0; i < n; i++) {
        order[i] = i;
        for (size_t r = 0; r < from; r++) {
            c->room[i * to + r] = c->laps[i * from + r];
        }
        c->room[i * to + from] = (struct rxt_lap){.y = NAN};
    }
    for (size_t i = n; i > 0; i--) {
        const size_t j = (size_t)(uniform(&c->world) * (double)i), it = order[j];
        order[j] = order[i - 1];
        if (stand->wants[it]) {
            c->room[it * to + from] = (struct rxt_lap){
                .y = c->truth[it] + noise(&c->world, it), .cost = cost_of(c, it), .launched = true};
        }
    }
    c->race.n_rounds = to;
    for (size_t i = 0; i < n * to; i++) {
        c->laps[i] = c->room[i];
    }
}

static bool run(struct course *c)
{
    bool goes_on = true;
    while (goes_on) {
        struct rxt_race_stand stand;
        if (rxt_race_stand(&c->race, &stand) != RXT_OK) {
            return false;
        }
        goes_on = stand.end == RXT_RACE_GOES_ON && c->race.n_rounds + 1 < ROUNDS;
        c->spent = stand.spent;
        if (goes_on) {
            run_round(c, &stand);
        }
        rxt_race_stand_free(&stand);
    }
    return true;
}

/* What was counted. */
struct tally {
    double n, n_intervals, n_hold, n_close, n_false_out, n_true, share;
};

static void look_at(const struct course *c, const struct rxt_race_result *result, struct tally *t)
{
    const size_t best = result->best;
    double least = INFINITY, least_of_all = INFINITY;
    bool false_out = false;
    for (size_t i = 0; i < c->race.n_layouts; i++) {
        const struct rxt_race_place *place = &result->places[i];
        const double truth = c->truth[i] - c->truth[best];
        least_of_all = fmin(least_of_all, c->truth[i]);
        least = c->racers[i].part == RXT_RACE_PLAIN ? least : fmin(least, c->truth[i]);
        false_out |= place->verdict == RXT_IS_OUT && truth <= log(1.01);
        if (i != best && place->ratio.has_interval) {
            t->n_intervals += 1.0;
            t->n_hold += place->ratio.low <= exp(truth) && exp(truth) <= place->ratio.high;
        }
    }
    t->n += 1.0;
    t->n_close += c->truth[best] - least <= log(1.02);
    t->n_false_out += false_out;
    t->n_true += log1p(result->regret_of_best) >= c->truth[best] - least_of_all - 1e-12;
    t->share += c->spent / c->all;
}

static void print(const char *name, const struct tally *t)
{
    printf("%-14s %6.0f  %.3f  %.3f  %.3f  %.3f  %.3f\n", name, t->n, t->n_hold / t->n_intervals,
           t->n_close / t->n, t->n_false_out / t->n, t->n_true / t->n, t->share / t->n);
}

static void add(struct tally *sum, const struct tally *t)
{
    sum->n += t->n;
    sum->n_intervals += t->n_intervals;
    sum->n_hold += t->n_hold;
    sum->n_close += t->n_close;
    sum->n_false_out += t->n_false_out;
    sum->n_true += t->n_true;
    sum->share += t->share;
}

int main(int argc, char **argv)
{
    static const size_t layouts[] = {12, 24, 48};
    static struct tally table[LAWS][LANDS];
    static struct course c;
    const long n_races = argc > 1 ? strtol(argv[1], NULL, 10) : 100,
               parts = argc > 2 ? strtol(argv[2], NULL, 10) : 1;
    for (size_t cell = 0; cell < (size_t)LAWS * LANDS * 3; cell++) {
        const int law = (int)(cell / (LANDS * 3)), land = (int)(cell / 3 % LANDS);
        for (long number = 0; number < n_races; number++) {
            struct rxt_race_result result;
            set_out(&c, law, land, layouts[cell % 3], (size_t)parts, (uint64_t)number);
            if (!run(&c) || rxt_race_decide(&c.race, &result) != RXT_OK) {
                return 3;
            }
            look_at(&c, &result, &table[law][land]);
            rxt_race_result_free(&result);
        }
    }
    printf("                races   hold  <= 2 %%    out  bound  share\n");
    for (int law = 0; law < LAWS; law++) {
        for (int land = 0; land < LANDS; land++) {
            char name[32];
            snprintf(name, sizeof name, "%.8s %.9s", laws[law], lands[land]);
            print(name, &table[law][land]);
        }
    }
    for (int land = 0; land < LANDS; land++) { /* all but the two that no rule reaches */
        struct tally sum = {0};
        for (int law = 0; law < LAWS; law++) {
            const struct tally none = {0};
            add(&sum, law == LOUD10 || law == STICKY ? &none : &table[law][land]);
        }
        print(lands[land], &sum);
    }
    return 0;
}
