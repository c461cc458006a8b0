/* SPDX-License-Identifier: BSD-3-Clause
 * program_prepare.c - a folder for each number of ranks, made by the user's command before the first launch of it.
 */
#include "program_parts.h"

#include "folder.h"
#include "launch_process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct rxt_prepared {
    long ranks;
    char *folder; /* NULL: it failed */
    char *why;
    struct rxt_prepared *next;
};

void rxt_prepared_free(struct rxt_prepared *list, bool keep)
{
    while (list) {
        struct rxt_prepared *next = list->next;
        if (list->folder && !keep) {
            rxt_folder_remove(list->folder);
        }
        free(list->folder);
        free(list->why);
        free(list);
        list = next;
    }
}

/* The last line that is not empty of what a command said. */
static void last_line(const struct rxt_text *said, char *out, size_t n_bytes)
{
    const char *text = rxt_text_of(said);
    size_t n = strlen(text);
    while (n > 0 && strchr(" \n\r\t", text[n - 1])) {
        n--;
    }
    size_t begin = n;
    while (begin > 0 && text[begin - 1] != '\n') {
        begin--;
    }
    snprintf(out, n_bytes, "%.*s", (int)(n - begin), text + begin);
}

static enum rxt_err judge(const struct rxt_answer *answer, long ranks)
{
    char line[512];
    last_line(&answer->said[answer->said[RXT_ERR].n > 0 ? RXT_ERR : RXT_OUT], line, sizeof line);
    return answer->status == 0 ? RXT_OK
                               : rxt_fail(RXT_E_LAUNCH, "--prepare for %ld ranks ended with status %d%s%s",
                                          ranks, answer->status, line[0] ? ": " : "", line);
}

/* Run the command in a folder. */
static enum rxt_err run(const struct rxt_program *program, const char *folder,
                        const struct rxt_program_values *values, const volatile sig_atomic_t *stop)
{
    struct rxt_words words = {0}, env = {0};
    struct rxt_answer answer = {0};
    enum rxt_err err = rxt_program_fill_words(&program->prepare, values, &words);
    if (!err) {
        err = rxt_program_anchor(&words);
    }
    if (!err) {
        err = rxt_program_fill_words(&program->env, values, &env);
    }
    if (err == RXT_OK) {
        const struct rxt_question question = {.words = (const char *const *)words.word,
                                              .folder = folder,
                                              .timeout_s = program->prepare_timeout_s,
                                              .set = (const char *const *)env.word,
                                              .stop = stop};
        err = rxt_program_ask(&question, &answer);
        if (!err) {
            err = judge(&answer, values->ranks);
        }
        rxt_answer_free(&answer);
    }
    rxt_words_free(&words);
    rxt_words_free(&env);
    return err;
}

static enum rxt_err make(const struct rxt_program *program, const struct rxt_furnish *at,
                         const struct rxt_program_values *values, char **out)
{
    char wanted[RXT_PATH_BYTES], folder[RXT_PATH_BYTES] = "";
    snprintf(wanted, sizeof wanted, "%s/prepared-%ld", at->root, values->ranks);
    enum rxt_err err = rxt_folder_make_new(wanted, folder, sizeof folder);
    if (!err) {
        err = rxt_program_furnish_inputs(program, folder, at->skip);
    }
    if (!err) {
        err = rxt_program_furnish_templates(program, folder, values);
    }
    if (!err) {
        err = run(program, folder, values, at->stop);
    }
    *out = err == RXT_OK ? strdup(folder) : NULL;
    if (err != RXT_OK && folder[0] && !program->keep) {
        rxt_folder_remove(folder);
    }
    return err == RXT_OK && !*out ? rxt_fail(RXT_E_MEMORY, "no room for the folders of launches") : err;
}

enum rxt_err rxt_prepared_find(struct rxt_prepared **list, const struct rxt_program *program,
                               const struct rxt_furnish *at, const struct rxt_program_values *values,
                               const char **out)
{
    struct rxt_prepared *p = *list;
    while (p && p->ranks != values->ranks) {
        p = p->next;
    }
    if (!p) {
        p = calloc(1, sizeof *p);
        enum rxt_err err = p ? make(program, at, values, &p->folder)
                             : rxt_fail(RXT_E_MEMORY, "no room for the folders of launches");
        if (err != RXT_OK && err != RXT_E_LAUNCH && err != RXT_E_ABSENT) {
            free(p);
            return err;
        }
        p->ranks = values->ranks;
        p->why = err != RXT_OK ? strdup(rxt_reason()) : NULL;
        p->next = *list;
        *list = p;
    }
    *out = p->folder;
    return p->folder ? RXT_OK : rxt_fail(RXT_E_LAUNCH, "%s", p->why ? p->why : "--prepare failed");
}
