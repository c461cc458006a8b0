/* SPDX-License-Identifier: BSD-3-Clause
 * launch_ask.c - run a program to its end and keep what it says.
 */
#include "launch_process.h"

#include "clock.h"
#include "launch.h"
#include "machine_tree.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void enter(void *context)
{
    const struct rxt_question *question = context;
    if (question->signals) {
        sigprocmask(SIG_SETMASK, question->signals, NULL);
    }
    if (question->folder && chdir(question->folder) != 0) {
        dprintf(STDERR_FILENO, "rxt: %s: %s\n", question->folder, strerror(errno));
        _exit(127);
    }
    for (size_t i = 0; question->set && question->set[i]; i++) {
        (void)putenv((char *)(uintptr_t)question->set[i]); /* it lives until the child is another program */
    }
}

static void keep(void *context, int pipe, const char *bytes, size_t n)
{
    struct rxt_answer *answer = context;
    rxt_text_add_bytes(&answer->said[pipe], bytes, n);
}

/* Hear it until it ends, or is ended. */
static enum rxt_err hear_out(struct rxt_child *child, const struct rxt_question *question, int *status,
                             struct rxt_answer *out)
{
    enum rxt_err err = RXT_OK;
    const double end_s = rxt_now_s() + question->timeout_s;
    while (err == RXT_OK && !rxt_child_has_ended(child, status)) {
        rxt_child_hear(child, rxt_child_may_speak(child) ? 100 : 2, keep, out);
        if (question->timeout_s > 0.0 && rxt_now_s() > end_s) {
            err = rxt_fail(RXT_E_LAUNCH, "%s took more than %.0f s", question->words[0], question->timeout_s);
        } else if ((question->is_over && question->is_over()) || (question->stop && *question->stop)) {
            err = rxt_fail(RXT_E_STOPPED, "%s was stopped", question->words[0]);
        }
    }
    if (err != RXT_OK) {
        *status = rxt_tree_end(child->pid);
    }
    while (rxt_child_hear(child, 0, keep, out)) { /* what was written before the end */
    }
    return err;
}

enum rxt_err rxt_program_ask(const struct rxt_question *question, struct rxt_answer *out)
{
    char path[4096];
    int status = 0;
    struct rxt_child child;
    struct rxt_words argv = {0};
    struct rxt_question asked = *question;
    *out = (struct rxt_answer){.status = -1};
    if (!rxt_program_find(question->words[0], path, sizeof path)) {
        return rxt_fail(RXT_E_ABSENT, "no %s is in PATH", question->words[0]);
    }
    rxt_words_add(&argv, "%s", path);
    for (size_t i = 1; question->words[i]; i++) {
        rxt_words_add(&argv, "%s", question->words[i]);
    }
    enum rxt_err err = argv.failed ? rxt_fail(RXT_E_MEMORY, "no room for a command line") : RXT_OK;
    if (!err) {
        err = rxt_child_start(&child, argv.word, enter, &asked);
    }
    if (err == RXT_OK) {
        err = hear_out(&child, question, &status, out);
        out->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
        rxt_child_close(&child);
    }
    rxt_words_free(&argv);
    return err;
}

void rxt_answer_free(struct rxt_answer *answer)
{
    for (int p = 0; p < RXT_PIPES; p++) {
        rxt_text_free(&answer->said[p]);
    }
    *answer = (struct rxt_answer){0};
}
