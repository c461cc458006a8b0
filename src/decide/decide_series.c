/* SPDX-License-Identifier: BSD-3-Clause
 * decide_series.c - medians, ratios round by round, and their intervals.
 */
#include "decide_series.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct rxt_estimate unknown = {.value = NAN, .low = NAN, .high = NAN};

static bool is_of(const struct rxt_sample *s, const char *kernel, const struct rxt_layout *layout)
{
    /* The layout is asked first: it tells most samples of a large study apart, and costs least. */
    return rxt_layout_equal(&s->layout, layout) && s->round >= 0 && !strcmp(s->kernel, kernel) &&
           rxt_sample_counts(s);
}

static double median_of(const double *values, size_t n)
{
    struct rxt_stat stat;
    return values && rxt_stat_of(values, n, &stat) == RXT_OK ? stat.median : (double)NAN;
}

double rxt_sample_time(const struct rxt_sample *sample)
{
    return median_of(sample->time_s, sample->n_times);
}

double rxt_sample_metric(const struct rxt_sample *sample)
{
    return median_of(sample->metric, sample->n_times);
}

double rxt_sample_cost(const struct rxt_sample *sample)
{
    const double metric = rxt_sample_metric(sample);
    return !sample->metric ? rxt_sample_time(sample) : sample->higher_is_better ? 1.0 / metric : metric;
}

bool rxt_try_is_better(const struct rxt_sample *sample, const struct rxt_sample *than)
{
    return !than || (than->disturbed && (!sample->disturbed || sample->cpu_share > than->cpu_share));
}

size_t rxt_study_rounds(const struct rxt_study *study)
{
    size_t n = 0;
    for (size_t i = 0; i < study->n_samples; i++) {
        const int round = study->samples[i]->round;
        n = round >= 0 && (size_t)round + 1 > n ? (size_t)round + 1 : n;
    }
    return n;
}

enum rxt_err rxt_series_of(const struct rxt_study *study, const char *kernel, const struct rxt_layout *layout,
                           rxt_pick_fn pick, struct rxt_series *out)
{
    const size_t n = rxt_study_rounds(study);
    double *value = malloc((n + 1) * sizeof *value);
    const struct rxt_sample **counted = calloc(n + 1, sizeof *counted);
    if (!value || !counted) {
        free(value);
        free(counted);
        return rxt_fail(RXT_E_MEMORY, "no room for %zu rounds", n);
    }
    for (size_t i = 0; i < study->n_samples; i++) {
        const struct rxt_sample *s = study->samples[i];
        if (is_of(s, kernel, layout) && rxt_try_is_better(s, counted[s->round])) {
            counted[s->round] = s;
        }
    }
    for (size_t r = 0; r < n; r++) {
        value[r] = counted[r] ? pick(counted[r]) : (double)NAN;
    }
    free(counted);
    *out = (struct rxt_series){value, n};
    return RXT_OK;
}

static struct rxt_estimate estimate(double *values, size_t n)
{
    struct rxt_estimate e = unknown;
    e.n = n;
    e.value = rxt_median_sorted(values, n);
    e.has_interval = rxt_median_interval(values, n, RXT_SHOWN_LEVEL, &e.low, &e.high);
    return e;
}

/* The median of the logarithm of a / b over the rounds in which both are known, on which the race compares, too: the same
 * ratio has one interval wherever it stands. b NULL: that of a alone. */
static struct rxt_estimate estimate_over(const struct rxt_series *a, const struct rxt_series *b)
{
    const size_t n_rounds = b && b->n_rounds < a->n_rounds ? b->n_rounds : a->n_rounds;
    double *values = malloc((n_rounds + 1) * sizeof *values);
    size_t n = 0;
    for (size_t r = 0; values && r < n_rounds; r++) {
        values[n] = b ? log(a->value[r] / b->value[r]) : a->value[r];
        n += isfinite(values[n]) ? 1 : 0;
    }
    const struct rxt_estimate result = values ? estimate(values, n) : unknown;
    free(values);
    return result;
}

struct rxt_estimate rxt_estimate_of(const struct rxt_series *a)
{
    return estimate_over(a, NULL);
}

struct rxt_estimate rxt_estimate_ratio(const struct rxt_series *a, const struct rxt_series *b)
{
    struct rxt_estimate e = estimate_over(a, b);
    e.value = exp(e.value);
    e.low = exp(e.low);
    e.high = exp(e.high);
    return e;
}

double rxt_median_over(const struct rxt_study *study, const char *kernel, const struct rxt_layout *layout,
                       rxt_pick_fn pick)
{
    double *values = malloc((study->n_samples + 1) * sizeof *values);
    size_t n = 0;
    for (size_t i = 0; values && i < study->n_samples; i++) {
        if (is_of(study->samples[i], kernel, layout)) {
            values[n] = pick(study->samples[i]);
            n += isfinite(values[n]) ? 1 : 0;
        }
    }
    const double median = values ? estimate(values, n).value : NAN;
    free(values);
    return median;
}

const struct rxt_sample *rxt_typical_sample(const struct rxt_study *study, const char *kernel,
                                            const struct rxt_layout *layout)
{
    const double median = rxt_median_over(study, kernel, layout, rxt_sample_cost);
    const struct rxt_sample *typical = NULL;
    double nearest = INFINITY;
    for (size_t i = 0; i < study->n_samples; i++) {
        const struct rxt_sample *s = study->samples[i];
        if (is_of(s, kernel, layout) && fabs(rxt_sample_cost(s) - median) < nearest) {
            nearest = fabs(rxt_sample_cost(s) - median);
            typical = s;
        }
    }
    return typical;
}
