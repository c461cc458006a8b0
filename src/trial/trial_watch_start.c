/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_start.c - start the program that is to be watched, as if nobody stood between it and its launcher.
 */
#include "clock.h"
#include "machine.h"
#include "signals.h"
#include "watch_child.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* What the child tells before its exec, and once more if that fails. */
struct news {
    double at_s;
    int why;      /* errno; 0: the exec comes now */
    bool is_ours; /* it failed in what rxt does: folder, file to read */
};

/* The ends of the pipes that the child has. */
struct ends {
    int news, said[RXT_N_STREAMS];
};

static void tell(int fd, int why, bool is_ours)
{
    const struct news news = {rxt_now_s(), why, is_ours};
    if (write(fd, &news, sizeof news) != (ssize_t)sizeof news) {
        _exit(127);
    }
}

/* Between fork and exec: nothing here but what a process of one thread may do. */
static void become(const struct rxt_watching *watching, const struct ends *to, pid_t parent,
                   const sigset_t *mask)
{
    static const int streams[] = {STDOUT_FILENO, STDERR_FILENO};
    if (watching->is_rank) {
        setpgid(0,
                0); /* a launcher signals the group of the watch, too: then the program would get it twice */
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) { /* it died before the line above */
        _exit(127);
    }
    rxt_hwloc_give_back();
    rxt_signals_give_back();
    sigprocmask(SIG_SETMASK, mask, NULL);
    if (watching->folder && chdir(watching->folder) != 0) {
        tell(to->news, errno, true);
        _exit(126);
    }
    const int in = watching->stdin_path ? open(watching->stdin_path, O_RDONLY) : STDIN_FILENO;
    if (in < 0 || (in != STDIN_FILENO && (dup2(in, STDIN_FILENO) < 0 || close(in) != 0))) {
        tell(to->news, errno, true);
        _exit(126);
    }
    for (int s = 0; s < RXT_N_STREAMS && watching->finder; s++) {
        dup2(to->said[s], streams[s]);
    }
    tell(to->news, 0, false);
    execvp(watching->argv[0], watching->argv);
    tell(to->news, errno, false);
    _exit(127);
}

static bool open_pipe(int fd[2])
{
    if (pipe(fd) != 0) {
        return false;
    }
    fcntl(fd[0], F_SETFD, FD_CLOEXEC);
    fcntl(fd[1], F_SETFD, FD_CLOEXEC);
    return true;
}

static void shut(int *fd)
{
    if (*fd >= 0) {
        close(*fd);
    }
    *fd = -1;
}

/* Hear the child until it is the program: its end of the pipe is closed by the exec. */
static enum rxt_err hear(int fd, const struct rxt_watching *watching, struct rxt_watch_child *child)
{
    struct news news;
    bool is_ours = false;
    for (ssize_t n;
         (n = read(fd, &news, sizeof news)) == (ssize_t)sizeof news || (n < 0 && errno == EINTR);) {
        child->start_s = n > 0 && news.why == 0 ? news.at_s : child->start_s;
        child->why = n > 0 ? news.why : child->why;
        is_ours |= n > 0 && news.is_ours;
    }
    return is_ours
               ? rxt_fail(RXT_E_INPUT, "the program cannot be started %s '%s': %s",
                          watching->folder ? "in" : "with standard input from",
                          watching->folder ? watching->folder : watching->stdin_path, strerror(child->why))
               : RXT_OK;
}

static enum rxt_err start(const struct rxt_watching *watching, const sigset_t *mask, int news[2],
                          struct ends *to, struct rxt_watch_child *child)
{
    const pid_t parent = getpid();
    if (!open_pipe(news)) {
        return rxt_fail(RXT_E_LAUNCH, "no pipe for the program: %s", strerror(errno));
    }
    to->news = news[1];
    for (int s = 0; s < RXT_N_STREAMS && watching->finder; s++) {
        int fd[2];
        if (!open_pipe(fd)) {
            return rxt_fail(RXT_E_LAUNCH, "no pipe for the program: %s", strerror(errno));
        }
        child->said[s] = fd[0];
        to->said[s] = fd[1];
    }
    fflush(NULL);
    child->start_s = rxt_now_s();
    child->pid = fork();
    if (child->pid == 0) {
        become(watching, to, parent, mask);
    }
    return child->pid > 0 ? RXT_OK
                          : rxt_fail(RXT_E_LAUNCH, "no process for the program: %s", strerror(errno));
}

enum rxt_err rxt_watch_start(const struct rxt_watching *watching, const sigset_t *mask,
                             struct rxt_watch_child *child)
{
    int news[2] = {-1, -1};
    struct ends to = {-1, {-1, -1}};
    *child = (struct rxt_watch_child){.pid = -1, .said = {-1, -1}};
    enum rxt_err err = start(watching, mask, news, &to, child);
    shut(&news[1]);
    for (int s = 0; s < RXT_N_STREAMS; s++) {
        shut(&to.said[s]);
        if (err == RXT_OK && child->said[s] >= 0) {
            fcntl(child->said[s], F_SETFL, O_NONBLOCK);
        }
    }
    if (!err) {
        err = hear(news[0], watching, child);
    }
    shut(&news[0]);
    return err;
}
