/* SPDX-License-Identifier: BSD-3-Clause
 * decide_quality.c - what the launches of a study tell of the machine, summed up.
 */
#include "decide_quality.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* From where what the host takes is as much as what makes a launch disturbed. */
static const double stolen = 0.05;

const char *rxt_fitness_name(enum rxt_fitness fitness)
{
    static const char *const names[] = {
        [RXT_FITNESS_UNKNOWN] = "not known", [RXT_QUIET] = "quiet", [RXT_DISTURBED] = "disturbed"};
    return names[fitness];
}

static bool is_same_value(const struct rxt_sample *a, const struct rxt_sample *b)
{
    return a->round == b->round && rxt_layout_equal(&a->layout, &b->layout) && !strcmp(a->kernel, b->kernel);
}

/* A launch is tried again at once, --tries times at most: samples of its tries stand together. */
static bool is_beside(const struct rxt_study *study, size_t i, size_t j)
{
    const struct rxt_sample *a = study->samples[i], *b = study->samples[j];
    const size_t most = 100 * study->header->n_kernels;
    return (i > j ? i - j : j - i) <= most && a->round == b->round &&
           rxt_layout_equal(&a->layout, &b->layout);
}

/* What was tried before counts as one value with this. */
static bool is_tried_before(const struct rxt_study *study, size_t i)
{
    bool is = false;
    for (size_t j = i; j > 0 && !is && is_beside(study, j - 1, i); j--) {
        is = is_same_value(study->samples[j - 1], study->samples[i]);
    }
    return is;
}

/* Was no try of this first one, or of those behind it, one that had its cores? */
static bool is_lacking(const struct rxt_study *study, size_t i)
{
    const struct rxt_sample *s = study->samples[i];
    bool is = s->disturbed;
    for (size_t j = i + 1; is && j < study->n_samples && is_beside(study, i, j); j++) {
        is = !is_same_value(study->samples[j], s) || study->samples[j]->disturbed;
    }
    return is;
}

/* The samples of a launch stand together. */
static void add_samples(const struct rxt_study *study, struct rxt_calm *out)
{
    bool is_known = false, is_disturbed = false;
    for (size_t i = 0; i < study->n_samples; i++) {
        const struct rxt_sample *s = study->samples[i];
        const double share = rxt_sample_cpu_share(s);
        const bool is_last = i + 1 == study->n_samples || study->samples[i + 1]->launch != s->launch ||
                             study->samples[i + 1]->round != s->round;
        is_known |= !isnan(share) || s->disturbed;
        is_disturbed |= s->disturbed;
        out->least_share = fmin(out->least_share, share);
        out->n_all += is_last;
        out->n_known += is_last && is_known;
        out->n_disturbed += is_last && is_disturbed;
        is_known &= !is_last;
        is_disturbed &= !is_last;
        if (!is_tried_before(study, i)) {
            out->n_values++;
            out->n_lacking += is_lacking(study, i);
        }
    }
}

static void add_launch(const struct rxt_quality *q, struct rxt_calm *out)
{
    out->n_told += !isnan(q->steal_share) || !isnan(q->n_throttled);
    out->n_stopped += q->n_throttled > 0.0;
    out->n_stolen += q->steal_share > stolen;
    out->stopped_s += q->throttled_s > 0.0 ? q->throttled_s : 0.0;
    out->most_steal = fmax(out->most_steal, q->steal_share);
    out->most_load = fmax(out->most_load, q->load);
    out->most_foreign = fmax(out->most_foreign, q->foreign_cpus);
    out->control_s[0] = fmin(out->control_s[0], q->control_s[0]);
    out->control_s[1] = fmax(out->control_s[1], q->control_s[1]);
    out->clock_Hz[0] = fmin(out->clock_Hz[0], q->clock_Hz);
    out->clock_Hz[1] = fmax(out->clock_Hz[1], q->clock_Hz);
}

void rxt_calm_find(const struct rxt_study *study, struct rxt_calm *out)
{
    *out = (struct rxt_calm){.least_share = NAN,
                             .most_steal = NAN,
                             .most_load = NAN,
                             .most_foreign = NAN,
                             .control_s = {NAN, NAN},
                             .clock_Hz = {NAN, NAN}};
    add_samples(study, out);
    const char *load = study->header->load; /* before the first launch; more of it behind them */
    if (load && strspn(load, "0123456789") > 0) {
        out->most_load = strtod(load, NULL);
    }
    for (size_t i = 0; i < study->n_launches; i++) {
        add_launch(&study->launches[i]->quality, out);
    }
    out->fitness = out->n_disturbed + out->n_stopped + out->n_stolen > 0 ? RXT_DISTURBED
                   : out->n_known > 0                                    ? RXT_QUIET
                                                                         : RXT_FITNESS_UNKNOWN;
}
