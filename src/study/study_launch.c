/* SPDX-License-Identifier: BSD-3-Clause
 * study_launch.c - one launch of a study: its records, or why there are none, into the journal.
 */
#include "study_state.h"

#include "clock.h"
#include "note.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Journal first, then everything else. Takes the record over. */
static enum rxt_err keep(struct rxt_runner *run, json_t *record)
{
    json_object_set_new(record, "round", json_integer(run->round));
    json_object_set_new(record, "launch", json_integer(run->launch));
    enum rxt_err err = record ? rxt_journal_add(run->journal, record)
                              : rxt_fail(RXT_E_MEMORY, "no room for a record of launch %d", run->launch);
    /* What was measured while the journal was taken away goes where all that is in memory goes. */
    if (err == RXT_OK || (record && rxt_journal_is_lost(run->journal))) {
        const enum rxt_err added = rxt_study_add(run->study, record);
        err = err == RXT_OK ? added : err;
    }
    json_decref(record);
    return err;
}

/* A launch that did not do what it was asked to. */
static enum rxt_err keep_failure(struct rxt_runner *run, const char *layout, const char *reason)
{
    char date[24];
    rxt_clock_date(date, sizeof date);
    return keep(run, json_pack("{s:s, s:s, s:n, s:s, s:s}", "schema", RXT_SCHEMA_FAILURE, "layout", layout,
                               "kernel", "reason", reason, "date", date));
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

/* A record from rank 0; any other line is a program's own talk. */
static bool take_line(void *context, const char *line)
{
    struct rxt_runner *run = context;
    json_t *record = line[0] == '{' ? json_loads(line, 0, NULL) : NULL;
    const char *schema = json_string_value(json_object_get(record, "schema"));
    const bool is_failure = schema && !strcmp(schema, RXT_SCHEMA_FAILURE);
    const bool is_ours = is_failure || (schema && !strcmp(schema, RXT_SCHEMA_SAMPLE));
    if (run->err == RXT_OK && is_ours && is_record(run, record)) {
        const bool is_whole = is_failure && json_is_null(json_object_get(record, "kernel"));
        run->n_kept += is_whole ? run->n_asked : 1; /* no kernel of this launch will be told of again */
        run->err = keep(run, record);
        return run->err == RXT_OK; /* what cannot be kept need not be measured */
    }
    if (!schema || (is_ours && run->err == RXT_OK)) {
        rxt_note(RXT_NOTE_TALK, "%s", line);
    }
    json_decref(record);
    return true;
}

void rxt_study_hint(const char *line)
{
    rxt_note(RXT_NOTE_PLAIN, "no rank is up yet; the launcher says: %s", line);
}

static void explain(const struct rxt_outcome *outcome, const struct rxt_runner *run, char *out,
                    size_t n_bytes)
{
    char limit[64], text[2048];
    snprintf(limit, sizeof limit, "%s %.0fs", run->is_cut ? "the job's time is over; it left" : "--timeout",
             run->timeout_s);
    rxt_outcome_text(outcome, limit, text, sizeof text);
    for (char *c = text; *c; c++) {
        *c = *c == '\n' ? ' ' : (unsigned char)*c < 128 ? *c : '?'; /* JSON takes no broken UTF-8 */
    }
    snprintf(out, n_bytes, "%s", text);
}

enum rxt_err rxt_runner_launch(struct rxt_runner *run, const struct rxt_layout *layout,
                               const struct rxt_request *request)
{
    const struct rxt_study_spec *spec = run->spec;
    char text[RXT_LAYOUT_BYTES], why[2048];
    struct rxt_words words = {0};
    struct rxt_outcome outcome;
    run->n_kept = 0;
    run->n_asked = request->n_asks;
    run->err = RXT_OK;
    rxt_layout_text(layout, text, sizeof text);
    enum rxt_err err = rxt_journal_check(run->journal);
    if (err != RXT_OK) {
        return err;
    }
    err = rxt_study_words(request, layout, NULL, &words);
    const struct rxt_launch launch = {.layout = *layout,
                                      .options = request->team.options,
                                      .program = &words,
                                      .way = run->way,
                                      .tells = true,
                                      .hint = rxt_study_hint};
    err = err == RXT_OK ? rxt_launch_run(&launch, run->timeout_s, spec->stop, take_line, run, &outcome) : err;
    rxt_words_free(&words);
    if (err != RXT_OK) { /* it could not even be started; the study goes on with the others */
        snprintf(why, sizeof why, "%s", rxt_reason());
        return keep_failure(run, text, why);
    }
    if (run->err == RXT_OK && outcome.stopped) {
        run->err = rxt_fail(RXT_E_STOPPED, "stopped");
    }
    if (outcome.lingered) {
        rxt_note(RXT_NOTE_WARNING, "layout %s: %s", text, rxt_lingered_text);
    }
    run->ran_out |= outcome.timed_out && run->is_cut;
    run->longest_s = outcome.wall_s > run->longest_s ? outcome.wall_s : run->longest_s;
    /* Kernels that failed by themselves have their own records; a launch that broke off has one here. */
    if (run->err == RXT_OK && run->n_kept < run->n_asked) {
        explain(&outcome, run, why, sizeof why);
        run->err = keep_failure(run, text, why);
    }
    run->launch++;
    return run->err;
}
