/* SPDX-License-Identifier: BSD-3-Clause
 * watch_child.h - the program under a watch: how it is started, and its pipes.
 */
#ifndef RXT_WATCH_CHILD_H
#define RXT_WATCH_CHILD_H

#include "finder.h"
#include "watch.h"

#include "rxt/err.h"

#include <signal.h>
#include <sys/types.h>

struct rxt_watch_child {
    pid_t pid;
    int said[RXT_N_STREAMS]; /* to read what it writes; -1: closed, or not held */
    double start_s;          /* just before its exec */
    int why;                 /* errno of the exec that failed; 0 */
};

/** Start the program; wait until it is one.
 *
 *  mask  in  the signals that this process blocked when it was started
 *
 *  Errors:  RXT_E_LAUNCH, RXT_E_INPUT as rxt_watch_run
 */
RXT_CHECKED enum rxt_err rxt_watch_start(const struct rxt_watching *watching, const sigset_t *mask,
                                         struct rxt_watch_child *out);

#endif
