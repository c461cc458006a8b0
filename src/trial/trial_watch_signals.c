/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_signals.c - signals that a watch hands on, and those by which it ends a program.
 */
#include "watch_run_parts.h"

#include "clock.h"
#include "machine_tree.h"

#include <math.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* mpirun kills a second after it asked. */
static const double launcher_s = 0.7;

/* Signals that end, stop or tell a program something; not those of its own faults, nor of terminals that stop it: these
 * stop the watch as well. */
void rxt_watch_signals(sigset_t *out)
{
    static const int never[] = {SIGSEGV, SIGBUS,  SIGFPE,  SIGILL,  SIGTRAP, SIGABRT,
                                SIGSYS,  SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE, SIGXFSZ};
    sigfillset(out);
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        sigdelset(out, never[i]);
    }
}

/* Ask all of the program to end; what does not within so many seconds is killed. */
void rxt_watch_ask_to_end(struct watch *w, double within_s)
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
        rxt_watch_ask_to_end(w, launcher_s); /* a launcher that ends a study's launch waits for it */
    }
}

void rxt_watch_take_signals(struct watch *w)
{
    struct signalfd_siginfo signal;
    while (read(w->signals, &signal, sizeof signal) == (ssize_t)sizeof signal) {
        hand_on(w, &signal);
    }
    if (w->watching->is_rank && getppid() != w->parent && !w->is_stopped) {
        w->is_stopped = true;
        rxt_watch_ask_to_end(w, RXT_WATCH_PATIENCE_S);
    }
}
