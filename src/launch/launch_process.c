/* SPDX-License-Identifier: BSD-3-Clause
 * launch_process.c - run a program: start it, hear it, wait for its end.
 */
#include "launch_process.h"

#include "signals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* The driver's handlers are nothing to a program, which must end by SIGTERM and by a broken pipe. What whoever
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

static void become(char *const *argv, const int to[RXT_PIPES], pid_t parent, void (*prepare)(void *context),
                   void *context)
{
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) { /* it died before the line above */
        _exit(127);
    }
    rxt_signals_give_back();
    reset_signals();
    const int null = open("/dev/null", O_RDONLY);
    dup2(null, STDIN_FILENO);
    dup2(to[RXT_OUT], STDOUT_FILENO);
    dup2(to[RXT_ERR], STDERR_FILENO);
    if (prepare) {
        prepare(context);
    }
    execv(argv[0], argv);
    dprintf(STDERR_FILENO, "rxt: %s: %s\n", argv[0],
            strerror(errno)); /* into the pipe: the parent hears it */
    _exit(127);
}

/* The ends that the child writes to go into `to`. */
static enum rxt_err open_pipes(struct rxt_child *child, int to[RXT_PIPES])
{
    for (int p = 0; p < RXT_PIPES; p++) {
        int fd[2];
        if (pipe(fd) != 0) {
            return rxt_fail(RXT_E_LAUNCH, "no pipe for a launch: %s", strerror(errno));
        }
        fcntl(fd[0], F_SETFD, FD_CLOEXEC);
        fcntl(fd[1], F_SETFD, FD_CLOEXEC);
        child->fd[p] = fd[0];
        to[p] = fd[1];
    }
    return RXT_OK;
}

static void close_all(int fd[RXT_PIPES])
{
    for (int p = 0; p < RXT_PIPES; p++) {
        if (fd[p] >= 0) {
            close(fd[p]);
        }
        fd[p] = -1;
    }
}

enum rxt_err rxt_child_start(struct rxt_child *child, char *const *argv, void (*prepare)(void *context),
                             void *context)
{
    int to[RXT_PIPES] = {-1, -1};
    *child = (struct rxt_child){.pid = -1, .fd = {-1, -1}};
    enum rxt_err err = open_pipes(child, to);
    if (err == RXT_OK) {
        const pid_t parent = getpid();
        fflush(NULL);
        child->pid = fork();
        if (child->pid == 0) {
            become(argv, to, parent, prepare, context);
        }
        err =
            child->pid > 0 ? RXT_OK : rxt_fail(RXT_E_LAUNCH, "no process for a launch: %s", strerror(errno));
    }
    close_all(to);
    if (err != RXT_OK) {
        close_all(child->fd);
    }
    return err;
}

/* Read one pipe; close it at its end. */
static void drain(struct rxt_child *child, int p, rxt_bytes_fn take, void *context)
{
    char bytes[65536];
    const ssize_t n = read(child->fd[p], bytes, sizeof bytes);
    if (n > 0) {
        take(context, p, bytes, (size_t)n);
    } else if (n == 0 || errno != EINTR) {
        close(child->fd[p]);
        child->fd[p] = -1;
    }
}

bool rxt_child_hear(struct rxt_child *child, int wait_ms, rxt_bytes_fn take, void *context)
{
    bool came = false;
    struct pollfd polls[RXT_PIPES];
    for (int p = 0; p < RXT_PIPES; p++) {
        polls[p] = (struct pollfd){.fd = child->fd[p], .events = POLLIN};
    }
    const int ready = poll(polls, RXT_PIPES, wait_ms);
    for (int p = 0; p < RXT_PIPES && ready > 0; p++) {
        if (polls[p].revents) {
            drain(child, p, take, context);
            came = true;
        }
    }
    return came;
}

bool rxt_child_may_speak(const struct rxt_child *child)
{
    return child->fd[RXT_OUT] >= 0 || child->fd[RXT_ERR] >= 0;
}

bool rxt_child_has_ended(const struct rxt_child *child, int *wait_status)
{
    return waitpid(child->pid, wait_status, WNOHANG) != 0;
}

void rxt_child_close(struct rxt_child *child)
{
    close_all(child->fd);
}
