/* SPDX-License-Identifier: BSD-3-Clause
 * decide_race_read.c - the race of one subject and one step, out of a journal.
 */
#include "decide_parts.h"
#include "decide_race.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A layout of the header, and its place there. */
struct place {
    struct rxt_layout layout;
    size_t at;
};

/* What is being read. */
struct reader {
    const struct rxt_study *study;
    const char *kernel;
    size_t workers;
    struct place *places;              /* in the order of rxt_layout_compare */
    const struct rxt_sample **counted; /* of each lap: the try that counts; NULL: none does */
    struct rxt_race *race;
};

static int compare(const void *a, const void *b)
{
    return rxt_layout_compare(&((const struct place *)a)->layout, &((const struct place *)b)->layout);
}

/* Where a layout stands in the header; SIZE_MAX: it is another's, or of another step. */
static size_t find(const struct reader *in, const struct rxt_layout *layout)
{
    const struct place key = {*layout, 0};
    const struct place *found = bsearch(&key, in->places, in->race->n_layouts, sizeof *in->places, compare);
    return found && in->race->racers[found->at].part != RXT_RACE_ABSENT ? found->at : SIZE_MAX;
}

/* By a program that never uses its threads, one thread is as good as many. */
static bool has_one_threaded(const struct rxt_header *header)
{
    bool has = false;
    for (size_t i = 0; i < header->n_layouts; i++) {
        has |= header->layouts[i].policy != RXT_BY_NONE && header->layouts[i].threads == 1;
    }
    return has;
}

static bool takes(const struct reader *in, const struct rxt_layout *layout)
{
    const struct rxt_header *header = in->study->header;
    char text[RXT_LAYOUT_BYTES];
    bool takes = true;
    rxt_layout_text(layout, text, sizeof text);
    for (size_t k = 0; k < header->n_kernels; k++) {
        const struct rxt_entry *entry = &header->kernels[k];
        takes &= !entry->name || strcmp(entry->name, in->kernel) != 0 || rxt_entry_takes(entry, text);
    }
    return takes;
}

/* The part of a layout; of several that are serial the first one is. */
static enum rxt_race_part part_of(const struct reader *in, const struct rxt_layout *layout, bool is_idle,
                                  bool has_serial)
{
    const bool is_other_step = in->workers > 0 && in->workers != rxt_layout_workers(layout);
    if (is_other_step || !takes(in, layout)) {
        return RXT_RACE_ABSENT;
    }
    if (layout->policy == RXT_BY_NONE) {
        return RXT_RACE_PLAIN;
    }
    return is_idle && layout->threads > 1                              ? RXT_RACE_ABSENT
           : rxt_layout_mode(layout) == RXT_MODE_SERIAL && !has_serial ? RXT_RACE_SERIAL
                                                                       : RXT_RACE_CONTENDER;
}

static void cast(struct reader *in)
{
    const struct rxt_header *header = in->study->header;
    const bool is_idle =
        has_one_threaded(header) && rxt_decide_idle(in->study, in->kernel).n >= RXT_IDLE_LAUNCHES;
    bool has_serial = false;
    for (size_t i = 0; i < header->n_layouts; i++) {
        const struct rxt_layout *layout = &header->layouts[i];
        const enum rxt_race_part part = part_of(in, layout, is_idle, has_serial);
        has_serial |= part == RXT_RACE_SERIAL;
        in->places[i] = (struct place){*layout, i};
        in->race->racers[i] = (struct rxt_racer){.part = part,
                                                 .cores = (int)rxt_layout_workers(layout),
                                                 .ranks = layout->ranks,
                                                 .memory_bytes = NAN};
    }
    qsort(in->places, header->n_layouts, sizeof *in->places, compare);
}

/* Each thing that a journal tells of a launch of this subject. */
typedef void (*rxt_met_fn)(struct reader *in, size_t layout, size_t round, const struct rxt_sample *sample,
                           const struct rxt_launched *launched);

static void each(struct reader *in, rxt_met_fn met)
{
    const struct rxt_study *study = in->study;
    struct rxt_layout layout;
    size_t at;
    for (size_t i = 0; i < study->n_samples; i++) {
        const struct rxt_sample *s = study->samples[i];
        if (s->round >= 0 && !strcmp(s->kernel, in->kernel) && (at = find(in, &s->layout)) != SIZE_MAX) {
            met(in, at, (size_t)s->round, s, NULL);
        }
    }
    for (size_t i = 0; i < study->n_failures; i++) {
        const struct rxt_failure *f = &study->failures[i];
        if (f->round >= 0 && (!f->kernel || !strcmp(f->kernel, in->kernel)) &&
            rxt_layout_parse(f->layout, &layout) == RXT_OK && (at = find(in, &layout)) != SIZE_MAX) {
            met(in, at, (size_t)f->round, NULL, NULL);
        }
    }
    for (size_t i = 0; i < study->n_launches; i++) {
        const struct rxt_launched *l = study->launches[i];
        bool is_its = false;
        for (size_t k = 0; k < l->n_subjects; k++) {
            is_its |= !strcmp(l->subjects[k], in->kernel);
        }
        if (l->round >= 0 && is_its && (at = find(in, &l->layout)) != SIZE_MAX) {
            met(in, at, (size_t)l->round, NULL, l);
        }
    }
}

static void count(struct reader *in, size_t layout, size_t round, const struct rxt_sample *sample,
                  const struct rxt_launched *launched)
{
    (void)layout, (void)sample;
    const bool is_none = launched && launched->end == RXT_END_PREEMPTED;
    in->race->n_rounds = !is_none && round >= in->race->n_rounds ? round + 1 : in->race->n_rounds;
}

/* A launch that the end of the study broke off costs something, and is made again. */
static void keep(struct reader *in, size_t layout, size_t round, const struct rxt_sample *sample,
                 const struct rxt_launched *launched)
{
    const size_t at = layout * in->race->n_rounds + round;
    if (round >= in->race->n_rounds) {
        return;
    }
    struct rxt_lap *lap = &in->race->laps[at];
    lap->launched |= !launched || launched->end != RXT_END_PREEMPTED;
    if (launched) {
        lap->cost += rxt_launched_cost(launched, in->kernel, in->study->header->budget.unit);
    } else if (sample && rxt_sample_counts(sample) && rxt_try_is_better(sample, in->counted[at])) {
        in->counted[at] = sample;
        lap->y = log(rxt_sample_cost(sample));
        lap->disturbed = sample->disturbed;
    }
}

/* What no launch of several rounds was for, its subject does not take. */
static void dismiss(struct rxt_race *race)
{
    for (size_t i = 0; i < race->n_layouts && race->n_rounds > 1; i++) {
        bool was_launched = false;
        for (size_t r = 0; r < race->n_rounds; r++) {
            was_launched |= race->laps[i * race->n_rounds + r].launched;
        }
        race->racers[i].part = was_launched ? race->racers[i].part : RXT_RACE_ABSENT;
    }
}

static enum rxt_err read_laps(struct reader *in)
{
    struct rxt_race *race = in->race;
    each(in, count);
    const size_t n = race->n_layouts * race->n_rounds;
    race->laps = malloc((n + 1) * sizeof *race->laps);
    in->counted = calloc(n + 1, sizeof *in->counted);
    if (!race->laps || !in->counted) {
        return rxt_fail(RXT_E_MEMORY, "no room for %zu layouts in %zu rounds", race->n_layouts,
                        race->n_rounds);
    }
    for (size_t i = 0; i < n; i++) {
        race->laps[i] = (struct rxt_lap){.y = NAN};
    }
    each(in, keep);
    dismiss(race);
    return RXT_OK;
}

static bool has_workers_before(const struct rxt_header *header, size_t i)
{
    bool has = false;
    for (size_t j = 0; j < i; j++) {
        has |= rxt_layout_workers(&header->layouts[j]) == rxt_layout_workers(&header->layouts[i]);
    }
    return has;
}

/* Subjects x steps: over so many parts of a study what is out must be so. */
static size_t count_parts(const struct rxt_header *header)
{
    size_t n_subjects = 0, n_steps = 0;
    for (size_t k = 0; k < header->n_kernels; k++) {
        n_subjects += !header->kernels[k].is_ceiling;
    }
    for (size_t i = 0; i < header->n_layouts; i++) {
        n_steps += !has_workers_before(header, i);
    }
    return n_subjects * (header->scaling == RXT_SCALING_NONE ? 1 : n_steps);
}

static void read_terms(struct rxt_race *race, const struct rxt_study *study, const char *kernel)
{
    const struct rxt_header *header = study->header;
    const bool is_before = !header->strategy; /* its rounds were at most so many */
    race->n_parts = count_parts(header);
    race->screens =
        header->strategy && !strcmp(header->strategy, "race") && header->scaling == RXT_SCALING_NONE;
    race->exactly = !is_before && header->n_rounds > 0 ? (size_t)header->n_rounds : 0;
    race->budget = rxt_study_budget(study, kernel);
    race->share = header->budget.unit == RXT_BUDGET_SHARE ? header->budget.value : (double)NAN;
    race->indifference = header->indifference;
    race->tolerance = header->tolerance;
}

enum rxt_err rxt_race_read(struct rxt_race *out, const struct rxt_study *study, const char *kernel,
                           size_t workers)
{
    const size_t n = study->header->n_layouts;
    *out = (struct rxt_race){.n_layouts = n, .racers = calloc(n + 1, sizeof *out->racers)};
    struct reader in = {.study = study,
                        .kernel = kernel,
                        .workers = workers,
                        .places = calloc(n + 1, sizeof *in.places),
                        .race = out};
    enum rxt_err err =
        out->racers && in.places ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for %zu layouts", n);
    if (!err) {
        cast(&in);
        read_terms(out, study, kernel);
        err = read_laps(&in);
    }
    free(in.places);
    free(in.counted);
    return err;
}

void rxt_race_free(struct rxt_race *race)
{
    free(race->racers);
    free(race->laps);
    *race = (struct rxt_race){0};
}
