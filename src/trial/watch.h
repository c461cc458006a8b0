/* SPDX-License-Identifier: BSD-3-Clause
 * watch.h - start a program, look at its threads while it runs, wait for its end, and end what it leaves.
 */
#ifndef RXT_WATCH_H
#define RXT_WATCH_H

#include "finder.h"
#include "watched.h"

#include "rxt/err.h"

#include <stdbool.h>

/* What to watch, and how. The program gets the environment, mask and limits of this process, and the signals as this
 * process was started with them. */
struct rxt_watching {
    char *const *argv;      /* ended by NULL; argv[0] is looked up in PATH if it has no slash */
    const char *folder;     /* where it runs; NULL: here */
    const char *stdin_path; /* what it reads; NULL: what this process does */
    struct rxt_finder
        *finder;  /* all of its output goes through it, and none further; NULL: it writes where this process
                                  does, to the same files */
    bool is_rank; /* a launcher's: it ends when that dies, and ends what the program leaves */
    int keep_fd;  /* a file that the program inherits and the caller closes; 0: none */
    int launcher_fd; /* by which its launcher hears the rank; where its last end closes before MPI was ended Hydra kills what
                        it started: the watch, before it has told of the program. 0: none */
    bool (*is_launchers)(const char *name); /* does a process of this name belong to a launcher? */
    double timeout_s;                       /* 0: none */
};

/** Run a program under the watch to its end.
 *
 *  Looks come 3 ms after its start, then at growing distances up to 20 ms, 50 ms after a second; further apart where they
 *  would cost more than 0.8 % of a core. Signals that are sent to this process are handed on; those of a terminal reach the
 *  program by themselves. To be called once, from a process of one thread: it blocks its signals, waits for all children,
 *  and becomes the parent of what loses its own.
 *
 *  out  out  rank and host are the caller's; `found` is filled in if there is a finder. rxt_watched_free, also on error
 *
 *  A program that cannot be started is no error here: out->end is RXT_END_ABSENT.
 *
 *  Errors:  RXT_E_LAUNCH  no process, no pipe
 *           RXT_E_INPUT   the folder or the file to read is not there
 *           RXT_E_MEMORY
 */
RXT_CHECKED enum rxt_err rxt_watch_run(const struct rxt_watching *watching, struct rxt_watched *out);

#endif
