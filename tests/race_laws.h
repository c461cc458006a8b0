/* SPDX-License-Identifier: BSD-3-Clause
 * race_laws.h - made-up races whose truth is known: landscapes of times, laws of noise.
 */
#ifndef RXT_TESTS_RACE_LAWS_H
#define RXT_TESTS_RACE_LAWS_H

#include "tests.h"

#include "decide_race.h"

#include "rxt/random.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

enum race_land { LAND_EQUAL, LAND_SPREAD, LAND_SERIAL5, LAND_NOSCALE };
enum race_law { LAW_NORMAL3, LAW_OUTLIER2X, LAW_UNEQUAL };

/* A race that was run to its end; its contenders, the plain line, and serial are its layouts in this order. */
struct made_race {
    size_t n_contenders;
    double *truth; /* logarithm of each layout's time; the fastest has 0, but where serial or all are */
    struct rxt_race race;
    double share; /* of what 20 rounds of all cost */
};

enum { ROUNDS = 60, FULL = 20 };

/* Numbers by counter. */
struct dice {
    uint64_t seed, next;
};

static inline double uniform(struct dice *dice)
{
    return ((double)(rxt_random_at(dice->seed, dice->next++) >> 11) + 0.5) * 0x1p-53;
}

static inline double normal(struct dice *dice)
{
    const double radius = sqrt(-2.0 * log(uniform(dice)));
    return radius * cos(6.283185307179586 * uniform(dice));
}

/* The median of three timed runs, by their own error. */
static inline double median_of_runs(struct dice *dice, double sd)
{
    const double a = normal(dice), b = normal(dice), c = normal(dice);
    return sd * fmax(fmin(a, b), fmin(fmax(a, b), c));
}

static inline void lay_out(struct made_race *m, enum race_land land, struct dice *dice)
{
    const size_t k = m->n_contenders;
    const bool is_spread = land == LAND_SPREAD || land == LAND_SERIAL5;
    double least = 1.0;
    for (size_t i = 0; i < k; i++) {
        m->truth[i] = uniform(dice);
        least = fmin(least, m->truth[i]);
    }
    for (size_t i = 0; i < k; i++) {
        const double above = m->truth[i] - least;
        m->truth[i] = is_spread ? log(4.0) * above * above + (land == LAND_SERIAL5 ? log(1.05) : 0.0) : 0.0;
    }
    m->truth[k] = land == LAND_NOSCALE ? 0.0 : log(1.15);
    m->truth[k + 1] = land == LAND_NOSCALE || land == LAND_SERIAL5 ? 0.0 : log(8.0);
}

static inline double noise(enum race_law law, double own_sd, struct dice *dice)
{
    const double sd = law == LAW_NORMAL3 ? 0.03 : law == LAW_OUTLIER2X ? 0.02 : own_sd;
    const double delay = law == LAW_OUTLIER2X && uniform(dice) < 0.05 ? log(2.0) : 0.0;
    return sd * normal(dice) + delay + median_of_runs(dice, law == LAW_NORMAL3 ? 0.01 : 0.005);
}

static inline double cost_of(const struct made_race *m, size_t i)
{
    return 0.5 + exp(m->truth[i]) / (i == m->n_contenders + 1 ? 8.0 : 1.0);
}

/* Every layout in every round, whether the race wants it or not. */
static inline void fill(struct made_race *m, enum race_law law, struct dice *dice)
{
    for (size_t i = 0; i < m->race.n_layouts; i++) {
        const double own_sd = 0.005 * pow(16.0, uniform(dice));
        m->race.racers[i] = (struct rxt_racer){
            .part = i < m->n_contenders    ? RXT_RACE_CONTENDER
                    : i == m->n_contenders ? RXT_RACE_PLAIN
                                           : RXT_RACE_SERIAL,
            .cores = i > m->n_contenders ? 1 : 8,
            .ranks = 1,
            .memory_bytes = NAN,
        };
        for (size_t r = 0; r < ROUNDS; r++) {
            m->race.laps[i * ROUNDS + r] = (struct rxt_lap){
                .y = m->truth[i] + noise(law, own_sd, dice), .cost = cost_of(m, i), .launched = true};
        }
    }
}

/* Keep the rounds that the race asked for. */
static inline void run(struct made_race *m)
{
    struct rxt_race_stand stand;
    double all = 0.0;
    CU_ASSERT_EQUAL_FATAL(rxt_race_stand(&m->race, &stand), RXT_OK);
    CU_ASSERT_NOT_EQUAL(stand.end, RXT_RACE_GOES_ON);
    for (size_t i = 0; i < m->race.n_layouts; i++) {
        all += cost_of(m, i);
        for (size_t r = 0; r < stand.round; r++) {
            m->race.laps[i * stand.round + r] = m->race.laps[i * ROUNDS + r];
        }
    }
    m->race.n_rounds = stand.round;
    m->share = stand.spent / (FULL * all);
    rxt_race_stand_free(&stand);
}

/** Run the race `number` of a law and a landscape. Give back with race_close. */
static inline void race_open(struct made_race *out, enum race_law law, enum race_land land,
                             size_t n_contenders, uint64_t number)
{
    const size_t n = n_contenders + 2;
    struct dice dice = {rxt_mix(number) + (uint64_t)law * 1000 + (uint64_t)land * 100 + n_contenders, 0};
    *out = (struct made_race){.n_contenders = n_contenders, .truth = calloc(n, sizeof *out->truth)};
    out->race = (struct rxt_race){.n_layouts = n,
                                  .n_rounds = ROUNDS,
                                  .racers = calloc(n, sizeof *out->race.racers),
                                  .laps = calloc(n * ROUNDS, sizeof *out->race.laps),
                                  .n_parts = 1,
                                  .screens = true,
                                  .budget = NAN,
                                  .share = NAN,
                                  .indifference = 0.01,
                                  .tolerance = 0.02};
    lay_out(out, land, &dice);
    fill(out, law, &dice);
    run(out);
}

static inline void race_close(struct made_race *made)
{
    rxt_race_free(&made->race);
    free(made->truth);
}

#endif
