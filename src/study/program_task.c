/* SPDX-License-Identifier: BSD-3-Clause
 * program_task.c - what a rank of a program is told under a layout.
 */
#include "program_parts.h"

#include "watch_task.h"

#include <stdlib.h>
#include <string.h>

enum rxt_err rxt_program_fill_words(const struct rxt_words *words, const struct rxt_program_values *values,
                                    struct rxt_words *out)
{
    for (size_t i = 0; i < words->n; i++) {
        struct rxt_text word = {0};
        rxt_program_fill(words->word[i], strlen(words->word[i]), values, &word);
        rxt_words_add(out, "%s", rxt_text_of(&word));
        out->failed |= word.failed;
        rxt_text_free(&word);
    }
    return out->failed ? rxt_fail(RXT_E_MEMORY, "no room for the words of a program") : RXT_OK;
}

enum rxt_err rxt_program_words(const struct rxt_program *program, size_t subject,
                               const struct rxt_layout *layout, struct rxt_words *out)
{
    const struct rxt_program_values values = rxt_program_values_of(layout);
    enum rxt_err err = rxt_program_fill_words(&program->subjects[subject].command, &values, out);
    for (size_t i = 0; i < program->whens.n && err == RXT_OK; i++) {
        bool holds = false;
        const char *word = "";
        err = rxt_program_when(program->whens.word[i], &values, &holds, &word);
        if (err == RXT_OK && holds) {
            char *copy = strdup(word);
            const struct rxt_words one = {.word = &copy, .n = 1};
            err = copy ? rxt_program_fill_words(&one, &values, out)
                       : rxt_fail(RXT_E_MEMORY, "no room for the words of a program");
            free(copy);
        }
    }
    return err;
}

enum rxt_err rxt_program_launcher(const struct rxt_program *program, const struct rxt_layout *layout,
                                  struct rxt_words *out)
{
    const struct rxt_program_values values = rxt_program_values_of(layout);
    return rxt_program_fill_words(&program->launcher, &values, out);
}

enum rxt_err rxt_program_anchor(struct rxt_words *command)
{
    char path[RXT_PATH_BYTES];
    if (command->n == 0 || command->word[0][0] == '/' || !strchr(command->word[0], '/')) {
        return RXT_OK; /* found by its whole path, or in PATH, from everywhere */
    }
    rxt_program_absolute(command->word[0], path, sizeof path);
    free(command->word[0]);
    command->word[0] = strdup(path);
    command->failed |= !command->word[0];
    return command->failed ? rxt_fail(RXT_E_MEMORY, "no room for the words of a program") : RXT_OK;
}

static char *copy_of(const char *text, bool *failed)
{
    char *copy = text ? strdup(text) : NULL;
    *failed |= text && !copy;
    return copy;
}

/* The texts of a task, and its numbers. */
static enum rxt_err add_texts(const struct rxt_program *program, const struct rxt_program_turn *turn,
                              struct rxt_task *out)
{
    char layout[RXT_LAYOUT_BYTES], input[RXT_PATH_BYTES];
    const int n_copies = program->subjects[turn->subject].n_copies;
    bool failed = false;
    if (program->stdin_file) {
        rxt_program_absolute(program->stdin_file, input, sizeof input);
    }
    out->folder = copy_of(turn->folder, &failed);
    out->stdin_path = copy_of(program->stdin_file ? input : NULL, &failed);
    out->layout = copy_of(rxt_layout_text(&turn->layout, layout, sizeof layout), &failed);
    out->find = (struct rxt_find_spec){.metric = copy_of(program->metric, &failed),
                                       .metric_file = copy_of(program->metric_file, &failed),
                                       .take = program->take,
                                       .expect = copy_of(program->expect, &failed),
                                       .answer = copy_of(program->answer, &failed)};
    out->slice = n_copies > 1 ? turn->copy + 1 : 0;
    out->n_slices = n_copies > 1 ? n_copies : 0;
    out->one_process = program->start == RXT_START_ONE;
    out->accounts = !program->no_preload && !out->one_process; /* what one process starts is its own affair */
    return failed ? rxt_fail(RXT_E_MEMORY, "no room for the task of a rank") : RXT_OK;
}

enum rxt_err rxt_program_task(const struct rxt_program *program, const struct rxt_program_turn *turn,
                              struct rxt_task *out)
{
    const struct rxt_program_values values = rxt_program_values_of(&turn->layout);
    *out = (struct rxt_task){.layout = NULL};
    enum rxt_err err = rxt_program_words(program, turn->subject, &turn->layout, &out->argv);
    if (!err) {
        err = rxt_program_anchor(&out->argv);
    }
    if (!err) {
        err = rxt_program_fill_words(&program->env, &values, &out->env_set);
    }
    return err == RXT_OK ? add_texts(program, turn, out) : err;
}
