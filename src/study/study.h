/* SPDX-License-Identifier: BSD-3-Clause
 * study.h - which layout to launch next, when to stop, and every sample into the journal.
 */
#ifndef RXT_STUDY_H
#define RXT_STUDY_H

#include "journal.h"
#include "launch.h"
#include "launch_job.h"
#include "study_nodes.h"
#include "study_subject.h"

#include "rxt/err.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Told before every launch and after every round. */
struct rxt_progress {
    int round, n_rounds;   /* n_rounds: at most */
    size_t launch, n_most; /* of the study: the one that runs next, from 1; and at most */
    const char *layout;    /* the one that runs next; NULL at the end of a round */
    double left_s;         /* at most, by the last round and by what limits it; 0: nobody knows */
    size_t n_samples, n_failures;
    const char *ahead; /* the layouts that lead after the last whole round; "" before */
};

enum { RXT_FOLDER_BYTES = 4096 };

struct rxt_study_spec {
    struct rxt_subject **subjects; /* see rxt_subjects_close */
    size_t n_subjects;
    struct rxt_terms terms;
    struct rxt_layout *layouts; /* to compare */
    size_t n_layouts;
    enum rxt_scaling scaling; /* weak: the subjects' work grows with the workers of a layout */
    struct rxt_layout plain;  /* the launcher's default line; its ranks are 0 if there is none */
    bool is_full;             /* every layout in every round: none is dropped */
    int n_rounds; /* confirming rounds, exactly; 0: until a comparison is narrow enough, or as many as a race has */
    int n_tries;              /* of a launch that is disturbed, at most; 0: 3 */
    int n_warmup;             /* launches of each layout before the first round, of which nothing is kept */
    struct rxt_budget budget; /* of a time: all launches have ended by then */
    double limit_s;           /* all launches must have ended by then, the most telling ones first; 0: none */
    bool *ran_out;            /* becomes true when the limit left launches out; may be NULL */
    bool *is_spent;           /* becomes true when the budget did; may be NULL */
    double timeout_s;         /* of a launch; 0: from the first launches            */
    uint64_t seed;
    double indifference, tolerance; /* 0.01: one per cent; what does not matter, and what counts as equal */
    bool resume;
    const char *folder;
    char *
        kept; /* RXT_FOLDER_BYTES: becomes the folder of what was measured, if the journal was taken away in the
                   middle; else "". May be NULL */
    const char *hostfile;   /* of the hosts to start on; NULL: those that the launcher knows */
    struct rxt_job job;     /* the allocation that this runs in */
    struct rxt_nodes nodes; /* n is 0 for a study of this node alone */
    json_t *ceilings;       /* what is kept of this machine; NULL: its ceilings are among the subjects */
    json_t *left_out;       /* a list of sentences, of plug-ins that could not be taken; NULL: none */
    json_t *tried;          /* a list that takes every way to launch that was tried */
    const volatile sig_atomic_t *stop;
    void (*progress)(const struct rxt_progress *progress); /* NULL: silent */
};

/** Run the study: its strategy (study_strategy.h) says which layout is launched next, for those that share a launch in one.
 *
 *  out     out  all that the journal holds then; also when the study was stopped or ended early
 *
 *  Errors:  RXT_E_STOPPED  *stop became true; the journal holds every finished sample
 *           RXT_E_USAGE    the folder holds a journal and resume is false; or resume and it is of other
 *                          kernels, parameters or layouts; or another study writes there
 *           RXT_E_INPUT    the journal to resume is not one
 *           RXT_E_OUTPUT   the folder cannot be written: said before the first launch, or when it
 *                          happens; what was measured before is in the journal, or in spec's `kept`
 *           RXT_E_ABSENT   no launcher
 *           RXT_E_LAUNCH   the launcher delivers no world of all ranks
 */
RXT_CHECKED enum rxt_err rxt_study_run(const struct rxt_study_spec *spec, struct rxt_study **out);

/** The record of this machine for a header: host, system, cpu, topology, build, versions, environment. */
json_t *rxt_machine_record(const struct rxt_topology *topology);

/** Show a line that a launcher says while no rank comes up. */
void rxt_study_hint(const char *line);

#endif
