/* SPDX-License-Identifier: BSD-3-Clause
 * study_strategy_rounds.c - rounds in random order over the surviving layouts, until they or the time are over.
 *
 * In each round every surviving layout is launched once, so that slow drift of
 * the machine hits all alike; what a killed study had not finished of a round is made up for.
 */
#include "study_strategy.h"

#include "decide.h"
#include "study_order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct rounds {
    const struct rxt_study_spec *spec;
    bool *survives, *wants;
    size_t *leads; /* the first subject of each launch that a layout takes */
    size_t n_leads;
    size_t *order;
    size_t next; /* launch of the round; behind the last: a new one begins */
    size_t n_launches;
    int round;
    double begun_s, round_s;
    bool ran_out;
};

static void close_rounds(void *state)
{
    struct rounds *r = state;
    if (r) {
        free(r->survives);
        free(r->wants);
        free(r->leads);
        free(r->order);
        free(r);
    }
}

/* Which subjects begin a launch: those that share it with none before them. */
static void find_leads(struct rounds *r)
{
    for (size_t k = 0; k < r->spec->n_subjects; k++) {
        bool is_led = false;
        for (size_t i = 0; i < r->n_leads; i++) {
            is_led |= rxt_subjects_share(r->spec->subjects[r->leads[i]], r->spec->subjects[k]);
        }
        if (!is_led) {
            r->leads[r->n_leads++] = k;
        }
    }
}

static enum rxt_err open_rounds(void **state, const struct rxt_study_spec *spec)
{
    struct rounds *r = calloc(1, sizeof *r);
    *state = r;
    if (r) {
        r->spec = spec;
        r->round = -1;
        r->survives = calloc(spec->n_layouts + 1, sizeof *r->survives);
        r->wants = calloc(spec->n_subjects + 1, sizeof *r->wants);
        r->leads = calloc(spec->n_subjects + 1, sizeof *r->leads);
        r->order = calloc(spec->n_layouts + 1, sizeof *r->order);
    }
    if (!r || !r->survives || !r->wants || !r->leads || !r->order) {
        return rxt_fail(RXT_E_MEMORY, "no room for the layouts of a study");
    }
    for (size_t i = 0; i < spec->n_layouts; i++) {
        r->survives[i] = true;
    }
    find_leads(r);
    r->next = spec->n_layouts * r->n_leads;
    return RXT_OK;
}

/* Was this subject tried under this layout in this round, with a sample or a failure to show for it? */
static bool is_done(const struct rxt_study *study, int round, const struct rxt_layout *layout,
                    const char *subject)
{
    char text[RXT_LAYOUT_BYTES];
    rxt_layout_text(layout, text, sizeof text);
    for (size_t i = 0; i < study->n_samples; i++) {
        const struct rxt_sample *s = study->samples[i];
        if (s->round == round && rxt_layout_equal(&s->layout, layout) && !strcmp(s->kernel, subject)) {
            return true;
        }
    }
    for (size_t i = 0; i < study->n_failures; i++) {
        const struct rxt_failure *f = &study->failures[i];
        if (f->round == round && !strcmp(f->layout, text) && (!f->kernel || !strcmp(f->kernel, subject))) {
            return true;
        }
    }
    return false;
}

/* The longest launch so far, of a layout or (NULL) of any. */
static double longest_of(const struct rxt_study *study, const struct rxt_layout *layout)
{
    double longest_s = 0.0;
    for (size_t i = 0; i < study->n_launches; i++) {
        const struct rxt_launched *l = study->launches[i];
        const bool fits = !layout || rxt_layout_equal(&l->layout, layout);
        longest_s = fits && l->wall_s > longest_s ? l->wall_s : longest_s;
    }
    return longest_s;
}

/* The launches that a layout takes in a round. */
static size_t count_launches(const struct rounds *r, const struct rxt_layout *layout)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n_leads; i++) {
        bool runs = false;
        for (size_t k = 0; k < r->spec->n_subjects; k++) {
            const struct rxt_subject *subject = r->spec->subjects[k];
            runs |= rxt_subjects_share(r->spec->subjects[r->leads[i]], subject) &&
                    rxt_subject_runs(subject, layout);
        }
        n += runs;
    }
    return n;
}

static bool begin_round(struct rounds *r, const struct rxt_study *so_far, const struct rxt_time *time)
{
    const struct rxt_study_spec *spec = r->spec;
    r->round_s = r->round >= 0 ? time->elapsed_s - r->begun_s : 0.0;
    r->begun_s = time->elapsed_s;
    r->round++;
    if (r->round >= spec->n_rounds || r->ran_out ||
        !rxt_round_fits(spec->budget_s, time->elapsed_s, r->round_s, r->round)) {
        return false;
    }
    if (spec->scaling == RXT_SCALING_NONE && r->round > 0) { /* a curve wants all its points */
        rxt_decide_survivors(so_far, spec->layouts, spec->n_layouts, r->survives);
    }
    rxt_round_shuffle(r->order, spec->n_layouts, spec->seed, r->round);
    if (isfinite(time->left_s) && (r->round == 0 || r->round_s > time->left_s)) {
        rxt_round_hurry(r->order, spec->layouts, spec->n_layouts, r->round);
    }
    r->next = 0;
    r->n_launches = 0;
    for (size_t i = 0; i < spec->n_layouts; i++) {
        r->n_launches += r->survives[i] ? count_launches(r, &spec->layouts[i]) : 0;
    }
    return true;
}

/* Does this round still lack something of a layout that shares a launch with `lead`, and is there time for it? */
static bool is_wanted(struct rounds *r, size_t layout, const struct rxt_subject *lead,
                      const struct rxt_study *so_far, const struct rxt_time *time)
{
    const struct rxt_layout *l = &r->spec->layouts[layout];
    bool is = false;
    for (size_t k = 0; k < r->spec->n_subjects; k++) {
        const struct rxt_subject *subject = r->spec->subjects[k];
        r->wants[k] = r->survives[layout] && rxt_subjects_share(lead, subject) &&
                      rxt_subject_runs(subject, l) && !is_done(so_far, r->round, l, subject->name);
        is |= r->wants[k];
    }
    const bool fits = rxt_launch_fits(time->left_s, longest_of(so_far, l), longest_of(so_far, NULL));
    r->ran_out |= is && !fits;
    return is && fits;
}

/* Of a layout's launches each comes first as often as the others, so that none has the warmer machine. */
static size_t lead_of(const struct rounds *r, size_t place)
{
    return r->leads[(place % r->n_leads + place / r->n_leads + (size_t)r->round) % r->n_leads];
}

static bool next_of_rounds(void *state, const struct rxt_study *so_far, const struct rxt_time *time,
                           struct rxt_turn *out, bool *ran_out)
{
    struct rounds *r = state;
    while (r->next < r->spec->n_layouts * r->n_leads || begin_round(r, so_far, time)) {
        const size_t place = r->next++, layout = r->order[place / r->n_leads];
        if (is_wanted(r, layout, r->spec->subjects[lead_of(r, place)], so_far, time)) {
            *out = (struct rxt_turn){.round = r->round,
                                     .place = (int)place,
                                     .layout = layout,
                                     .wants = r->wants,
                                     .n_launches = r->n_launches,
                                     .round_s = r->round_s};
            return true;
        }
    }
    *ran_out |= r->ran_out;
    return false;
}

const struct rxt_strategy rxt_strategy_rounds = {
    .name = "rounds", .open = open_rounds, .next = next_of_rounds, .close = close_rounds};
