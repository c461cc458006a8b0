/* SPDX-License-Identifier: BSD-3-Clause
 * cli_watch.c - one rank of a study of a program: what it is told in, its record out.
 */
#include "cli_watch.h"

#include "cli.h"

#include "launch_bind.h"
#include "launch_place.h"
#include "launch_rank.h"
#include "text.h"
#include "watch.h"
#include "watch_account.h"
#include "watch_task.h"
#include "watch_wire.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void unset_all(const struct rxt_words *names)
{
    for (size_t i = 0; i < names->n; i++) {
        unsetenv(names->word[i]);
    }
}

static void set_all(struct rxt_words *settings)
{
    for (size_t i = 0; i < settings->n; i++) {
        char *value = strchr(settings->word[i], '=');
        if (value) {
            *value = '\0';
            setenv(settings->word[i], value + 1, 1);
            *value = '=';
        }
    }
}

static enum rxt_err bind_self(const struct rxt_task *task, struct rxt_bound *bound)
{
    struct rxt_bind_how how = {.options = {.smt = task->smt, .oversubscribe = task->oversubscribe},
                               .slice = task->slice,
                               .n_slices = task->n_slices,
                               .mask_only = task->mask_only,
                               .one_process = task->one_process,
                               .plan = task->plan};
    *bound = (struct rxt_bound){.local_rank = -1};
    if (!task->layout) {
        return RXT_OK;
    }
    const enum rxt_err err = rxt_layout_parse(task->layout, &how.layout);
    return err == RXT_OK ? rxt_bind_self(&how, bound) : err;
}

static json_t *words_json(const struct rxt_words *words)
{
    json_t *list = json_array();
    for (size_t i = 0; i < words->n; i++) {
        json_array_append_new(list, json_string(words->word[i]));
    }
    return list;
}

static void tell_bound(const struct rxt_bound *bound, struct rxt_watched *out)
{
    out->plan = bound->n_pus > 0 ? malloc((size_t)bound->n_pus * sizeof *out->plan) : NULL;
    out->n_plan = out->plan ? (size_t)bound->n_pus : 0;
    if (out->plan) {
        memcpy(out->plan, bound->pu, out->n_plan * sizeof *out->plan);
    }
    out->bound = json_pack("{s:o, s:o, s:b}", "set", words_json(&bound->set), "cleared",
                           words_json(&bound->cleared), "has_places", bound->has_places);
}

/* Write all of a line; a launcher's pipe may be one that does not block. */
static bool write_line(const char *line, size_t n)
{
    while (n > 0) {
        const ssize_t n_now = write(STDOUT_FILENO, line, n);
        if (n_now < 0 && errno == EAGAIN) {
            (void)poll(&(struct pollfd){.fd = STDOUT_FILENO, .events = POLLOUT}, 1, 1000);
        } else if (n_now < 0 && errno != EINTR) {
            return false;
        }
        line += n_now > 0 ? n_now : 0;
        n -= n_now > 0 ? (size_t)n_now : 0;
    }
    return true;
}

/* One call a line: what is written at once to a pipe is not torn there. */
static enum rxt_err send(const struct rxt_watched *watched, const char *nonce)
{
    struct rxt_text lines = {0};
    rxt_wire_write(watched, nonce, watched->rank, &lines);
    bool is_sent = !lines.failed;
    for (const char *at = rxt_text_of(&lines); *at && is_sent;) {
        const size_t n = strcspn(at, "\n") + 1;
        is_sent = write_line(at, n);
        at += n;
    }
    rxt_text_free(&lines);
    return is_sent ? RXT_OK : rxt_fail(RXT_E_OUTPUT, "the record of rank %d cannot be sent", watched->rank);
}

/* What went wrong before the program could run is a record, too: the study is to know. */
static void tell_failure(struct rxt_watched *out)
{
    out->end = RXT_END_ABSENT;
    out->status = 126;
    free(out->note);
    out->note = strdup(rxt_reason());
}

/* Let the program load the account of MPI before its own libraries. Where that cannot be, its time in MPI is not measured. */
static struct rxt_mpi_book *open_account(void)
{
    char path[8192], fd[16];
    struct rxt_mpi_book *book = NULL;
    struct rxt_text preload = {0};
    const char *others = getenv("LD_PRELOAD");
    if (rxt_preload_find(path, sizeof path) == RXT_OK && rxt_mpi_book_open(&book) == RXT_OK) {
        rxt_text_add(&preload, "%s%s%s", path, others && others[0] ? ":" : "", others ? others : "");
        snprintf(fd, sizeof fd, "%d", rxt_mpi_book_fd(book));
        setenv("LD_PRELOAD", rxt_text_of(&preload), 1);
        setenv(RXT_MPI_ACCOUNT_FD, fd, 1);
        rxt_text_free(&preload);
    }
    return book;
}

static void close_account(struct rxt_mpi_book *book, struct rxt_watched *out)
{
    struct rxt_mpi_told told;
    if (book) {
        rxt_mpi_book_read(book, &told);
        out->mpi = told.is_loaded ? rxt_mpi_told_to_json(&told) : NULL;
        rxt_mpi_book_close(book);
    }
}

static enum rxt_err watch_task(const struct rxt_task *task, const struct rxt_rank *rank,
                               const struct rxt_bound *bound, struct rxt_watched *out)
{
    struct rxt_finder *finder = NULL;
    struct rxt_mpi_book *book = task->accounts ? open_account() : NULL;
    const int number = rank->is_one && rank->rank >= 0 ? rank->rank : 0;
    enum rxt_err err = rxt_finder_open(&finder, &task->find, number, task->folder);
    if (!err) {
        err = rxt_finder_begin(finder);
    }
    const struct rxt_watching watching = {.argv = task->argv.word,
                                          .folder = task->folder,
                                          .stdin_path = number == 0 && task->stdin_path ? task->stdin_path
                                                                                        : "/dev/null",
                                          .finder = finder,
                                          .keep_fd = book ? rxt_mpi_book_fd(book) : 0,
                                          .is_rank = true,
                                          .is_launchers = rxt_is_launchers,
                                          .launcher_fd = rxt_rank_socket(),
                                          .timeout_s = task->timeout_s};
    if (!err) {
        err = rxt_watch_run(&watching, out);
    }
    rxt_finder_close(finder);
    close_account(book, out);
    tell_bound(bound, out);
    return err;
}

enum rxt_err rxt_watch_for_study(const char *text)
{
    struct rxt_task task;
    struct rxt_bound bound = {.local_rank = -1};
    struct rxt_watched watched = {.rank = 0};
    char host[256] = "";
    const struct rxt_rank rank = rxt_rank_here();
    enum rxt_err err = rxt_task_from_text(text, &task);
    if (err != RXT_OK || !task.nonce || !rxt_wire_is_nonce(task.nonce)) {
        rxt_task_free(&task);
        return err != RXT_OK ? err : rxt_fail(RXT_E_INPUT, RXT_TASK_VARIABLE " has no nonce");
    }
    unsetenv(RXT_TASK_VARIABLE);
    unset_all(&task.env_unset);
    err = bind_self(&task, &bound);
    set_all(&task.env_set); /* what the user asked for holds, whatever rxt set */
    if (!err) {
        err = watch_task(&task, &rank, &bound, &watched);
    }
    if (err != RXT_OK) {
        tell_failure(&watched);
    }
    gethostname(host, sizeof host - 1);
    free(watched.host);
    watched.host = strdup(host);
    watched.rank = rank.is_one && rank.rank >= 0 ? rank.rank : 0;
    watched.local_rank = rank.is_one ? rank.local_rank : -1;
    err = send(&watched, task.nonce);
    const int status = watched.status;
    rxt_watched_free(&watched);
    rxt_bound_free(&bound);
    rxt_task_free(&task);
    if (err == RXT_OK) {
        _exit(status);
    }
    return err;
}
