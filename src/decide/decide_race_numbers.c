/* SPDX-License-Identifier: BSD-3-Clause
 * decide_race_numbers.c - the numbers of a race: values without what their round shares, their noise, and ratios.
 */
#include "decide_race_parts.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* From so many times the noise above its least value on, a launch was delayed. */
static const double cut = 8.0;

enum rxt_err rxt_race_sheet_make(const struct rxt_race *race, struct rxt_race_sheet *out)
{
    const size_t n = race->n_layouts * race->n_rounds;
    *out = (struct rxt_race_sheet){malloc((n + 1) * sizeof *out->x), malloc((n + 1) * sizeof *out->numbers)};
    return out->x && out->numbers
               ? RXT_OK
               : rxt_fail(RXT_E_MEMORY, "no room for the numbers of %zu layouts in %zu rounds",
                          race->n_layouts, race->n_rounds);
}

void rxt_race_sheet_free(struct rxt_race_sheet *sheet)
{
    free(sheet->x);
    free(sheet->numbers);
}

size_t rxt_race_count(const struct rxt_race *race, size_t layout, size_t from, size_t to)
{
    size_t n = 0;
    for (size_t r = from; r < to; r++) {
        n += isnan(rxt_race_lap(race, layout, r)->y) ? 0 : 1;
    }
    return n;
}

size_t rxt_race_find(const struct rxt_race *race, enum rxt_race_part part)
{
    for (size_t i = 0; i < race->n_layouts; i++) {
        if (race->racers[i].part == part) {
            return i;
        }
    }
    return SIZE_MAX;
}

static size_t count_in(const struct rxt_race *race, const bool *is_in)
{
    size_t n = 0;
    for (size_t i = 0; i < race->n_layouts; i++) {
        n += is_in[i];
    }
    return n;
}

static double median_of_round(const struct rxt_race *race, const bool *is_in, size_t round, double *numbers)
{
    size_t n = 0;
    for (size_t i = 0; i < race->n_layouts; i++) {
        if (is_in[i] && !isnan(rxt_race_lap(race, i, round)->y)) {
            numbers[n++] = rxt_race_lap(race, i, round)->y;
        }
    }
    return rxt_median_sorted(numbers, n);
}

void rxt_race_centre(const struct rxt_race *race, const bool *is_in, size_t from, size_t to,
                     struct rxt_race_sheet *sheet)
{
    const bool is_alone = count_in(race, is_in) == 1;
    for (size_t r = from; r < to; r++) {
        const double centre = is_alone ? 0.0 : median_of_round(race, is_in, r, sheet->numbers);
        for (size_t i = 0; i < race->n_layouts; i++) {
            sheet->x[i * race->n_rounds + r] = is_in[i] ? rxt_race_lap(race, i, r)->y - centre : (double)NAN;
        }
    }
}

double rxt_race_scale(const struct rxt_race *race, const bool *is_in, size_t from, size_t to,
                      const struct rxt_race_sheet *sheet)
{
    const size_t k = count_in(race, is_in);
    size_t n = 0;
    for (size_t i = 0; i < race->n_layouts; i++) {
        const double *x = &sheet->x[i * race->n_rounds];
        for (size_t r = from + 1; r < to && is_in[i]; r++) {
            const double jump = fabs(x[r] - x[r - 1]) / sqrt(2.0);
            sheet->numbers[n] = jump;
            n += isnan(jump) ? 0 : 1;
        }
    }
    /* 1.4826: of a median of absolute normal values; the other factor: what centring took out. */
    return n == 0 ? 0.0
                  : 1.4826 * rxt_median_sorted(sheet->numbers, n) *
                        (k > 1 ? sqrt((double)k / (double)(k - 1)) : 1.0);
}

double rxt_race_effect(const struct rxt_race *race, size_t layout, size_t to, double scale,
                       const struct rxt_race_sheet *sheet, double *spread)
{
    const double *x = &sheet->x[layout * race->n_rounds];
    double least = INFINITY, sum = 0.0, squares = 0.0;
    size_t n = 0;
    for (size_t r = 0; r < to; r++) {
        least = fmin(least, x[r]);
    }
    for (size_t r = 0; r < to; r++) {
        const bool counts = x[r] <= least + cut * scale; /* never of NaN */
        sum += counts ? x[r] : 0.0;
        n += counts;
    }
    const double mean = sum / (double)n;
    for (size_t r = 0; r < to; r++) {
        squares += x[r] <= least + cut * scale ? (x[r] - mean) * (x[r] - mean) : 0.0;
    }
    *spread = n > 0 ? sqrt(squares / (double)(n > 1 ? n - 1 : 1)) : 0.0;
    return n > 0 ? mean : INFINITY;
}

double rxt_race_width(double scale, size_t n_rounds)
{
    return 2.0 * scale * sqrt(2.0 / (double)n_rounds);
}

size_t rxt_race_ratios(const struct rxt_race *race, size_t a, size_t b, size_t from, size_t to, double *out)
{
    size_t n = 0;
    for (size_t r = from; r < to; r++) {
        const double ratio = rxt_race_lap(race, a, r)->y - rxt_race_lap(race, b, r)->y;
        out[n] = ratio;
        n += isnan(ratio) ? 0 : 1;
    }
    (void)rxt_median_sorted(out, n);
    return n;
}
