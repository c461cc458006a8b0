/* SPDX-License-Identifier: BSD-3-Clause
 * decide_race_verdict.c - what is said of each layout of a race, and which one is recommended.
 */
#include "decide_race_verdict.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* Both tails, over all ordered pairs of a study. */
static const double family = 0.1;
/* From which share of disturbed launches on nothing is concluded; memory that is smaller by a tenth. */
static const double busy = 0.2, much_smaller = 0.9;

bool rxt_race_interval(const struct rxt_race_judged *j, size_t a, size_t b, struct rxt_estimate *out)
{
    double *ratio = j->sheet.numbers;
    *out = (struct rxt_estimate){.low = NAN, .high = NAN};
    out->n = rxt_race_ratios(j->race, a, b, j->from, j->race->n_rounds, ratio);
    out->value = rxt_median_sorted(ratio, out->n);
    out->has_interval = rxt_median_interval(ratio, out->n, RXT_SHOWN_LEVEL, &out->low, &out->high);
    return out->has_interval;
}

/* Do the numbers of disturbed launches of two layouts, in the confirming rounds that both have, differ too much? */
static bool are_unequally_disturbed(const struct rxt_race_judged *j, size_t a, size_t b)
{
    long difference = 0;
    size_t n = 0;
    for (size_t r = j->from; r < j->race->n_rounds; r++) {
        const struct rxt_lap *x = rxt_race_lap(j->race, a, r), *y = rxt_race_lap(j->race, b, r);
        if (!isnan(x->y) && !isnan(y->y)) {
            difference += (long)x->disturbed - (long)y->disturbed;
            n++;
        }
    }
    return fabs((double)difference) >= fmax(2.0, (double)n / 4.0);
}

/* Is a layout shown to be slower than the best, over all of the study? */
static bool is_out(const struct rxt_race_judged *j, size_t i)
{
    const struct rxt_race *race = j->race;
    const double pairs = (double)race->n_parts * (double)j->m * (double)(j->m - 1);
    double low = -INFINITY, ignored;
    const size_t n = rxt_race_ratios(race, i, j->out->best, j->from, race->n_rounds, j->sheet.numbers);
    (void)rxt_median_interval(j->sheet.numbers, n, 1.0 - family / pairs, &low, &ignored);
    return low > log1p(race->indifference);
}

static enum rxt_verdict judge_candidate(const struct rxt_race_judged *j, size_t i,
                                        const struct rxt_estimate *ratio)
{
    const double tolerance = log1p(j->race->tolerance);
    struct rxt_race_place *place = &j->out->places[i];
    place->is_unequally_disturbed = are_unequally_disturbed(j, i, j->out->best);
    if (ratio->n < RXT_RACE_LEAST || place->is_unequally_disturbed || j->out->is_busy) {
        return RXT_IS_OPEN;
    }
    return -tolerance <= ratio->low && ratio->high <= tolerance ? RXT_IS_EQUAL
           : is_out(j, i)                                       ? RXT_IS_OUT
                                                                : RXT_IS_UNDECIDED;
}

static size_t count_launched(const struct rxt_race *race, size_t i, size_t from)
{
    size_t n = 0;
    for (size_t r = from; r < race->n_rounds; r++) {
        n += rxt_race_lap(race, i, r)->launched;
    }
    return n;
}

/* What its own launches tell, before it is compared; RXT_IS_UNDECIDED: it is a candidate. */
static enum rxt_verdict judge_alone(const struct rxt_race_judged *j, size_t i)
{
    const struct rxt_race *race = j->race;
    const struct rxt_racer *racer = &race->racers[i];
    if (i == j->out->best) {
        return RXT_IS_BEST;
    }
    if (racer->is_wrong) {
        return RXT_IS_WRONG;
    }
    if (racer->part == RXT_RACE_ABSENT || rxt_race_count(race, i, 0, race->n_rounds) == 0) {
        return racer->part != RXT_RACE_ABSENT && count_launched(race, i, 0) > 0 ? RXT_IS_FAILED
                                                                                : RXT_IS_NOT_RUN;
    }
    if (racer->part == RXT_RACE_PLAIN) {
        return RXT_IS_PLAIN;
    }
    const bool is_failing =
        count_launched(race, i, j->from) > 0 && rxt_race_count(race, i, j->from, race->n_rounds) == 0;
    return !j->is_candidate[i] ? RXT_IS_DROPPED : is_failing ? RXT_IS_FAILED : RXT_IS_UNDECIDED;
}

static void show_ratio(struct rxt_race_place *place, const struct rxt_estimate *ratio, double tolerance)
{
    place->is_slower_here = place->verdict == RXT_IS_UNDECIDED && ratio->low > 0.0;
    place->may_do = place->verdict == RXT_IS_UNDECIDED && ratio->low <= log1p(tolerance);
    place->ratio = *ratio;
    place->ratio.value = exp(ratio->value);
    place->ratio.low = exp(ratio->low);
    place->ratio.high = exp(ratio->high);
}

static void judge(const struct rxt_race_judged *j, size_t i)
{
    struct rxt_race_place *place = &j->out->places[i];
    struct rxt_estimate ratio = {.value = NAN, .low = NAN, .high = NAN};
    place->verdict = judge_alone(j, i);
    const bool is_compared =
        place->verdict == RXT_IS_BEST || place->verdict == RXT_IS_PLAIN || place->verdict == RXT_IS_UNDECIDED;
    if (is_compared && j->out->best != SIZE_MAX) {
        (void)rxt_race_interval(j, i, j->out->best, &ratio);
    }
    if (place->verdict == RXT_IS_UNDECIDED) {
        place->verdict = j->out->best == SIZE_MAX ? RXT_IS_OPEN : judge_candidate(j, i, &ratio);
    }
    if (place->verdict == RXT_IS_PLAIN && j->out->best != SIZE_MAX) {
        place->is_unequally_disturbed = are_unequally_disturbed(j, i, j->out->best);
        j->out->plain_is_faster =
            ratio.has_interval && ratio.high < 0.0 && !place->is_unequally_disturbed && !j->out->is_busy;
    }
    show_ratio(place, &ratio, j->race->tolerance);
}

/* On what evidence did a layout leave? */
static struct rxt_drop evidence(const struct rxt_race_moment *m, size_t n_layouts, size_t i, double best)
{
    struct rxt_drop drop = {.n_rounds = m->n_rounds,
                            .n_alive = m->n_alive,
                            .standard_error = rxt_race_drop_error(m, i),
                            .at_least = exp(-rxt_race_drop_limit(m, i, best)),
                            .slowest_stay = NAN};
    for (size_t k = 0; k < n_layouts; k++) {
        const bool stays = !m->is_left[k] && !isnan(m->effect[k]);
        drop.n_stay += stays;
        drop.slowest_stay = stays ? fmax(drop.slowest_stay, exp(m->effect[k] - best)) : drop.slowest_stay;
    }
    return drop;
}

/* Those that left are shown as they stood then. */
static void show_dropped(const struct rxt_race_judged *j)
{
    for (size_t m = 0; m < j->stand.n_moments; m++) {
        const struct rxt_race_moment *moment = &j->stand.moments[m];
        const double best =
            j->out->best == SIZE_MAX ? (double)NAN : rxt_race_effect_of(j, moment, j->out->best);
        for (size_t i = 0; i < j->race->n_layouts; i++) {
            if (moment->is_left[i] && j->out->places[i].verdict == RXT_IS_DROPPED) {
                j->out->places[i].drop = evidence(moment, j->race->n_layouts, i, best);
                j->out->places[i].ratio = (struct rxt_estimate){
                    .n = moment->n_rounds, .value = exp(moment->effect[i] - best), .low = NAN, .high = NAN};
            }
        }
    }
}

/* Is a to be recommended rather than b? Both have the fewest cores, and little memory. */
static bool is_rather(const struct rxt_race_judged *j, size_t a, size_t b)
{
    const struct rxt_racer *racers = j->race->racers;
    const struct rxt_race_place *places = j->out->places;
    if (b == SIZE_MAX || racers[a].ranks != racers[b].ranks) {
        return b == SIZE_MAX || racers[a].ranks < racers[b].ranks;
    }
    return places[b].verdict != RXT_IS_BEST &&
           (places[a].verdict == RXT_IS_BEST || places[a].ratio.value < places[b].ratio.value);
}

/* Of the best and its equals: the fewest cores, then memory smaller by a tenth, then the fewest ranks. */
static size_t recommend(const struct rxt_race_judged *j)
{
    const struct rxt_race *race = j->race;
    double cores = INFINITY, memory = INFINITY;
    size_t rather = SIZE_MAX;
    for (int step = 0; step < 3; step++) {
        for (size_t i = 0; i < race->n_layouts; i++) {
            const struct rxt_racer *racer = &race->racers[i];
            const enum rxt_verdict verdict = j->out->places[i].verdict;
            if (verdict != RXT_IS_BEST && verdict != RXT_IS_EQUAL) {
                continue;
            }
            if (step == 0) {
                cores = fmin(cores, racer->cores);
            } else if (step == 1 && !((double)racer->cores > cores)) {
                memory = fmin(memory, racer->memory_bytes);
            } else if (step == 2 && !((double)racer->cores > cores) &&
                       !(racer->memory_bytes > memory / much_smaller) && is_rather(j, i, rather)) {
                rather = i;
            }
        }
    }
    return rather;
}

/* What all of the confirming rounds tell: their noise, and whether too many of their launches were disturbed. */
static void look_at_all(const struct rxt_race_judged *j)
{
    const struct rxt_race *race = j->race;
    struct rxt_race_sheet sheet = j->sheet;
    size_t n = 0, n_disturbed = 0;
    for (size_t i = 0; i < race->n_layouts; i++) {
        j->is_able[i] = j->is_candidate[i] || race->racers[i].part == RXT_RACE_PLAIN;
        for (size_t r = j->from; r < race->n_rounds && j->is_able[i]; r++) {
            const struct rxt_lap *lap = rxt_race_lap(race, i, r);
            n += isnan(lap->y) ? 0 : 1;
            n_disturbed += !isnan(lap->y) && lap->disturbed;
        }
    }
    j->out->is_busy = (double)n_disturbed > busy * (double)n;
    rxt_race_centre(race, j->is_able, j->from, race->n_rounds, &sheet);
    j->out->scale = race->n_rounds >= j->from + 2
                        ? rxt_race_scale(race, j->is_able, j->from, race->n_rounds, &sheet)
                        : (double)NAN;
}

static void judge_all(struct rxt_race_judged *j)
{
    const struct rxt_race *race = j->race;
    struct rxt_race_result *out = j->out;
    j->from = j->stand.is_confirming ? j->stand.n_screening : race->n_rounds;
    for (size_t i = 0; i < race->n_layouts; i++) {
        const bool is_one = j->stand.is_finalist[i] || race->racers[i].part == RXT_RACE_SERIAL;
        j->m += is_one;
        j->is_candidate[i] = is_one && !race->racers[i].is_wrong;
    }
    out->n_screening = j->from;
    out->n_confirming = race->n_rounds - j->from;
    out->best = rxt_race_best(j);
    look_at_all(j);
    for (size_t i = 0; i < race->n_layouts; i++) {
        judge(j, i);
    }
    show_dropped(j);
    out->recommended = out->best == SIZE_MAX ? SIZE_MAX : recommend(j);
    out->regret = out->best == SIZE_MAX ? NAN : rxt_race_regret(j, out->recommended);
    out->regret_of_best = out->best == SIZE_MAX ? NAN : rxt_race_regret(j, out->best);
    for (size_t i = 0; i < race->n_layouts && out->best != SIZE_MAX; i++) {
        out->places[i].may_do &= race->racers[i].cores < race->racers[out->recommended].cores;
    }
}

enum rxt_err rxt_race_decide(const struct rxt_race *race, struct rxt_race_result *out)
{
    const size_t n = race->n_layouts;
    *out = (struct rxt_race_result){.n_layouts = n,
                                    .places = calloc(n + 1, sizeof *out->places),
                                    .best = SIZE_MAX,
                                    .recommended = SIZE_MAX,
                                    .regret = NAN,
                                    .regret_of_best = NAN};
    struct rxt_race_judged j = {.race = race,
                                .out = out,
                                .is_candidate = calloc(n + 1, sizeof *j.is_candidate),
                                .is_able = calloc(n + 1, sizeof *j.is_able),
                                .beaten = calloc(n + 1, sizeof *j.beaten)};
    enum rxt_err err = rxt_race_sheet_make(race, &j.sheet);
    if (!out->places || !j.is_candidate || !j.is_able || !j.beaten) {
        err = rxt_fail(RXT_E_MEMORY, "no room for the verdicts of %zu layouts", n);
    }
    if (!err) {
        err = rxt_race_screen(race, &j.stand);
    }
    if (!err) {
        judge_all(&j);
    }
    rxt_race_stand_free(&j.stand);
    rxt_race_sheet_free(&j.sheet);
    free(j.is_candidate);
    free(j.is_able);
    free(j.beaten);
    return err;
}

void rxt_race_result_free(struct rxt_race_result *result)
{
    free(result->places);
    *result = (struct rxt_race_result){0};
}
