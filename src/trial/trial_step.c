/* SPDX-License-Identifier: BSD-3-Clause
 * trial_step.c - a plug-in that ends its process is told of by the process, since nobody else knows where it was.
 */
#include "trial_step.h"

#include "trial.h"
#include "trial_talk.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The sentence is made before the step, for a handler may call next to nothing. */
static char sentence[600];
static volatile sig_atomic_t is_inside;

static const struct {
    int number;
    const char *name;
} fatal[] = {{SIGSEGV, "signal 11 (SIGSEGV)"}, {SIGBUS, "signal 7 (SIGBUS)"},
             {SIGFPE, "signal 8 (SIGFPE)"},    {SIGILL, "signal 4 (SIGILL)"},
             {SIGABRT, "signal 6 (SIGABRT)"},  {SIGTRAP, "signal 5 (SIGTRAP)"}};
enum { N_FATAL = sizeof fatal / sizeof *fatal };

/* What it printed before goes first. Then all at once, for other ranks may tell theirs at the same time. */
static void tell(const char *how)
{
    static char line[sizeof sentence + 64];
    const size_t n = strlen(sentence), n_how = strlen(how);
    rxt_talk_rescue();
    memcpy(line, sentence, n);
    memcpy(line + n, how, n_how);
    line[n + n_how] = '\n';
    (void)!write(STDERR_FILENO, line, n + n_how + 1);
}

/* The default is back (SA_RESETHAND): the signal, raised again, ends the process. */
static void crash(int number)
{
    for (size_t i = 0; is_inside && i < N_FATAL; i++) {
        if (fatal[i].number == number) {
            is_inside = 0;
            tell(fatal[i].name);
        }
    }
    raise(number);
}

static void leave(void)
{
    if (is_inside) {
        is_inside = 0;
        fflush(NULL);
        tell("a call of exit");
        _exit(3); /* else it might look like success */
    }
}

static void watch(void)
{
    static bool is_watched;
    static char room[65536]; /* for a handler on a thread whose stack has run over */
    if (is_watched) {
        return;
    }
    is_watched = true;
    sigaltstack(&(stack_t){.ss_sp = room, .ss_size = sizeof room}, NULL);
    for (size_t i = 0; i < N_FATAL; i++) {
        sigaction(fatal[i].number,
                  &(struct sigaction){.sa_handler = crash, .sa_flags = (int)(SA_RESETHAND | SA_ONSTACK)},
                  NULL);
    }
    atexit(leave);
}

void rxt_step(const struct rxt_setting *setting, const char *step)
{
    is_inside = 0;
    if (!setting->file || !step) {
        return;
    }
    watch();
    snprintf(sentence, sizeof sentence, "rxt: plug-in %.400s: its %s ended the process by ", setting->file,
             step);
    is_inside = 1;
}
