/* SPDX-License-Identifier: BSD-3-Clause
 * report_draw.c - let gnuplot draw the pictures of a scaling study, and keep those that are whole.
 *
 * gnuplot ends with status 0 on a full disk, and writes through a link. It works in a folder of its own, which nobody else can
 * write; its pictures are looked at, and take the names of those of before like every other file of a report.
 */

#include "launch_process.h"
#include "report.h"
#include "report_plots.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int end_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGUSR1};
enum { N_ENDS = sizeof end_signals / sizeof *end_signals };

/* Signals that end a program wait while pictures are drawn, so that none are left where they are drawn. */
static void hold_signals(sigset_t *before)
{
    sigset_t ends;
    sigemptyset(&ends);
    for (size_t i = 0; i < N_ENDS; i++) {
        sigaddset(&ends, end_signals[i]);
    }
    sigprocmask(SIG_BLOCK, &ends, before);
}

static bool is_asked_to_end(void)
{
    sigset_t pending;
    bool is_asked = false;
    sigpending(&pending);
    for (size_t i = 0; i < N_ENDS; i++) {
        is_asked |= sigismember(&pending, end_signals[i]) == 1;
    }
    return is_asked;
}

/* Read a picture; whether it is there and ends as a whole one does. */
static bool read_whole(const char *path, const char *end, struct rxt_text *out)
{
    char bytes[65536];
    ssize_t n = 1;
    const int file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    while (file >= 0 && (n = read(file, bytes, sizeof bytes)) > 0) {
        rxt_text_add_bytes(out, bytes, (size_t)n);
    }
    if (file >= 0) {
        close(file);
    }
    size_t last = out->n;
    while (last > 0 && (out->bytes[last - 1] == '\n' || out->bytes[last - 1] == '\r')) {
        last--;
    }
    const size_t n_end = strlen(end);
    return file >= 0 && n == 0 && !out->failed && last >= n_end &&
           memcmp(out->bytes + last - n_end, end, n_end) == 0;
}

/* Bring the pictures of one kernel from where they were drawn. */
static enum rxt_err bring(const struct rxt_decision *decision, const char *kernel, const char *from,
                          const char *folder)
{
    struct rxt_picture pictures[RXT_PICTURES];
    const size_t n = rxt_pictures_of(decision, kernel, pictures);
    enum rxt_err worst = RXT_OK;
    for (size_t p = 0; p < n; p++) {
        struct rxt_text path = {0}, picture = {0};
        rxt_text_add(&path, "%s/%s%s", from, pictures[p].name, pictures[p].suffix);
        const enum rxt_err err =
            path.failed ? rxt_fail(RXT_E_MEMORY, "no room for a picture")
            : read_whole(rxt_text_of(&path), pictures[p].end, &picture)
                ? rxt_report_file(folder, pictures[p].name, pictures[p].suffix, &picture)
                : rxt_fail(RXT_E_OUTPUT,
                           "no picture %s%s: gnuplot left it cut, or none, in %s: is that disk full? One of "
                           "before stays",
                           pictures[p].name, pictures[p].suffix, from);
        worst = err == RXT_OK ? worst : err;
        rxt_text_free(&path);
        rxt_text_free(&picture);
    }
    return worst;
}

/* The scripts of all kernels, one after another in one process, in the folder, since a script names its files without one.
 * One that hangs does not keep rxt from ending. */
static enum rxt_err run_gnuplot(const struct rxt_decision *decision, const char *folder,
                                const sigset_t *signals, int *status)
{
    struct rxt_answer answer;
    struct rxt_words words = {0};
    rxt_words_add(&words, "gnuplot");
    for (size_t k = 0; k < decision->n_kernels; k++) {
        rxt_words_add(&words, "scaling-%s.gp", decision->kernels[k].kernel);
    }
    enum rxt_err err = words.failed ? rxt_fail(RXT_E_MEMORY, "no room for the names of scripts") : RXT_OK;
    *status = -1;
    if (!err) {
        const struct rxt_question question = {.words = (const char *const *)words.word,
                                              .folder = folder,
                                              .signals = signals,
                                              .is_over = is_asked_to_end};
        err = rxt_program_ask(&question, &answer);
        *status = err == RXT_E_ABSENT ? 127 : answer.status;
        rxt_answer_free(&answer);
    }
    rxt_words_free(&words);
    return err;
}

static enum rxt_err draw_all(const struct rxt_decision *decision, const char *from, const char *folder,
                             const sigset_t *signals)
{
    int status;
    const enum rxt_err err = run_gnuplot(decision, from, signals, &status);
    if (err != RXT_OK && status == -1) {
        char why[256];
        snprintf(why, sizeof why, "%s", rxt_reason());
        return rxt_fail(RXT_E_OUTPUT, "no pictures: %s", why);
    }
    if (status > 128) {
        return rxt_fail(RXT_E_OUTPUT, "no pictures: gnuplot was ended by signal %d (%s)", status - 128,
                        strsignal(status - 128));
    }
    if (status != 0) {
        return status == 127
                   ? rxt_fail(RXT_E_ABSENT,
                              "no pictures: gnuplot is not here (Debian: gnuplot-nox); "
                              "%s/scaling-*.gp and .dat are, to draw them elsewhere",
                              folder)
                   : rxt_fail(RXT_E_OUTPUT, "no pictures: gnuplot ended with status %d on %s/scaling-*.gp",
                              status, folder);
    }
    enum rxt_err worst = RXT_OK;
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const enum rxt_err brought = bring(decision, decision->kernels[k].kernel, from, folder);
        worst = brought == RXT_OK ? worst : brought;
    }
    return worst;
}

static void remove_from(const char *from, const char *name, const char *suffix)
{
    struct rxt_text path = {0};
    rxt_text_add(&path, "%s/%s%s", from, name, suffix);
    unlink(rxt_text_of(&path));
    rxt_text_free(&path);
}

static void clear(const struct rxt_decision *decision, const char *from)
{
    static const char *const suffixes[] = {".dat", ".gp", ".txt"};
    struct rxt_picture pictures[RXT_PICTURES];
    for (size_t k = 0; k < decision->n_kernels; k++) {
        const size_t n = rxt_pictures_of(decision, decision->kernels[k].kernel, pictures);
        for (size_t p = 0; p < n; p++) {
            remove_from(from, pictures[p].name, pictures[p].suffix);
        }
        for (size_t s = 0; s < sizeof suffixes / sizeof *suffixes; s++) {
            remove_from(from, pictures[0].name, suffixes[s]);
        }
    }
    rmdir(from);
}

enum rxt_err rxt_report_plots_draw(const struct rxt_study *study, const struct rxt_decision *decision,
                                   const char *folder)
{
    const char *place = getenv("TMPDIR");
    struct rxt_text from = {0};
    rxt_text_add(&from, "%s/rxt-pictures-XXXXXX", place && place[0] ? place : "/tmp");
    sigset_t signals;
    hold_signals(&signals);
    if (from.failed || !mkdtemp(from.bytes)) {
        const enum rxt_err err = rxt_fail(RXT_E_OUTPUT, "no pictures: no folder to draw in, %s: %s",
                                          rxt_text_of(&from), strerror(errno));
        sigprocmask(SIG_SETMASK, &signals, NULL);
        rxt_text_free(&from);
        return err;
    }
    enum rxt_err worst = rxt_report_plots_write(study, decision, rxt_text_of(&from));
    if (worst == RXT_OK && !is_asked_to_end()) {
        worst = draw_all(decision, rxt_text_of(&from), folder, &signals);
    }
    clear(decision, rxt_text_of(&from));
    sigprocmask(SIG_SETMASK, &signals, NULL);
    rxt_text_free(&from);
    return worst;
}
