/* SPDX-License-Identifier: BSD-3-Clause
 * decide_factor.c - where a layout's efficiency goes: factors that multiply to the number that is told.
 *
 * The efficiency that is told is a median over rounds: that of one round, or a number between those of two. The factors are
 * of that round, or between those of the two by the same shares, on a scale of logarithms, on which products keep. Serial's
 * time counts as useful, whole: it waits for nobody.
 */
#include "decide_parts.h"

#include <math.h>
#include <string.h>

enum { N_FACTORS = 7 };

/* The factors of a round, the product of the first six, and what that should be: logarithms. */
struct account {
    double log[N_FACTORS]; /* the five of the team, computation scaling, parallel */
    double log_efficiency, useful_s, mpi_s;
};

static const struct rxt_sample *sample_of(const struct rxt_study *part, const char *kernel, size_t round,
                                          double cost)
{
    for (size_t i = 0; i < part->n_samples; i++) {
        const struct rxt_sample *s = part->samples[i];
        if (s->round >= 0 && (size_t)s->round == round && !strcmp(s->kernel, kernel) &&
            rxt_sample_counts(s) && fabs(rxt_sample_cost(s) - cost) <= 1e-12 * cost) {
            return s;
        }
    }
    return NULL;
}

/* False where the round has no account. */
static bool account_of(const struct rxt_sample *s, double efficiency, struct account *out)
{
    const struct rxt_efficiency *e = &s->efficiency;
    const double factors[N_FACTORS] = {e->mpi_load_balance,
                                       e->mpi_transfer,
                                       e->omp_load_balance,
                                       e->omp_overhead,
                                       isnan(e->core_time) ? 1.0 : e->core_time,
                                       efficiency / e->parallel,
                                       e->parallel};
    bool is_one = efficiency > 0.0;
    for (int f = 0; f < N_FACTORS; f++) {
        is_one &= factors[f] > 0.0 && isfinite(factors[f]);
        out->log[f] = log(factors[f]);
    }
    out->log_efficiency = log(efficiency);
    out->useful_s = e->useful_s;
    out->mpi_s = e->mpi_s;
    return is_one;
}

static double between(double a, double b, double share)
{
    return a + share * (b - a);
}

static void tell(const struct account *low, const struct account *high, double log_efficiency,
                 bool has_core_time, struct rxt_row *row)
{
    const double apart = high->log_efficiency - low->log_efficiency;
    const double share =
        apart > 0.0 ? fmin(1.0, fmax(0.0, (log_efficiency - low->log_efficiency) / apart)) : 0.0;
    double value[N_FACTORS];
    for (int f = 0; f < N_FACTORS; f++) {
        value[f] = exp(between(low->log[f], high->log[f], share));
    }
    row->factors = (struct rxt_efficiency){.mpi_load_balance = value[0],
                                           .mpi_transfer = value[1],
                                           .omp_load_balance = value[2],
                                           .omp_overhead = value[3],
                                           .core_time = has_core_time ? value[4] : NAN,
                                           .parallel = value[6],
                                           .useful_s = between(low->useful_s, high->useful_s, share),
                                           .mpi_s = between(low->mpi_s, high->mpi_s, share)};
    row->scaling = value[5];
}

void rxt_factors_find(const struct rxt_study *part, const char *kernel, const struct rxt_series *serial,
                      const struct rxt_series *own, struct rxt_row *row)
{
    const size_t n = serial->n_rounds < own->n_rounds ? serial->n_rounds : own->n_rounds;
    const double wanted = log(row->efficiency.value);
    struct account low = {.log_efficiency = -INFINITY}, high = {.log_efficiency = INFINITY}, here;
    bool has_core_time = true;
    for (size_t r = 0; r < n && isfinite(wanted); r++) {
        const double efficiency = row->load * serial->value[r] / (own->value[r] * (double)row->workers);
        const struct rxt_sample *s = isfinite(efficiency) ? sample_of(part, kernel, r, own->value[r]) : NULL;
        if (!s || !account_of(s, efficiency, &here)) {
            continue;
        }
        has_core_time &= !isnan(s->efficiency.core_time);
        low = here.log_efficiency <= wanted + 1e-12 && here.log_efficiency > low.log_efficiency ? here : low;
        high =
            here.log_efficiency >= wanted - 1e-12 && here.log_efficiency < high.log_efficiency ? here : high;
    }
    const bool has_low = isfinite(low.log_efficiency), has_high = isfinite(high.log_efficiency);
    if (has_low || has_high) {
        tell(has_low ? &low : &high, has_high ? &high : &low, wanted, has_core_time, row);
    }
}
