/* SPDX-License-Identifier: BSD-3-Clause
 * study_strategy_race.c - one round after another, each for those who still race, until all races or the time are over.
 *
 * A round begins once the one before is whole, so that slow drift of the machine hits all alike; what a killed study had not
 * finished of a round is made up for. Rounds of the screening come in random order, those that seek the best in one in which
 * each layout follows each other one equally often.
 */
#include "study_strategy.h"

#include "study_order.h"
#include "study_takers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct race {
    const struct rxt_study_spec *spec;
    struct rxt_takers takers; /* of the round */
    bool *wants;
    size_t *leads; /* the first subject of each launch that a layout takes */
    size_t n_leads;
    size_t *list, *order; /* the round's layouts, as they stand and as they come */
    size_t n_list;
    int since;   /* the first round of these layouts in balanced order; -1: this one is none */
    size_t next; /* launch of the round; behind the last: a new one begins */
    size_t n_launches;
    int round;
    double begun_s, round_s;
    bool ran_out;
};

static void close_race(void *state)
{
    struct race *r = state;
    if (r) {
        rxt_takers_free(&r->takers);
        free(r->wants);
        free(r->leads);
        free(r->list);
        free(r->order);
        free(r);
    }
}

/* Which subjects begin a launch: those that share it with none before them. */
static void find_leads(struct race *r)
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

static enum rxt_err open_race(void **state, const struct rxt_study_spec *spec)
{
    struct race *r = calloc(1, sizeof *r);
    *state = r;
    if (r) {
        r->spec = spec;
        r->round = r->since = -1;
        r->wants = calloc(spec->n_subjects + 1, sizeof *r->wants);
        r->leads = calloc(spec->n_subjects + 1, sizeof *r->leads);
        r->list = calloc(spec->n_layouts + 1, sizeof *r->list);
        r->order = calloc(spec->n_layouts + 1, sizeof *r->order);
    }
    if (!r || !r->wants || !r->leads || !r->list || !r->order) {
        return rxt_fail(RXT_E_MEMORY, "no room for the layouts of a study");
    }
    find_leads(r);
    return RXT_OK;
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

/* Which subjects the round wants of a layout in the launch that `lead` begins? */
static bool find_wants(struct race *r, size_t layout, const struct rxt_subject *lead)
{
    bool any = false;
    for (size_t k = 0; k < r->spec->n_subjects; k++) {
        r->wants[k] = r->takers.takes[k * r->spec->n_layouts + layout] &&
                      rxt_subjects_share(lead, r->spec->subjects[k]);
        any |= r->wants[k];
    }
    return any;
}

/* The layouts of the round; a list like the one before goes on with its balanced order. */
static void list_layouts(struct race *r)
{
    size_t n = 0;
    bool is_same = r->since >= 0;
    for (size_t i = 0; i < r->spec->n_layouts; i++) {
        if (rxt_takers_want(&r->takers, r->spec, i)) {
            is_same &= n < r->n_list && r->list[n] == i;
            r->list[n++] = i;
        }
    }
    is_same &= n == r->n_list;
    r->n_list = n;
    r->since = !r->takers.is_confirming ? -1 : is_same ? r->since : r->round;
}

static enum rxt_err order_layouts(struct race *r, const struct rxt_time *time)
{
    const struct rxt_study_spec *spec = r->spec;
    enum rxt_err err = RXT_OK;
    list_layouts(r);
    if (r->since >= 0) {
        err = rxt_round_balance(r->order, r->n_list, spec->seed, r->since, r->round);
    } else {
        rxt_round_shuffle(r->order, r->n_list, spec->seed, r->round);
    }
    for (size_t i = 0; i < r->n_list && err == RXT_OK; i++) {
        r->order[i] = r->list[r->order[i]];
    }
    if (isfinite(time->left_s) && (r->round == 0 || r->round_s > time->left_s)) {
        rxt_round_hurry(r->order, spec->layouts, r->n_list, r->round);
    }
    return err;
}

/* Go to the next round; one of no layouts is behind the last. */
static enum rxt_err begin_round(struct race *r, const struct rxt_study *so_far, const struct rxt_time *time)
{
    r->round_s = r->round >= 0 ? time->elapsed_s - r->begun_s : 0.0;
    r->begun_s = time->elapsed_s;
    r->round++;
    enum rxt_err err = rxt_takers_find(r->spec, so_far, r->round, &r->takers);
    if (!err) {
        err = order_layouts(r, time);
    }
    r->next = 0;
    r->n_launches = 0;
    for (size_t i = 0; i < r->n_list * r->n_leads && err == RXT_OK; i++) {
        const size_t lead = r->leads[i % r->n_leads];
        r->n_launches += find_wants(r, r->list[i / r->n_leads], r->spec->subjects[lead]);
    }
    return err;
}

/* Is there time for a launch of a layout? */
static bool fits(struct race *r, size_t layout, const struct rxt_study *so_far, const struct rxt_time *time)
{
    const struct rxt_layout *l = &r->spec->layouts[layout];
    const bool is = rxt_launch_fits(time->left_s, longest_of(so_far, l), longest_of(so_far, NULL));
    r->ran_out |= !is;
    return is;
}

/* Does this round still lack something of a layout in the launch that `lead` begins, and is there time for it? */
static bool is_wanted(struct race *r, size_t layout, const struct rxt_subject *lead,
                      const struct rxt_study *so_far, const struct rxt_time *time)
{
    const struct rxt_layout *l = &r->spec->layouts[layout];
    bool any = false;
    find_wants(r, layout, lead);
    for (size_t k = 0; k < r->spec->n_subjects; k++) {
        r->wants[k] = r->wants[k] && !rxt_round_has(so_far, r->round, l, r->spec->subjects[k]->name);
        any |= r->wants[k];
    }
    return any && fits(r, layout, so_far, time);
}

/* Of a layout's launches each comes first as often as the others, so that none has the warmer machine. */
static size_t lead_of(const struct race *r, size_t place)
{
    return r->leads[(place % r->n_leads + place / r->n_leads + (size_t)r->round) % r->n_leads];
}

/* Was the last launch of this round disturbed, and is it tried again? */
static bool retries(struct race *r, const struct rxt_study *so_far, const struct rxt_time *time,
                    size_t *layout, int *place)
{
    const struct rxt_launched *last =
        so_far->n_launches > 0 ? so_far->launches[so_far->n_launches - 1] : NULL;
    if (!last || last->round != r->round ||
        !rxt_round_retries(r->spec, so_far, &r->takers, layout, r->wants)) {
        return false;
    }
    *place = last->place;
    const struct rxt_layout *l = &r->spec->layouts[*layout];
    return rxt_launch_fits(time->left_s, longest_of(so_far, l), longest_of(so_far, NULL));
}

/* The next launch of the round; false: it lacks nothing that there is time for. */
static bool find_launch(struct race *r, const struct rxt_study *so_far, const struct rxt_time *time,
                        size_t *layout, int *place)
{
    bool is = retries(r, so_far, time, layout, place);
    while (!is && r->next < r->n_list * r->n_leads) {
        *place = (int)r->next;
        *layout = r->order[r->next / r->n_leads];
        is = is_wanted(r, *layout, r->spec->subjects[lead_of(r, r->next)], so_far, time);
        r->next++;
    }
    return is;
}

static enum rxt_err next_of_race(void *state, const struct rxt_study *so_far, const struct rxt_time *time,
                                 struct rxt_turn *out, bool *is_one, bool *ran_out)
{
    struct race *r = state;
    size_t layout = 0;
    int place = 0;
    enum rxt_err err = r->round < 0 ? begin_round(r, so_far, time) : RXT_OK;
    *is_one = err == RXT_OK && find_launch(r, so_far, time, &layout, &place);
    while (err == RXT_OK && !*is_one && r->n_list > 0 && !r->ran_out) {
        err = begin_round(r, so_far, time);
        *is_one = err == RXT_OK && find_launch(r, so_far, time, &layout, &place);
    }
    *ran_out |= r->ran_out;
    *out = (struct rxt_turn){.round = r->round,
                             .place = place,
                             .layout = layout,
                             .wants = r->wants,
                             .drops = r->takers.drops,
                             .n_launches = r->n_launches,
                             .n_rounds = r->takers.n_rounds,
                             .round_s = r->round_s};
    return err;
}

const struct rxt_strategy rxt_strategy_race = {
    .name = "race", .open = open_race, .next = next_of_race, .close = close_race};
/* Its name in the header is what keeps its layouts. */
const struct rxt_strategy rxt_strategy_rounds = {
    .name = "rounds", .open = open_race, .next = next_of_race, .close = close_race};

const struct rxt_strategy *rxt_strategy_of(const struct rxt_study_spec *spec)
{
    return spec->is_full ? &rxt_strategy_rounds : &rxt_strategy_race;
}
