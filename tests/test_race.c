/* SPDX-License-Identifier: BSD-3-Clause
 * test_race.c - the rule of the race, case by case: who is launched next, when it ends, and what is said then.
 */
#include "tests.h"

#include "decide_race.h"
#include "stat.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 50, ROUNDS = 60 };

/* A race in the making: its contenders first. */
struct scene {
    struct rxt_race race;
    struct rxt_racer racers[MOST];
    double truth[MOST], cost[MOST];
    double (*noise)(size_t layout, size_t round);
    struct rxt_lap *laps;
};

static double none(size_t layout, size_t round)
{
    (void)layout, (void)round;
    return 0.0;
}

/* Within 5 % to either side; the reference program in Python has the same numbers. */
static double dither(size_t layout, size_t round)
{
    const uint64_t n = layout * 7919 + round * 104729 + 12345;
    return 0.1 * ((double)(n * n % 10007) / 10007.0 - 0.5);
}

static double faint(size_t layout, size_t round)
{
    return 0.01 * dither(layout, round);
}

static double quiet_at_first(size_t layout, size_t round)
{
    return round < 2 ? 0.0 : dither(layout, round);
}

/* n_contenders as fast as each other, serial twice as slow and the plain line by 15 %, if `bases`. */
static void set(struct scene *s, size_t n_contenders, bool bases, double (*noise)(size_t, size_t))
{
    *s = (struct scene){.noise = noise};
    s->race = (struct rxt_race){.n_layouts = n_contenders + (bases ? 2 : 0),
                                .racers = s->racers,
                                .n_parts = 1,
                                .screens = true,
                                .budget = NAN,
                                .share = NAN,
                                .indifference = 0.01,
                                .tolerance = 0.02};
    for (size_t i = 0; i < s->race.n_layouts; i++) {
        s->racers[i] = (struct rxt_racer){.part = RXT_RACE_CONTENDER, .cores = 8, .ranks = 1};
        s->cost[i] = 1.0;
    }
    if (bases) {
        s->racers[n_contenders].part = RXT_RACE_PLAIN;
        s->racers[n_contenders + 1].part = RXT_RACE_SERIAL;
        s->racers[n_contenders + 1].cores = 1;
        s->truth[n_contenders] = log(1.15);
        s->truth[n_contenders + 1] = log(2.0);
    }
}

/* Let so many rounds have begun; what was launched before stays. */
static void grow(struct scene *s, size_t n_rounds)
{
    struct rxt_lap *laps = calloc(s->race.n_layouts * n_rounds + 1, sizeof *laps);
    for (size_t i = 0; i < s->race.n_layouts; i++) {
        for (size_t r = 0; r < n_rounds; r++) {
            laps[i * n_rounds + r] =
                r < s->race.n_rounds ? s->laps[i * s->race.n_rounds + r] : (struct rxt_lap){.y = NAN};
        }
    }
    free(s->laps);
    s->laps = s->race.laps = laps;
    s->race.n_rounds = n_rounds;
}

static struct rxt_lap *lap(struct scene *s, size_t layout, size_t round)
{
    return &s->laps[layout * s->race.n_rounds + round];
}

static void launch(struct scene *s, size_t layout, size_t round)
{
    *lap(s, layout, round) = (struct rxt_lap){
        .y = s->truth[layout] + s->noise(layout, round), .cost = s->cost[layout], .launched = true};
}

/* Launch what the race asks for, up to so many rounds or its end. */
static void run(struct scene *s, size_t n_rounds, struct rxt_race_stand *stand)
{
    CU_ASSERT_EQUAL_FATAL(rxt_race_stand(&s->race, stand), RXT_OK);
    while (stand->end == RXT_RACE_GOES_ON && stand->round < n_rounds) {
        grow(s, stand->round + 1);
        for (size_t i = 0; i < s->race.n_layouts; i++) {
            if (stand->wants[i]) {
                launch(s, i, stand->round);
            }
        }
        rxt_race_stand_free(stand);
        CU_ASSERT_EQUAL_FATAL(rxt_race_stand(&s->race, stand), RXT_OK);
    }
}

static void finish(struct scene *s, size_t n_rounds, struct rxt_race_result *result)
{
    struct rxt_race_stand stand;
    run(s, n_rounds, &stand);
    rxt_race_stand_free(&stand);
    CU_ASSERT_EQUAL_FATAL(rxt_race_decide(&s->race, result), RXT_OK);
}

static void end(struct scene *s, struct rxt_race_result *result)
{
    rxt_race_result_free(result);
    free(s->laps);
}

static void the_reference_program_says_the_same(void)
{
    static const struct {
        size_t n_contenders, n_parts;
        double step;
        size_t n_screening, n_confirming, best, recommended;
        double regret, spent, value, low, high; /* of layout 1 to the best, 0 */
        const char *verdicts;
    } cases[] = {
        {48, 1, 0.004, 7, 11, 0, 0, 0.0377223268, 250.353, 1.000722555311336, 0.9636489204681125,
         1.0288275644433302, "buuuddddddddddddddddddddddddddddddddddddddddddddpo"},
        {12, 1, 0.01, 2, 8, 0, 0, 0.0401308230, 66.381, 1.0180606259879617, 0.9614175235495,
         1.0732753048351718, "buudddddddddpo"},
        {24, 16, 0.004, 2, 13, 0, 0, 0.0385443977, 129.355, 1.009430418439874, 0.9628861339525165,
         1.0478202368809322, "buudddudddddddddddddddddpo"},
        {3, 1, 0.02, 0, 20, 0, 0, 0.0, 100.2, 1.0282923053809534, 1.0065280035814266, 1.0664019571570778,
         "buopo"},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct scene s;
        struct rxt_race_stand stand;
        struct rxt_race_result result;
        set(&s, cases[c].n_contenders, true, dither);
        s.race.n_parts = cases[c].n_parts;
        for (size_t i = 0; i < s.race.n_layouts; i++) {
            s.truth[i] = i < cases[c].n_contenders ? (double)i * cases[c].step : s.truth[i];
            s.cost[i] = 1.0 + 0.001 * (double)i;
            s.racers[i].ranks = 1 + (int)(i % 3);
            s.racers[i].memory_bytes = 1.0;
        }
        run(&s, ROUNDS, &stand);
        CU_ASSERT_DOUBLE_EQUAL(stand.spent, cases[c].spent, 1e-9);
        CU_ASSERT_EQUAL(stand.n_screening, cases[c].n_screening);
        CU_ASSERT_EQUAL(stand.n_confirming, cases[c].n_confirming);
        rxt_race_stand_free(&stand);
        finish(&s, ROUNDS, &result);
        CU_ASSERT_EQUAL(result.best, cases[c].best);
        CU_ASSERT_EQUAL(result.recommended, cases[c].recommended);
        CU_ASSERT_DOUBLE_EQUAL(result.regret, cases[c].regret, 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(result.places[1].ratio.value, cases[c].value, 1e-12);
        CU_ASSERT_DOUBLE_EQUAL(result.places[1].ratio.low, cases[c].low, 1e-12);
        CU_ASSERT_DOUBLE_EQUAL(result.places[1].ratio.high, cases[c].high, 1e-12);
        for (size_t i = 0; i < s.race.n_layouts; i++) {
            CU_ASSERT_EQUAL(*rxt_verdict_name(result.places[i].verdict), cases[c].verdicts[i]);
        }
        end(&s, &result);
    }
}

static void enough_rounds_are_made_for_any_to_be_out(void)
{
    static const struct {
        size_t n_parts, least[4]; /* of 2 to 5 candidates */
    } table[] = {{1, {8, 8, 8, 9}}, {4, {8, 9, 10, 11}}, {16, {10, 11, 12, 13}}, {80, {12, 14, 15, 15}}};
    for (size_t t = 0; t < sizeof table / sizeof *table; t++) {
        for (size_t m = 2; m <= 5; m++) {
            struct scene s;
            struct rxt_race_stand stand;
            set(&s, m, false, none);
            s.race.screens = false;
            s.race.n_parts = table[t].n_parts;
            run(&s, 0, &stand);
            CU_ASSERT_EQUAL(stand.least, table[t].least[m - 2]);
            rxt_race_stand_free(&stand);
        }
    }
}

static void the_round_under_way_asks_for_what_it_lacks(void)
{
    struct scene s;
    struct rxt_race_stand stand;
    set(&s, 6, true, dither);
    CU_ASSERT_EQUAL_FATAL(rxt_race_stand(&s.race, &stand), RXT_OK);
    CU_ASSERT_TRUE(stand.wants[0] && stand.wants[6] && stand.wants[7]); /* the bases too */
    rxt_race_stand_free(&stand);
    grow(&s, 1);
    for (size_t i = 1; i < 8; i++) {
        launch(&s, i, 0);
    }
    CU_ASSERT_EQUAL_FATAL(rxt_race_stand(&s.race, &stand), RXT_OK);
    CU_ASSERT_EQUAL(stand.round, 0);
    CU_ASSERT_TRUE(stand.wants[0] && stand.takes[1] && !stand.wants[1]);
    rxt_race_stand_free(&stand);
    launch(&s, 0, 0);
    CU_ASSERT_EQUAL_FATAL(rxt_race_stand(&s.race, &stand), RXT_OK);
    CU_ASSERT_EQUAL(stand.round, 1);
    CU_ASSERT_TRUE(stand.wants[0] && !stand.takes[6] &&
                   !stand.takes[7]); /* the second is of contenders alone */
    CU_ASSERT_FALSE(stand.is_confirming);
    rxt_race_stand_free(&stand);
    run(&s, 2, &stand);
    CU_ASSERT_EQUAL(stand.n_moments, 1);
    CU_ASSERT_EQUAL(stand.moments[0].n_rounds, 2);
    CU_ASSERT_EQUAL(stand.moments[0].n_alive, 6);
    rxt_race_stand_free(&stand);
    free(s.laps);
}

static void equal_times_go_straight_to_the_finalists_and_all_are_equal(void)
{
    struct scene s;
    struct rxt_race_stand stand;
    struct rxt_race_result result;
    set(&s, 12, true, none);
    s.truth[13] = 0.0;
    run(&s, ROUNDS, &stand);
    CU_ASSERT_EQUAL(stand.n_screening, 2);
    CU_ASSERT_EQUAL(stand.n_confirming, 8);
    CU_ASSERT_EQUAL(stand.end, RXT_RACE_PRECISE);
    rxt_race_stand_free(&stand);
    finish(&s, ROUNDS, &result);
    CU_ASSERT_EQUAL(result.places[13].verdict, RXT_IS_EQUAL);
    CU_ASSERT_EQUAL(result.recommended, 13); /* serial, on one core */
    CU_ASSERT_EQUAL(result.places[1].verdict, RXT_IS_EQUAL);
    CU_ASSERT_EQUAL(result.places[1].ratio.low, 1.0);
    CU_ASSERT_EQUAL(result.places[1].ratio.high, 1.0);
    CU_ASSERT_EQUAL(result.places[11].verdict, RXT_IS_DROPPED);
    CU_ASSERT_EQUAL(result.places[11].drop.n_rounds, 2);
    CU_ASSERT_EQUAL(result.regret, 0.0);
    end(&s, &result);
}

static void a_layout_leaves_with_the_evidence_of_its_moment(void)
{
    struct scene s;
    struct rxt_race_result result;
    bool is_left[2] = {false, true};
    double effect[2] = {0.0, 0.5}, spread[2] = {0.0, 0.03};
    const struct rxt_race_moment moment = {
        .n_rounds = 2, .n_alive = 2, .scale = 0.02, .is_left = is_left, .effect = effect, .spread = spread};
    CU_ASSERT_DOUBLE_EQUAL(rxt_race_drop_error(&moment, 1), sqrt((0.0009 + 0.0004) / 2.0), 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(rxt_race_drop_error(&moment, 0), 0.02, 1e-15);
    set(&s, 12, true, faint);
    for (size_t i = 0; i < 12; i++) {
        s.truth[i] = (double)i * 0.1;
    }
    finish(&s, ROUNDS, &result);
    const struct rxt_drop *fourth = &result.places[3].drop, *last = &result.places[11].drop;
    CU_ASSERT_TRUE(fourth->n_rounds == 2 && fourth->n_alive == 12 && fourth->n_stay == 3);
    CU_ASSERT_DOUBLE_EQUAL(log(fourth->slowest_stay), 0.2, 0.002);
    CU_ASSERT_TRUE(fourth->standard_error > 0.0 && fourth->standard_error < 0.002);
    CU_ASSERT_TRUE(fourth->at_least > fourth->slowest_stay &&
                   fourth->at_least < result.places[3].ratio.value);
    CU_ASSERT_DOUBLE_EQUAL(log(last->at_least), 1.1, 0.005);
    CU_ASSERT_EQUAL(result.places[0].drop.n_rounds, 0); /* it stayed */
    end(&s, &result);
}

static void precise_effects_end_the_screening(void)
{
    struct scene s;
    struct rxt_race_stand stand;
    set(&s, 48, true, faint);
    for (size_t i = 0; i < 48; i++) {
        s.truth[i] = (double)i * 0.01;
    }
    run(&s, ROUNDS, &stand);
    CU_ASSERT_EQUAL(stand.n_screening, 2);
    CU_ASSERT_TRUE(stand.is_finalist[0] && stand.is_finalist[3] && !stand.is_finalist[4]);
    rxt_race_stand_free(&stand);
    free(s.laps);
}

static void the_noise_is_that_of_all_rounds(void)
{
    struct scene s;
    struct rxt_race_stand stand;
    set(&s, 2, true, quiet_at_first);
    run(&s, 8, &stand);
    CU_ASSERT_EQUAL(stand.end, RXT_RACE_GOES_ON);
    CU_ASSERT_TRUE(stand.width > 0.01);
    rxt_race_stand_free(&stand);
    free(s.laps);
}

static void one_gross_delay_drops_no_layout(void)
{
    struct scene s;
    struct rxt_race_stand stand;
    set(&s, 8, true, dither);
    s.truth[7] = -0.2;
    run(&s, 1, &stand);
    rxt_race_stand_free(&stand);
    lap(&s, 7, 0)->y += log(2.0);
    run(&s, 2, &stand);
    CU_ASSERT_TRUE(stand.is_confirming && stand.is_finalist[7]);
    rxt_race_stand_free(&stand);
    free(s.laps);
}

static void below_six_rounds_all_is_open_and_a_best_is_named(void)
{
    struct scene s;
    struct rxt_race_stand stand;
    struct rxt_race_result result;
    set(&s, 12, true, dither);
    s.truth[3] = -0.5;
    s.race.exactly = 5;
    run(&s, ROUNDS, &stand);
    CU_ASSERT_EQUAL(stand.end, RXT_RACE_MOST);
    CU_ASSERT_EQUAL(stand.n_confirming, 5);
    rxt_race_stand_free(&stand);
    finish(&s, ROUNDS, &result);
    CU_ASSERT_EQUAL(result.best, 3);
    CU_ASSERT_TRUE(isnan(result.regret));
    for (size_t i = 0; i < s.race.n_layouts; i++) {
        const enum rxt_verdict verdict = result.places[i].verdict;
        CU_ASSERT_TRUE(verdict == RXT_IS_BEST || verdict == RXT_IS_OPEN || verdict == RXT_IS_DROPPED ||
                       verdict == RXT_IS_PLAIN);
    }
    end(&s, &result);
}

static void a_layout_alone_is_the_best(void)
{
    struct scene s;
    struct rxt_race_result result;
    set(&s, 1, false, none);
    finish(&s, ROUNDS, &result);
    CU_ASSERT_EQUAL(result.best, 0);
    CU_ASSERT_EQUAL(result.recommended, 0);
    CU_ASSERT_EQUAL(result.regret, 0.0);
    end(&s, &result);
    set(&s, 0, false, none);
    finish(&s, ROUNDS, &result);
    CU_ASSERT_EQUAL(result.best, SIZE_MAX);
    end(&s, &result);
}

static void a_layout_without_a_value_in_two_rounds_leaves(void)
{
    struct scene s;
    struct rxt_race_stand stand;
    struct rxt_race_result result;
    set(&s, 3, true, dither);
    s.truth[1] = NAN;
    s.truth[3] = NAN; /* the plain line */
    run(&s, 2, &stand);
    CU_ASSERT_TRUE(stand.takes[0] && !stand.takes[1] && stand.takes[2] && !stand.takes[3] && stand.takes[4]);
    rxt_race_stand_free(&stand);
    finish(&s, ROUNDS, &result);
    CU_ASSERT_EQUAL(result.places[1].verdict, RXT_IS_FAILED);
    CU_ASSERT_EQUAL(result.places[3].verdict, RXT_IS_FAILED);
    CU_ASSERT_FALSE(isnan(result.regret)); /* of those that ran */
    end(&s, &result);
}

static void a_race_ends_when_nobody_gives_a_time(void)
{
    struct scene s;
    struct rxt_race_stand stand;
    set(&s, 6, false, dither);
    for (size_t i = 0; i < 6; i++) {
        s.truth[i] = NAN;
    }
    run(&s, ROUNDS, &stand);
    CU_ASSERT_EQUAL(stand.end, RXT_RACE_NOBODY);
    CU_ASSERT_EQUAL(stand.round, 2);
    rxt_race_stand_free(&stand);
    free(s.laps);
}

static void a_race_that_ended_early_says_so_of_all_that_are_left(void)
{
    struct scene s;
    struct rxt_race_result result;
    set(&s, 12, true, dither);
    s.truth[5] = -0.5;
    finish(&s, 1, &result); /* in the screening */
    CU_ASSERT_EQUAL(result.best, 5);
    CU_ASSERT_EQUAL(result.places[0].verdict, RXT_IS_OPEN);
    CU_ASSERT_EQUAL(result.places[13].verdict, RXT_IS_OPEN);
    CU_ASSERT_TRUE(isnan(result.regret));
    rxt_race_result_free(&result);
    finish(&s, 2, &result); /* behind it */
    CU_ASSERT_EQUAL(result.n_confirming, 0);
    CU_ASSERT_EQUAL(result.best, 5);
    CU_ASSERT_EQUAL(result.places[13].verdict, RXT_IS_OPEN);
    rxt_race_result_free(&result);
    finish(&s, 3, &result);
    CU_ASSERT_EQUAL(result.n_confirming, 1);
    CU_ASSERT_EQUAL(result.best, 5);
    end(&s, &result);
    set(&s, 3, true, dither);
    grow(&s, 1);
    launch(&s, 1, 0);
    finish(&s, 0, &result);
    CU_ASSERT_EQUAL(result.best, 1);
    CU_ASSERT_EQUAL(result.places[0].verdict, RXT_IS_NOT_RUN);
    end(&s, &result);
}

/* One launch of 1 a round for each of 5 layouts; the first is always made. */
static void a_budget_is_kept(void)
{
    static const struct {
        double budget, share;
        size_t n_rounds;
    } cases[] = {{17.0, NAN, 3}, {15.0, NAN, 3}, {1.0, NAN, 1}, {NAN, 0.25, 5}, {NAN, 1.0, 20}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct scene s;
        struct rxt_race_stand stand;
        set(&s, 3, true, dither);
        s.race.budget = cases[c].budget;
        s.race.share = cases[c].share;
        run(&s, ROUNDS, &stand);
        CU_ASSERT_EQUAL(stand.round, cases[c].n_rounds);
        CU_ASSERT_EQUAL(stand.end, cases[c].n_rounds < 20 ? RXT_RACE_SPENT : RXT_RACE_MOST);
        rxt_race_stand_free(&stand);
        free(s.laps);
    }
}

static void what_was_launched_besides_the_race_costs_it_nothing(void)
{
    struct scene s;
    struct rxt_race_stand stand;
    set(&s, 12, true, none);
    grow(&s, ROUNDS);
    for (size_t r = 0; r < ROUNDS; r++) {
        for (size_t i = 0; i < s.race.n_layouts; i++) {
            launch(&s, i, r);
        }
    }
    CU_ASSERT_EQUAL_FATAL(rxt_race_stand(&s.race, &stand), RXT_OK);
    CU_ASSERT_EQUAL(stand.spent, 14.0 + 12.0 + 8 * 5.0);
    rxt_race_stand_free(&stand);
    free(s.laps);
}

static void what_is_disturbed_unequally_is_open(void)
{
    struct scene s;
    struct rxt_race_result result;
    set(&s, 3, true, dither);
    s.race.exactly = 8;
    finish(&s, ROUNDS, &result);
    rxt_race_result_free(&result);
    lap(&s, 1, 0)->disturbed = true;
    CU_ASSERT_EQUAL_FATAL(rxt_race_decide(&s.race, &result), RXT_OK);
    CU_ASSERT_FALSE(result.is_busy || result.places[1].is_unequally_disturbed);
    rxt_race_result_free(&result);
    lap(&s, 1, 5)->disturbed = true;
    CU_ASSERT_EQUAL_FATAL(rxt_race_decide(&s.race, &result), RXT_OK);
    CU_ASSERT_TRUE(result.places[1].is_unequally_disturbed);
    CU_ASSERT_EQUAL(result.places[1].verdict, RXT_IS_OPEN);
    CU_ASSERT_TRUE(isnan(result.regret));
    rxt_race_result_free(&result);
    for (size_t i = 0; i < 5; i++) { /* all alike: nine of forty */
        lap(&s, i, 0)->disturbed = lap(&s, i, 5)->disturbed = i < 4;
    }
    lap(&s, 4, 0)->disturbed = true;
    CU_ASSERT_EQUAL_FATAL(rxt_race_decide(&s.race, &result), RXT_OK);
    CU_ASSERT_TRUE(result.is_busy);
    CU_ASSERT_FALSE(result.places[1].is_unequally_disturbed);
    end(&s, &result);
}

static void a_plain_line_that_is_faster_is_said_and_not_chosen(void)
{
    struct scene s;
    struct rxt_race_result result;
    set(&s, 2, true, faint);
    s.truth[2] = -log(1.05);
    finish(&s, ROUNDS, &result);
    CU_ASSERT_TRUE(result.plain_is_faster);
    CU_ASSERT_TRUE(result.best < 2);
    CU_ASSERT_EQUAL(result.places[2].verdict, RXT_IS_PLAIN);
    CU_ASSERT_TRUE(result.regret >= 0.049);
    end(&s, &result);
}

static void of_equals_fewer_cores_are_recommended_then_memory_then_ranks(void)
{
    static const struct {
        int cores[3], ranks[3];
        double memory[3];
        size_t recommended;
    } cases[] = {{{8, 4, 8}, {1, 4, 1}, {1.0, 9.0, 1.0}, 1},
                 {{8, 8, 8}, {1, 4, 2}, {1.2, 1.0, 1.2}, 1},
                 {{8, 8, 8}, {2, 4, 1}, {1.05, 1.0, 1.1}, 2},
                 {{8, 8, 8}, {2, 4, 3}, {NAN, NAN, NAN}, 0},
                 {{8, 8, 8}, {2, 2, 2}, {1.0, 1.0, 1.0}, 0}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct scene s;
        struct rxt_race_result result;
        set(&s, 3, true, faint);
        s.truth[0] = -0.005;
        for (size_t i = 0; i < 3; i++) {
            s.racers[i].cores = cases[c].cores[i];
            s.racers[i].ranks = cases[c].ranks[i];
            s.racers[i].memory_bytes = cases[c].memory[i];
        }
        finish(&s, ROUNDS, &result);
        CU_ASSERT_EQUAL(result.best, 0);
        CU_ASSERT_EQUAL(result.places[1].verdict, RXT_IS_EQUAL);
        CU_ASSERT_EQUAL(result.recommended, cases[c].recommended);
        end(&s, &result);
    }
}

static void an_undecided_layout_of_fewer_cores_may_do_and_is_not_recommended(void)
{
    struct scene s;
    struct rxt_race_result result;
    set(&s, 2, true, dither);
    s.truth[0] = -0.01;
    s.truth[3] = 0.0; /* serial */
    finish(&s, ROUNDS, &result);
    CU_ASSERT_EQUAL(result.best, 0);
    CU_ASSERT_EQUAL(result.places[3].verdict, RXT_IS_UNDECIDED);
    CU_ASSERT_TRUE(result.places[3].may_do);
    CU_ASSERT_FALSE(result.places[1].may_do); /* on as many cores */
    CU_ASSERT_EQUAL(result.recommended, 0);
    end(&s, &result);
}

static void a_wrong_layout_is_not_chosen_however_fast(void)
{
    struct scene s;
    struct rxt_race_result result;
    set(&s, 3, true, faint);
    s.truth[1] = -1.0;
    s.racers[1].is_wrong = true;
    finish(&s, ROUNDS, &result);
    CU_ASSERT_EQUAL(result.places[1].verdict, RXT_IS_WRONG);
    CU_ASSERT_NOT_EQUAL(result.best, 1);
    CU_ASSERT_TRUE(result.regret < 0.02);
    end(&s, &result);
}

static void a_missing_launch_costs_its_round_alone(void)
{
    struct scene s;
    struct rxt_race_result result;
    set(&s, 3, true, faint);
    s.race.exactly = 8;
    finish(&s, ROUNDS, &result);
    rxt_race_result_free(&result);
    lap(&s, 2, 4)->y = NAN;
    CU_ASSERT_EQUAL_FATAL(rxt_race_decide(&s.race, &result), RXT_OK);
    CU_ASSERT_EQUAL(result.places[2].ratio.n, 7);
    CU_ASSERT_EQUAL(result.places[4].ratio.n, result.best == 2 ? 7 : 8);
    CU_ASSERT_FALSE(isnan(result.regret));
    end(&s, &result);
}

static void one_lucky_launch_is_not_the_best_while_another_has_six(void)
{
    struct scene s;
    struct rxt_race_result result;
    set(&s, 2, false, faint);
    s.race.exactly = 8;
    finish(&s, ROUNDS, &result);
    rxt_race_result_free(&result);
    for (size_t r = 0; r < 8; r++) {
        *lap(&s, 1, r) = (struct rxt_lap){.y = r < 5 ? -1.0 : NAN, .cost = 1.0, .launched = true};
    }
    CU_ASSERT_EQUAL_FATAL(rxt_race_decide(&s.race, &result), RXT_OK);
    CU_ASSERT_EQUAL(result.best, 0);
    CU_ASSERT_EQUAL(result.places[1].verdict, RXT_IS_OPEN);
    end(&s, &result);
}

static void the_fewest_workers_that_are_as_fast_are_the_answer(void)
{
    static const double time_s[][5] = {{1.0, 0.5, 0.2502, 0.25, 0.2501}, /* saturates at the third step */
                                       {1.0, 0.5, 0.25, 0.125, 0.0625},
                                       {1.0, 1.001, 1.0, 1.0005, 1.0},
                                       {1.0, 0.52, 0.3, 0.28, 0.35}};
    static const size_t answers[] = {2, 4, 0, 3};
    for (size_t c = 0; c < 4; c++) {
        double y[5 * 11];
        struct rxt_race_workers workers;
        for (size_t i = 0; i < 5 * 11; i++) {
            y[i] = log(time_s[c][i / 11]) + faint(i / 11, i % 11);
        }
        CU_ASSERT_EQUAL_FATAL(rxt_race_workers(y, 5, 11, 0.02, &workers), RXT_OK);
        CU_ASSERT_EQUAL(workers.answer, answers[c]);
        CU_ASSERT_FALSE(workers.none_shown);
        rxt_race_workers_free(&workers);
    }
}

static void a_step_that_is_not_shown_to_be_slower_may_do(void)
{
    double y[3 * 11];
    struct rxt_race_workers workers;
    for (size_t i = 0; i < 3 * 11; i++) {
        y[i] = (double)(2 - i / 11) * 0.005 + dither(i / 11, i % 11);
    }
    CU_ASSERT_EQUAL_FATAL(rxt_race_workers(y, 3, 11, 0.02, &workers), RXT_OK);
    CU_ASSERT_EQUAL(workers.answer, workers.fastest);
    CU_ASSERT_TRUE(workers.answer > 0 && workers.may_do[0]);
    CU_ASSERT_TRUE(workers.none_shown);
    rxt_race_workers_free(&workers);
    for (size_t i = 0; i < 3 * 11; i++) { /* five rounds: the leader, and nothing is known */
        y[i] = i % 11 < 5 ? y[i] : NAN;
    }
    CU_ASSERT_EQUAL_FATAL(rxt_race_workers(y, 3, 11, 0.02, &workers), RXT_OK);
    CU_ASSERT_EQUAL(workers.answer, workers.fastest);
    CU_ASSERT_FALSE(workers.ratio[0].has_interval);
    rxt_race_workers_free(&workers);
}

CU_TestInfo test_race[] = {CLAIM(the_reference_program_says_the_same),
                           CLAIM(enough_rounds_are_made_for_any_to_be_out),
                           CLAIM(the_round_under_way_asks_for_what_it_lacks),
                           CLAIM(equal_times_go_straight_to_the_finalists_and_all_are_equal),
                           CLAIM(a_layout_leaves_with_the_evidence_of_its_moment),
                           CLAIM(precise_effects_end_the_screening),
                           CLAIM(one_gross_delay_drops_no_layout),
                           CLAIM(the_noise_is_that_of_all_rounds),
                           CLAIM(below_six_rounds_all_is_open_and_a_best_is_named),
                           CLAIM(a_layout_alone_is_the_best),
                           CLAIM(a_layout_without_a_value_in_two_rounds_leaves),
                           CLAIM(a_race_ends_when_nobody_gives_a_time),
                           CLAIM(a_race_that_ended_early_says_so_of_all_that_are_left),
                           CLAIM(a_budget_is_kept),
                           CLAIM(what_was_launched_besides_the_race_costs_it_nothing),
                           CLAIM(what_is_disturbed_unequally_is_open),
                           CLAIM(a_plain_line_that_is_faster_is_said_and_not_chosen),
                           CLAIM(of_equals_fewer_cores_are_recommended_then_memory_then_ranks),
                           CLAIM(an_undecided_layout_of_fewer_cores_may_do_and_is_not_recommended),
                           CLAIM(a_wrong_layout_is_not_chosen_however_fast),
                           CLAIM(a_missing_launch_costs_its_round_alone),
                           CLAIM(one_lucky_launch_is_not_the_best_while_another_has_six),
                           CLAIM(the_fewest_workers_that_are_as_fast_are_the_answer),
                           CLAIM(a_step_that_is_not_shown_to_be_slower_may_do),
                           CU_TEST_INFO_NULL};
