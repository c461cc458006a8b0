/* SPDX-License-Identifier: BSD-3-Clause
 * cli_check.c - start the conformance kit: rxt-rank, with the library before it that counts, or ThreadSanitizer's.
 */
#include "cli.h"
#include "cli_tsan.h"

#include "launch_rank.h"
#include "words.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The words of this command again. */
static void make_words(const struct rxt_args *args, const char *subject, struct rxt_words *out)
{
    rxt_words_add(out, "rxt");
    rxt_words_add(out, "check-kernel");
    rxt_words_add(out, "%s", subject);
    for (size_t i = 1; i < args->n_words; i++) {
        rxt_words_add(out, "%s", args->words[i]);
    }
    if (args->json) {
        rxt_words_add(out, "--json");
    }
    if (args->tsan) {
        rxt_words_add(out, "--tsan");
    }
    if (args->timeout_s > 0.0) {
        rxt_words_add(out, "--timeout");
        rxt_words_add(out, "%gs", args->timeout_s);
    }
}

/* Without the library that counts, the kit says that allocations were not. */
static void prepare(const struct rxt_tsan *tsan)
{
    char self[4096], library[8192];
    setenv("RXT_KIT", rxt_self_find(self, sizeof self), 1);
    if (tsan) {
        rxt_tsan_prepare(tsan);
    } else if (rxt_kit_library_find(library, sizeof library) == RXT_OK) {
        setenv("LD_PRELOAD", library, 1);
    }
}

/* The kit says itself what went wrong. */
static enum rxt_err by_status(int wait_status)
{
    static const enum rxt_err errs[] = {RXT_OK, RXT_E_WRONG, RXT_E_USAGE, RXT_E_ABSENT};
    const int status = WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : -1;
    if (status >= 0 && status <= 3) {
        return status == 0 ? RXT_OK : rxt_fail(errs[status], "%s", "");
    }
    return status == 130 ? rxt_fail(RXT_E_STOPPED, "%s", "")
                         : rxt_fail(RXT_E_LAUNCH, "the conformance kit ended with %s %d",
                                    WIFSIGNALED(wait_status) ? "signal" : "status",
                                    WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : status);
}

static enum rxt_err run_kit(const struct rxt_args *args, const struct rxt_tsan *tsan)
{
    struct rxt_words words = {0};
    int wait_status = 0;
    make_words(args, tsan ? tsan->file : args->words[0], &words);
    if (words.failed) {
        return rxt_fail(RXT_E_MEMORY, "no room for the words of the conformance kit");
    }
    rxt_catch_stop(); /* the kit gets Ctrl-C as well, and ends */
    fflush(NULL);
    const pid_t pid = fork();
    if (pid == 0) {
        prepare(tsan);
        const enum rxt_err err = rxt_rank_become(words.word);
        rxt_say("rxt: ", "%s", rxt_reason());
        _exit(rxt_err_status(err));
    }
    while (pid > 0 && waitpid(pid, &wait_status, 0) < 0 && errno == EINTR) {
        kill(pid, rxt_stop ? SIGTERM : 0);
    }
    rxt_words_free(&words);
    return pid > 0 ? by_status(wait_status)
                   : rxt_fail(RXT_E_LAUNCH, "the conformance kit cannot be started: %s", strerror(errno));
}

/* A file that cannot be opened, and words that make no sense, are told before anything is tried. */
static enum rxt_err check_words(const struct rxt_args *args)
{
    struct rxt_request request = {.n_settings = 0};
    const enum rxt_err err = rxt_request_add(&request, args->words, args->n_words, RXT_SMALL);
    rxt_request_free(&request);
    return err;
}

enum rxt_err rxt_check_command(const struct rxt_args *args)
{
    struct rxt_tsan tsan = {.folder = ""};
    if (!args->tsan) {
        const enum rxt_err err = check_words(args);
        return err == RXT_OK ? run_kit(args, NULL) : err;
    }
    enum rxt_err err = rxt_tsan_open(&tsan, args->words[0]);
    if (!err) {
        err = run_kit(args, &tsan);
    }
    rxt_tsan_close(&tsan);
    return err;
}
