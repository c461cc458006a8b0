/* SPDX-License-Identifier: BSD-3-Clause
 * study_launch.c - one launch of a study: its records, or why there are none, into the journal.
 */
#include "study_state.h"

#include "clock.h"
#include "launch_side.h"
#include "note.h"
#include "text.h"
#include "trial_words.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Journal first, then everything else. Takes the record over. */
static enum rxt_err keep(struct rxt_runner *run, json_t *record)
{
    if (run->is_warming) {
        json_decref(record);
        return RXT_OK;
    }
    json_object_set_new(record, "round", json_integer(run->round));
    json_object_set_new(record, "launch", json_integer(run->launch));
    enum rxt_err err = record ? rxt_journal_add(run->journal, record)
                              : rxt_fail(RXT_E_MEMORY, "no room for a record of launch %d", run->launch);
    /* What was measured while the journal was taken away goes where all that is in memory goes. */
    if (err == RXT_OK || (record && rxt_journal_is_lost(run->journal))) {
        const enum rxt_err added = rxt_study_add(run->study, record);
        if (!err) {
            err = added;
        }
    }
    json_decref(record);
    return err;
}

/* A launch that did not do what it was asked to; that of a subject which shares none is the subject's. */
static enum rxt_err keep_failure(struct rxt_runner *run, const char *layout, const char *reason)
{
    char date[24];
    const struct rxt_subject *first = run->party->subjects[0];
    rxt_clock_date(date, sizeof date);
    return keep(run, json_pack("{s:s, s:s, s:s?, s:s, s:s}", "schema", RXT_SCHEMA_FAILURE, "layout", layout,
                               "kernel", first->family->shares ? NULL : first->name, "reason", reason, "date",
                               date));
}

/* May the journal be read with this record in it? A line that only looks like one may come from anywhere. */
static bool is_record(const struct rxt_runner *run, const json_t *record)
{
    struct rxt_study *alone = calloc(1, sizeof *alone);
    if (!alone) {
        return false;
    }
    alone->header = run->study->header;
    const bool is = rxt_study_add(alone, record) == RXT_OK && alone->n_samples + alone->n_failures == 1;
    alone->header = NULL;
    rxt_study_close(alone);
    return is;
}

static const struct rxt_family *family_of(const struct rxt_runner *run)
{
    return run->party->subjects[0]->family;
}

/* What a subject's family made of a launch. Takes the record over. */
static void keep_told(struct rxt_runner *run, json_t *record)
{
    const bool is_whole = json_is_null(json_object_get(record, "kernel"));
    run->n_kept += is_whole ? run->party->n : 1; /* no subject of this launch will be told of again */
    run->err = keep(run, record);
}

static bool take_line(void *context, const char *line)
{
    struct rxt_runner *run = context;
    bool is_talk = false;
    json_t *record = family_of(run)->line(run->party_state, line, &is_talk);
    if (record && run->err == RXT_OK && is_record(run, record)) {
        keep_told(run, record);
        return run->err == RXT_OK; /* what cannot be kept need not be measured */
    }
    if (is_talk || (record && run->err == RXT_OK)) {
        rxt_note(RXT_NOTE_TALK, "%s", line);
    }
    json_decref(record);
    return true;
}

/* What follows from a launch that was not cut short. */
static void take_end(struct rxt_runner *run, struct rxt_outcome *outcome)
{
    json_t *record =
        run->err == RXT_OK && !outcome->stopped ? family_of(run)->end(run->party_state, outcome) : NULL;
    if (record && is_record(run, record)) {
        keep_told(run, record);
    } else {
        json_decref(record);
    }
}

void rxt_study_hint(const char *line)
{
    rxt_note(RXT_NOTE_PLAIN, "no rank is up yet; the launcher says: %s", line);
}

static void explain(const struct rxt_outcome *outcome, const struct rxt_runner *run, char *out,
                    size_t n_bytes)
{
    static const char *const limits[] = {[RXT_LIMIT_TIMEOUT] = "--timeout",
                                         [RXT_LIMIT_BUDGET] = "--budget, without a --timeout, left it",
                                         [RXT_LIMIT_SPENT] = "the budget is over; it left",
                                         [RXT_LIMIT_JOB] = "the job's time is over; it left"};
    char limit[64], text[2048];
    snprintf(limit, sizeof limit, "%s %.0fs", limits[run->limit], run->timeout_s);
    rxt_outcome_text(outcome, limit, text, sizeof text);
    for (char *c = text; *c; c++) {
        *c = *c == '\n' ? ' ' : (unsigned char)*c < 128 ? *c : '?'; /* JSON takes no broken UTF-8 */
    }
    snprintf(out, n_bytes, "%s", text);
}

/* The cores that a launch keeps from others: a worker of each copy each, and no more than the nodes have. */
static int cores_of(const struct rxt_study *study, const struct rxt_layout *layout, size_t n_copies)
{
    const size_t n_side = n_copies > 1 ? n_copies : 1;
    const json_int_t workers = (json_int_t)(n_side * rxt_layout_node_workers(layout));
    const json_int_t cores = study->header->cores;
    return layout->nodes * (int)(cores > 0 && cores < workers ? cores : workers);
}

static bool is_of(const struct rxt_launched *launched, const char *subject)
{
    bool is = false;
    for (size_t k = 0; k < launched->n_subjects; k++) {
        is |= !strcmp(launched->subjects[k], subject);
    }
    return is;
}

/* How often this was launched in this round. */
static int tries_of(const struct rxt_study *study, int round, const struct rxt_party *party)
{
    int n = 0;
    const struct rxt_subject *first = party->subjects[0];
    for (size_t i = 0; i < study->n_launches; i++) {
        const struct rxt_launched *l = study->launches[i];
        n += l->round == round && rxt_layout_equal(&l->layout, party->layout) &&
             (first->family->shares || is_of(l, first->name));
    }
    return n;
}

/* What a subject took of this launch, as its sample tells. */
static double run_s_of(const struct rxt_runner *run, const char *subject)
{
    double run_s = NAN;
    for (size_t i = run->study->n_samples; i > 0 && run->study->samples[i - 1]->launch == run->launch; i--) {
        const struct rxt_sample *s = run->study->samples[i - 1];
        run_s = strcmp(s->kernel, subject) == 0 ? s->run_s : run_s;
    }
    return run_s;
}

static double cpu_share_of(const struct rxt_runner *run)
{
    double least = NAN;
    for (size_t i = run->study->n_samples; i > 0 && run->study->samples[i - 1]->launch == run->launch; i--) {
        least = fmin(least, rxt_sample_cpu_share(run->study->samples[i - 1]));
    }
    return least;
}

static enum rxt_end end_of(const struct rxt_runner *run, const struct rxt_outcome *outcome)
{
    size_t n_sampled = 0;
    for (size_t i = run->study->n_samples; i > 0 && run->study->samples[i - 1]->launch == run->launch; i--) {
        n_sampled++;
    }
    const bool is_over = run->limit == RXT_LIMIT_JOB || run->limit == RXT_LIMIT_SPENT;
    return outcome->stopped || (outcome->timed_out && is_over) ? RXT_END_PREEMPTED
           : outcome->timed_out                                ? RXT_END_TIME_OUT
           : n_sampled == run->party->n                        ? RXT_END_OK
           : outcome->signal > 0                               ? RXT_END_KILLED
                                                               : RXT_END_FAILED;
}

/* The last line of a launch: what it was, what it cost, how it ended. */
static enum rxt_err keep_launch(struct rxt_runner *run, struct rxt_launched *launched,
                                const struct rxt_outcome *outcome)
{
    const struct rxt_party *party = run->party;
    launched->subjects = calloc(party->n + 1, sizeof *launched->subjects);
    launched->run_s = calloc(party->n + 1, sizeof *launched->run_s);
    for (size_t k = 0; launched->subjects && launched->run_s && k < party->n; k++) {
        launched->subjects[k] = (char *)(uintptr_t)party->subjects[k]->name;
        launched->run_s[k] = run_s_of(run, launched->subjects[k]);
        launched->n_subjects++;
    }
    launched->wall_s = outcome->wall_s;
    launched->cpu_share = cpu_share_of(run);
    rxt_quality_end(run, &launched->quality);
    launched->end = end_of(run, outcome);
    const enum rxt_err err = keep(run, rxt_launched_to_json(launched));
    free(launched->subjects);
    free(launched->run_s);
    return err;
}

/* What came of a launch that was started. */
static enum rxt_err judge(struct rxt_runner *run, const char *layout, struct rxt_outcome *outcome)
{
    char why[2048];
    if (run->err == RXT_OK && outcome->stopped) {
        run->err = rxt_fail(RXT_E_STOPPED, "stopped");
    }
    if (outcome->lingered) {
        rxt_note(RXT_NOTE_WARNING, "layout %s: %s", layout, rxt_lingered_text);
    }
    take_end(run, outcome);
    run->ran_out |= outcome->timed_out && run->limit == RXT_LIMIT_JOB;
    run->is_spent |= outcome->timed_out && run->limit == RXT_LIMIT_SPENT;
    /* Subjects that failed by themselves have their own records; a launch that broke off has one here. */
    if (run->err == RXT_OK && run->n_kept < run->party->n) {
        explain(outcome, run, why, sizeof why);
        run->err = keep_failure(run, layout, why);
    }
    return run->err;
}

/* Each of the copies of a program that run side by side holds the cores of its layout. */
static enum rxt_err start(struct rxt_runner *run, struct rxt_launched *launched, struct rxt_outcome *outcome)
{
    struct rxt_launch launch = {.layout = *run->party->layout,
                                .options = run->party->terms->options,
                                .way = run->way,
                                .hint = rxt_study_hint};
    const enum rxt_err err = family_of(run)->begin(run->party, &launch, &run->party_state);
    const double limit_s = run->timeout_s > 0.0 ? run->timeout_s + launch.grace_s : 0.0;
    launched->cores = cores_of(run->study, run->party->layout, launch.n_side);
    return err == RXT_OK ? rxt_launch_run_copies(&launch, limit_s, run->spec->stop, take_line, run, outcome)
                         : err;
}

/* Start it, hear it, and keep what came of it. */
static enum rxt_err launch_party(struct rxt_runner *run)
{
    char text[RXT_LAYOUT_BYTES], why[2048];
    struct rxt_outcome outcome = {0};
    const struct rxt_layout *layout = run->party->layout;
    struct rxt_launched launched = {.launch = run->launch,
                                    .round = run->round,
                                    .place = run->place,
                                    .try = tries_of(run->study, run->round, run->party),
                                    .layout = *layout,
                                    .cores = cores_of(run->study, layout, 1)};
    rxt_layout_text(layout, text, sizeof text);
    rxt_quality_begin(run);
    rxt_clock_date(launched.start, sizeof launched.start);
    enum rxt_err err = start(run, &launched, &outcome);
    if (err != RXT_OK) { /* it could not even be started; the study goes on with the others */
        snprintf(why, sizeof why, "%s", rxt_reason());
        err = keep_failure(run, text, why);
    } else {
        err = judge(run, text, &outcome);
    }
    if (err == RXT_OK || err == RXT_E_STOPPED || rxt_journal_is_lost(run->journal)) {
        snprintf(why, sizeof why, "%s", rxt_reason());
        const enum rxt_err kept = keep_launch(run, &launched, &outcome);
        err = err == RXT_OK ? kept : rxt_fail(err, "%s", why);
    }
    return err;
}

static enum rxt_err launch_once(struct rxt_runner *run, const struct rxt_layout *layout,
                                struct rxt_subject *const *subjects, size_t n, bool *again)
{
    enum rxt_err err = rxt_journal_check(run->journal);
    if (!err) {
        err = rxt_own_check();
    }
    if (err != RXT_OK) {
        return err;
    }
    run->launch = rxt_study_launches(run->study);
    const struct rxt_party party = {.subjects = subjects,
                                    .n = n,
                                    .layout = layout,
                                    .terms = &run->spec->terms,
                                    .folder = run->spec->folder,
                                    .round = run->round,
                                    .launch = run->launch,
                                    .timeout_s = run->timeout_s,
                                    .stop = run->spec->stop};
    run->party = &party;
    run->party_state = NULL;
    run->n_kept = 0;
    run->err = RXT_OK;
    err = launch_party(run);
    *again = err == RXT_OK && family_of(run)->again && family_of(run)->again(run->party_state);
    family_of(run)->done(run->party_state);
    run->party = NULL;
    return err;
}

enum rxt_err rxt_runner_launch(struct rxt_runner *run, const struct rxt_layout *layout,
                               struct rxt_subject *const *subjects, size_t n)
{
    bool again = true;
    enum rxt_err err = RXT_OK;
    while (again && err == RXT_OK) {
        err = launch_once(run, layout, subjects, n, &again);
    }
    return err;
}
