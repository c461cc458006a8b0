/* SPDX-License-Identifier: BSD-3-Clause
 * test_race_laws.c - over many made-up races, the rule says false things as seldom as it promises.
 *
 * The seeds are fixed, so that nothing here is left to chance; a rule that breaks its promise shows in any of them.
 */
#include "race_laws.h"
#include "tests.h"

#include <math.h>

/* Slow builds look at fewer races: their bounds are as wide as that asks for. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define RACES 30
#endif
#endif
#if !defined(RACES) && (defined(__SANITIZE_ADDRESS__) || !defined(__OPTIMIZE__))
#define RACES 30
#elif !defined(RACES)
#define RACES 300
#endif

/* What was counted over races of one law and one landscape. */
struct tally {
    int n, n_close, n_false_out, n_true_bound, n_serial;
    int n_intervals, n_hold, n_prices, n_price_holds;
    double share;
};

static bool holds(const struct rxt_estimate *ratio, double truth)
{
    return ratio->low <= exp(truth) && exp(truth) <= ratio->high;
}

static void look_at_places(const struct made_race *m, const struct rxt_race_result *result, struct tally *t)
{
    bool has_false_out = false;
    for (size_t i = 0; i < m->race.n_layouts; i++) {
        const struct rxt_race_place *place = &result->places[i];
        const double truth = m->truth[i] - m->truth[result->best];
        const bool is_plain = m->race.racers[i].part == RXT_RACE_PLAIN;
        has_false_out |= place->verdict == RXT_IS_OUT && truth <= log(1.01);
        if (i == result->best || !place->ratio.has_interval) {
            continue;
        }
        t->n_intervals += !is_plain;
        t->n_hold += !is_plain && holds(&place->ratio, truth);
        t->n_prices += is_plain;
        t->n_price_holds += is_plain && holds(&place->ratio, truth);
    }
    t->n_false_out += has_false_out;
}

static void look_at(const struct made_race *m, struct tally *t)
{
    struct rxt_race_result result;
    double least = INFINITY, least_of_all = INFINITY;
    CU_ASSERT_EQUAL_FATAL(rxt_race_decide(&m->race, &result), RXT_OK);
    CU_ASSERT_TRUE_FATAL(result.best < m->race.n_layouts);
    for (size_t i = 0; i < m->race.n_layouts; i++) {
        least_of_all = fmin(least_of_all, m->truth[i]);
        least = m->race.racers[i].part == RXT_RACE_PLAIN ? least : fmin(least, m->truth[i]);
    }
    t->n++;
    t->share += m->share;
    t->n_close += m->truth[result.best] - least <= log(1.02);
    t->n_true_bound += log1p(result.regret_of_best) >= m->truth[result.best] - least_of_all - 1e-12;
    t->n_serial += m->race.racers[result.best].part == RXT_RACE_SERIAL;
    look_at_places(m, &result, t);
    rxt_race_result_free(&result);
}

/* The share of a count, and how far fewer races may stray from a bound. */
static double share(int count, int n)
{
    return (double)count / (double)n;
}
static const double stray = RACES < 300 ? 0.03 : 0.0;

static struct tally count(enum race_law law, enum race_land land)
{
    static const size_t n_contenders[] = {12, 24};
    struct tally tally = {0};
    for (size_t k = 0; k < 2; k++) {
        for (uint64_t number = 0; number < RACES; number++) {
            struct made_race made;
            race_open(&made, law, land, n_contenders[k], number);
            look_at(&made, &tally);
            race_close(&made);
        }
    }
    CU_ASSERT_TRUE(share(tally.n_hold, tally.n_intervals) >= 0.91 - stray);
    CU_ASSERT_TRUE(share(tally.n_hold, tally.n_intervals) <= 0.98 + stray);
    CU_ASSERT_TRUE(share(tally.n_price_holds, tally.n_prices) >= 0.91 - stray);
    CU_ASSERT_TRUE(share(tally.n_price_holds, tally.n_prices) <= 0.98 + stray);
    CU_ASSERT_TRUE(share(tally.n_true_bound, tally.n) >= 0.95 - stray);
    CU_ASSERT_TRUE(tally.share / tally.n <= 0.255);
    return tally;
}

static void a_spread_of_times_is_decided_within_two_percent_at_a_quarter_of_the_cost(void)
{
    static const double least[] = {[LAW_NORMAL3] = 0.95, [LAW_OUTLIER2X] = 0.95, [LAW_UNEQUAL] = 0.94};
    for (enum race_law law = LAW_NORMAL3; law <= LAW_UNEQUAL; law++) {
        const struct tally tally = count(law, LAND_SPREAD);
        CU_ASSERT_TRUE(share(tally.n_close, tally.n) >= least[law] - stray);
    }
}

static void equal_layouts_are_not_told_to_be_out(void)
{
    for (enum race_law law = LAW_NORMAL3; law <= LAW_UNEQUAL; law++) {
        const struct tally equal = count(law, LAND_EQUAL), noscale = count(law, LAND_NOSCALE);
        CU_ASSERT_TRUE(share(equal.n_false_out, equal.n) <= 0.05);
        CU_ASSERT_TRUE(share(noscale.n_false_out, noscale.n) <= 0.05);
    }
}

static void serial_that_is_the_fastest_is_the_best(void)
{
    for (enum race_law law = LAW_NORMAL3; law <= LAW_UNEQUAL; law++) {
        const struct tally tally = count(law, LAND_SERIAL5);
        CU_ASSERT_TRUE(share(tally.n_serial, tally.n) >= 0.97 - stray);
    }
}

CU_TestInfo test_race_laws[] = {
    CLAIM(a_spread_of_times_is_decided_within_two_percent_at_a_quarter_of_the_cost),
    CLAIM(equal_layouts_are_not_told_to_be_out), CLAIM(serial_that_is_the_fastest_is_the_best),
    CU_TEST_INFO_NULL};
