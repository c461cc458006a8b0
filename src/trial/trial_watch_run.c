/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_run.c - the life of a watch: look, listen, hand signals on, end what is to be ended.
 */
#include "clock.h"
#include "machine_tree.h"
#include "signals.h"
#include "text.h"
#include "watch.h"
#include "watch_child.h"
#include "watch_hold.h"
#include "watch_look.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

static const double first_look_s = 0.003, short_look_s = 0.02, long_look_s = 0.05, most_look_s = 2.0,
                    cost_share = 0.008, patience_s = 2.0,
                    launcher_s = 0.7, /* mpirun kills a second after it asked */
    leave_s = 0.5, drain_s = 1.0;

enum {
    SEND_HEAD = 8 * 1024, /* of the output that a record takes along */
    SEND_TAIL = 32 * 1024
};

struct watch {
    const struct rxt_watching *watching;
    struct rxt_watch_child child;
    struct rxt_look *look;
    struct rxt_hold hold[RXT_N_STREAMS];
    int signals; /* to read them from */
    sigset_t blocked;
    pid_t parent; /* at the start; another one later: it died */
    double next_look_s, last_cost_s;
    double end_s;  /* when the program has had its time; infinity: never */
    double kill_s; /* when what was asked to end is killed; infinity: nothing was */
    bool is_over, is_stopped, is_late;
    int status; /* as wait gives it */
    double exit_s;
    struct rusage used; /* by all that was waited for */
};

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

static double own_cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Signals that end, stop or tell a program something; not those of its own faults, nor of terminals that stop it: these
 * stop the watch as well. */
static void signals_to_hand_on(sigset_t *out)
{
    static const int never[] = {SIGSEGV, SIGBUS,  SIGFPE,  SIGILL,  SIGTRAP, SIGABRT,
                                SIGSYS,  SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE, SIGXFSZ};
    sigfillset(out);
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        sigdelset(out, never[i]);
    }
}

/* Ask all of the program to end; what does not within so many seconds is killed. */
static void ask_to_end(struct watch *w, double within_s)
{
    if (isinf(w->kill_s)) {
        w->kill_s = rxt_now_s() + within_s;
        (void)rxt_tree_signal(getpid(), SIGTERM);
        (void)rxt_tree_signal(getpid(), SIGCONT); /* one that was stopped hears nothing */
    }
}

static void hand_on(struct watch *w, const struct signalfd_siginfo *signal)
{
    const int number = (int)signal->ssi_signo;
    if (number == SIGCHLD || w->is_over) {
        return;
    }
    if (signal->ssi_code == SI_KERNEL && !w->watching->is_rank) {
        return; /* of the terminal, which tells the program as well */
    }
    kill(w->child.pid, number);
    if (w->watching->finder && (number == SIGTERM || number == SIGINT || number == SIGHUP)) {
        ask_to_end(w, launcher_s); /* a launcher that ends a study's launch waits for it */
    }
}

static void take_signals(struct watch *w)
{
    struct signalfd_siginfo signal;
    while (read(w->signals, &signal, sizeof signal) == (ssize_t)sizeof signal) {
        hand_on(w, &signal);
    }
    if (w->watching->is_rank && getppid() != w->parent && !w->is_stopped) {
        w->is_stopped = true;
        ask_to_end(w, patience_s);
    }
}

static void add_usage(struct rusage *sum, const struct rusage *one)
{
    sum->ru_utime.tv_sec += one->ru_utime.tv_sec + one->ru_stime.tv_sec;
    sum->ru_utime.tv_usec += one->ru_utime.tv_usec + one->ru_stime.tv_usec;
    sum->ru_maxrss = one->ru_maxrss > sum->ru_maxrss ? one->ru_maxrss : sum->ru_maxrss;
    sum->ru_nvcsw += one->ru_nvcsw;
    sum->ru_nivcsw += one->ru_nivcsw;
    sum->ru_minflt += one->ru_minflt;
    sum->ru_majflt += one->ru_majflt;
}

/* Wait for what has ended; of each the last numbers are read while it is there to be seen. True: nothing is left. */
static bool reap(struct watch *w)
{
    siginfo_t ended;
    for (;;) {
        struct rusage used;
        int status = 0;
        ended.si_pid = 0;
        if (waitid(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) != 0) {
            return errno == ECHILD;
        }
        if (ended.si_pid == 0) {
            return false;
        }
        const double now_s = rxt_now_s();
        rxt_look_last(w->look, ended.si_pid, now_s);
        if (wait4(ended.si_pid, &status, 0, &used) == ended.si_pid) {
            add_usage(&w->used, &used);
        }
        if (ended.si_pid == w->child.pid) {
            w->is_over = true;
            w->status = status;
            w->exit_s = now_s;
        }
    }
}

/* Take what a stream has; at its end it is closed. False: there is no more for now. */
static bool hear(struct watch *w, int stream)
{
    static char bytes[256 * 1024];
    const ssize_t n = read(w->child.said[stream], bytes, sizeof bytes);
    if (n > 0) {
        rxt_hold_add(&w->hold[stream], bytes, (size_t)n);
        rxt_finder_feed(w->watching->finder, (enum rxt_stream)stream, bytes, (size_t)n);
        return true;
    }
    if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        close(w->child.said[stream]);
        w->child.said[stream] = -1;
    }
    return false;
}

/* Wait for a signal, for output, or until the time. */
static void wait_until(struct watch *w, double until_s)
{
    struct pollfd polls[1 + RXT_N_STREAMS] = {{.fd = w->signals, .events = POLLIN}};
    const double wait_s = until_s - rxt_now_s();
    for (int s = 0; s < RXT_N_STREAMS; s++) {
        polls[1 + s] = (struct pollfd){.fd = w->child.said[s], .events = POLLIN};
    }
    if (poll(polls, 1 + RXT_N_STREAMS, wait_s <= 0.0 ? 0 : (int)ceil(1e3 * wait_s)) <= 0) {
        return;
    }
    for (int s = 0; s < RXT_N_STREAMS; s++) {
        if (w->child.said[s] >= 0 && polls[1 + s].revents) {
            (void)hear(w, s);
        }
    }
}

/* Look, and choose the time of the next look: as far away as this one's cost asks for. */
static void look(struct watch *w, double now_s)
{
    const double age_s = now_s - w->child.start_s, before_s = own_cpu_s();
    rxt_look_once(w->look, now_s);
    const double cost_s = own_cpu_s() - before_s;
    w->last_cost_s = w->last_cost_s > 0.0 ? 0.5 * (w->last_cost_s + cost_s) : cost_s;
    const double usual_s = age_s < 0.1   ? fmin(short_look_s, fmax(first_look_s, age_s))
                           : age_s < 1.0 ? short_look_s
                                         : long_look_s;
    w->next_look_s =
        now_s + fmin(most_look_s, age_s < 0.1 ? usual_s : fmax(usual_s, w->last_cost_s / cost_share));
}

static void watch_program(struct watch *w)
{
    while (!w->is_over) {
        wait_until(w, fmin(w->next_look_s, fmin(w->end_s, w->kill_s)));
        take_signals(w);
        (void)reap(w);
        const double now_s = rxt_now_s();
        if (!w->is_over && now_s >= w->next_look_s) {
            look(w, now_s);
        }
        if (now_s >= w->end_s && !w->is_over) {
            w->is_late = true;
            w->end_s = INFINITY;
            ask_to_end(w, patience_s);
        }
        if (now_s >= w->kill_s) {
            w->kill_s = now_s + 0.1; /* what was started since then is, too */
            (void)rxt_tree_signal(getpid(), SIGKILL);
        }
    }
}

/* Append what has outlived the program. */
static void name_left(struct watch *w, struct rxt_text *out)
{
    struct rxt_process *list = NULL;
    const size_t n = rxt_tree_below("/proc", getpid(), &list);
    for (size_t i = 0; i < n; i++) {
        rxt_look_mark_left(w->look, list[i].pid);
        rxt_text_add(out, "%s'", i == 0 ? "" : ", ");
        rxt_text_add_line(out, list[i].name, strlen(list[i].name));
        rxt_text_add(out, "' (process %d)", (int)list[i].pid);
    }
    free(list);
}

/* End what has outlived the program; what cannot be ended is not waited for. Pipes are emptied meanwhile: something may
 * wait to write. */
static void end_left(struct watch *w)
{
    const double kill_s = rxt_now_s() + leave_s, enough_s = kill_s + patience_s;
    (void)rxt_tree_signal(getpid(), SIGTERM);
    while (!reap(w) && rxt_now_s() < enough_s) {
        if (rxt_now_s() >= kill_s) {
            (void)rxt_tree_signal(getpid(), SIGKILL);
        }
        wait_until(w, rxt_now_s() + 0.01);
        take_signals(w);
    }
}

static void tell_left(struct watch *w, struct rxt_watched *out)
{
    struct rxt_text names = {0}, note = {0};
    if (reap(w)) {
        return;
    }
    name_left(w, &names);
    if (names.n > 0) {
        rxt_text_add(&note, "%s outlived the program%s", rxt_text_of(&names),
                     w->watching->is_rank ? ", and was ended" : ", and still runs");
        out->note = strdup(rxt_text_of(&note));
    }
    rxt_text_free(&names);
    rxt_text_free(&note);
    if (w->watching->is_rank) {
        end_left(w);
    }
}

/* Take what is still in the pipes, and no more: who writes to them now is none of the program. */
static void drain(struct watch *w)
{
    const double until_s = rxt_now_s() + drain_s;
    for (int s = 0; s < RXT_N_STREAMS; s++) {
        while (w->child.said[s] >= 0 && hear(w, s) && rxt_now_s() < until_s) {
        }
    }
}

static void fill_end(const struct watch *w, struct rxt_watched *out)
{
    out->pid = w->child.pid;
    out->signal = WIFSIGNALED(w->status) ? WTERMSIG(w->status) : 0;
    out->status = out->signal ? 128 + out->signal : WEXITSTATUS(w->status);
    out->end = w->child.why    ? RXT_END_ABSENT
               : w->is_late    ? RXT_END_TIMEOUT
               : w->is_stopped ? RXT_END_STOPPED
               : out->signal   ? RXT_END_SIGNAL
                               : RXT_END_STATUS;
    if (w->child.why) {
        const bool is_absent = w->child.why == ENOENT || w->child.why == ENOTDIR;
        struct rxt_text note = {0};
        out->status = is_absent ? 127 : 126;
        rxt_text_add(&note, "'");
        rxt_text_add_line(&note, w->watching->argv[0], strlen(w->watching->argv[0]));
        rxt_text_add(&note, "' cannot be started: %s",
                     is_absent && !strchr(w->watching->argv[0], '/') ? "it is not in PATH"
                                                                     : strerror(w->child.why));
        free(out->note);
        out->note = note.failed ? NULL : strdup(rxt_text_of(&note));
        rxt_text_free(&note);
    }
}

static void fill_output(const struct watch *w, struct rxt_watched *out)
{
    /* Of the stream that said more that is of use: errors, if there are some. */
    const struct rxt_hold *hold =
        &w->hold[w->hold[RXT_STREAM_ERR].n_head > 0 ? RXT_STREAM_ERR : RXT_STREAM_OUT];
    out->output_bytes = rxt_hold_bytes(&w->hold[RXT_STREAM_OUT]) + rxt_hold_bytes(&w->hold[RXT_STREAM_ERR]);
    if (!rxt_watched_is_right(out)) {
        out->cut_bytes =
            rxt_hold_take(hold, SEND_HEAD, SEND_TAIL, &out->head, &out->n_head, &out->tail, &out->n_tail);
    }
}

static void fill_usage(const struct watch *w, double cost_s, long own_max_kb, struct rxt_watched *out)
{
    double seen_s = out->more_cpu_s;
    const double used_s = seconds(w->used.ru_utime);
    for (size_t i = 0; i < out->n_threads; i++) {
        seen_s += out->threads[i].cpu_s;
    }
    out->wall_s = w->exit_s - w->child.start_s;
    out->cpu_s = fmax(used_s, seen_s);
    out->unseen_s = out->cpu_s - seen_s;
    out->switches = (double)w->used.ru_nvcsw;
    out->forced_switches = (double)w->used.ru_nivcsw;
    out->minor_faults = (double)w->used.ru_minflt;
    out->major_faults = (double)w->used.ru_majflt;
    out->cost_s = cost_s;
    /* The kernel's own peak holds that of this process before the exec, too. */
    const double most_bytes = 1024.0 * (double)w->used.ru_maxrss;
    if (w->used.ru_maxrss > own_max_kb && !(most_bytes <= out->peak_bytes)) {
        out->peak_bytes = most_bytes;
    }
}

static enum rxt_err fill(struct watch *w, double cost_s, long own_max_kb, struct rxt_watched *out)
{
    enum rxt_err err = rxt_look_fill(w->look, out);
    fill_end(w, out);
    fill_usage(w, cost_s, own_max_kb, out);
    if (out->n_processes > 0 && out->processes[0].exe) {
        out->exe = strdup(out->processes[0].exe);
    }
    out->found = (struct rxt_found){.metric = NAN};
    if (w->watching->finder) {
        rxt_finder_end(w->watching->finder, &out->found);
        fill_output(w, out);
    }
    return err;
}

/* The socket by which a rank talks to Hydra. When its last end closes before MPI was ended Hydra kills what it started: the
 * watch, before it has told of the program. */
static int pmi_socket(void)
{
    const char *fd = getenv("PMI_FD");
    return fd ? (int)strtol(fd, NULL, 10) : -1;
}

/* What this process was started with, and the program has: here it would keep pipes and sockets of the launcher open
 * longer than the program does. Standard error, and standard output of a rank that sends a record, are the watch's own. */
static void let_go_of_files(const struct rxt_watching *watching, const int *fds, size_t n)
{
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC), pmi = pmi_socket();
    for (size_t i = 0; i < n; i++) {
        if (fds[i] > STDERR_FILENO && fds[i] != watching->keep_fd && fds[i] != pmi) {
            close(fds[i]);
        }
    }
    if (null >= 0) {
        dup2(null, STDIN_FILENO);
        if (!watching->finder) {
            dup2(null, STDOUT_FILENO);
        }
        close(null);
    }
}

/* The files that are open now; returns how many. */
static size_t list_files(int *fds, size_t most)
{
    size_t n = 0;
    DIR *folder = opendir("/proc/self/fd");
    for (struct dirent *entry; folder && n < most && (entry = readdir(folder)) != NULL;) {
        const int fd = (int)strtol(entry->d_name, NULL, 10);
        if (entry->d_name[0] != '.' && fd != dirfd(folder)) {
            fds[n++] = fd;
        }
    }
    if (folder) {
        closedir(folder);
    }
    return n;
}

/* Block what is to be handed on, and take the place of a parent for all that comes from here. The signal of a child's end
 * must not be ignored: nobody could be waited for then. */
static enum rxt_err begin(struct watch *w)
{
    sigset_t taken;
    struct rlimit files;
    int fds[1024];
    const size_t n_fds = list_files(fds, sizeof fds / sizeof *fds);
    rxt_signal_default(SIGCHLD);
    signals_to_hand_on(&taken);
    sigprocmask(SIG_BLOCK, &taken, &w->blocked);
    w->parent = getppid();
    if (w->watching->is_rank) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        w->is_stopped = getppid() != w->parent;
    }
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    w->signals = signalfd(-1, &taken, SFD_NONBLOCK | SFD_CLOEXEC);
    if (w->signals < 0) {
        return rxt_fail(RXT_E_LAUNCH, "no way to hear of signals: %s", strerror(errno));
    }
    const enum rxt_err err = rxt_watch_start(w->watching, &w->blocked, &w->child);
    let_go_of_files(w->watching, fds, n_fds);
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
        files.rlim_cur = files.rlim_max; /* for the files of threads; the program has its own limit already */
        (void)setrlimit(RLIMIT_NOFILE, &files);
    }
    return err;
}

static enum rxt_err run(struct watch *w, struct rxt_watched *out)
{
    struct rusage before;
    getrusage(RUSAGE_SELF, &before);
    const double cost_s = own_cpu_s();
    enum rxt_err err = begin(w);
    if (w->child.pid > 0) {
        const enum rxt_err opened = rxt_look_open(&w->look, &rxt_look_here, getpid(), w->child.start_s);
        if (err != RXT_OK || opened != RXT_OK) { /* it waits for nobody, or nobody could look at it */
            kill(w->child.pid, SIGKILL);
            (void)waitpid(w->child.pid, NULL, 0);
            return err != RXT_OK ? err : opened;
        }
        w->next_look_s = w->child.start_s + first_look_s;
        w->end_s = w->watching->timeout_s > 0.0 ? w->child.start_s + w->watching->timeout_s : INFINITY;
        if (w->is_stopped) {
            ask_to_end(w, patience_s);
        }
        watch_program(w);
        tell_left(w, out);
        drain(w);
        err = fill(w, own_cpu_s() - cost_s, before.ru_maxrss, out);
    }
    return err;
}

enum rxt_err rxt_watch_run(const struct rxt_watching *watching, struct rxt_watched *out)
{
    struct watch w = {.watching = watching,
                      .signals = -1,
                      .child = {.pid = -1, .said = {-1, -1}},
                      .end_s = INFINITY,
                      .kill_s = INFINITY};
    *out = (struct rxt_watched){.rank = -1, .local_rank = -1};
    const enum rxt_err err = run(&w, out);
    rxt_look_close(w.look);
    for (int s = 0; s < RXT_N_STREAMS; s++) {
        if (w.child.said[s] >= 0) {
            close(w.child.said[s]);
        }
        rxt_hold_free(&w.hold[s]);
    }
    if (w.signals >= 0) {
        close(w.signals);
    }
    return err;
}
