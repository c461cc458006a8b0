/* SPDX-License-Identifier: BSD-3-Clause
 * launch_side.c - several launches at the same time, each looked after by a process of its own.
 *
 * A launch is a loop that reads, waits and ends what it started; two of them are two such loops. Each writes the lines that
 * it hears into one pipe, and how its launch ended, once, into another.
 */
#include "launch_side.h"

#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* What such a process tells at its end. */
struct end {
    enum rxt_err err;
    char reason[1024];
    struct rxt_outcome outcome;
};

enum { LINES, ENDS, PIPES };

struct side {
    pid_t pid;
    int fd[PIPES]; /* to read; -1: closed */
    struct rxt_text pending;
    char told[sizeof(struct end)];
    size_t n_told;
};

/* In such a process: it shall end its launch. */
static volatile sig_atomic_t is_ended;

static void end_it(int signal_number)
{
    (void)signal_number;
    is_ended = 1;
}

static bool put(int fd, const void *bytes, size_t n_bytes)
{
    const char *at = bytes;
    while (n_bytes > 0) {
        const ssize_t n = write(fd, at, n_bytes);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        at += n > 0 ? n : 0;
        n_bytes -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

static bool put_line(void *context, const char *line)
{
    const int fd = *(const int *)context;
    return put(fd, line, strlen(line)) && put(fd, "\n", 1);
}

static const int end_signals[] = {SIGTERM, SIGINT, SIGHUP, SIGUSR1};
enum { END_SIGNALS = sizeof end_signals / sizeof *end_signals };

/* The life of such a process; mask is that of the signals to go on with once it knows what to do about them. */
static void look_after(const struct rxt_launch *launch, double timeout_s, pid_t parent, const int *fd,
                       const sigset_t *mask)
{
    static struct end end;
    int lines = fd[LINES];
    for (size_t i = 0; i < END_SIGNALS; i++) {
        signal(end_signals[i], end_it);
    }
    sigprocmask(SIG_SETMASK, mask, NULL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) { /* it died before the line above */
        _exit(1);
    }
    end.err = rxt_launch_run(launch, timeout_s, &is_ended, put_line, &lines, &end.outcome);
    snprintf(end.reason, sizeof end.reason, "%s", end.err == RXT_OK ? "" : rxt_reason());
    _exit(put(fd[ENDS], &end, sizeof end) ? 0 : 1);
}

/* A pipe that no launched program holds open. */
static bool open_pipe(int *fd)
{
    return pipe(fd) == 0 && fcntl(fd[0], F_SETFD, FD_CLOEXEC) == 0 && fcntl(fd[1], F_SETFD, FD_CLOEXEC) == 0;
}

static enum rxt_err start(struct side *side, const struct rxt_launch *launch, double timeout_s)
{
    int pipes[PIPES][2] = {{-1, -1}, {-1, -1}};
    const bool has_pipes = open_pipe(pipes[LINES]) && open_pipe(pipes[ENDS]);
    sigset_t held, mask;
    sigemptyset(&held);
    for (size_t i = 0; i < END_SIGNALS; i++) {
        sigaddset(&held, end_signals[i]);
    }
    const pid_t parent = getpid();
    fflush(NULL); /* what is not written yet is not written twice */
    sigprocmask(SIG_BLOCK, &held,
                &mask); /* one that came before it can be caught would end the process alone */
    side->pid = has_pipes ? fork() : -1;
    if (side->pid == 0) {
        close(pipes[LINES][0]);
        close(pipes[ENDS][0]);
        look_after(launch, timeout_s, parent, (const int[]){pipes[LINES][1], pipes[ENDS][1]}, &mask);
    }
    const int why = errno;
    sigprocmask(SIG_SETMASK, &mask, NULL);
    for (int p = 0; p < PIPES; p++) {
        if (pipes[p][1] >= 0) {
            close(pipes[p][1]);
        }
        side->fd[p] = pipes[p][0];
    }
    return side->pid > 0 ? RXT_OK : rxt_fail(RXT_E_LAUNCH, "no process for a launch: %s", strerror(why));
}

/* Hand the whole lines over. */
static bool take_lines(struct side *side, rxt_line_fn line, void *context)
{
    bool wants = true;
    char *at = side->pending.bytes, *newline;
    while (wants && at &&
           (newline = memchr(at, '\n', side->pending.n - (size_t)(at - side->pending.bytes))) != NULL) {
        *newline = '\0';
        wants = line(context, at);
        at = newline + 1;
    }
    if (at) {
        side->pending.n -= (size_t)(at - side->pending.bytes);
        memmove(side->pending.bytes, at, side->pending.n + 1);
    }
    return wants;
}

/* Read what came of one pipe; false: line had enough. */
static bool read_side(struct side *side, int which, rxt_line_fn line, void *context)
{
    char bytes[65536];
    const ssize_t n = read(side->fd[which], bytes, sizeof bytes);
    if (n <= 0 && (n == 0 || errno != EINTR)) {
        close(side->fd[which]);
        side->fd[which] = -1;
    } else if (n > 0 && which == LINES) {
        rxt_text_add_bytes(&side->pending, bytes, (size_t)n);
        return take_lines(side, line, context);
    } else if (n > 0 && side->n_told + (size_t)n <= sizeof side->told) {
        memcpy(side->told + side->n_told, bytes, (size_t)n);
        side->n_told += (size_t)n;
    }
    return true;
}

static void end_all(const struct side *sides, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (sides[i].pid > 0) {
            kill(sides[i].pid, SIGTERM);
        }
    }
}

/* Read all pipes until the last is closed. */
static void hear(struct side *sides, size_t n, struct pollfd *polls, const volatile sig_atomic_t *stop,
                 rxt_line_fn line, void *context)
{
    bool is_over = false;
    for (;;) {
        size_t n_open = 0;
        for (size_t i = 0; i < PIPES * n; i++) {
            polls[i] = (struct pollfd){.fd = sides[i / PIPES].fd[i % PIPES], .events = POLLIN};
            n_open += polls[i].fd >= 0;
        }
        if (n_open == 0) {
            return;
        }
        (void)poll(polls, (nfds_t)(PIPES * n), 100);
        bool wants = true;
        for (size_t i = 0; i < PIPES * n; i++) {
            if (polls[i].fd >= 0 && polls[i].revents != 0) {
                wants &= read_side(&sides[i / PIPES], (int)(i % PIPES), line, context);
            }
        }
        if (!is_over && (!wants || (stop && *stop))) {
            is_over = true;
            end_all(sides, n);
        }
    }
}

/* How bad an end is. */
static int weight(const struct rxt_outcome *o)
{
    return o->stopped ? 4 : o->timed_out ? 3 : o->silent || o->signal > 0 ? 2 : o->status != 0;
}

static enum rxt_err gather(struct side *sides, size_t n, struct rxt_outcome *outcome)
{
    enum rxt_err err = RXT_OK;
    double longest_s = 0.0;
    for (size_t i = 0; i < n; i++) {
        struct end end;
        int status = 0;
        if (sides[i].pid > 0) {
            waitpid(sides[i].pid, &status, 0);
        }
        memcpy(&end, sides[i].told, sizeof end);
        if (sides[i].n_told != sizeof end && err == RXT_OK) {
            err = rxt_fail(RXT_E_LAUNCH, "the process that looks after a launch was ended from outside");
        } else if (sides[i].n_told == sizeof end && end.err != RXT_OK && err == RXT_OK) {
            err = rxt_fail(end.err, "%s", end.reason);
        } else if (sides[i].n_told == sizeof end && end.err == RXT_OK) {
            longest_s = end.outcome.wall_s > longest_s ? end.outcome.wall_s : longest_s;
            *outcome = weight(&end.outcome) > weight(outcome) ? end.outcome : *outcome;
        }
        rxt_text_free(&sides[i].pending);
    }
    outcome->wall_s = longest_s;
    return err;
}

enum rxt_err rxt_launch_run_side(const struct rxt_launch *launches, size_t n, double timeout_s,
                                 const volatile sig_atomic_t *stop, rxt_line_fn line, void *context,
                                 struct rxt_outcome *outcome)
{
    struct side *sides = calloc(n, sizeof *sides);
    struct pollfd *polls = calloc(PIPES * n, sizeof *polls);
    enum rxt_err err = sides && polls ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for %zu launches", n);
    char why[1024] = "";
    *outcome = (struct rxt_outcome){0};
    for (size_t i = 0; sides && i < n; i++) {
        sides[i].fd[LINES] = sides[i].fd[ENDS] = -1;
    }
    for (size_t i = 0; i < n && err == RXT_OK; i++) {
        err = start(&sides[i], &launches[i], timeout_s);
    }
    if (sides && polls) {
        snprintf(why, sizeof why, "%s", err == RXT_OK ? "" : rxt_reason());
        if (err != RXT_OK) {
            end_all(sides, n);
        }
        hear(sides, n, polls, stop, line, context);
        const enum rxt_err gathered = gather(sides, n, outcome);
        err = err == RXT_OK ? gathered : rxt_fail(err, "%s", why);
    }
    free(sides);
    free(polls);
    return err;
}

enum rxt_err rxt_launch_run_copies(const struct rxt_launch *launch, double timeout_s,
                                   const volatile sig_atomic_t *stop, rxt_line_fn line, void *context,
                                   struct rxt_outcome *outcome)
{
    if (launch->n_side < 2) {
        return rxt_launch_run(launch, timeout_s, stop, line, context, outcome);
    }
    struct rxt_launch *launches = calloc(launch->n_side, sizeof *launches);
    for (size_t i = 0; launches && i < launch->n_side; i++) {
        launches[i] = *launch;
        launches[i].exports = launch->exports + i;
    }
    const enum rxt_err err =
        launches ? rxt_launch_run_side(launches, launch->n_side, timeout_s, stop, line, context, outcome)
                 : rxt_fail(RXT_E_MEMORY, "no room for %zu launches", launch->n_side);
    free(launches);
    return err;
}
