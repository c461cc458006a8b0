/* SPDX-License-Identifier: BSD-3-Clause
 * launch_listen.h - hear what a running launch says, and end it when there is a reason to.
 */
#ifndef RXT_LAUNCH_LISTEN_H
#define RXT_LAUNCH_LISTEN_H

#include "launch.h"
#include "launch_process.h"
#include "launch_room.h"
#include "text.h"

struct rxt_running {
    struct rxt_child child; /* the launcher */
    struct rxt_text
        pending[RXT_PIPES]; /* the beginning of a line; for RXT_ERR the end of all that was said */
    const struct rxt_launch *launch;
    const struct rxt_launcher *launcher; /* of it */
    rxt_line_fn line;
    void *context;
    const struct rxt_room *room;
    bool is_enough; /* line said so */
    bool is_ended;  /* by us */
    double start_s;
    double patience_s; /* how long rank 0 may take to come up; 0: for ever */
    bool is_up;        /* rank 0 told that it is */
    double done_s;     /* when rank 0 told that all ranks are done; 0: it did not */
    int done_status;   /* what it told then */
    double seen_s;     /* when ranks were last seen behind that; 0: not looked for */
    size_t n_shown;    /* bytes of RXT_ERR that were shown already */
    int n_told;        /* lines of them */
};

/** Find how long rank 0 of a launch may take to come up; RXT_E_RANGE if RXT_START_TIMEOUT is no time. */
RXT_CHECKED enum rxt_err rxt_listen_patience(const struct rxt_launch *launch, double *out_s);

/** Listen until the launcher ends or is ended: the time is over, *stop, the line function had enough, rank 0 does not
 *  come up, or the launcher lives on without ranks. Fills all of the outcome but wall_s and the texts. */
void rxt_listen(struct rxt_running *run, double end_s, const volatile sig_atomic_t *stop,
                struct rxt_outcome *outcome);

#endif
