/* SPDX-License-Identifier: BSD-3-Clause
 * launch_run.c - one launch: start it, read it, wait for it, within its time.
 */
#include "launch.h"

#include "clock.h"
#include "launch_tree.h"
#include "machine_rank.h"
#include "signals.h"
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

enum { OUT, ERR, PIPES, NOTE_BYTES = 16384 };

struct running {
    pid_t pid;
    int fd[PIPES];
    struct rxt_text pending[PIPES]; /* the beginning of a line; for ERR the last NOTE_BYTES */
    rxt_line_fn line;
    void *context;
    bool is_enough; /* line said so */
};

/* Variables by which users, OpenMP or BLAS would move threads that rxt places; and those of a rank, which whoever
 * starts launches is not. */
static void set_environment(const struct rxt_launcher *launcher, const struct rxt_launch *launch)
{
    static const char *const cleared[] = {"OMP_PROC_BIND", "OMP_PLACES",       "GOMP_CPU_AFFINITY",
                                          "KMP_AFFINITY",  "OMP_THREAD_LIMIT", "OMP_DYNAMIC"};
    char threads[16];
    rxt_rank_forget();
    for (size_t i = 0; i < sizeof cleared / sizeof *cleared; i++) {
        unsetenv(cleared[i]);
    }
    snprintf(threads, sizeof threads, "%d", launch->layout.threads);
    setenv("OMP_NUM_THREADS", threads, 1);
    setenv("OPENBLAS_NUM_THREADS", "1", 1); /* the threads are the team's */
    setenv("RXT_LAUNCHER", launcher->name, 1);
    launcher->environ(launch);
}

/* OMP_PROC_BIND bound this thread before main began; its children shall have the whole mask again. */
static void lift_openmp_binding(void)
{
    struct rxt_mask whole, now;
    if (rxt_mask_of_process(&whole) == RXT_OK && rxt_mask_of_thread(&now) == RXT_OK &&
        !rxt_mask_equal(&whole, &now) && rxt_bind_thread(&whole) != RXT_OK) {
        rxt_say("rxt: warning: ", "%s", rxt_reason());
    }
}

/* The driver's handlers are nothing to a launch, which must end by SIGTERM and by a broken pipe. What whoever
 * started the driver had ignored (nohup, a shell's background) stays ignored. */
static void reset_signals(void)
{
    static const int kept[] = {SIGINT, SIGHUP, SIGUSR1};
    struct sigaction now;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        if (sigaction(kept[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN) {
            signal(kept[i], SIG_DFL);
        }
    }
    signal(SIGTERM, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
}

static void become(const struct rxt_launcher *launcher, const struct rxt_launch *launch, char *const *argv,
                   const int pipes[PIPES][2], pid_t parent)
{
    lift_openmp_binding();
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) { /* it died before the line above */
        _exit(127);
    }
    reset_signals();
    rxt_signals_give_back();
    const int null = open("/dev/null", O_RDONLY);
    dup2(null, STDIN_FILENO);
    dup2(pipes[OUT][1], STDOUT_FILENO);
    dup2(pipes[ERR][1], STDERR_FILENO);
    set_environment(launcher, launch);
    execv(argv[0], argv);
    rxt_say("rxt: ", "%s: %s", argv[0], strerror(errno));
    _exit(127);
}

static enum rxt_err start(struct running *run, const struct rxt_launcher *launcher,
                          const struct rxt_launch *launch, char *const *argv)
{
    int pipes[PIPES][2];
    if (pipe(pipes[OUT]) != 0) {
        return rxt_fail(RXT_E_LAUNCH, "no pipe for a launch: %s", strerror(errno));
    }
    if (pipe(pipes[ERR]) != 0) {
        close(pipes[OUT][0]);
        close(pipes[OUT][1]);
        return rxt_fail(RXT_E_LAUNCH, "no pipe for a launch: %s", strerror(errno));
    }
    for (int p = 0; p < PIPES; p++) {
        fcntl(pipes[p][0], F_SETFD, FD_CLOEXEC);
        fcntl(pipes[p][1], F_SETFD, FD_CLOEXEC);
        run->fd[p] = pipes[p][0];
    }
    const pid_t parent = getpid();
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* what a launcher leaves behind becomes ours to end */
    fflush(NULL);
    run->pid = fork();
    if (run->pid == 0) {
        become(launcher, launch, argv, (const int(*)[2])pipes, parent);
    }
    close(pipes[OUT][1]);
    close(pipes[ERR][1]);
    return run->pid > 0 ? RXT_OK : rxt_fail(RXT_E_LAUNCH, "no process for a launch: %s", strerror(errno));
}

static void take_lines(struct running *run)
{
    struct rxt_text *text = &run->pending[OUT];
    char *begin = text->bytes, *end;
    while (begin && (end = memchr(begin, '\n', text->n - (size_t)(begin - text->bytes)))) {
        *end = '\0';
        run->is_enough |= !run->line(run->context, begin);
        begin = end + 1;
    }
    if (begin) {
        text->n -= (size_t)(begin - text->bytes);
        memmove(text->bytes, begin, text->n);
        text->bytes[text->n] = '\0';
    }
}

static void take_errors(struct running *run, const char *bytes, size_t n)
{
    struct rxt_text *text = &run->pending[ERR];
    if (text->n > NOTE_BYTES) {
        memmove(text->bytes, text->bytes + text->n - NOTE_BYTES / 2, NOTE_BYTES / 2);
        text->n = NOTE_BYTES / 2;
    }
    rxt_text_add_bytes(text, bytes, n);
}

/* Read one pipe; false at its end. */
static bool drain(struct running *run, int p)
{
    char bytes[65536];
    const ssize_t n = read(run->fd[p], bytes, sizeof bytes);
    if (n > 0 && p == OUT) {
        rxt_text_add_bytes(&run->pending[OUT], bytes, (size_t)n);
        take_lines(run);
    } else if (n > 0) {
        take_errors(run, bytes, (size_t)n);
    }
    return n > 0 || (n < 0 && errno == EINTR);
}

/* Take what comes within wait_ms; whether anything came. */
static bool hear(struct running *run, bool is_open[PIPES], int wait_ms)
{
    bool came = false;
    struct pollfd polls[PIPES];
    for (int p = 0; p < PIPES; p++) {
        polls[p] = (struct pollfd){.fd = is_open[p] ? run->fd[p] : -1, .events = POLLIN};
    }
    const int ready = poll(polls, PIPES, wait_ms);
    for (int p = 0; p < PIPES && ready > 0; p++) {
        if (polls[p].revents) {
            is_open[p] = drain(run, p);
            came = true;
        }
    }
    return came;
}

/* Listen until the launcher ends, the time is over, or somebody says stop; returns its exit status. The end is
 * the launcher's and not that of the pipes, which a stray of it may hold open. */
static int listen_to(struct running *run, double end_s, const volatile sig_atomic_t *stop,
                     struct rxt_outcome *outcome)
{
    bool is_open[PIPES] = {true, true};
    int status = 0;
    while (waitpid(run->pid, &status, WNOHANG) == 0) {
        outcome->stopped = run->is_enough || (stop && *stop);
        outcome->timed_out = end_s > 0.0 && rxt_now_s() > end_s;
        if (outcome->stopped || outcome->timed_out) {
            status = rxt_tree_end(run->pid);
            break;
        }
        hear(run, is_open, is_open[OUT] || is_open[ERR] ? 100 : 2);
    }
    while (hear(run, is_open, 0)) { /* what was written before the end */
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* The telling end of standard error: rxt's own line if there is one, else the last lines. */
static void note(const struct rxt_text *errors, char *out, size_t n_bytes)
{
    const char *text = rxt_text_of(errors), *own = NULL;
    for (const char *at = text; (at = strstr(at, "rxt: ")) != NULL; at++) {
        const bool begins = at == text || at[-1] == '\n';
        own = begins && strncmp(at, "rxt: warning", 12) != 0 ? at + 5 : own;
    }
    if (own) {
        snprintf(out, n_bytes, "%.*s", (int)strcspn(own, "\n"), own);
    } else {
        snprintf(out, n_bytes, "%s", errors->n >= n_bytes ? text + errors->n - n_bytes + 1 : text);
    }
}

enum rxt_err rxt_launch_run(const struct rxt_launch *launch, double timeout_s,
                            const volatile sig_atomic_t *stop, rxt_line_fn line, void *context,
                            struct rxt_outcome *outcome)
{
    char path[4096];
    struct rxt_words words = {0};
    struct running run = {.line = line, .context = context};
    *outcome = (struct rxt_outcome){0};
    const struct rxt_launcher *launcher = rxt_launcher_of(launch, path, sizeof path);
    if (!launcher) {
        return RXT_E_ABSENT;
    }
    launcher->command(&words, path, launch);
    for (size_t i = 0; i < launch->program->n; i++) {
        rxt_words_add(&words, "%s", launch->program->word[i]);
    }
    enum rxt_err err = words.failed ? rxt_fail(RXT_E_MEMORY, "no room for a command line") : RXT_OK;
    const double start_s = rxt_now_s(), end_s = timeout_s > 0.0 ? start_s + timeout_s : 0.0;
    err = err == RXT_OK ? start(&run, launcher, launch, words.word) : err;
    if (err == RXT_OK) {
        outcome->status = listen_to(&run, end_s, stop, outcome);
        rxt_tree_end_strays();
        outcome->wall_s = rxt_now_s() - start_s;
        note(&run.pending[ERR], outcome->note, sizeof outcome->note);
        close(run.fd[OUT]);
        close(run.fd[ERR]);
    }
    rxt_text_free(&run.pending[OUT]);
    rxt_text_free(&run.pending[ERR]);
    rxt_words_free(&words);
    return err;
}
