/* SPDX-License-Identifier: BSD-3-Clause
 * watch_run_parts.h - what the sources of a running watch share.
 */
#ifndef RXT_WATCH_RUN_PARTS_H
#define RXT_WATCH_RUN_PARTS_H

#include "watch.h"
#include "watch_child.h"
#include "watch_hold.h"
#include "watch_look.h"

#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>

/* s that what was asked to end has until it is killed. */
#define RXT_WATCH_PATIENCE_S 2.0

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
    struct rusage used; /* by all that was waited for; ru_utime holds system time, too */
};

/** The signals that a watch takes in its program's place. */
void rxt_watch_signals(sigset_t *out);
/** Take the signals that have come; notice that the parent is gone. */
void rxt_watch_take_signals(struct watch *w);
/** Ask all of the program to end; what does not within so many seconds is killed. */
void rxt_watch_ask_to_end(struct watch *w, double within_s);

/** Wait for what has ended. True: nothing is left. */
bool rxt_watch_reap(struct watch *w);
/** Wait for a signal, for output, or until the time. */
void rxt_watch_wait_until(struct watch *w, double until_s);
/** Take what is still in the pipes, and no more. */
void rxt_watch_drain(struct watch *w);

/** Name what has outlived the program; of a rank end it. */
void rxt_watch_tell_left(struct watch *w, struct rxt_watched *out);
/** Fill in the record.
 *
 *  cost_s      in  CPU time of the watch
 *  own_max_kb  in  its largest resident set before it started the program
 */
enum rxt_err rxt_watch_fill(struct watch *w, double cost_s, long own_max_kb, struct rxt_watched *out);

/** List the files that are open now; returns how many. */
size_t rxt_watch_list_files(int *fds, size_t most);
/** Close those that are the program's alone. */
void rxt_watch_let_go(const struct rxt_watching *watching, const int *fds, size_t n);

#endif
