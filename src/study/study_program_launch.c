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

/* Of one of the copies that run side by side; of most programs there is one. */
struct copy {
    char folder[RXT_PATH_BYTES]; /* "": it was not entered */
    struct rxt_wire *wire;
};

/* Of a running launch. */
struct program_launch {
    const struct rxt_program_member *member;
    struct rxt_layout layout;
    const volatile sig_atomic_t *stop;
    const char *launcher;
    struct rxt_words program, *exports; /* of each copy */
    struct copy *copies;
    int n_copies;
    struct rxt_watch_plan plan;
    int n_ranks; /* of a copy */
    int round;
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
    if (!err) {
        err = rxt_plan_make(&plan, shared->here, party->layout, &party->terms->options);
    }
    if (err == RXT_OK) {
        rxt_bind_plan_text(plan, &text);
        run->plan.shares = plan->shares_cores;
        task->plan = text.failed ? NULL : strdup(rxt_text_of(&text));
    }
    rxt_text_free(&text);
    rxt_plan_close(plan);
    return err;
}

static enum rxt_err export_task(struct program_launch *run, int copy, const struct rxt_party *party,
                                struct rxt_task *task, const char *nonce)
{
    struct rxt_text text = {0};
    struct rxt_words *exports = &run->exports[copy];
    task->smt = party->terms->options.smt;
    task->oversubscribe = party->terms->options.oversubscribe;
    task->mask_only = run->member->shared->mask_only[run->member->index];
    task->timeout_s = party->timeout_s;
    task->nonce = strdup(nonce);
    enum rxt_err err = add_plan(run, party, task);
    if (!err) {
        err = rxt_task_to_text(task, &text);
    }
    if (err == RXT_OK) {
        rxt_words_add(exports, RXT_TASK_VARIABLE "=%s", rxt_text_of(&text));
        err = exports->failed || text.failed ? rxt_fail(RXT_E_MEMORY, "no room for a task") : RXT_OK;
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
    if (!err) {
        err = rxt_own_word(&run->program);
    }
    rxt_words_add(&run->program, "watch");
    if (program->start != RXT_START_LAUNCHER) {
        launch->layout = (struct rxt_layout){1, 1, 1, RXT_BY_SPREAD};
    }
    launch->program = &run->program;
    launch->exports = run->exports;
    launch->n_side = (size_t)run->n_copies;
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

/* What one copy is told, and where it runs. */
static enum rxt_err begin_copy(struct program_launch *run, int number, const struct rxt_party *party)
{
    char nonce[17];
    struct copy *copy = &run->copies[number];
    struct rxt_program_study *shared = run->member->shared;
    struct rxt_task task = {.layout = NULL};
    const struct rxt_program_turn turn = {run->member->index, run->layout, party->launch, number,
                                          copy->folder};
    enum rxt_err err = make_nonce(nonce, sizeof nonce - 1);
    if (!err) {
        err = rxt_wire_open(&copy->wire, nonce, run->n_ranks);
    }
    if (!err) {
        err = rxt_program_folder_enter(shared->folders, &turn, copy->folder, sizeof copy->folder);
    }
    if (!err) {
        err = rxt_program_task(shared->program, &turn, &task);
    }
    if (!err) {
        err = export_task(run, number, party, &task, nonce);
    }
    rxt_task_free(&task);
    return err;
}

enum rxt_err rxt_program_begin(const struct rxt_party *party, struct rxt_launch *launch, void **state)
{
    struct program_launch *run = calloc(1, sizeof *run);
    *state = run;
    if (!run) {
        return rxt_fail(RXT_E_MEMORY, "no room for a launch");
    }
    run->member = rxt_program_member_of(party->subjects[0]);
    run->layout = *party->layout;
    run->round = party->round;
    run->stop = party->stop;
    const struct rxt_program *program = run->member->shared->program;
    const int n_threads =
        program->start == RXT_START_ONE ? (int)rxt_layout_node_workers(&run->layout) : run->layout.threads;
    run->n_ranks = rxt_program_ranks(program, &run->layout);
    run->plan =
        (struct rxt_watch_plan){.n_threads = n_threads,
                                .shares = party->terms->options.smt || party->terms->options.oversubscribe,
                                .is_free = run->layout.policy == RXT_BY_NONE};
    run->n_copies = program->subjects[run->member->index].n_copies;
    run->copies = calloc((size_t)run->n_copies, sizeof *run->copies);
    run->exports = calloc((size_t)run->n_copies, sizeof *run->exports);
    enum rxt_err err =
        run->copies && run->exports ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for %d copies", run->n_copies);
    if (!err) {
        err = open_folders(run->member->shared, party);
    }
    for (int i = 0; i < run->n_copies && err == RXT_OK; i++) {
        err = begin_copy(run, i, party);
    }
    return err == RXT_OK ? tell_launch(run, launch) : err;
}

json_t *rxt_program_line(void *state, const char *line, bool *is_talk)
{
    struct program_launch *run = state;
    (void)is_talk; /* the program's output stays with its watches: the rest is a launcher's farewell */
    for (int i = 0; i < run->n_copies; i++) { /* each knows its own */
        (void)rxt_wire_feed(run->copies[i].wire, line, strlen(line));
    }
    return NULL;
}

/* Records of all ranks, and of the first that is missing why. */
static void take_records(struct program_launch *run, struct rxt_watched *ranks, char *missing, size_t n_bytes)
{
    missing[0] = '\0';
    for (int i = 0; i < run->n_copies * run->n_ranks; i++) {
        if (rxt_wire_take(run->copies[i / run->n_ranks].wire, i % run->n_ranks, &ranks[i]) == RXT_OK) {
            ranks[i].rank = i; /* counted through the copies */
            continue;
        }
        rxt_watched_free(&ranks[i]);
        ranks[i].rank = -1;
        if (!missing[0]) {
            snprintf(missing, n_bytes, "%s", rxt_reason());
        }
    }
}

/* Ask --check about the answer; "": it is right. */
static void check_answer(const struct program_launch *run, const char *folder, char *wrong, size_t n_bytes)
{
    struct rxt_words words = {0};
    struct rxt_answer answer = {0};
    const struct rxt_program *program = run->member->shared->program;
    const struct rxt_program_values values = rxt_program_values_of(&run->layout);
    wrong[0] = '\0';
    enum rxt_err err = rxt_program_fill_words(&program->check, &values, &words);
    if (!err) {
        err = rxt_program_anchor(&words);
    }
    if (err == RXT_OK) {
        const struct rxt_question question = {.words = (const char *const *)words.word,
                                              .folder = folder,
                                              .timeout_s = 600.0,
                                              .stop = run->stop};
        err = rxt_program_ask(&question, &answer);
    }
    if (err != RXT_OK) {
        snprintf(wrong, n_bytes, "--check: %s", rxt_reason());
    } else if (answer.status != 0) {
        const char *said = rxt_text_of(&answer.said[answer.said[RXT_ERR].n > 0 ? RXT_ERR : RXT_OUT]);
        const int n = (int)strcspn(said, "\n");
        snprintf(wrong, n_bytes, "--check ended with status %d%s%.*s", answer.status, n > 0 ? ": " : "", n,
                 said);
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

/* Threads that a program never uses are not given again: Debian's LAMMPS says that it has two and runs one. */
static void learn_idle(const struct program_launch *run, const struct rxt_watch_proof *proof)
{
    struct rxt_idle *idle = &run->member->shared->idle[run->member->index];
    if (run->layout.threads < 2 || run->layout.policy == RXT_BY_NONE || proof->state != RXT_PROOF_HOLDS ||
        idle->n >= RXT_IDLE_LAUNCHES) {
        return;
    }
    rxt_idle_add(idle, run->round, &run->layout, proof->most_used == 1);
    if (idle->n == RXT_IDLE_LAUNCHES) {
        rxt_note(
            RXT_NOTE_WARNING,
            "%s used 1 of the %d threads that each rank was given, in %d launches: it gets no more than one "
            "from here on",
            run->member->subject.name, run->layout.threads, RXT_IDLE_LAUNCHES);
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
        wrong[0] = '\0';
        for (int i = 0; i < run->n_copies && !wrong[0]; i++) {
            check_answer(run, run->copies[i].folder, wrong, sizeof wrong);
        }
        seen->wrong = wrong;
    }
    rxt_watch_judge(seen->ranks, seen->n, seen->plan, &proof);
    learn(run, &proof);
    learn_idle(run, &proof);
    return rxt_program_sample(seen, &finding, &proof);
}

json_t *rxt_program_end(void *state, struct rxt_outcome *outcome)
{
    struct program_launch *run = state;
    char missing[512], why[1024];
    json_t *told = NULL;
    const size_t n = (size_t)run->n_copies * (size_t)run->n_ranks;
    struct rxt_watched *ranks = calloc(n, sizeof *ranks);
    if (!ranks) {
        return NULL;
    }
    take_records(run, ranks, missing, sizeof missing);
    struct rxt_program_seen seen = {.member = run->member,
                                    .layout = &run->layout,
                                    .launcher = run->launcher,
                                    .ranks = ranks,
                                    .n = n,
                                    .n_copies = run->n_copies,
                                    .missing = missing,
                                    .plan = &run->plan,
                                    .is_mask_only = run->member->shared->mask_only[run->member->index],
                                    .outcome = outcome};
    told = rxt_program_failed(&seen, &outcome->timed_out, why, sizeof why) ? failure(run, why)
                                                                           : sample(run, &seen);
    for (size_t r = 0; r < n; r++) {
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
    if (!run) {
        return;
    }
    for (int i = 0; i < run->n_copies; i++) {
        if (run->copies && run->copies[i].folder[0]) {
            rxt_program_folder_leave(run->member->shared->folders, run->copies[i].folder);
        }
        if (run->copies) {
            rxt_wire_close(run->copies[i].wire);
        }
        if (run->exports) {
            rxt_words_free(&run->exports[i]);
        }
    }
    free(run->copies);
    free(run->exports);
    rxt_words_free(&run->program);
    free(run);
}
