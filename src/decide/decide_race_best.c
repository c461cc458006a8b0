/* SPDX-License-Identifier: BSD-3-Clause
 * decide_race_best.c - which layout of a race is the best: the one that is beaten by least, pair by pair.
 */
#include "decide_race_verdict.h"

#include <math.h>
#include <stdint.h>

/* By how much a is slower than b, of all rounds that tell; NaN: no round has both. Serial was not screened, so that fresh rounds
 * alone tell. */
static double loss_against(const struct rxt_race_judged *j, size_t a, size_t b)
{
    const struct rxt_racer *racers = j->race->racers;
    const bool has_serial = racers[a].part == RXT_RACE_SERIAL || racers[b].part == RXT_RACE_SERIAL;
    const size_t n =
        rxt_race_ratios(j->race, a, b, has_serial ? j->from : 0, j->race->n_rounds, j->sheet.numbers);
    return rxt_hodges_lehmann(j->sheet.numbers, n);
}

/* Those with enough confirming rounds, or with as many as any; before the first one, finalists alone. */
static void find_able(const struct rxt_race_judged *j)
{
    const struct rxt_race *race = j->race;
    const bool is_begun = race->n_rounds > j->from;
    size_t most = 1;
    for (size_t i = 0; i < race->n_layouts; i++) {
        const size_t n = rxt_race_count(race, i, is_begun ? j->from : 0, race->n_rounds);
        most = j->is_candidate[i] && n > most ? n : most;
    }
    const size_t least = !is_begun ? 1 : most < RXT_RACE_LEAST ? most : RXT_RACE_LEAST;
    for (size_t i = 0; i < race->n_layouts; i++) {
        j->is_able[i] = j->is_candidate[i] &&
                        rxt_race_count(race, i, is_begun ? j->from : 0, race->n_rounds) >= least &&
                        (is_begun || race->racers[i].part != RXT_RACE_SERIAL);
    }
}

static size_t beaten_by_least(const struct rxt_race_judged *j)
{
    const struct rxt_race *race = j->race;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < race->n_layouts; i++) {
        j->beaten[i] = -INFINITY;
    }
    for (size_t i = 0; i < race->n_layouts; i++) {
        for (size_t k = i + 1; k < race->n_layouts && j->is_able[i]; k++) {
            const double loss = j->is_able[k] ? loss_against(j, i, k) : (double)NAN;
            j->beaten[i] = fmax(j->beaten[i], loss); /* NaN is no loss */
            j->beaten[k] = fmax(j->beaten[k], -loss);
        }
    }
    for (size_t i = 0; i < race->n_layouts; i++) {
        const bool is_less =
            j->is_able[i] &&
            (best == SIZE_MAX || j->beaten[i] < j->beaten[best] ||
             (!(j->beaten[i] > j->beaten[best]) && race->racers[i].ranks < race->racers[best].ranks));
        best = is_less ? i : best;
    }
    return best;
}

/* It ended in the screening: the smallest effect so far. */
static size_t find_leader(const struct rxt_race_judged *j)
{
    const struct rxt_race *race = j->race;
    struct rxt_race_sheet sheet = j->sheet;
    size_t best = SIZE_MAX;
    double least = INFINITY, ignored;
    rxt_race_centre(race, j->stand.is_finalist, 0, race->n_rounds, &sheet);
    const double scale = rxt_race_scale(race, j->stand.is_finalist, 0, race->n_rounds, &sheet);
    for (size_t i = 0; i < race->n_layouts; i++) {
        const bool is_asked = j->stand.is_finalist[i] && j->is_candidate[i];
        const double effect =
            is_asked ? rxt_race_effect(race, i, race->n_rounds, scale, &sheet, &ignored) : INFINITY;
        best = effect < least ? i : best;
        least = effect < least ? effect : least;
    }
    return best;
}

size_t rxt_race_best(const struct rxt_race_judged *j)
{
    const size_t serial = rxt_race_find(j->race, RXT_RACE_SERIAL);
    size_t best;
    if (j->stand.is_confirming) {
        find_able(j);
        best = beaten_by_least(j);
    } else {
        best = find_leader(j);
    }
    const bool serial_alone = best == SIZE_MAX && serial != SIZE_MAX && j->is_candidate[serial] &&
                              rxt_race_count(j->race, serial, 0, j->race->n_rounds) > 0;
    return serial_alone ? serial : best;
}
