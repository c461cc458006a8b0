/* SPDX-License-Identifier: BSD-3-Clause
 * study_subject.h - what a study compares layouts for, and all that it knows of it.
 *
 * A subject is of a family, which is one file and one const object: the kernels (study_subject_kernel.h) are one. Those
 * of a family that shares take part in one launch, as many as are wanted, since its start is paid once; of any other
 * family each is a launch of its own, one after another in the same round.
 */
#ifndef RXT_STUDY_SUBJECT_H
#define RXT_STUDY_SUBJECT_H

#include "crew.h"
#include "journal_header.h"
#include "launch.h"
#include "layout.h"

#include "rxt/err.h"

#include <jansson.h>

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

struct rxt_text;
struct rxt_family;
struct rxt_study;

/* The first member of what a family keeps of one. */
struct rxt_subject {
    const struct rxt_family *family;
    const char *name; /* in samples, failures, launches, and in the header's list */
};

/* How all subjects of a study are run. */
struct rxt_terms {
    struct rxt_plan_options options;
    enum rxt_sched sched; /* of kernels' loops                                      */
    int n_reps;           /* timed runs in a launch; one untimed run goes before them */
};

/* The subjects of one launch. */
struct rxt_party {
    struct rxt_subject *const *subjects; /* of one family, as large as this layout gets them */
    size_t n;                            /* 1 where the family shares no launch */
    const struct rxt_layout *layout;
    const struct rxt_terms *terms;
    const char *folder; /* of the study */
    int round, launch;  /* counted through, from 0 */
    double timeout_s;   /* of the launch; 0: none */
    const volatile sig_atomic_t *stop;
};

/* The operations; every one is given, save where NULL is said to be right. */
struct rxt_family {
    bool shares; /* a launch takes many of its subjects */

    /** Tell whether it can be run under a layout of the study; NULL: under all. */
    bool (*runs)(const struct rxt_subject *subject, const struct rxt_layout *layout);

    /** Make a subject whose work is so many times this one's; 1: a copy. Close it.
     *
     *  Errors:  RXT_E_USAGE, RXT_E_RANGE  it cannot grow so
     */
    enum rxt_err (*grow)(const struct rxt_subject *subject, double factor, struct rxt_subject **out);
    void (*close)(struct rxt_subject *subject);

    /** Tell what a header holds of it: texts stay the subject's, JSON values become the caller's. */
    enum rxt_err (*describe)(const struct rxt_subject *subject, struct rxt_entry *out);
    /** Append the line that starts it by hand under a layout: it becomes the entry's line of that layout.
     *
     *  launch  in  its layout, options and way; no program
     *
     *  NULL: the line follows from the header's launch_lines and the entry's parameters (decide_launch.c).
     */
    enum rxt_err (*paste)(const struct rxt_subject *subject, const struct rxt_launch *launch,
                          struct rxt_text *out);

    /** Find how its launches are started; layout is the most demanding one of the study. NULL: by trying whose ranks come
     *  up (rxt_way_find).
     *
     *  Errors:  RXT_E_ABSENT  there is no launcher for it
     */
    enum rxt_err (*find_way)(const struct rxt_subject *subject, const struct rxt_layout *layout,
                             struct rxt_way *way);
    /** Make ready for a launch.
     *
     *  launch  inout  its layout, options and way are set; gets what every rank runs, which lives until done
     *  state   out    of this launch; done frees it, also after an error
     */
    enum rxt_err (*begin)(const struct rxt_party *party, struct rxt_launch *launch, void **state);
    /** Take a line of the launch's standard output.
     *
     *  is_talk  out  it is no line of rxt's, but somebody's own talk; false when called
     *
     *  Return a sample or a failure that it holds; NULL: none.
     */
    json_t *(*line)(void *state, const char *line, bool *is_talk);
    /** Take the end of the launch. Return the sample, or the failure, that follows from it; NULL: none. The launch itself
     *  is told to have failed where a subject has neither.
     *
     *  outcome  inout  how it ended; a family whose ranks know better says so
     */
    json_t *(*end)(void *state, struct rxt_outcome *outcome);
    /** Tell whether the same is to be launched once more, in another way that was learnt from this launch. NULL: never. */
    bool (*again)(const void *state);
    void (*done)(void *state); /* accepts NULL */
    /** Take up what a study that goes on had learnt of a subject. NULL: nothing is learnt. */
    void (*recall)(const struct rxt_subject *subject, const struct rxt_study *so_far);
};

/** Tell whether two subjects take part in one launch. */
bool rxt_subjects_share(const struct rxt_subject *a, const struct rxt_subject *b);
/** Tell whether a subject can be run under a layout. */
bool rxt_subject_runs(const struct rxt_subject *subject, const struct rxt_layout *layout);
/** Close n subjects, of which some may be NULL, and the list; NULL is accepted. */
void rxt_subjects_close(struct rxt_subject **subjects, size_t n);

#endif
