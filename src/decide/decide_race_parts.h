/* SPDX-License-Identifier: BSD-3-Clause
 * decide_race_parts.h - what the sources of a race share.
 */
#ifndef RXT_DECIDE_RACE_PARTS_H
#define RXT_DECIDE_RACE_PARTS_H

#include "decide_race.h"

/* Rounds of all, before the first contender is dropped. */
enum { RXT_RACE_FIRST = 2 };

/* Room for the numbers of a race while they are looked at. */
struct rxt_race_sheet {
    double *x;       /* n_layouts x n_rounds: values, centred round by round; NaN: none */
    double *numbers; /* that many and one: to be sorted */
};
RXT_CHECKED enum rxt_err rxt_race_sheet_make(const struct rxt_race *race, struct rxt_race_sheet *out);
void rxt_race_sheet_free(struct rxt_race_sheet *sheet);

static inline const struct rxt_lap *rxt_race_lap(const struct rxt_race *race, size_t layout, size_t round)
{
    return &race->laps[layout * race->n_rounds + round];
}
/** Return how many rounds from ... to have a value of a layout. */
size_t rxt_race_count(const struct rxt_race *race, size_t layout, size_t from, size_t to);
/** Return the place of the layout that plays a part which one can play alone; SIZE_MAX if none does. */
size_t rxt_race_find(const struct rxt_race *race, enum rxt_race_part part);

/** Fill the values of those that are in, of rounds from ... to: each less the median of its round; one alone, as they are. */
void rxt_race_centre(const struct rxt_race *race, const bool *is_in, size_t from, size_t to,
                     struct rxt_race_sheet *sheet);
/** The noise of one launch, one robust number of all that are in and were centred: by how much a layout differs from
 *  itself in the round before. */
double rxt_race_scale(const struct rxt_race *race, const bool *is_in, size_t from, size_t to,
                      const struct rxt_race_sheet *sheet);
/** The mean of a layout's centred values without its gross delays, and their standard deviation; INFINITY of none. */
double rxt_race_effect(const struct rxt_race *race, size_t layout, size_t to, double scale,
                       const struct rxt_race_sheet *sheet, double *spread);
/** Half the width of a comparison of two layouts after so many rounds. */
double rxt_race_width(double scale, size_t n_rounds);

/** The same as rxt_race_stand, up to the end of the screening alone. */
RXT_CHECKED enum rxt_err rxt_race_screen(const struct rxt_race *race, struct rxt_race_stand *out);

/** Write the logarithms of a's ratio to b in ascending order, of the rounds from ... to that both have; return how many. */
size_t rxt_race_ratios(const struct rxt_race *race, size_t a, size_t b, size_t from, size_t to, double *out);

#endif
