/* SPDX-License-Identifier: BSD-3-Clause
 * study_run.c - one launch after another, as the strategy says, every record into the journal first.
 */
#include "study_state.h"

#include "clock.h"
#include "study_strategy.h"
#include "text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Launch a layout for the subjects that want it. */
static enum rxt_err launch_wanted(struct rxt_runner *run, const struct rxt_turn *turn)
{
    const struct rxt_layout *layout = &run->spec->layouts[turn->layout];
    struct rxt_subject **wanted = NULL;
    size_t n = 0;
    enum rxt_err err = rxt_study_grown(run->spec, layout, turn->wants, &wanted, &n);
    if (!err) {
        err = rxt_runner_launch(run, layout, wanted, n);
    }
    rxt_subjects_close(wanted, n);
    return err;
}

/* A round is over. To decide takes the longer the more there were, and behind many of them one more changes little. */
static void look_ahead(struct rxt_runner *run, int round)
{
    enum { MANY = 64, SOME = 16 };
    if (round > MANY && round % SOME != 0) {
        return;
    }
    rxt_text_free(&run->ahead);
    if (run->spec->progress) {
        rxt_study_ahead(run->study, &run->ahead);
    }
}

/* Until every launch must have ended. */
static double left_of(const struct rxt_runner *run, double now_s)
{
    return run->end_s > 0.0 ? run->end_s - now_s : (double)INFINITY;
}

/* Until the budget is over, if it is a time. */
static double budget_left(const struct rxt_runner *run, double now_s)
{
    const struct rxt_budget *budget = &run->spec->budget;
    return budget->unit == RXT_BUDGET_TIME ? budget->value + run->begin_s - now_s : (double)INFINITY;
}

static void tell(const struct rxt_runner *run, const char *layout, size_t launch, const struct rxt_turn *turn)
{
    const size_t n_done = (size_t)rxt_study_launches(run->study),
                 n_later = (size_t)(turn->n_rounds - turn->round - 1);
    const size_t n_left = turn->n_launches > launch ? turn->n_launches - launch : 1;
    const double now_s = rxt_now_s(), left_s = fmin(left_of(run, now_s), budget_left(run, now_s));
    if (run->spec->progress) {
        run->spec->progress(&(struct rxt_progress){
            .round = run->round,
            .n_rounds = turn->n_rounds,
            .launch = n_done + 1,
            .n_most = n_done + n_left + n_later * turn->n_launches,
            .layout = layout,
            .left_s = rxt_study_left(turn->round_s * (turn->n_rounds - turn->round), left_s),
            .n_samples = run->study->n_samples,
            .n_failures = run->study->n_failures,
            .ahead = rxt_text_of(&run->ahead)});
    }
}

static struct rxt_time time_of(const struct rxt_runner *run, double start_s)
{
    const double now_s = rxt_now_s();
    return (struct rxt_time){.elapsed_s = now_s - start_s,
                             .left_s = fmin(left_of(run, now_s), budget_left(run, now_s))};
}

/* What a right launch of this layout may well take, by those that ended as asked; one that was ended tells nothing. */
static double longest_of(const struct rxt_study *study, const struct rxt_layout *layout)
{
    double longest_s = 0.0;
    for (size_t i = 0; i < study->n_launches; i++) {
        const struct rxt_launched *l = study->launches[i];
        if (l->end == RXT_END_OK) {
            longest_s = fmax(longest_s, rxt_launch_like(l->wall_s, rxt_layout_workers(&l->layout),
                                                        rxt_layout_workers(layout)));
        }
    }
    return longest_s;
}

void rxt_runner_limit(struct rxt_runner *run, const struct rxt_layout *layout)
{
    const double now_s = rxt_now_s();
    const struct rxt_launch_limits limits = {.asked_s = run->spec->timeout_s,
                                             .longest_s = longest_of(run->study, layout),
                                             .budget_left_s = budget_left(run, now_s),
                                             .left_s = left_of(run, now_s)};
    run->timeout_s = rxt_launch_limit(&limits, &run->limit);
}

/* Who left the race behind the round before, once. */
static enum rxt_err note_drops(struct rxt_runner *run, const struct rxt_turn *turn)
{
    char date[24];
    if (!turn->drops || rxt_study_dropped(run->study) >= turn->round - 1) {
        return RXT_OK;
    }
    rxt_clock_date(date, sizeof date);
    json_t *record = json_pack("{s:s, s:i, s:s, s:O}", "schema", RXT_SCHEMA_DROP, "round", turn->round - 1,
                               "date", date, "subjects", turn->drops);
    enum rxt_err err = record ? rxt_journal_add(run->journal, record)
                              : rxt_fail(RXT_E_MEMORY, "no room for the layouts that left");
    if (!err) {
        err = rxt_study_add(run->study, record);
    }
    json_decref(record);
    return err;
}

static enum rxt_err take_turn(struct rxt_runner *run, const struct rxt_turn *turn, size_t launch)
{
    const struct rxt_study_spec *spec = run->spec;
    char text[RXT_LAYOUT_BYTES];
    run->round = turn->round;
    run->place = turn->place;
    tell(run, rxt_layout_text(&spec->layouts[turn->layout], text, sizeof text), launch, turn);
    rxt_runner_limit(run, &spec->layouts[turn->layout]);
    return launch_wanted(run, turn);
}

static enum rxt_err next(struct rxt_runner *run, const struct rxt_strategy *strategy, void *state,
                         const struct rxt_time *time, struct rxt_turn *turn, bool *is_one, bool *left_out)
{
    const enum rxt_err err = strategy->next(state, run->study, time, turn, is_one, left_out);
    return err == RXT_OK ? note_drops(run, turn) : err;
}

/* One launch after another, as the strategy says. */
static enum rxt_err run_turns(struct rxt_runner *run, const struct rxt_strategy *strategy)
{
    const double start_s = rxt_now_s();
    size_t launch = 0;
    bool is_one = false, left_out = false;
    void *state = NULL;
    struct rxt_turn turn = {0};
    enum rxt_err err = strategy->open(&state, run->spec);
    struct rxt_time time = time_of(run, start_s);
    if (!err) {
        err = next(run, strategy, state, &time, &turn, &is_one, &left_out);
    }
    while (err == RXT_OK && is_one) {
        if (turn.round != run->round) {
            look_ahead(run, turn.round);
            tell(run, NULL, launch, &turn);
            launch = 0;
        }
        err = take_turn(run, &turn, launch++);
        time = time_of(run, start_s);
        if (!err) {
            err = next(run, strategy, state, &time, &turn, &is_one, &left_out);
        }
    }
    tell(run, NULL, launch, &turn);
    const double now_s = rxt_now_s();
    const bool is_budget = budget_left(run, now_s) < left_of(run, now_s);
    run->is_spent |= left_out && is_budget;
    run->ran_out |= left_out && !is_budget;
    strategy->close(state);
    rxt_text_free(&run->ahead);
    return err;
}

/* Read what is there, refuse what does not belong together, and open the journal for more. */
static enum rxt_err open_journal(struct rxt_runner *run)
{
    const struct rxt_study_spec *spec = run->spec;
    size_t n_whole = 0;
    struct rxt_header *header = NULL;
    enum rxt_err err = rxt_header_make(spec, &run->way, &header);
    if (err == RXT_OK && spec->resume && rxt_journal_is_begun(spec->folder)) {
        err = rxt_journal_read(spec->folder, &run->study, &n_whole);
        if (!err) {
            err = rxt_header_compare(run->study->header, header, spec->folder);
        }
        if (!err) {
            run->study->header->n_rounds = spec->n_rounds; /* it may go on for longer */
            run->study->header->budget = spec->budget;
            err = rxt_journal_open(&run->journal, spec->folder, n_whole);
        }
    } else if (err == RXT_OK) {
        run->study = calloc(1, sizeof *run->study);
        err = run->study ? rxt_journal_open(&run->journal, spec->folder, 0)
                         : rxt_fail(RXT_E_MEMORY, "no room for a study");
        if (!err) {
            err = rxt_journal_add(run->journal, header->json);
        }
        if (err == RXT_OK) {
            run->study->header = header;
            header = NULL;
        }
    }
    rxt_header_close(header);
    return err;
}

/* A size that cannot be, or a study that could not be read back, is refused before anything is measured. */
static enum rxt_err check_sizes(const struct rxt_study_spec *spec)
{
    enum rxt_err err = rxt_journal_fits(spec->n_subjects, spec->n_layouts);
    for (size_t i = 0; i < spec->n_layouts && err == RXT_OK; i++) {
        struct rxt_subject **grown = NULL;
        size_t n = 0;
        err = rxt_study_grown(spec, &spec->layouts[i], NULL, &grown, &n);
        rxt_subjects_close(grown, n);
    }
    return err;
}

/* The journal was removed, replaced or cut: say where all that was measured stands now. */
static enum rxt_err save(const struct rxt_runner *run)
{
    char folder[RXT_FOLDER_BYTES], lost[512];
    snprintf(lost, sizeof lost, "%s", rxt_reason());
    const enum rxt_err err = rxt_study_keep(run->study, run->spec->folder, folder, sizeof folder);
    if (err != RXT_OK) {
        char why[512];
        snprintf(why, sizeof why, "%s", rxt_reason());
        return rxt_fail(RXT_E_OUTPUT, "%s; what was measured cannot be kept elsewhere: %s", lost, why);
    }
    if (run->spec->kept) {
        snprintf(run->spec->kept, RXT_FOLDER_BYTES, "%s", folder);
    }
    return rxt_fail(RXT_E_OUTPUT, "%s; what was measured is kept in %s", lost, folder);
}

static void recall(const struct rxt_runner *run)
{
    for (size_t k = 0; k < run->spec->n_subjects; k++) {
        const struct rxt_subject *subject = run->spec->subjects[k];
        if (subject->family->recall) {
            subject->family->recall(subject, run->study);
        }
    }
}

enum rxt_err rxt_study_run(const struct rxt_study_spec *spec, struct rxt_study **out)
{
    const double begin_s = rxt_now_s();
    struct rxt_runner run = {
        .spec = spec, .begin_s = begin_s, .end_s = spec->limit_s > 0.0 ? begin_s + spec->limit_s : 0.0};
    *out = NULL;
    enum rxt_err err = check_sizes(spec);
    if (!err) {
        err = rxt_study_probe(spec, &run.way);
    }
    if (!err) {
        err = open_journal(&run);
    }
    if (err == RXT_OK) {
        recall(&run);
        err = rxt_study_warm(&run);
        if (!err) {
            err = run_turns(&run, rxt_strategy_of(spec));
        }
        err = rxt_journal_is_lost(run.journal) ? save(&run) : err;
        *out = run.study;
        if (spec->ran_out) {
            *spec->ran_out = run.ran_out;
        }
        if (spec->is_spent) {
            *spec->is_spent = run.is_spent;
        }
    } else {
        rxt_study_close(run.study);
    }
    rxt_journal_close(run.journal);
    return err;
}
