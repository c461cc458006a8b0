/* SPDX-License-Identifier: BSD-3-Clause
 * launch_process.h - run a program: start it, hear it, wait for its end. A launch is one, and so is whatever is asked.
 */
#ifndef RXT_LAUNCH_PROCESS_H
#define RXT_LAUNCH_PROCESS_H

#include "text.h"

#include "rxt/err.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { RXT_OUT, RXT_ERR, RXT_PIPES };

/* A program that runs, and the pipes it writes to; -1: closed. */
struct rxt_child {
    pid_t pid;
    int fd[RXT_PIPES];
};

/** Start a program as a session of its own.
 *
 *  argv     in  ended by NULL; argv[0] is its path
 *  prepare  in  called in the child before it becomes the program, to set its environment or folder; may be NULL
 *
 *  It reads nothing, has the signals that this process was started with, and gets SIGTERM if this process dies. A path
 *  that is none it tells on its standard error, and ends with status 127.
 *
 *  Errors:  RXT_E_LAUNCH  no pipe or no process
 */
RXT_CHECKED enum rxt_err rxt_child_start(struct rxt_child *child, char *const *argv,
                                         void (*prepare)(void *context), void *context);

/* Takes bytes of one pipe. */
typedef void (*rxt_bytes_fn)(void *context, int pipe, const char *bytes, size_t n);

/** Take what a child says within wait_ms; false if nothing came. */
bool rxt_child_hear(struct rxt_child *child, int wait_ms, rxt_bytes_fn take, void *context);
/** Tell whether one of its pipes is open. */
bool rxt_child_may_speak(const struct rxt_child *child);
/** Tell whether it has ended, and how; not to be asked again then. */
bool rxt_child_has_ended(const struct rxt_child *child, int *wait_status);
void rxt_child_close(struct rxt_child *child);

/* What is asked of a program. */
struct rxt_question {
    const char *const *words;          /* ended by NULL; the first is looked up in PATH */
    const char *folder;                /* where it runs; NULL: here */
    double timeout_s;                  /* 0: none */
    const sigset_t *signals;           /* those that it holds back; NULL: as this process does */
    bool (*is_over)(void);             /* asked while it runs: it is ended when this is true. NULL: never */
    const volatile sig_atomic_t *stop; /* it is ended when this becomes true, too; NULL: never */
    const char *const *set;            /* NAME=VALUE for it alone, ended by NULL; NULL: none */
};

/* What it answered. */
struct rxt_answer {
    int status; /* its exit status; 128 + n if it ended by signal n */
    struct rxt_text said[RXT_PIPES];
};

/** Run a program to its end and keep what it says.
 *
 *  out  out  rxt_answer_free, also on error
 *
 *  Errors:  RXT_E_ABSENT   it is not in PATH
 *           RXT_E_LAUNCH   it cannot be started, or took longer and was ended
 *           RXT_E_STOPPED  is_over said so, or *stop
 */
RXT_CHECKED enum rxt_err rxt_program_ask(const struct rxt_question *question, struct rxt_answer *out);
void rxt_answer_free(struct rxt_answer *answer);

#endif
