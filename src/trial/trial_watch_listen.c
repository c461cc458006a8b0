/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_listen.c - what a watch hears from its program: ends of processes, and output.
 */
#include "watch_run_parts.h"

#include "clock.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

static const double drain_s = 1.0;

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
bool rxt_watch_reap(struct watch *w)
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
void rxt_watch_wait_until(struct watch *w, double until_s)
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

/* Take what is still in the pipes, and no more: who writes to them now is none of the program. */
void rxt_watch_drain(struct watch *w)
{
    const double until_s = rxt_now_s() + drain_s;
    for (int s = 0; s < RXT_N_STREAMS; s++) {
        while (w->child.said[s] >= 0 && hear(w, s) && rxt_now_s() < until_s) {
        }
    }
}
