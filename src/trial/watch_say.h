/* SPDX-License-Identifier: BSD-3-Clause
 * watch_say.h - five lines on one run of a program: where its threads ran, what they had of their cores, what to try.
 */
#ifndef RXT_WATCH_SAY_H
#define RXT_WATCH_SAY_H

#include "machine.h"
#include "text.h"
#include "watched.h"

#include <stdbool.h>

/* What is known of the run besides what was seen. */
struct rxt_watch_ground {
    const char *command;     /* as it was typed, in one word                                        */
    struct rxt_mask mask;    /* the PUs that it was started with; none: not known                   */
    double quota_cpus;       /* CPU time a second that the cgroups leave; infinity: no limit        */
    int n_told;              /* threads that a variable tells it to start; 0: none does             */
    const char *told;        /* that variable, "OMP_NUM_THREADS=4"; NULL                            */
    const char *movers;      /* variables that place threads or limit them, "OMP_PROC_BIND=master"; "" */
    const char *mover_names; /* the same, names alone */
    int n_local;             /* ranks on this node; 1: no launcher, or it does not tell             */
    const char *advice; /* how its launcher gives each rank cores for its threads; NULL: none started it */
};

/* What was found, the worst first. */
enum rxt_watch_finding {
    RXT_FOUND_UNKNOWN,   /* too little was seen                                                     */
    RXT_FOUND_NARROW,    /* fewer PUs than busy threads: the mask it was started with               */
    RXT_FOUND_STACKED,   /* its own threads shared a PU, though there are enough                    */
    RXT_FOUND_QUOTA,     /* the quota of CPU time lets fewer run at once than are busy              */
    RXT_FOUND_SHARED,    /* another program had its cores for some of the time                      */
    RXT_FOUND_SIBLINGS,  /* its threads shared a core as hardware threads while other cores were idle */
    RXT_FOUND_UNUSED,    /* it was told to use more threads than worked                             */
    RXT_FOUND_WANDERING, /* its threads moved between cores                                         */
    RXT_FOUND_WAITING,   /* it waited for something else than a core                                */
    RXT_FOUND_ROOM,      /* all is well, and cores were left over                                   */
    RXT_FOUND_WELL
};

/** Return how many of the workers may run on one PU alone, by their last mask. */
size_t rxt_watch_tied(const struct rxt_watched *watched);
/** Judge a run. */
enum rxt_watch_finding rxt_watch_judge_run(const struct rxt_watched *watched,
                                           const struct rxt_watch_ground *ground);
/** Append the five lines, each ended; texts from outside in them are not clean yet. */
void rxt_watch_say(const struct rxt_watched *watched, const struct rxt_watch_ground *ground,
                   struct rxt_text *out);

#endif
