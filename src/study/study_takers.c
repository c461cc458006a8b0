/* SPDX-License-Identifier: BSD-3-Clause
 * study_takers.c - whom a round is for: every subject has a race of its own, and a launch is for those that want it.
 */
#include "study_takers.h"

#include "decide_race.h"
#include "json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void rxt_takers_free(struct rxt_takers *takers)
{
    free(takers->takes);
    free(takers->spare);
    json_decref(takers->drops);
    *takers = (struct rxt_takers){0};
}

bool rxt_takers_want(const struct rxt_takers *takers, const struct rxt_study_spec *spec, size_t layout)
{
    bool want = false;
    for (size_t k = 0; k < spec->n_subjects; k++) {
        want |= takers->takes[k * spec->n_layouts + layout];
    }
    return want;
}

struct rxt_study rxt_study_before(const struct rxt_study *study, int round)
{
    struct rxt_study part = *study; /* rounds follow one another, so that those before are what comes first */
    while (part.n_samples > 0 && part.samples[part.n_samples - 1]->round >= round) {
        part.n_samples--;
    }
    while (part.n_failures > 0 && part.failures[part.n_failures - 1].round >= round) {
        part.n_failures--;
    }
    while (part.n_launches > 0 && part.launches[part.n_launches - 1]->round >= round) {
        part.n_launches--;
    }
    return part;
}

/* What this round of those that take part costs, as their launches so far did. */
static double cost_of(const struct rxt_race *race, const struct rxt_race_stand *stand)
{
    double sum = 0.0;
    for (size_t i = 0; i < race->n_layouts; i++) {
        double cost = 0.0;
        size_t n = 0;
        for (size_t r = 0; stand->takes[i] && r < race->n_rounds; r++) {
            const struct rxt_lap *lap = &race->laps[i * race->n_rounds + r];
            cost += lap->cost;
            n += lap->launched;
        }
        sum += n > 0 ? cost / (double)n : 0.0;
    }
    return sum;
}

/* What may go into second tries: not what the confirming rounds need that are to come in any case. */
static double spare_of(const struct rxt_race *race, const struct rxt_race_stand *stand)
{
    const size_t n_due = stand->n_confirming < stand->least ? stand->least - stand->n_confirming : 1;
    return stand->budget - stand->spent - (double)n_due * cost_of(race, stand);
}

/* What a race knew of a layout when some of them left. */
static json_t *describe(const struct rxt_race_moment *moment, const struct rxt_study_spec *spec, size_t i)
{
    char text[RXT_LAYOUT_BYTES];
    return json_pack("{s:s, s:o, s:o, s:o}", "layout", rxt_layout_text(&spec->layouts[i], text, sizeof text),
                     "effect", rxt_json_real(moment->effect[i]), "spread", rxt_json_real(moment->spread[i]),
                     "standard_error", rxt_json_real(rxt_race_drop_error(moment, i)));
}

/* Note who left, and who stayed: the effect of the slowest that did is what the others were held against. */
static enum rxt_err note_drop(const struct rxt_study_spec *spec, const char *subject,
                              const struct rxt_race_moment *moment, struct rxt_takers *out)
{
    json_t *left = json_array(), *stay = json_array();
    double bound = NAN;
    for (size_t i = 0; i < spec->n_layouts; i++) {
        if (!isnan(moment->effect[i])) {
            json_array_append_new(moment->is_left[i] ? left : stay, describe(moment, spec, i));
            bound = moment->is_left[i] ? bound : fmax(bound, moment->effect[i]);
        }
    }
    if (json_array_size(left) == 0) {
        json_decref(left);
        json_decref(stay);
        return RXT_OK;
    }
    json_t *drop = json_pack("{s:s, s:I, s:o, s:o, s:o, s:o}", "name", subject, "rounds",
                             (json_int_t)moment->n_rounds, "noise", rxt_json_real(moment->scale), "bound",
                             rxt_json_real(bound), "left", left, "stay", stay);
    out->drops = out->drops ? out->drops : json_array();
    return json_array_append_new(out->drops, drop) == 0
               ? RXT_OK
               : rxt_fail(RXT_E_MEMORY, "no room for the layouts that left");
}

/* The race of a subject, or of one step of it. */
static enum rxt_err add_race(const struct rxt_study_spec *spec, const struct rxt_study *before, int round,
                             size_t k, size_t workers, struct rxt_takers *out)
{
    struct rxt_race race = {0};
    struct rxt_race_stand stand = {0};
    bool *takes = &out->takes[k * spec->n_layouts];
    enum rxt_err err = rxt_race_read(&race, before, spec->subjects[k]->name, workers);
    for (size_t i = 0; i < spec->n_layouts && err == RXT_OK; i++) {
        if (!rxt_subject_runs(spec->subjects[k],
                              &spec->layouts[i])) { /* as a program may show in the middle */
            race.racers[i].part = RXT_RACE_ABSENT;
        }
    }
    if (!err) {
        err = rxt_race_stand(&race, &stand);
    }
    for (size_t m = 0; m < stand.n_moments && err == RXT_OK; m++) {
        if (stand.moments[m].n_rounds == (size_t)round) {
            err = note_drop(spec, spec->subjects[k]->name, &stand.moments[m], out);
        }
    }
    if (err == RXT_OK && stand.end == RXT_RACE_GOES_ON) {
        for (size_t i = 0; i < spec->n_layouts; i++) {
            takes[i] |= stand.takes[i];
        }
        const size_t n_left = stand.most > stand.n_confirming ? stand.most - stand.n_confirming : 0;
        const int n_rounds = round + (int)n_left;
        out->n_rounds = n_rounds > out->n_rounds ? n_rounds : out->n_rounds;
        out->is_confirming |= stand.is_confirming;
        out->spare[k] = fmin(out->spare[k], spare_of(&race, &stand));
    }
    rxt_race_stand_free(&stand);
    rxt_race_free(&race);
    return err;
}

/* A curve has a race at each of its numbers of workers, and keeps all its points until none of them goes on. */
static enum rxt_err add_curve(const struct rxt_study_spec *spec, const struct rxt_study *before, int round,
                              size_t k, struct rxt_takers *out)
{
    enum rxt_err err = RXT_OK;
    bool *takes = &out->takes[k * spec->n_layouts], goes_on = false;
    for (size_t i = 0; i < spec->n_layouts && err == RXT_OK; i++) {
        const size_t workers = rxt_layout_workers(&spec->layouts[i]);
        bool is_told = false;
        for (size_t j = 0; j < i; j++) {
            is_told |= rxt_layout_workers(&spec->layouts[j]) == workers;
        }
        err = is_told ? RXT_OK : add_race(spec, before, round, k, workers, out);
    }
    for (size_t i = 0; i < spec->n_layouts; i++) {
        goes_on |= takes[i];
    }
    for (size_t i = 0; i < spec->n_layouts; i++) {
        takes[i] = goes_on && rxt_subject_runs(spec->subjects[k], &spec->layouts[i]);
    }
    return err;
}

bool rxt_is_ceiling(const struct rxt_study *study, size_t k)
{
    return k < study->header->n_kernels && study->header->kernels[k].is_ceiling;
}

/* Ceilings go along in the first rounds. */
static void add_ceilings(const struct rxt_study_spec *spec, const struct rxt_study *study, int round,
                         struct rxt_takers *out)
{
    for (size_t i = 0; i < spec->n_layouts; i++) {
        const bool want = round < RXT_CEILING_ROUNDS && rxt_takers_want(out, spec, i);
        for (size_t k = 0; k < spec->n_subjects; k++) {
            out->takes[k * spec->n_layouts + i] |= want && rxt_is_ceiling(study, k);
        }
    }
}

enum rxt_err rxt_takers_find(const struct rxt_study_spec *spec, const struct rxt_study *so_far, int round,
                             struct rxt_takers *out)
{
    const struct rxt_study before = rxt_study_before(so_far, round);
    rxt_takers_free(out);
    out->takes = calloc(spec->n_subjects * spec->n_layouts + 1, sizeof *out->takes);
    out->spare = calloc(spec->n_subjects + 1, sizeof *out->spare);
    enum rxt_err err = out->takes && out->spare
                           ? RXT_OK
                           : rxt_fail(RXT_E_MEMORY, "no room for %zu subjects", spec->n_subjects);
    for (size_t k = 0; k < spec->n_subjects && err == RXT_OK; k++) {
        out->spare[k] = INFINITY;
        if (!rxt_is_ceiling(so_far, k)) {
            err = spec->scaling == RXT_SCALING_NONE ? add_race(spec, &before, round, k, 0, out)
                                                    : add_curve(spec, &before, round, k, out);
        }
    }
    if (!err) {
        add_ceilings(spec, so_far, round, out);
    }
    return err;
}
