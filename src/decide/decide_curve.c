/* SPDX-License-Identifier: BSD-3-Clause
 * decide_curve.c - the scaling curve of a subject: how much faster the best of every step is than that of the first.
 */
#include "decide_parts.h"

#include <math.h>
#include <stdlib.h>

/* Serial, or the best of the smallest step that has one. */
static const struct rxt_row *base_of(const struct rxt_verdict_of_kernel *k)
{
    const struct rxt_row *base = k->serial;
    for (size_t s = 0; !base && s < k->n_steps; s++) {
        base = k->steps[s].best;
    }
    return base;
}

static double speed_at(const struct rxt_series *base, const struct rxt_series *here, size_t round)
{
    const bool has = round < base->n_rounds && round < here->n_rounds;
    return has ? base->value[round] / here->value[round] : (double)NAN;
}

static void fill(const struct rxt_verdict_of_kernel *k, const struct rxt_entry *entry,
                 const struct rxt_series *series, double *workers, double *speed, struct rxt_speeds *out)
{
    const struct rxt_row *base = base_of(k);
    for (size_t s = 0; base && s < k->n_steps; s++) {
        const struct rxt_row *best = k->steps[s].best;
        if (!best || best->workers < base->workers) {
            continue;
        }
        const double load = rxt_load_of(entry, best, base);
        for (size_t r = 0; r < out->n_rounds; r++) {
            speed[out->n_points * out->n_rounds + r] =
                load * speed_at(&series[base - k->rows], &series[best - k->rows], r);
        }
        workers[out->n_points++] = (double)best->workers;
    }
}

enum rxt_err rxt_curve_model(struct rxt_verdict_of_kernel *k, const struct rxt_entry *entry,
                             const struct rxt_series *series, size_t n_rounds, bool is_weak)
{
    double *workers = calloc(k->n_steps + 1, sizeof *workers),
           *speed = calloc(k->n_steps * n_rounds + 1, sizeof *speed);
    struct rxt_speeds speeds = {workers, speed, 0, n_rounds};
    enum rxt_err err = workers && speed ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for a scaling curve");
    if (!err) {
        fill(k, entry, series, workers, speed, &speeds);
        err = rxt_model_make(&speeds, is_weak, &k->model);
    }
    free(workers);
    free(speed);
    return err;
}
