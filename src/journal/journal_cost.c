/* SPDX-License-Identifier: BSD-3-Clause
 * journal_cost.c - what a launch cost each of its subjects, and what a subject may spend.
 */
#include "journal.h"

#include <math.h>
#include <string.h>

double rxt_launched_cost(const struct rxt_launched *l, const char *subject, enum rxt_budget_unit unit)
{
    double run_s = NAN, runs_s = 0.0;
    bool is_one = false;
    for (size_t k = 0; k < l->n_subjects; k++) {
        const bool is_it = !strcmp(l->subjects[k], subject);
        runs_s += isnan(l->run_s[k]) ? 0.0 : l->run_s[k];
        run_s = is_it ? l->run_s[k] : run_s;
        is_one |= is_it;
    }
    /* Ranks begin to count before the launcher does, and may come to more than it. */
    const double start_s = isnan(l->wall_s) ? 0.0 : fmax(l->wall_s - runs_s, 0.0);
    const double cost_s = (isnan(run_s) ? 0.0 : run_s) + start_s / (double)(is_one ? l->n_subjects : 1);
    return !is_one ? 0.0 : unit == RXT_BUDGET_TIME ? cost_s : cost_s * l->cores;
}

static double cost_of_first(const struct rxt_study *study, const char *subject)
{
    double sum = 0.0;
    for (size_t i = 0; i < study->n_launches; i++) {
        const struct rxt_launched *l = study->launches[i];
        sum += l->round == 0 ? rxt_launched_cost(l, subject, study->header->budget.unit) : 0.0;
    }
    return sum;
}

bool rxt_study_was_cut(const struct rxt_study *study, int launch)
{
    bool was = false;
    for (size_t i = 0; i < study->n_launches; i++) {
        was |= study->launches[i]->launch == launch && study->launches[i]->end == RXT_END_PREEMPTED;
    }
    return was;
}

double rxt_study_budget(const struct rxt_study *study, const char *subject)
{
    const struct rxt_header *h = study->header;
    double racers = 0.0, ceilings = 0.0;
    if (h->budget.unit != RXT_BUDGET_TIME && h->budget.unit != RXT_BUDGET_CORES) {
        return (double)NAN;
    }
    for (size_t k = 0; k < h->n_kernels; k++) {
        *(h->kernels[k].is_ceiling ? &ceilings : &racers) += cost_of_first(study, h->kernels[k].name);
    }
    const double all = h->budget.value * (h->budget.unit == RXT_BUDGET_CORES ? 3600.0 : 1.0);
    const double left = fmax(all - RXT_CEILING_ROUNDS * ceilings, 0.0);
    return racers > 0.0 ? left * cost_of_first(study, subject) / racers : (double)NAN;
}
