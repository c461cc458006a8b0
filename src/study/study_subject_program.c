/* SPDX-License-Identifier: BSD-3-Clause
 * study_subject_program.c - the family of programs that know nothing of rxt.
 */
#include "study_subject_program.h"

#include "launch_library.h"
#include "note.h"
#include "program_parts.h"
#include "study_program.h"
#include "text.h"
#include "trial_words.h"

#include <stdlib.h>
#include <string.h>

static void leave(struct rxt_program_study *shared)
{
    if (--shared->n_users == 0) {
        rxt_program_folders_close(shared->folders);
        rxt_topology_close(shared->here);
        free(shared->mask_only);
        free(shared->idle);
        free(shared);
    }
}

static void close_member(struct rxt_subject *subject)
{
    struct rxt_program_member *member = (struct rxt_program_member *)subject;
    leave(member->shared);
    json_decref(member->params);
    free(member->command);
    free(member);
}

/* As a shell would take it; what is no text is shown as such. */
static char *command_text(const struct rxt_words *words)
{
    struct rxt_text line = {0}, clean = {0};
    for (size_t i = 0; i < words->n; i++) {
        rxt_text_add(&line, i > 0 ? " " : "");
        rxt_text_add_quoted(&line, words->word[i]);
    }
    rxt_text_add_clean(&clean, rxt_text_of(&line), line.n);
    char *text = line.failed || clean.failed ? NULL : strdup(rxt_text_of(&clean));
    rxt_text_free(&line);
    rxt_text_free(&clean);
    return text;
}

static enum rxt_err make_member(struct rxt_program_study *shared, size_t index, struct rxt_subject **out)
{
    const struct rxt_program_subject *subject = &shared->program->subjects[index];
    struct rxt_program_member *member = calloc(1, sizeof *member);
    char *command = member ? command_text(&subject->command) : NULL;
    json_t *params =
        command ? json_pack("{s:s, s:i}", "command", command, "copies", subject->n_copies) : NULL;
    if (!params) {
        free(command);
        free(member);
        return rxt_fail(RXT_E_MEMORY, "no room for program %s", subject->name);
    }
    *member =
        (struct rxt_program_member){{&rxt_family_program, subject->name}, shared, index, command, params};
    shared->n_users++;
    *out = &member->subject;
    return RXT_OK;
}

static enum rxt_err grow(const struct rxt_subject *subject, double factor, struct rxt_subject **out)
{
    const struct rxt_program_member *member = rxt_program_member_of(subject);
    if (factor > 1.0) {
        return rxt_fail(RXT_E_USAGE,
                        "a program's size is its own: let its arguments grow by {cores}, and give --scaling "
                        "strong");
    }
    return make_member(member->shared, member->index, out);
}

static bool runs(const struct rxt_subject *subject, const struct rxt_layout *layout)
{
    char why[256];
    const struct rxt_program_member *member = rxt_program_member_of(subject);
    const bool is_idle = layout->threads > 1 && layout->policy != RXT_BY_NONE &&
                         member->shared->idle[member->index].n >= RXT_IDLE_LAUNCHES;
    return !is_idle && rxt_program_allows(member->shared->program, member->index, layout, why, sizeof why);
}

static enum rxt_err describe(const struct rxt_subject *subject, struct rxt_entry *out)
{
    const struct rxt_program_member *member = rxt_program_member_of(subject);
    const struct rxt_program *program = member->shared->program;
    *out = (struct rxt_entry){.name = subject->name,
                              .what = member->command,
                              .category = "program",
                              .growth = {.power = 1.0},
                              .is_program = true,
                              .is_answering = program->answer != NULL,
                              .tolerance = program->tolerance,
                              .params = json_incref(member->params),
                              .files = rxt_program_files(program, member->index),
                              .definition = rxt_program_to_json(program, member->index)};
    return RXT_OK;
}

/* The program, behind `env` with what the user sets for it: without, another run would be pasted. */
static enum rxt_err command_words(const struct rxt_program_member *member, const struct rxt_layout *layout,
                                  struct rxt_words *out)
{
    const struct rxt_program *program = member->shared->program;
    const struct rxt_program_values values = rxt_program_values_of(layout);
    if (program->env.n > 0) {
        rxt_words_add(out, "env");
    }
    const enum rxt_err err = rxt_program_fill_words(&program->env, &values, out);
    return err ? err : rxt_program_words(program, member->index, layout, out);
}

static void add_words(struct rxt_text *out, const struct rxt_words *words)
{
    for (size_t i = 0; i < words->n; i++) {
        rxt_text_add(out, out->n > 0 ? " " : "");
        rxt_text_add_quoted(out, words->word[i]);
    }
}

static bool has_colon(const struct rxt_words *words)
{
    bool has = false;
    for (size_t i = 0; i < words->n; i++) {
        has |= !strcmp(words->word[i], ":");
    }
    return has;
}

/* Launchers take a lone ":" for the beginning of another program, wherever it stands: it goes by as a part of a word, which a
 * shell takes apart again. A study needs none: its words travel in the environment. */
static void add_command(const struct rxt_words *command, bool is_launched, struct rxt_words *out)
{
    struct rxt_text line = {0};
    if (is_launched && has_colon(command)) {
        rxt_text_add(&line, "exec");
        add_words(&line, command);
        rxt_words_add(out, "sh");
        rxt_words_add(out, "-c");
        rxt_words_add(out, "%s", rxt_text_of(&line));
        out->failed |= line.failed;
        rxt_text_free(&line);
        return;
    }
    for (size_t i = 0; i < command->n; i++) {
        rxt_words_add(out, "%s", command->word[i]);
    }
}

/* `rxt bind` in front of the program, with what it needs to do as the study did. */
static enum rxt_err bind_words(const struct rxt_program_member *member, const struct rxt_launch *launch,
                               struct rxt_words *out)
{
    char text[RXT_LAYOUT_BYTES];
    rxt_words_add(out, "rxt");
    rxt_words_add(out, "bind");
    rxt_words_add(out, "%s", rxt_layout_text(&launch->layout, text, sizeof text));
    if (launch->options.smt) {
        rxt_words_add(out, "--smt");
    }
    if (launch->options.oversubscribe) {
        rxt_words_add(out, "--oversubscribe");
    }
    if (member->shared->program->start == RXT_START_ONE) {
        rxt_words_add(out, "--one-process");
    } else if (member->shared->mask_only[member->index]) {
        rxt_words_add(out, "--mask-only");
    }
    const int n_copies = member->shared->program->subjects[member->index].n_copies;
    if (n_copies > 1) { /* the first of them */
        rxt_words_add(out, "--slice");
        rxt_words_add(out, "1/%d", n_copies);
    }
    rxt_words_add(out, "--");
    struct rxt_words command = {0};
    const enum rxt_err err = command_words(member, &launch->layout, &command);
    add_command(&command, member->shared->program->start != RXT_START_ONE, out);
    rxt_words_free(&command);
    return err;
}

static enum rxt_err paste(const struct rxt_subject *subject, const struct rxt_launch *launch,
                          struct rxt_text *out)
{
    const struct rxt_program_member *member = rxt_program_member_of(subject);
    const struct rxt_program *program = member->shared->program;
    struct rxt_words words = {0}, starter = {0};
    struct rxt_launch line = *launch;
    line.is_foreign = true;
    line.program = &words;
    enum rxt_err err = bind_words(member, launch, &words);
    err = err == RXT_OK && program->start == RXT_START_LINE
              ? rxt_program_launcher(program, &launch->layout, &starter)
              : err;
    if (err == RXT_OK && program->start == RXT_START_LAUNCHER) {
        err = rxt_launch_line(&line, out);
    } else if (err == RXT_OK) {
        add_words(out, &starter);
        add_words(out, &words);
    }
    rxt_words_free(&starter);
    rxt_words_free(&words);
    return err;
}

/* Several ranks of a program that has no MPI do the same work several times. */
static void warn_of_copies(const struct rxt_program_subject *subject, const struct rxt_layout *layout)
{
    if (rxt_layout_ranks(layout) > 1) {
        rxt_note(
            RXT_NOTE_WARNING,
            "%s is linked with no MPI that rxt knows: of several ranks each would do the whole work. If its "
            "threads are its own affair, give --launcher none; or --ranks 1",
            subject->name);
    }
}

/* By the first subject: one study has one launcher. */
static enum rxt_err find_way(const struct rxt_subject *subject, const struct rxt_layout *layout,
                             struct rxt_way *way)
{
    static char library[64], path[4096];
    const struct rxt_program_member *member = rxt_program_member_of(subject);
    const struct rxt_program_subject *first = &member->shared->program->subjects[member->index];
    if (member->shared->program->start != RXT_START_LAUNCHER) {
        way->launcher = &rxt_launcher_none;
        return RXT_OK;
    }
    const enum rxt_linked linked = rxt_program_linked(first->command.word[0], library, sizeof library);
    if (linked == RXT_LINKED_NONE) {
        warn_of_copies(first, layout);
    }
    way->library = linked == RXT_LINKED_MPI ? library : NULL;
    way->launcher = rxt_launcher_find(layout, way, &rxt_launcher_none, path, sizeof path);
    return way->launcher ? RXT_OK : RXT_E_ABSENT;
}

static void recall(const struct rxt_subject *subject, const struct rxt_study *so_far)
{
    const struct rxt_program_member *member = rxt_program_member_of(subject);
    for (size_t i = 0; i < so_far->n_samples; i++) {
        const struct rxt_sample *s = so_far->samples[i];
        member->shared->mask_only[member->index] |= s->is_mask_only && !strcmp(s->kernel, subject->name);
    }
    member->shared->idle[member->index] = rxt_decide_idle(so_far, subject->name);
}

const struct rxt_family rxt_family_program = {
    .runs = runs,
    .grow = grow,
    .close = close_member,
    .describe = describe,
    .paste = paste,
    .find_way = find_way,
    .begin = rxt_program_begin,
    .line = rxt_program_line,
    .end = rxt_program_end,
    .again = rxt_program_again,
    .done = rxt_program_done,
    .recall = recall,
};

enum rxt_err rxt_study_add_program(struct rxt_study_spec *spec, const struct rxt_program *program)
{
    struct rxt_program_study *shared = calloc(1, sizeof *shared);
    struct rxt_subject **subjects =
        realloc(spec->subjects, (spec->n_subjects + program->n_subjects + 1) * sizeof(struct rxt_subject *));
    spec->subjects = subjects ? subjects : spec->subjects;
    if (shared) {
        shared->program = program;
        shared->n_users = 1; /* until all are added */
        shared->mask_only = calloc(program->n_subjects + 1, sizeof *shared->mask_only);
        shared->idle = calloc(program->n_subjects + 1, sizeof *shared->idle);
    }
    if (!shared || !subjects || !shared->mask_only || !shared->idle) {
        if (shared) {
            free(shared->mask_only);
            free(shared->idle);
        }
        free(shared);
        return rxt_fail(RXT_E_MEMORY, "no room for %zu programs", program->n_subjects);
    }
    enum rxt_err err = RXT_OK;
    for (size_t k = 0; k < program->n_subjects && err == RXT_OK; k++) {
        err = make_member(shared, k, &spec->subjects[spec->n_subjects]);
        spec->n_subjects += err == RXT_OK;
    }
    spec->n_warmup = program->n_warmup;
    leave(shared);
    return err;
}
