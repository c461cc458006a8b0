/* SPDX-License-Identifier: BSD-3-Clause
 * study_round.c - what a round has of a layout already, and whether its last launch was disturbed.
 */
#include "study_takers.h"

#include <math.h>
#include <string.h>

/* A launch that was disturbed is tried twice more at most; and none is, once so many second tries of the study were no better:
 * on a machine that is always busy they cost what another round would. */
enum { MOST_TRIES = 3, IN_VAIN = 8 };

static bool names(const struct rxt_launched *launched, const char *subject)
{
    bool is = false;
    for (size_t k = 0; k < launched->n_subjects; k++) {
        is |= !strcmp(launched->subjects[k], subject);
    }
    return is;
}

static bool is_launch_of(const struct rxt_launched *l, int round, const struct rxt_layout *layout,
                         const char *subject)
{
    return l->round == round && rxt_layout_equal(&l->layout, layout) && names(l, subject);
}

bool rxt_round_has(const struct rxt_study *study, int round, const struct rxt_layout *layout,
                   const char *subject)
{
    for (size_t i = study->n_samples; i > 0 && study->samples[i - 1]->round >= round; i--) {
        const struct rxt_sample *s = study->samples[i - 1];
        if (s->round == round && rxt_layout_equal(&s->layout, layout) && !strcmp(s->kernel, subject)) {
            return true;
        }
    }
    for (size_t i = study->n_launches; i > 0 && study->launches[i - 1]->round >= round; i--) {
        const struct rxt_launched *l = study->launches[i - 1];
        if (l->end != RXT_END_PREEMPTED && is_launch_of(l, round, layout, subject)) {
            return true;
        }
    }
    return false;
}

/* Not one that was rejected: the threads that it puts on one core disturb each other in every try. */
static bool is_disturbed(const struct rxt_study *study, int launch, const char *subject)
{
    bool is = false;
    for (size_t i = study->n_samples; i > 0 && study->samples[i - 1]->launch >= launch; i--) {
        const struct rxt_sample *s = study->samples[i - 1];
        is |= s->disturbed && !s->rejected && s->launch == launch && !strcmp(s->kernel, subject);
    }
    return is;
}

/* Were the last second tries all disturbed, too? */
static bool is_always_busy(const struct rxt_study *study)
{
    size_t n = 0;
    bool was_quiet = false;
    for (size_t i = study->n_launches; i > 0 && n < IN_VAIN && !was_quiet; i--) {
        const struct rxt_launched *l = study->launches[i - 1];
        for (size_t k = 0; k < l->n_subjects && l->try > 0; k++) {
            was_quiet |= !is_disturbed(study, l->launch, l->subjects[k]);
        }
        n += l->try > 0 && !was_quiet;
    }
    return n == IN_VAIN;
}

/* How often a subject was launched so in a round. */
static size_t count_tries(const struct rxt_study *study, const struct rxt_launched *last, const char *subject)
{
    size_t n = 0;
    for (size_t i = study->n_launches; i > 0 && study->launches[i - 1]->round == last->round; i--) {
        n += is_launch_of(study->launches[i - 1], last->round, &last->layout, subject);
    }
    return n;
}

/* What a subject's second tries of this round took so far, by its budget's measure, and another one like the last would. */
static double cost_of_tries(const struct rxt_study *study, const struct rxt_launched *last,
                            const char *subject)
{
    double cost = rxt_launched_cost(last, subject, study->header->budget.unit);
    for (size_t i = study->n_launches; i > 0 && study->launches[i - 1]->round == last->round; i--) {
        const struct rxt_launched *l = study->launches[i - 1];
        cost += l->try > 0 ? rxt_launched_cost(l, subject, study->header->budget.unit) : 0.0;
    }
    return cost;
}

bool rxt_round_retries(const struct rxt_study_spec *spec, const struct rxt_study *study,
                       const struct rxt_takers *takers, size_t *layout, bool *wants)
{
    bool any = false;
    const size_t n_tries = spec->n_tries > 0 ? (size_t)spec->n_tries : MOST_TRIES;
    const bool in_vain = is_always_busy(study);
    const struct rxt_launched *last = study->n_launches > 0 ? study->launches[study->n_launches - 1] : NULL;
    for (size_t i = 0; last && i < spec->n_layouts; i++) {
        *layout = rxt_layout_equal(&spec->layouts[i], &last->layout) ? i : *layout;
    }
    for (size_t k = 0; k < spec->n_subjects; k++) {
        const char *name = spec->subjects[k]->name;
        wants[k] = last && !in_vain && names(last, name) && is_disturbed(study, last->launch, name) &&
                   count_tries(study, last, name) < n_tries &&
                   cost_of_tries(study, last, name) <= takers->spare[k];
        any |= wants[k] && !rxt_is_ceiling(study, k); /* those go along, and are no reason to launch again */
    }
    return any;
}
