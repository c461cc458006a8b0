/* SPDX-License-Identifier: BSD-3-Clause
 * study_state.h - what the sources of a running study share.
 */
#ifndef RXT_STUDY_STATE_H
#define RXT_STUDY_STATE_H

#include "study.h"
#include "text.h"
#include "study_order.h"

/* Looks at the machine around launches. */
struct rxt_watcher {
    struct rxt_moment before, last; /* the running launch; the end of the one before it */
    bool has_last;
    double foreign_cpus; /* CPUs that others kept busy then; NaN: not looked at */
    double paused_s;     /* to look at that, in all */
};

struct rxt_runner {
    const struct rxt_study_spec *spec;
    struct rxt_study *study; /* all that is in the journal */
    struct rxt_journal *journal;
    int round, place, launch;
    double timeout_s;              /* of a launch */
    enum rxt_limit limit;          /* where that comes from */
    double begin_s;                /* by the clock, when the study began */
    double end_s;                  /* by the clock, when every launch must have ended; 0: never */
    bool ran_out, is_spent;        /* launches were left out at the end of the time, of the budget */
    struct rxt_text ahead;         /* who leads, after the last whole round */
    bool is_warming;               /* the running launch does not count */
    struct rxt_way way;            /* of launches of several ranks */
    const struct rxt_party *party; /* of the running launch */
    void *party_state;             /* its family's */
    size_t n_kept;                 /* of its subjects, those that were told of */
    enum rxt_err err;              /* of keeping them */
    struct rxt_watcher watcher;
};

/** Look at the machine before a launch; and behind it, when its samples are in memory, and tell what came between. */
void rxt_quality_begin(struct rxt_runner *run);
void rxt_quality_end(struct rxt_runner *run, struct rxt_quality *out);
/** Tell whether one more pause is short against the time that a study took so far. Pure. */
bool rxt_pause_fits(double paused_s, double elapsed_s);

/** Set how long the next launch, of this layout, may take. */
void rxt_runner_limit(struct rxt_runner *run, const struct rxt_layout *layout);

/** Append which layouts lead so far, and of several subjects for how many: "2x1 for 11, 1x2 for 5". Nothing while nothing
 *  can be told. */
void rxt_study_ahead(const struct rxt_study *so_far, struct rxt_text *out);

/** Launch one layout for n subjects that share it, and keep its records. Failures of the launch are records too, no
 *  errors. */
RXT_CHECKED enum rxt_err rxt_runner_launch(struct rxt_runner *run, const struct rxt_layout *layout,
                                           struct rxt_subject *const *subjects, size_t n);

/** Launch every layout for every subject as often as the spec says before anything counts. A launch that fails will do so in
 *  the first round, and is told then. RXT_E_STOPPED. */
RXT_CHECKED enum rxt_err rxt_study_warm(struct rxt_runner *run);

/** Before anything is measured, find a way to launch the most demanding layout; see rxt_way_find. */
RXT_CHECKED enum rxt_err rxt_study_probe(const struct rxt_study_spec *spec, struct rxt_way *way);

/** Make the subjects of a study as they are for a layout: grown by its workers in weak scaling.
 *
 *  wants  in   whether one is wanted; NULL: all are
 *  n      out  of the list
 *
 *  Memory:  rxt_subjects_close
 */
RXT_CHECKED enum rxt_err rxt_study_grown(const struct rxt_study_spec *spec, const struct rxt_layout *layout,
                                         const bool *wants, struct rxt_subject ***out, size_t *n);

/** The header of a study's journal. */
RXT_CHECKED enum rxt_err rxt_header_make(const struct rxt_study_spec *spec, const struct rxt_way *way,
                                         struct rxt_header **out);
/** Refuse to resume a journal of other subjects, parameters or layouts; their names are the header's. */
RXT_CHECKED enum rxt_err rxt_header_compare(const struct rxt_header *old, const struct rxt_header *new,
                                            const char *folder);

#endif
