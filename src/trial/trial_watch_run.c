/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_run.c - the life of a watch: start, look, listen until the program is over, and record it.
 */
#include "watch_run_parts.h"

#include "clock.h"
#include "machine_tree.h"
#include "signals.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const double first_look_s = 0.003, short_look_s = 0.02, long_look_s = 0.05, most_look_s = 2.0,
                    cost_share = 0.008;

static double own_cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
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
        rxt_watch_wait_until(w, fmin(w->next_look_s, fmin(w->end_s, w->kill_s)));
        rxt_watch_take_signals(w);
        (void)rxt_watch_reap(w);
        const double now_s = rxt_now_s();
        if (!w->is_over && now_s >= w->next_look_s) {
            look(w, now_s);
        }
        if (now_s >= w->end_s && !w->is_over) {
            w->is_late = true;
            w->end_s = INFINITY;
            rxt_watch_ask_to_end(w, RXT_WATCH_PATIENCE_S);
        }
        if (now_s >= w->kill_s) {
            w->kill_s = now_s + 0.1; /* what was started since then is, too */
            (void)rxt_tree_signal(getpid(), SIGKILL);
        }
    }
}

/* Block what is to be handed on, and take the place of a parent for all that comes from here. The signal of a child's end
 * must not be ignored: nobody could be waited for then. */
static enum rxt_err begin(struct watch *w)
{
    sigset_t taken;
    struct rlimit files;
    int fds[1024];
    const size_t n_fds = rxt_watch_list_files(fds, sizeof fds / sizeof *fds);
    rxt_signal_default(SIGCHLD);
    rxt_watch_signals(&taken);
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
    rxt_watch_let_go(w->watching, fds, n_fds);
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
            rxt_watch_ask_to_end(w, RXT_WATCH_PATIENCE_S);
        }
        watch_program(w);
        rxt_watch_tell_left(w, out);
        rxt_watch_drain(w);
        err = rxt_watch_fill(w, own_cpu_s() - cost_s, before.ru_maxrss, out);
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
