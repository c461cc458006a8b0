/* SPDX-License-Identifier: BSD-3-Clause
 * cli_team.c - from a request to a running team, by a launcher: the driver's way.
 */
#include "cli.h"

#include "build.h"
#include "launch.h"
#include "launch_job.h"
#include "launch_place.h"
#include "study.h"
#include "text.h"
#include "trial_words.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct listener {
    rxt_record_fn record;
    void *context;
    const char *wanted; /* the kind of record that is a result here */
    size_t n_results, n_failures, n_wrong;
};

/* A line of anybody may look like a record: it is one if it says which of rxt's. */
static json_t *read_record(const char *line)
{
    json_t *record = line[0] == '{' ? json_loads(line, 0, NULL) : NULL;
    const char *schema = json_string_value(json_object_get(record, "schema"));
    if (!schema || strncmp(schema, "rxt-", 4) != 0) {
        json_decref(record);
        record = NULL;
    }
    return record;
}

static bool hear(void *context, const char *line)
{
    struct listener *listener = context;
    json_t *record = read_record(line);
    if (record) {
        const char *reason = json_string_value(json_object_get(record, "reason"));
        const char *check = json_string_value(json_object_get(record, "check"));
        listener->n_results +=
            !strcmp(json_string_value(json_object_get(record, "schema")), listener->wanted);
        if (json_object_get(record, "status")) {
            (void)rxt_fail(RXT_E_LAUNCH, "%s", reason ? reason : "a kernel failed, and told no reason");
            listener->n_failures++;
        }
        listener->n_wrong += !strcmp(check ? check : "", "fail");
        listener->record(listener->context, record);
    } else {
        rxt_say("", "%s", line);
    }
    json_decref(record);
    return true;
}

/* The exit status of a launch, which rxt's own ranks share, as an error again. A launcher that runs nothing ends well,
 * too. */
static enum rxt_err judge(const struct rxt_outcome *outcome, const struct listener *listener, size_t n_asked)
{
    static const enum rxt_err by_status[] = {RXT_OK, RXT_E_WRONG, RXT_E_USAGE, RXT_E_ABSENT};
    char text[2048];
    if (outcome->stopped) {
        return rxt_fail(RXT_E_STOPPED, "%s; the launch was ended", rxt_stop_text());
    }
    rxt_outcome_text(outcome, "--timeout", text, sizeof text);
    if (outcome->timed_out || outcome->silent) {
        return rxt_fail(RXT_E_LAUNCH, "the launch was %s", text);
    }
    if (outcome->lingered) {
        rxt_say("rxt: warning: ", "%s", rxt_lingered_text);
    }
    if (outcome->status == 0 && listener->n_failures == 0) {
        return listener->n_results >= n_asked
                   ? RXT_OK
                   : rxt_fail(RXT_E_LAUNCH,
                              "the launch ended with status 0, and of %zu results came %zu: is the launcher "
                              "one of the MPI that rxt was built with (%s)?",
                              n_asked, listener->n_results, rxt_build.mpi);
    }
    if (listener->n_wrong > 0) {
        return rxt_fail(RXT_E_WRONG, "a result failed its check");
    }
    const bool is_ours = outcome->lingered || outcome->is_own || listener->n_failures > 0;
    const enum rxt_err err =
        is_ours && outcome->status <= 3 && outcome->status > 1 ? by_status[outcome->status] : RXT_E_LAUNCH;
    if (listener->n_failures > 0) { /* its reason is noted */
        return err;
    }
    return err != RXT_E_LAUNCH && outcome->note[0] ? rxt_fail(err, "%s", outcome->note)
                                                   : rxt_fail(err, "the launch failed: %s", text);
}

static enum rxt_err launch(const struct rxt_request *request, const char *hostfile, double timeout_s,
                           rxt_record_fn record, void *context)
{
    struct rxt_words words = {0};
    struct rxt_outcome outcome;
    struct listener listener = {
        record, context, request->n_settings > 0 ? RXT_SCHEMA_SAMPLE : RXT_SCHEMA_WHERE, 0, 0, 0};
    rxt_catch_stop();
    rxt_shm_warn(&request->team.layout);
    const struct rxt_layout *layout = &request->team.layout;
    enum rxt_err err = request->n_settings > 0 ? rxt_run_words(request, layout, &words)
                                               : rxt_where_words(layout, &request->team.options, &words);
    const struct rxt_launch job = {.layout = request->team.layout,
                                   .options = request->team.options,
                                   .program = &words,
                                   .way = {.hostfile = hostfile},
                                   .tells = true,
                                   .hint = rxt_study_hint};
    if (!err) {
        err = rxt_launch_run(&job, timeout_s, &rxt_stop, hear, &listener, &outcome);
    }
    rxt_words_free(&words);
    return err == RXT_OK ? judge(&outcome, &listener, request->n_settings > 0 ? request->n_settings : 1)
                         : err;
}

/* What cannot be placed on this machine, or not be written, is refused before a launcher is started. */
static enum rxt_err check_plan(const struct rxt_request *request)
{
    struct rxt_topology *topology = NULL;
    struct rxt_plan *plan = NULL;
    if (rxt_job_is_elsewhere()) {
        return RXT_OK; /* the nodes' cores and disks are not this host's */
    }
    enum rxt_err err = rxt_request_try_outputs(request);
    if (!err) {
        err = rxt_topology_open(&topology, NULL);
    }
    if (err == RXT_OK && request->team.layout.nodes == 1 && request->team.layout.policy != RXT_BY_NONE) {
        err = rxt_plan_make(&plan, topology, &request->team.layout, &request->team.options);
    }
    if (err == RXT_OK) {
        rxt_quota_warn(topology, &request->team.layout, 1);
    }
    rxt_plan_close(plan);
    rxt_topology_close(topology);
    return err;
}

enum rxt_err rxt_request_run(const struct rxt_request *request, const char *hostfile, double timeout_s,
                             rxt_record_fn record, void *context)
{
    const char *hosts = rxt_hostfile(hostfile);
    enum rxt_err err = rxt_hostfile_check(hosts);
    if (!err) {
        err = check_plan(request);
    }
    return err == RXT_OK ? launch(request, hosts, timeout_s, record, context) : err;
}
