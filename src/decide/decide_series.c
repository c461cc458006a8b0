/* SPDX-License-Identifier: BSD-3-Clause
 * decide_series.c - medians, ratios round by round, and their intervals.
 */
#include "series.h"

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

double rxt_sample_time(const struct rxt_sample *sample)
{
    struct rxt_stat stat;
    return rxt_stat_of(sample->time_s, sample->n_times, &stat) == RXT_OK ? stat.median : NAN;
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
                           struct rxt_series *out)
{
    const size_t n = rxt_study_rounds(study);
    double *time_s = malloc((n + 1) * sizeof *time_s);
    if (!time_s) {
        return rxt_fail(RXT_E_MEMORY, "no room for %zu rounds", n);
    }
    for (size_t r = 0; r < n; r++) {
        time_s[r] = NAN;
    }
    for (size_t i = 0; i < study->n_samples; i++) {
        if (is_of(study->samples[i], kernel, layout)) {
            time_s[study->samples[i]->round] = rxt_sample_time(study->samples[i]);
        }
    }
    *out = (struct rxt_series){time_s, n};
    return RXT_OK;
}

static struct rxt_estimate estimate(const double *values, size_t n)
{
    struct rxt_stat stat;
    if (n == 0 || rxt_stat_of(values, n, &stat) != RXT_OK) {
        return unknown;
    }
    return (struct rxt_estimate){n, stat.median, stat.low, stat.high, stat.has_interval};
}

/* The median of a / b over the rounds in which both are known; b NULL: of a alone. */
static struct rxt_estimate estimate_over(const struct rxt_series *a, const struct rxt_series *b)
{
    const size_t n_rounds = b && b->n_rounds < a->n_rounds ? b->n_rounds : a->n_rounds;
    double *values = malloc((n_rounds + 1) * sizeof *values);
    size_t n = 0;
    for (size_t r = 0; values && r < n_rounds; r++) {
        values[n] = a->time_s[r] / (b ? b->time_s[r] : 1.0);
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
    return estimate_over(a, b);
}

double rxt_median_over(const struct rxt_study *study, const char *kernel, const struct rxt_layout *layout,
                       double (*pick)(const struct rxt_sample *))
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
    const double median = rxt_median_over(study, kernel, layout, rxt_sample_time);
    const struct rxt_sample *typical = NULL;
    double nearest = INFINITY;
    for (size_t i = 0; i < study->n_samples; i++) {
        const struct rxt_sample *s = study->samples[i];
        if (is_of(s, kernel, layout) && fabs(rxt_sample_time(s) - median) < nearest) {
            nearest = fabs(rxt_sample_time(s) - median);
            typical = s;
        }
    }
    return typical;
}
