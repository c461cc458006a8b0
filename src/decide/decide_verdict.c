/* SPDX-License-Identifier: BSD-3-Clause
 * decide_verdict.c - the races of a kernel's steps, and what they say of its layouts and of the number of workers.
 */
#include "decide_parts.h"
#include "decide_race.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* What the samples alone told: a layout with a wrong answer is not chosen, and memory may decide between equals. */
static void brief(struct rxt_race *race, const struct rxt_verdict_of_kernel *k)
{
    for (size_t i = 0; i < k->n_rows; i++) {
        race->racers[i].is_wrong = k->rows[i].verdict == RXT_IS_WRONG;
        race->racers[i].memory_bytes = k->rows[i].peak_node_bytes;
    }
}

static void fill_row(struct rxt_row *row, const struct rxt_race_place *place)
{
    const bool is_known = row->verdict == RXT_IS_WRONG || row->verdict == RXT_IS_DROPPED;
    row->verdict = is_known ? row->verdict : place->verdict;
    row->ratio = row->verdict == RXT_IS_WRONG ? row->ratio : place->ratio;
    row->drop = place->drop;
    row->is_slower_here = place->is_slower_here;
    row->may_do = place->may_do;
    row->is_unequally_disturbed = place->is_unequally_disturbed;
    if (row->verdict == RXT_IS_FAILED && !row->note) {
        row->note = "its launches left no sample";
    }
}

static void fill_step(struct rxt_verdict_of_kernel *k, size_t s, const struct rxt_race_result *result)
{
    struct rxt_step *step = &k->steps[s];
    for (size_t i = 0; i < k->n_rows; i++) {
        if (k->rows[i].step == s) {
            fill_row(&k->rows[i], &result->places[i]);
        }
    }
    step->best = result->best == SIZE_MAX ? NULL : &k->rows[result->best];
    step->recommended = result->recommended == SIZE_MAX ? NULL : &k->rows[result->recommended];
    step->regret = result->regret;
    step->noise = result->scale;
    step->is_busy = result->is_busy;
    step->plain_is_faster = result->plain_is_faster;
    step->n_screening = result->n_screening;
    step->n_confirming = result->n_confirming;
}

/* Of a step's best: what it took of the work of a worker, round by round. */
static void note_best(const struct rxt_verdict_of_kernel *k, const struct rxt_race *race, size_t s, double *y,
                      size_t n_rounds)
{
    const struct rxt_row *best = k->steps[s].best;
    for (size_t r = 0; r < n_rounds; r++) {
        y[r] = best && r < race->n_rounds
                   ? race->laps[(size_t)(best - k->rows) * race->n_rounds + r].y - log(best->load)
                   : (double)NAN;
    }
}

static enum rxt_err decide_step(const struct rxt_study *study, struct rxt_verdict_of_kernel *k, size_t s,
                                double *y, size_t n_rounds)
{
    struct rxt_race race = {0};
    struct rxt_race_result result = {0};
    const bool has_steps = study->header->scaling != RXT_SCALING_NONE;
    enum rxt_err err = rxt_race_read(&race, study, k->kernel, has_steps ? k->steps[s].workers : 0);
    if (!err) {
        brief(&race, k);
        err = rxt_race_decide(&race, &result);
    }
    if (!err) {
        fill_step(k, s, &result);
        note_best(k, &race, s, y, n_rounds);
    }
    rxt_race_result_free(&result);
    rxt_race_free(&race);
    return err;
}

/* The step whose best is the fastest, and the one to use. */
static enum rxt_err choose_workers(const struct rxt_study *study, struct rxt_verdict_of_kernel *k,
                                   const double *y, size_t n_rounds)
{
    struct rxt_race_workers workers = {0};
    const enum rxt_err err = rxt_race_workers(y, k->n_steps, n_rounds, study->header->tolerance, &workers);
    if (!err && workers.fastest != SIZE_MAX) {
        k->best = k->steps[workers.fastest].best;
        k->recommended = k->steps[workers.answer].recommended;
        k->regret = k->steps[workers.answer].regret;
        k->none_shown = workers.none_shown;
        for (size_t s = 0; s < k->n_steps; s++) {
            k->steps[s].ratio = workers.ratio[s];
            k->steps[s].may_do = workers.may_do[s];
        }
    }
    rxt_race_workers_free(&workers);
    return err;
}

bool rxt_plain_is_told(const struct rxt_verdict_of_kernel *k)
{
    return k->plain && k->plain->ratio.has_interval && !k->plain->is_unequally_disturbed &&
           !k->steps[k->plain->step].is_busy;
}

enum rxt_err rxt_verdicts_find(const struct rxt_study *study, struct rxt_verdict_of_kernel *k)
{
    const size_t n_rounds = rxt_study_rounds(study);
    double *y = malloc((k->n_steps * n_rounds + 1) * sizeof *y);
    enum rxt_err err =
        y ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for %zu steps in %zu rounds", k->n_steps, n_rounds);
    k->regret = NAN;
    for (size_t s = 0; s < k->n_steps && err == RXT_OK; s++) {
        err = decide_step(study, k, s, &y[s * n_rounds], n_rounds);
    }
    if (!err) {
        err = choose_workers(study, k, y, n_rounds);
    }
    free(y);
    return err;
}
