/* SPDX-License-Identifier: BSD-3-Clause
 * trial_run.c - the ranks of one launch run their kernels: warm up, time, prove, check, record.
 */
#include "trial.h"

#include "clock.h"
#include "comm.h"
#include "runtimes.h"
#include "text.h"
#include "trial_kernel.h"
#include "trial_memory.h"
#include "trial_step.h"
#include "trial_talk.h"
#include "trial_times.h"
#include "trial_where.h"
#include "trial_whole.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct trial {
    const struct rxt_request *request;
    struct rxt_team *team;
    const struct rxt_binding *binding;
    size_t first, last; /* settings of one kind, which share a gang of threads */
    rxt_record_fn record;
    void *context;
    double control_s[2]; /* see rxt_control_run */
};

static enum rxt_err run_once(const struct trial *trial, const struct rxt_setting *setting, void *state,
                             double *run_s, struct rxt_efficiency *efficiency)
{
    rxt_step(setting, "reset");
    rxt_kernel_reset(setting->kernel, state);
    rxt_step(setting, "run");
    rxt_account_start(trial->team);
    const enum rxt_err err = setting->kernel->run(state);
    rxt_account_stop(trial->team, run_s, efficiency);
    rxt_step(setting, NULL);
    return err;
}

static double sum_of(const double *values, size_t n)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += values[i];
    }
    return sum;
}

static enum rxt_err time_runs(const struct trial *trial, const struct rxt_setting *setting, void *state,
                              struct rxt_sample *sample)
{
    const size_t n = (size_t)trial->request->n_reps;
    char why[512] = "", run_times[160];
    struct rxt_efficiency *efficiency = calloc(n + 1, sizeof *efficiency);
    sample->time_s = calloc(n, sizeof *sample->time_s);
    enum rxt_err err =
        sample->time_s && efficiency ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for %zu times", n);
    double warm_s = 0.0;
    err = rxt_team_agree(trial->team, err);
    if (!err) {
        err = run_once(trial, setting, state, &warm_s, &efficiency[n]);
    }
    rxt_proof_start(trial->team);
    for (; err == RXT_OK && sample->n_times < n; sample->n_times++) {
        err = run_once(trial, setting, state, &sample->time_s[sample->n_times], &efficiency[sample->n_times]);
    }
    if (err == RXT_OK) {
        sample->efficiency = efficiency[rxt_median_run(sample->time_s, n)];
        err = rxt_proof_stop(trial->team, &sample->places, why, sizeof why);
        rxt_whole_judge(setting->kernel, rxt_team_threads(trial->team),
                        rxt_runtimes_omp(run_times, sizeof run_times), why, sizeof why);
        sample->n_places =
            sample->places ? (size_t)rxt_team_ranks(trial->team) * (size_t)rxt_team_threads(trial->team) : 0;
        sample->cpu_share = rxt_cpu_share(sample->places, sample->n_places, sum_of(sample->time_s, n));
        sample->disturbed = rxt_cpu_share_is_disturbed(sample->cpu_share);
    }
    if (err == RXT_OK && !why[0] && !rxt_times_are_told(sample->time_s, n, rxt_clock_step_s())) {
        snprintf(why, sizeof why,
                 "a run took less than 100 steps of the clock: make the kernel's size larger");
    }
    sample->rejected = why[0] ? strdup(why) : NULL;
    free(efficiency);
    return err;
}

static enum rxt_err check_answer(const struct trial *trial, const struct rxt_setting *setting, void *state,
                                 struct rxt_sample *sample)
{
    const struct rxt_kernel *kernel = setting->kernel;
    char text[256];
    bool is_checked, is_number;
    rxt_step(setting, "check");
    enum rxt_err err = rxt_kernel_judge(kernel, state, &is_checked);
    rxt_step(setting, "answer");
    const bool is_whole = rxt_kernel_answer(kernel, state, text, sizeof text, &is_number);
    if (!err && is_whole && !is_number) {
        err = rxt_fail(RXT_E_WRONG, "%s: its answer, %s, is no number", kernel->name, text);
    }
    err = rxt_team_agree(trial->team, err);
    sample->check = err ? RXT_CHECK_FAIL : is_checked ? RXT_CHECK_PASS : RXT_CHECK_NONE;
    sample->check_note = err == RXT_OK ? NULL : strdup(rxt_reason());
    sample->is_whole = is_whole;
    sample->answer = is_whole ? strdup(text) : NULL;
    rxt_step(setting, "digest");
    sample->has_digest = rxt_kernel_digest(kernel, state, &sample->digest);
    rxt_step(setting, "work");
    rxt_setting_work(setting, state, &sample->work);
    rxt_step(setting, "tell");
    if (!is_whole && rxt_team_rank(trial->team) == 0 && rxt_kernel_tell(kernel, state, text, sizeof text)) {
        sample->answer = strdup(text);
    }
    rxt_step(setting, "output");
    err = err == RXT_OK ? rxt_kernel_output(kernel, state) : err;
    rxt_step(setting, NULL);
    return err;
}

/* What it works on, of all ranks. */
static double data_of(const struct trial *trial, const struct rxt_setting *setting)
{
    struct rxt_need need;
    rxt_step(setting, "need");
    rxt_kernel_need(setting->kernel, setting->values, &need);
    rxt_step(setting, NULL);
    const double bytes = need.split_bytes + need.rank_bytes * rxt_team_ranks(trial->team);
    return bytes > 0.0 ? bytes : NAN;
}

static void send_failure(const struct trial *trial, const char *kernel, enum rxt_err err)
{
    char text[RXT_LAYOUT_BYTES];
    json_t *reason = json_string(rxt_reason()); /* NULL for a file's name that is no UTF-8 */
    json_t *record =
        json_pack("{s:s, s:s, s:s?, s:o, s:i}", "schema", RXT_SCHEMA_FAILURE, "layout",
                  rxt_layout_text(&trial->request->team.layout, text, sizeof text), "kernel", kernel,
                  "reason", reason ? reason : json_string(rxt_err_text(err)), "status", rxt_err_status(err));
    trial->record(trial->context, record);
    json_decref(record);
}

static double on_fullest_node(const struct trial *trial, double bytes)
{
    const double sum = rxt_team_fullest_node(trial->team, bytes);
    return sum > 0.0 ? sum : NAN;
}

static enum rxt_err try_kernel(const struct trial *trial, const struct rxt_setting *setting)
{
    const struct rxt_kernel *kernel = setting->kernel;
    void *state = NULL;
    struct rxt_sample *sample = calloc(1, sizeof *sample);
    enum rxt_err err =
        rxt_team_agree(trial->team, sample ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for a sample"));
    if (err != RXT_OK) {
        free(sample);
        return err;
    }
    *sample = (struct rxt_sample){.kernel = strdup(kernel->name),
                                  .params = rxt_setting_json(setting),
                                  .round = -1,
                                  .launch = -1,
                                  .layout = trial->request->team.layout,
                                  .sched = trial->request->team.sched,
                                  .data_bytes = data_of(trial, setting),
                                  .launcher = strdup(trial->request->launcher),
                                  .control_s = {trial->control_s[0], trial->control_s[1]}};
    rxt_clock_date(sample->date, sizeof sample->date);
    err = rxt_team_agree(trial->team,
                         rxt_team_rank(trial->team) == 0 ? rxt_setting_try_output(setting) : RXT_OK);
    if (!err) {
        err = rxt_memory_check(trial->team, setting);
    }
    const bool knows_peak = rxt_peak_forget();
    const double start_s = rxt_now_s();
    const bool is_open = err == RXT_OK;
    rxt_step(setting, "open");
    err = is_open ? kernel->open(&state, trial->team, setting->values) : err;
    rxt_step(setting, NULL);
    sample->setup_s = rxt_team_max(trial->team, rxt_now_s() - start_s);
    if (!err) {
        err = time_runs(trial, setting, state, sample);
    }
    sample->pss_node_bytes = on_fullest_node(trial, rxt_pss_bytes());
    if (!err) {
        err = check_answer(trial, setting, state, sample);
    }
    sample->run_s = rxt_now_s() - start_s;
    sample->peak_node_bytes = on_fullest_node(trial, knows_peak ? rxt_peak_bytes() : NAN);
    err = rxt_team_agree(trial->team, err);
    const bool has_sample = sample->check != RXT_CHECK_NONE || sample->is_whole;
    if (rxt_team_rank(trial->team) == 0 && has_sample) {
        json_t *record = rxt_sample_to_json(sample);
        trial->record(trial->context, record);
        json_decref(record);
    }
    if (rxt_team_rank(trial->team) == 0 && err != RXT_OK && (!has_sample || err != RXT_E_WRONG)) {
        send_failure(trial, kernel->name, err);
    }
    if (is_open) {
        rxt_step(setting, "close");
        kernel->close(state);
        rxt_step(setting, NULL);
    }
    rxt_sample_close(sample);
    return err;
}

/* What a kernel printed on one rank or another; it is not collective, and of rank 0 alone. */
static void send_talk(const struct trial *trial, const struct rxt_setting *setting)
{
    char first[128];
    const size_t n = rxt_talk_take(first, sizeof first);
    if (n > 0 && rxt_team_rank(trial->team) == 0) {
        json_t *record = json_pack("{s:s, s:s, s:I, s:s}", "schema", RXT_SCHEMA_TALK, "kernel",
                                   setting->kernel->name, "bytes", (json_int_t)n, "said", first);
        trial->record(trial->context, record);
        json_decref(record);
    }
}

static enum rxt_err run_all(void *context)
{
    struct trial *trial = context;
    enum rxt_err worst = RXT_OK;
    if (trial->request->n_settings == 0) {
        return rxt_trial_where(trial->request, trial->team, trial->binding, trial->record, trial->context);
    }
    if (trial->first == 0 && rxt_team_max(trial->team, trial->request->is_launched) >
                                 0.0) { /* who runs it by hand need not wait */
        rxt_control_run(trial->team, trial->control_s);
    }
    for (size_t i = trial->first; i < trial->last; i++) {
        const enum rxt_err err = try_kernel(trial, &trial->request->settings[i]);
        send_talk(trial, &trial->request->settings[i]);
        worst = err > worst ? err : worst;
    }
    return worst;
}

/* The loops of a whole kernel are regions of their own, which within that of a team would have one thread each. */
static enum rxt_err run_kinds(struct trial *trial)
{
    const struct rxt_request *request = trial->request;
    enum rxt_err worst = RXT_OK;
    do {
        trial->first = trial->last;
        const bool is_whole =
            trial->first < request->n_settings && request->settings[trial->first].kernel->kind == RXT_WHOLE;
        while (trial->last < request->n_settings &&
               (request->settings[trial->last].kernel->kind == RXT_WHOLE) == is_whole) {
            trial->last++;
        }
        const enum rxt_err err = is_whole ? rxt_team_run_free(trial->team, run_all, trial)
                                          : rxt_team_run(trial->team, run_all, trial);
        worst = err > worst ? err : worst;
    } while (trial->last < request->n_settings);
    return worst;
}

/* The rxt that launched these ranks waits for them to come up, and not much longer than until they are done. */
static void tell_rank(const struct trial *trial, const char *state, enum rxt_err err)
{
    if (trial->request->is_launched) {
        json_t *record = json_pack("{s:s, s:s, s:i}", "schema", RXT_SCHEMA_RANK, "state", state, "status",
                                   rxt_err_status(err));
        trial->record(trial->context, record);
        json_decref(record);
    }
}

enum rxt_err rxt_trial_run(const struct rxt_request *request, rxt_record_fn record, void *context)
{
    struct rxt_request agreed = *request; /* shares what request owns */
    struct trial trial = {.request = &agreed, .record = record, .context = context, .control_s = {NAN, NAN}};
    struct rxt_binding *binding = NULL;
    for (size_t i = 0; i < request->n_settings; i++) {
        agreed.team.wants_mpi |= request->settings[i].kernel->uses_mpi;
    }
    const enum rxt_err bound = rxt_binding_open(&binding, &request->team);
    enum rxt_err err = rxt_binding_comm_start(binding, &agreed.team);
    const bool is_first = rxt_comm_is_first();
    if (err != RXT_OK) {
        goto out;
    }
    if (is_first) {
        tell_rank(&trial, RXT_RANK_UP, RXT_OK);
    }
    (void)bound; /* team_open sees the NULL binding, and makes all ranks agree on it */
    err = request->team.threads_by_mask ? rxt_threads_agree(binding, &agreed.team.layout.threads) : RXT_OK;
    if (!err) {
        err = rxt_team_open(&trial.team, binding, &agreed.team);
    }
    if (err != RXT_OK) {
        if (is_first) {
            send_failure(&trial, NULL, err);
        }
        goto out;
    }
    trial.binding = binding;
    err = run_kinds(&trial);
out:
    if (err != RXT_OK && !is_first) {
        (void)rxt_fail(err, "%s", ""); /* the first rank says it for all */
    }
    rxt_team_close(trial.team);
    rxt_binding_comm_stop(binding, &agreed.team);
    rxt_binding_close(binding);
    if (is_first) {
        tell_rank(&trial, RXT_RANK_DONE, err);
    }
    return err;
}
