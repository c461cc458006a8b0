/* SPDX-License-Identifier: BSD-3-Clause
 * study_program_launch.c - one launch of a program: what its ranks are told, and what becomes of their records.
 */
#include "study_program.h"

#include "clock.h"
#include "launch_job.h"
#include "launch_process.h"
#include "note.h"
#include "launch_bind.h"
#include "program_parts.h"
#include "sample.h"
#include "text.h"
#include "trial_words.h"
#include "watch_task.h"
#include "watch_wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* Of a running launch. */
struct program_launch {
    const struct rxt_program_member *member;
    struct rxt_layout layout;
    const volatile sig_atomic_t *stop;
    char folder[RXT_PATH_BYTES]; /* "": it was not entered */
    const char *launcher;
    struct rxt_words program, exports;
    struct rxt_wire *wire;
    struct rxt_watch_plan plan;
    int n_ranks;
    bool again;
};

int rxt_program_ranks(const struct rxt_program *program, const struct rxt_layout *layout)
{
    return program->start == RXT_START_ONE ? 1 : rxt_layout_ranks(layout);
}

/* Letters that no other launch has. */
static enum rxt_err make_nonce(char *out, size_t n)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345";
    unsigned char bytes[32];
    if (getrandom(bytes, n, 0) != (ssize_t)n) {
        return rxt_fail(RXT_E_ABSENT, "the system gives no random bytes");
    }
    for (size_t i = 0; i < n; i++) {
        out[i] = letters[bytes[i] % 32];
    }
    out[n] = '\0';
    return RXT_OK;
}

/* The plan of this node, so that its ranks need not make it again; where nodes, copies or somebody else's launcher come
 * in, each rank plans. */
static enum rxt_err add_plan(struct program_launch *run, const struct rxt_party *party, struct rxt_task *task)
{
    struct rxt_program_study *shared = run->member->shared;
    const bool is_here = party->layout->nodes == 1 && party->layout->policy != RXT_BY_NONE &&
                         shared->program->start == RXT_START_LAUNCHER && task->n_slices == 0 &&
                         !rxt_job_is_elsewhere();
    struct rxt_plan *plan = NULL;
    struct rxt_text text = {0};
    if (!is_here) {
        return RXT_OK;
    }
    enum rxt_err err = shared->here ? RXT_OK : rxt_topology_open(&shared->here, NULL);
    err = err == RXT_OK ? rxt_plan_make(&plan, shared->here, party->layout, &party->terms->options) : err;
    if (err == RXT_OK) {
        rxt_bind_plan_text(plan, &text);
        run->plan.shares = plan->shares_cores;
        task->plan = text.failed ? NULL : strdup(rxt_text_of(&text));
    }
    rxt_text_free(&text);
    rxt_plan_close(plan);
    return err;
}

static enum rxt_err export_task(struct program_launch *run, const struct rxt_party *party,
                                struct rxt_task *task, const char *nonce)
{
    struct rxt_text text = {0};
    task->smt = party->terms->options.smt;
    task->oversubscribe = party->terms->options.oversubscribe;
    task->mask_only = run->member->shared->mask_only[run->member->index];
    task->timeout_s = party->timeout_s;
    task->nonce = strdup(nonce);
    enum rxt_err err = add_plan(run, party, task);
    err = err == RXT_OK ? rxt_task_to_text(task, &text) : err;
    if (err == RXT_OK) {
        rxt_words_add(&run->exports, RXT_TASK_VARIABLE "=%s", rxt_text_of(&text));
        err = run->exports.failed || text.failed ? rxt_fail(RXT_E_MEMORY, "no room for a task") : RXT_OK;
    }
    rxt_text_free(&text);
    return err;
}

/* What starts the ranks of a launch, where it is not a launcher that rxt knows. */
static enum rxt_err add_starter(const struct rxt_program *program, const struct rxt_layout *layout,
                                struct rxt_words *out)
{
    char path[RXT_PATH_BYTES];
    enum rxt_err err = program->start == RXT_START_LINE ? rxt_program_launcher(program, layout, out) : RXT_OK;
    if (err == RXT_OK && out->n > 0) {
        if (!rxt_program_find(out->word[0], path, sizeof path)) {
            return rxt_fail(RXT_E_ABSENT, "--launcher-template: no %s is in PATH", out->word[0]);
        }
        free(out->word[0]);
        out->word[0] = strdup(path);
        out->failed |= !out->word[0];
    }
    return err;
}

static enum rxt_err tell_launch(struct program_launch *run, struct rxt_launch *launch)
{
    const struct rxt_program *program = run->member->shared->program;
    enum rxt_err err = add_starter(program, &run->layout, &run->program);
    err = err == RXT_OK ? rxt_own_word(&run->program) : err;
    rxt_words_add(&run->program, "watch");
    if (program->start != RXT_START_LAUNCHER) {
        launch->layout = (struct rxt_layout){1, 1, 1, RXT_BY_SPREAD};
    }
    launch->program = &run->program;
    launch->exports = &run->exports;
    launch->is_foreign = true;
    launch->grace_s = 5.0; /* a watch gives 2 s to what it ends, and tells of it */
    run->launcher = program->start == RXT_START_LINE ? "template" : launch->way.launcher->name;
    return err == RXT_OK && run->program.failed ? rxt_fail(RXT_E_MEMORY, "no room for a command line") : err;
}

static enum rxt_err open_folders(struct rxt_program_study *shared, const struct rxt_party *party)
{
    return shared->folders
               ? RXT_OK
               : rxt_program_folders_open(shared->program, party->folder, party->stop, &shared->folders);
}

enum rxt_err rxt_program_begin(const struct rxt_party *party, struct rxt_launch *launch, void **state)
{
    char nonce[17];
    struct program_launch *run = calloc(1, sizeof *run);
    *state = run;
    if (!run) {
        return rxt_fail(RXT_E_MEMORY, "no room for a launch");
    }
    run->member = rxt_program_member_of(party->subjects[0]);
    run->layout = *party->layout;
    run->stop = party->stop;
    const struct rxt_program *program = run->member->shared->program;
    const int n_threads =
        program->start == RXT_START_ONE ? (int)rxt_layout_node_workers(&run->layout) : run->layout.threads;
    run->n_ranks = rxt_program_ranks(program, &run->layout);
    run->plan =
        (struct rxt_watch_plan){.n_threads = n_threads,
                                .shares = party->terms->options.smt || party->terms->options.oversubscribe,
                                .is_free = run->layout.policy == RXT_BY_NONE};
    struct rxt_task task = {.layout = NULL};
    const struct rxt_program_turn turn = {run->member->index, run->layout, party->launch, 0, run->folder};
    enum rxt_err err = make_nonce(nonce, sizeof nonce - 1);
    err = err == RXT_OK ? rxt_wire_open(&run->wire, nonce, run->n_ranks) : err;
    err = err == RXT_OK ? open_folders(run->member->shared, party) : err;
    err = err == RXT_OK
              ? rxt_program_folder_enter(run->member->shared->folders, &turn, run->folder, sizeof run->folder)
              : err;
    err = err == RXT_OK ? rxt_program_task(program, &turn, &task) : err;
    err = err == RXT_OK ? export_task(run, party, &task, nonce) : err;
    rxt_task_free(&task);
    return err == RXT_OK ? tell_launch(run, launch) : err;
}

json_t *rxt_program_line(void *state, const char *line, bool *is_talk)
{
    struct program_launch *run = state;
    *is_talk = !rxt_wire_feed(run->wire, line, strlen(line)) && strchr(line, ' '); /* no rest of a torn one */
    return NULL;
}

/* Records of all ranks, and of the first that is missing why. */
static void take_records(struct program_launch *run, struct rxt_watched *ranks, char *missing, size_t n_bytes)
{
    missing[0] = '\0';
    for (int r = 0; r < run->n_ranks; r++) {
        if (rxt_wire_take(run->wire, r, &ranks[r]) != RXT_OK) {
            rxt_watched_free(&ranks[r]);
            ranks[r].rank = -1;
            if (!missing[0]) {
                snprintf(missing, n_bytes, "%s", rxt_reason());
            }
        }
    }
}

/* Ask --check about the answer; "": it is right. */
static void check_answer(const struct program_launch *run, char *wrong, size_t n_bytes)
{
    struct rxt_words words = {0};
    struct rxt_answer answer = {0};
    const struct rxt_program *program = run->member->shared->program;
    const struct rxt_program_values values = rxt_program_values_of(&run->layout);
    wrong[0] = '\0';
    enum rxt_err err = rxt_program_fill_words(&program->check, &values, &words);
    err = err == RXT_OK ? rxt_program_anchor(&words) : err;
    if (err == RXT_OK) {
        const struct rxt_question question = {.words = (const char *const *)words.word,
                                              .folder = run->folder,
                                              .timeout_s = 600.0,
                                              .stop = run->stop};
        err = rxt_program_ask(&question, &answer);
    }
    if (err != RXT_OK) {
        snprintf(wrong, n_bytes, "--check: %s", rxt_reason());
    } else if (answer.status != 0) {
        const char *said = rxt_text_of(&answer.said[answer.said[RXT_ERR].n > 0 ? RXT_ERR : RXT_OUT]);
        snprintf(wrong, n_bytes, "--check ended with status %d: %.*s", answer.status,
                 (int)strcspn(said, "\n"), said);
    }
    rxt_answer_free(&answer);
    rxt_words_free(&words);
}

static json_t *failure(const struct program_launch *run, const char *why)
{
    char date[24], layout[RXT_LAYOUT_BYTES];
    struct rxt_text clean = {0};
    rxt_clock_date(date, sizeof date);
    rxt_text_add_line(&clean, why, strlen(why));
    json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:s}", "schema", RXT_SCHEMA_FAILURE, "layout",
                             rxt_layout_text(&run->layout, layout, sizeof layout), "kernel",
                             run->member->subject.name, "reason", rxt_text_of(&clean), "date", date);
    rxt_text_free(&clean);
    return json;
}

/* Places that put threads on one core are not given again; the launch is tried once more with the mask alone. */
static void learn(struct program_launch *run, const struct rxt_watch_proof *proof)
{
    bool *mask_only = &run->member->shared->mask_only[run->member->index];
    run->again = proof->is_stacked && run->plan.n_threads > 1 && !*mask_only;
    if (run->again) {
        *mask_only = true;
        rxt_note(RXT_NOTE_WARNING,
                 "%s: %s; from here on its ranks get their mask, and OpenMP is told of no places",
                 run->member->subject.name, proof->why);
    }
}

static json_t *sample(struct program_launch *run, struct rxt_program_seen *seen)
{
    char wrong[512];
    const struct rxt_program *program = run->member->shared->program;
    struct rxt_finding finding;
    struct rxt_watch_proof proof = {.state = RXT_PROOF_OPEN};
    struct rxt_found *found = calloc(seen->n, sizeof *found);
    if (!found) {
        return NULL;
    }
    for (size_t r = 0; r < seen->n; r++) {
        found[r] = seen->ranks[r].found;
    }
    const struct rxt_find_spec spec = {program->metric, program->metric_file, program->take, program->expect,
                                       program->answer};
    rxt_found_gather(&spec, found, seen->n, &finding);
    free(found);
    if (finding.why[0]) {
        return failure(run, finding.why);
    }
    if (program->check.n > 0) {
        check_answer(run, wrong, sizeof wrong);
        seen->wrong = wrong;
    }
    rxt_watch_judge(seen->ranks, seen->n, seen->plan, &proof);
    learn(run, &proof);
    return rxt_program_sample(seen, &finding, &proof);
}

json_t *rxt_program_end(void *state, struct rxt_outcome *outcome)
{
    struct program_launch *run = state;
    char missing[512], why[1024];
    json_t *told = NULL;
    struct rxt_watched *ranks = calloc((size_t)run->n_ranks, sizeof *ranks);
    if (!ranks) {
        return NULL;
    }
    take_records(run, ranks, missing, sizeof missing);
    struct rxt_program_seen seen = {.member = run->member,
                                    .layout = &run->layout,
                                    .launcher = run->launcher,
                                    .ranks = ranks,
                                    .n = (size_t)run->n_ranks,
                                    .missing = missing,
                                    .plan = &run->plan,
                                    .outcome = outcome};
    told = rxt_program_failed(&seen, &outcome->timed_out, why, sizeof why) ? failure(run, why)
                                                                           : sample(run, &seen);
    for (int r = 0; r < run->n_ranks; r++) {
        rxt_watched_free(&ranks[r]);
    }
    free(ranks);
    return told;
}

bool rxt_program_again(const void *state)
{
    const struct program_launch *run = state;
    return run && run->again;
}

void rxt_program_done(void *state)
{
    struct program_launch *run = state;
    if (run) {
        if (run->folder[0]) {
            rxt_program_folder_leave(run->member->shared->folders, run->folder);
        }
        rxt_wire_close(run->wire);
        rxt_words_free(&run->program);
        rxt_words_free(&run->exports);
        free(run);
    }
}
