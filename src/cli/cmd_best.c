/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_best.c - rxt best: the decision of a study, for a job script.
 *
 * Standard output holds the answer or nothing. Of which decision it is, and what changed since, is said beside it.
 */
#include "cli.h"
#include "cli_decision.h"

#include "bytes.h"
#include "clock.h"
#include "decide_valid.h"
#include "identity.h"
#include "json.h"
#include "json_text.h"
#include "study.h"
#include "text.h"

#include <stdint.h>
#include <string.h>

/* What is now, as a study would record it. */
static enum rxt_err look_around(json_t **now)
{
    struct rxt_topology *here = NULL;
    const enum rxt_err err = rxt_topology_open(&here, NULL);
    if (err == RXT_OK) {
        json_t *record = rxt_machine_record(here);
        *now = rxt_conditions_of(json_object_get(record, "machine"), json_object_get(record, "build"),
                                 json_object_get(json_object_get(record, "versions"), "mpi_library"));
        json_decref(record);
    }
    rxt_topology_close(here);
    return err;
}

static void say_change(void *context, const char *what, const char *then, const char *now)
{
    (void)context;
    rxt_say("rxt: warning: ", "changed since the study: %s was '%s', is '%s'", what, then, now);
}

static void say_file(void *context, const char *what, const char *then, const char *now)
{
    (void)context;
    rxt_say("rxt: warning: ", "changed since the study: file %s was '%s', is '%s'", what, then, now);
}

/* A decision that does not tell of what it is may be of anything. */
static size_t find_changed_conditions(const json_t *decision, const json_t *now)
{
    const json_t *then = json_object_get(decision, "conditions");
    if (json_object_size(then) == 0) {
        rxt_say("rxt: warning: ", "the decision does not tell of which machine and build it is");
        return 1;
    }
    return rxt_conditions_compare(then, now, say_change, NULL);
}

/* Count which of the files that a subject is, or reads, are others now, and say each. */
static size_t find_changed_files(const json_t *row)
{
    const char *name;
    json_t *then, *files = json_object_get(row, "files"), *now = json_object();
    json_object_foreach(files, name, then)
    {
        struct rxt_text path = {0};
        json_t *written = json_string(name);
        if (rxt_bytes_from_json(written, &path)) {
            json_object_set_new(now, name, rxt_file_identity(rxt_text_of(&path)));
        }
        json_decref(written);
        rxt_text_free(&path);
    }
    const size_t n = json_is_object(files) ? rxt_conditions_compare(files, now, say_file, NULL) : 0;
    json_decref(now);
    return n;
}

/* Count what changed, and say each; choice is NULL for all subjects. A program has no part of rxt's build in it. */
static size_t find_changes(const json_t *decision, const struct rxt_choice *choice, const json_t *around)
{
    json_t *now = json_copy((json_t *)(uintptr_t)around);
    size_t n = 0;
    if (choice && choice->is_program) {
        json_object_del(now, "build");
    }
    n += find_changed_conditions(decision, now);
    json_decref(now);
    const json_t *rows = json_object_get(decision, "kernels"), *row;
    size_t i;
    json_array_foreach(rows, i, row)
    {
        n += !choice || choice->row == row ? find_changed_files(row) : 0;
    }
    return n;
}

static void say_which(const json_t *decision, const struct rxt_choice *choice)
{
    char age[32];
    const char *date = rxt_json_text_at(decision, "date", "an unknown date");
    const json_t *machine = json_object_get(json_object_get(decision, "conditions"), "machine");
    rxt_say("rxt: ", "%s for %s, of study %s on %s (%s) at %s, %s", choice->text, choice->subject,
            rxt_json_text_at(decision, "study", "without a name"),
            rxt_json_text_at(decision, "host", "an unknown host"),
            rxt_json_text_at(machine, "cpu", "unknown CPU"), date,
            rxt_show_age(age, sizeof age, rxt_clock_since(date)));
    rxt_choice_say_before(choice);
    if (choice->is_busy) {
        rxt_say("rxt: warning: ",
                "measured while the machine was busy: nothing is concluded; %s was the fastest so far",
                choice->text);
    } else if (choice->is_open) {
        rxt_say("rxt: warning: ", "undecided: too few rounds to compare; %s was the fastest so far",
                choice->text);
    }
}

/* The rows of all subjects, chosen or not. */
static enum rxt_err print_all(const json_t *decision)
{
    struct rxt_text text = {0};
    rxt_text_add_json(&text, json_object_get(decision, "kernels"), JSON_INDENT(1) | JSON_REAL_PRECISION(12));
    rxt_text_add(&text, "\n");
    const enum rxt_err err =
        text.failed ? rxt_fail(RXT_E_MEMORY, "no room for JSON") : rxt_print(rxt_text_of(&text));
    rxt_text_free(&text);
    return err;
}

static enum rxt_err answer(const struct rxt_args *args, const json_t *decision,
                           const struct rxt_choice *choice)
{
    struct rxt_text text = {0};
    enum rxt_err err = rxt_answer_write(args->print, decision, choice, &text);
    if (!err) {
        err = rxt_print(rxt_text_of(&text));
    }
    rxt_text_free(&text);
    return err;
}

/* NULL: none was named. */
static const char *subject_of(const struct rxt_args *args)
{
    return args->subjects.n > 0 ? args->subjects.word[0] : NULL;
}

static enum rxt_err use(const struct rxt_args *args, const json_t *decision, const json_t *now)
{
    struct rxt_choice choice;
    const bool is_all = !subject_of(args) && !strcmp(args->print, "json") &&
                        json_array_size(json_object_get(decision, "kernels")) > 1;
    enum rxt_err err = is_all ? RXT_OK : rxt_choice_make(decision, subject_of(args), &choice);
    if (err != RXT_OK) {
        return err;
    }
    if (!is_all) {
        say_which(decision, &choice);
    }
    const size_t n_changes = find_changes(decision, is_all ? NULL : &choice, now);
    if (n_changes > 0 && !args->stale_ok) {
        return rxt_fail(RXT_E_WRONG,
                        "what the decision rests on has changed: study again, or take it by --stale-ok");
    }
    if (is_all) {
        return args->verify ? rxt_fail(RXT_E_USAGE, "--verify needs --subject: the study has several")
                            : print_all(decision);
    }
    err = args->verify ? rxt_choice_verify(decision, &choice) : RXT_OK;
    return err == RXT_OK ? answer(args, decision, &choice) : err;
}

static enum rxt_err run(const struct rxt_args *args)
{
    json_t *list = NULL, *now = NULL;
    if (args->n_words == 0) {
        return rxt_fail(RXT_E_USAGE, "rxt best needs a study or a decision, such as: rxt best results/NAME");
    }
    if (args->subjects.n > 1) {
        return rxt_fail(RXT_E_USAGE, "rxt best is of one --subject: '%s' and '%s' are two",
                        args->subjects.word[0], args->subjects.word[1]);
    }
    enum rxt_err err = rxt_decisions_load(args->words[0], &list);
    if (!err) {
        err = look_around(&now);
    }
    const json_t *decision =
        err == RXT_OK ? rxt_decision_for(list, json_object_get(now, "machine"), subject_of(args)) : NULL;
    err = err == RXT_OK && !decision ? RXT_E_WRONG : err;
    if (!err) {
        err = use(args, decision, now);
    }
    json_decref(list);
    json_decref(now);
    return err;
}

const struct rxt_cmd rxt_cmd_best = {
    .name = "best",
    .words = "DIR|FILE",
    .most_words = 1,
    .is_alone = true,
    .options = "subject print stale-ok verify",
    .what = "print the decision of a study for a job script",
    .more =
        "Of a study's folder or journal, or of a file with one decision.json or several, one behind another ('cat\n"
        "results/*/decision.json > site.json'): the newest of a machine like this one is taken.\n"
        "\n"
        "  layout   4x8; of several nodes 2:4x8\n"
        "  env      export RXT_LAYOUT=4x8 RXT_NODES=1 RXT_RANKS=4 (of all nodes) RXT_RANKS_PER_NODE=4 RXT_THREADS=8\n"
        "           OMP_NUM_THREADS=8, a line each, to be eval'ed; of a study under --launcher none RXT_RANKS=1, and\n"
        "           RXT_THREADS is the cores of the one process\n"
        "  launch   the line to paste\n"
        "  srun, mpirun   the options that start these ranks and leave binding to rxt\n"
        "  json     the subject's row of decision.json; without --subject a list of all\n"
        "\n"
        "Standard output holds the answer or nothing. On standard error is said which decision it is, of which machine and\n"
        "how old, and what has changed since: machine, MPI, build, files. Then, or where the study found no layout, the\n"
        "status is 1. --verify launches the layout and the launcher's plain line three times each, in turn, a program as\n"
        "the study did and in the folder that it was begun in; the status is 1 if the layout is slower each time.\n"
        "\n"
        "In a job script, so that a decision that is none ends it:\n"
        "  env=$(rxt best results/a --print env) || exit\n"
        "  eval \"$env\"\n"
        "  srun --cpu-bind=none -n \"$RXT_RANKS\" ./app\n"
        "\n"
        "Examples:\n"
        "  rxt best results/a --subject heat\n"
        "  rxt best site.json --subject heat --print launch --verify\n",
    .run = run,
};
