/* SPDX-License-Identifier: BSD-3-Clause
 * decide_race_workers.c - how many workers a subject should have: the fewest that are shown to be as fast as the fastest.
 */
#include "decide_race_parts.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* Steps as the layouts of a race without a screening. */
struct ladder {
    const double *y;
    size_t n_steps, n_rounds;
    double *numbers;
};

static size_t ratios(const struct ladder *l, size_t a, size_t b)
{
    size_t n = 0;
    for (size_t r = 0; r < l->n_rounds; r++) {
        const double ratio = l->y[a * l->n_rounds + r] - l->y[b * l->n_rounds + r];
        l->numbers[n] = ratio;
        n += isnan(ratio) ? 0 : 1;
    }
    (void)rxt_median_sorted(l->numbers, n);
    return n;
}

/* The step that is beaten by least, of those with a value. */
static size_t find_fastest(const struct ladder *l)
{
    size_t fastest = SIZE_MAX;
    double least = INFINITY;
    for (size_t a = 0; a < l->n_steps; a++) {
        double most = -INFINITY;
        for (size_t b = 0; b < l->n_steps; b++) {
            const double loss = b != a ? rxt_hodges_lehmann(l->numbers, ratios(l, a, b)) : (double)NAN;
            most = fmax(most, loss);
        }
        if (ratios(l, a, a) > 0 && (fastest == SIZE_MAX || most < least)) {
            fastest = a;
            least = most;
        }
    }
    return fastest;
}

static struct rxt_estimate compare(const struct ladder *l, size_t step, size_t fastest)
{
    struct rxt_estimate ratio = {.n = ratios(l, step, fastest), .low = NAN, .high = NAN};
    ratio.value = rxt_median_sorted(l->numbers, ratio.n);
    ratio.has_interval = rxt_median_interval(l->numbers, ratio.n, RXT_SHOWN_LEVEL, &ratio.low, &ratio.high);
    return ratio;
}

/* Could any step be the fastest? Of the fewest workers, none may be shown to be slower, nor as fast. */
static bool is_none_shown(const struct rxt_race_workers *w, size_t n_steps, double most)
{
    bool is = w->fastest != SIZE_MAX && w->answer == w->fastest && n_steps > 1;
    for (size_t s = 0; s < n_steps && is; s++) {
        const struct rxt_estimate *ratio = &w->ratio[s];
        const bool is_shown = ratio->has_interval && (log(ratio->low) > most || log(ratio->high) <= most);
        is = s < w->fastest ? w->may_do[s] : s == w->fastest || w->fastest > 0 || (ratio->n > 0 && !is_shown);
    }
    return is;
}

/* Go down from the fastest. */
static void choose(const struct ladder *l, double tolerance, struct rxt_race_workers *out)
{
    const double most = log1p(tolerance);
    out->fastest = out->answer = find_fastest(l);
    for (size_t s = 0; s < l->n_steps && out->fastest != SIZE_MAX; s++) {
        struct rxt_estimate *ratio = &out->ratio[s];
        *ratio = compare(l, s, out->fastest);
        const bool is_equal = ratio->has_interval && -most <= ratio->low && ratio->high <= most;
        out->answer = is_equal && s < out->answer ? s : out->answer;
        out->may_do[s] = s < out->fastest && ratio->n > 0 && !is_equal && !(ratio->low > most);
        ratio->value = exp(ratio->value);
        ratio->low = exp(ratio->low);
        ratio->high = exp(ratio->high);
    }
    for (size_t s = 0; s < l->n_steps; s++) {
        out->may_do[s] &= s < out->answer;
    }
    out->none_shown = is_none_shown(out, l->n_steps, most);
}

enum rxt_err rxt_race_workers(const double *y, size_t n_steps, size_t n_rounds, double tolerance,
                              struct rxt_race_workers *out)
{
    const struct ladder ladder = {y, n_steps, n_rounds, malloc((n_rounds + 1) * sizeof *ladder.numbers)};
    *out = (struct rxt_race_workers){SIZE_MAX, SIZE_MAX, calloc(n_steps + 1, sizeof *out->may_do),
                                     calloc(n_steps + 1, sizeof *out->ratio), false};
    const bool fits = ladder.numbers && out->may_do && out->ratio;
    if (fits) {
        choose(&ladder, tolerance, out);
    }
    free(ladder.numbers);
    return fits ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for %zu steps", n_steps);
}

void rxt_race_workers_free(struct rxt_race_workers *workers)
{
    free(workers->may_do);
    free(workers->ratio);
    *workers = (struct rxt_race_workers){0};
}
