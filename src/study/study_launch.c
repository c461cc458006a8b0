/* SPDX-License-Identifier: BSD-3-Clause
 * study_launch.c - one launch of a study: its records, or why there are none, into the journal.
 */
#include "study_state.h"

#include "clock.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum rxt_err keep_sample(struct rxt_runner *run, json_t *record)
{
    struct rxt_study *study = run->study;
    struct rxt_sample *sample = NULL;
    json_object_set_new(record, "round", json_integer(run->round));
    json_object_set_new(record, "launch", json_integer(run->launch));
    enum rxt_err err = rxt_journal_add(run->journal, record); /* journal first */
    err = err == RXT_OK ? rxt_sample_from_json(record, &sample) : err;
    if (err != RXT_OK) {
        return err;
    }
    struct rxt_sample **samples = realloc(study->samples, (study->n_samples + 1) * sizeof *samples);
    if (!samples) {
        rxt_sample_close(sample);
        return rxt_fail(RXT_E_MEMORY, "no room for sample %zu", study->n_samples);
    }
    study->samples = samples;
    study->samples[study->n_samples++] = sample;
    return RXT_OK;
}

static enum rxt_err keep_failure(struct rxt_runner *run, const char *layout, const char *kernel,
                                 const char *reason)
{
    struct rxt_study *study = run->study;
    struct rxt_failure failure = {.round = run->round, .launch = run->launch};
    rxt_clock_date(failure.date, sizeof failure.date);
    json_t *record = json_pack("{s:s, s:s, s:s?, s:s, s:i, s:i, s:s}", "schema", RXT_SCHEMA_FAILURE, "layout",
                               layout, "kernel", kernel, "reason", reason, "round", run->round, "launch",
                               run->launch, "date", failure.date);
    const enum rxt_err err =
        record ? rxt_journal_add(run->journal, record)
               : rxt_fail(RXT_E_OUTPUT, "a failure of %s could not be written: %s", layout, reason);
    json_decref(record);
    if (err != RXT_OK) {
        return err;
    }
    struct rxt_failure *failures = realloc(study->failures, (study->n_failures + 1) * sizeof *failures);
    if (!failures) {
        return rxt_fail(RXT_E_MEMORY, "no room for a failure");
    }
    failure.layout = strdup(layout);
    failure.kernel = kernel ? strdup(kernel) : NULL;
    failure.reason = strdup(reason);
    study->failures = failures;
    study->failures[study->n_failures++] = failure;
    return RXT_OK;
}

/* A record from rank 0; any other line is a program's own talk. */
static void take_line(void *context, const char *line)
{
    struct rxt_runner *run = context;
    json_t *record = line[0] == '{' ? json_loads(line, 0, NULL) : NULL;
    const char *schema = json_string_value(json_object_get(record, "schema"));
    if (!schema) {
        fprintf(stderr, "%s\n", line);
    } else if (run->err == RXT_OK && !strcmp(schema, RXT_SCHEMA_SAMPLE)) {
        run->err = keep_sample(run, record);
        run->n_kept++;
    } else if (run->err == RXT_OK && !strcmp(schema, RXT_SCHEMA_FAILURE)) {
        run->err = keep_failure(run, json_string_value(json_object_get(record, "layout")),
                                json_string_value(json_object_get(record, "kernel")),
                                json_string_value(json_object_get(record, "reason")));
        run->n_kept++;
    }
    json_decref(record);
}

static void explain(const struct rxt_outcome *outcome, double timeout_s, char *out, size_t n_bytes)
{
    char line[sizeof outcome->note];
    snprintf(line, sizeof line, "%s", outcome->note);
    for (char *c = line; *c; c++) {
        *c = *c == '\n' ? ' ' : (unsigned char)*c < 128 ? *c : '?'; /* JSON takes no broken UTF-8 */
    }
    if (outcome->timed_out) {
        snprintf(out, n_bytes, "ended after %.1f s without an answer (--timeout %.0fs)%s%s", outcome->wall_s,
                 timeout_s, line[0] ? ": " : "", line);
    } else if (outcome->status > 128) {
        snprintf(out, n_bytes, "ended by signal %d (%s)%s%s", outcome->status - 128,
                 strsignal(outcome->status - 128), line[0] ? ": " : "", line);
    } else {
        snprintf(out, n_bytes, "exit status %d%s%s", outcome->status, line[0] ? ": " : "", line);
    }
}

enum rxt_err rxt_runner_launch(struct rxt_runner *run, const struct rxt_layout *layout,
                               const struct rxt_request *request)
{
    const struct rxt_study_spec *spec = run->spec;
    char text[RXT_LAYOUT_BYTES], why[2048];
    struct rxt_words words = {0};
    struct rxt_outcome outcome;
    run->n_kept = 0;
    run->err = RXT_OK;
    rxt_layout_text(layout, text, sizeof text);
    enum rxt_err err = rxt_study_words(request, layout, NULL, &words);
    const struct rxt_launch launch = {*layout, request->team.options, &words};
    err = err == RXT_OK ? rxt_launch_run(&launch, run->timeout_s, spec->stop, false, take_line, run, &outcome)
                        : err;
    rxt_words_free(&words);
    if (err != RXT_OK) { /* it could not even be started; the study goes on with the others */
        snprintf(why, sizeof why, "%s", rxt_reason());
        return keep_failure(run, text, NULL, why);
    }
    run->launch++;
    if (run->err != RXT_OK || outcome.stopped) {
        return run->err != RXT_OK ? run->err : rxt_fail(RXT_E_STOPPED, "stopped");
    }
    run->longest_s = outcome.wall_s > run->longest_s ? outcome.wall_s : run->longest_s;
    /* Kernels that failed by themselves have their own records; a launch that broke off has one here. */
    if (run->n_kept < request->n_asks && (outcome.timed_out || outcome.status != 0)) {
        explain(&outcome, run->timeout_s, why, sizeof why);
        return run->n_kept > 0 && !outcome.timed_out && outcome.status <= 3
                   ? RXT_OK
                   : keep_failure(run, text, NULL, why);
    }
    return RXT_OK;
}
