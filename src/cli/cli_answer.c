/* SPDX-License-Identifier: BSD-3-Clause
 * cli_answer.c - a chosen layout in the forms that a job script takes.
 *
 * What is eval'ed is made of numbers and of a layout that was parsed, and quoted all the same.
 */
#include "cli_decision.h"

#include "json.h"
#include "json_text.h"
#include "launch.h"
#include "launch_rank.h"
#include "text.h"

#include <string.h>

static void add_number(struct rxt_text *out, const char *name, int value)
{
    rxt_text_add(out, "export %s=%d\n", name, value);
}

/* Of one process what starts it: it has the cores of all ranks, which are threads of its own, or its own affair. */
static struct rxt_layout started(const struct rxt_choice *choice)
{
    struct rxt_layout layout = choice->layout;
    if (choice->is_one_process) {
        layout.threads *= layout.ranks;
        layout.ranks = 1;
    }
    return layout;
}

static void write_env(const struct rxt_choice *choice, struct rxt_text *out)
{
    const struct rxt_layout start = started(choice), *layout = &start;
    rxt_text_add(out, "export RXT_LAYOUT=");
    rxt_text_add_quoted(out, choice->text);
    rxt_text_add(out, "\n");
    add_number(out, "RXT_NODES", layout->nodes);
    add_number(out, "RXT_RANKS", rxt_layout_ranks(layout));
    add_number(out, "RXT_RANKS_PER_NODE", layout->ranks);
    add_number(out, "RXT_THREADS", layout->threads);
    add_number(out, "OMP_NUM_THREADS", choice->layout.threads);
}

/* The launcher of the study, where it is one of MPI's; else the first that goes with this build. */
static const struct rxt_launcher *mpirun_of(const json_t *decision)
{
    const struct rxt_launcher *first = NULL;
    const struct rxt_layout any = {1, 1, 1, RXT_BY_SPREAD};
    for (const struct rxt_launcher *const *l = rxt_launchers; *l; l++) {
        if (!(*l)->ranks || (*l)->ranks->is_step) {
            continue;
        }
        if (!strcmp((*l)->name, rxt_json_text_at(decision, "launcher", ""))) {
            return *l;
        }
        first = first ? first : (*l)->serves(&any, NULL) ? *l : NULL;
    }
    return first;
}

/* All that the launcher is told but its own name: to start the ranks, and to leave binding to rxt. */
static enum rxt_err write_options(const struct rxt_launcher *launcher, const json_t *decision,
                                  const struct rxt_choice *choice, struct rxt_text *out)
{
    struct rxt_words words = {0};
    const struct rxt_launch launch = {.layout = started(choice),
                                      .options = {json_is_true(json_object_get(decision, "smt")),
                                                  json_is_true(json_object_get(decision, "oversubscribe"))},
                                      .way = {.launcher = launcher}};
    if (!launcher) {
        return rxt_fail(RXT_E_ABSENT, "no launcher of the MPI of this build (%s) is known",
                        rxt_rank_library());
    }
    launcher->command(&words, launcher->name, &launch);
    for (size_t i = 1; i < words.n; i++) {
        rxt_text_add(out, i > 1 ? " " : "");
        rxt_text_add_quoted(out, words.word[i]);
    }
    rxt_text_add(out, "\n");
    out->failed |= words.failed;
    rxt_words_free(&words);
    return RXT_OK;
}

enum rxt_err rxt_answer_write(const char *form, const json_t *decision, const struct rxt_choice *choice,
                              struct rxt_text *out)
{
    enum rxt_err err = RXT_OK;
    if (!strcmp(form, "env")) {
        write_env(choice, out);
    } else if (!strcmp(form, "srun")) {
        err = write_options(&rxt_launcher_srun, decision, choice, out);
    } else if (!strcmp(form, "mpirun")) {
        err = write_options(mpirun_of(decision), decision, choice, out);
    } else if (!strcmp(form, "json")) {
        rxt_text_add_json(out, choice->row, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
        rxt_text_add(out, "\n");
    } else if (!strcmp(form, "layout")) {
        rxt_text_add(out, "%s\n", choice->text);
    } else if (choice->launch) {
        rxt_text_add(out, "%s\n", choice->launch);
    } else {
        err = rxt_fail(
            RXT_E_WRONG,
            "the decision tells no line of rxt's own for %s; --print layout, srun or mpirun tell how to make one",
            choice->text);
    }
    return err == RXT_OK && out->failed ? rxt_fail(RXT_E_MEMORY, "no room for an answer") : err;
}
