/* SPDX-License-Identifier: BSD-3-Clause
 * study_program.h - what the sources of the family of programs share.
 */
#ifndef RXT_STUDY_PROGRAM_H
#define RXT_STUDY_PROGRAM_H

#include "decide.h"
#include "program.h"
#include "study_subject.h"
#include "watch_proof.h"
#include "watched.h"

/* Of all programs of a study. */
struct rxt_program_study {
    const struct rxt_program *program;
    struct rxt_program_folders *folders; /* NULL before the first launch */
    struct rxt_topology *here;           /* the same */
    bool *mask_only;       /* of each subject: places of OpenMP would put its threads on one core */
    struct rxt_idle *idle; /* of each subject: launches whose ranks used one of several threads */
    size_t n_users;        /* subjects, grown ones too */
};

struct rxt_program_member {
    struct rxt_subject subject;
    struct rxt_program_study *shared;
    size_t index;   /* of the program's subjects */
    char *command;  /* as a shell would take it, clean; not filled in */
    json_t *params; /* what a sample and the header hold of it */
};

static inline const struct rxt_program_member *rxt_program_member_of(const struct rxt_subject *subject)
{
    return (const struct rxt_program_member *)subject;
}

/** Return how many ranks a launch of a program has, as its watches count them. */
int rxt_program_ranks(const struct rxt_program *program, const struct rxt_layout *layout);

/* The operations of the family on a launch, see study_subject.h. */
enum rxt_err rxt_program_begin(const struct rxt_party *party, struct rxt_launch *launch, void **state);
json_t *rxt_program_line(void *state, const char *line, bool *is_talk);
json_t *rxt_program_end(void *state, struct rxt_outcome *outcome);
bool rxt_program_again(const void *state);
void rxt_program_done(void *state);

/* What is known of a launch that has ended. */
struct rxt_program_seen {
    const struct rxt_program_member *member;
    const struct rxt_layout *layout;
    const char *launcher;
    const struct rxt_watched *ranks; /* n of them, by rank; those that did not come are {0} with rank -1 */
    size_t n;
    int n_copies;        /* that ran side by side; ranks are those of all */
    const char *missing; /* why records are missing; "" if all came */
    const struct rxt_watch_plan *plan;
    bool is_mask_only; /* OpenMP was told of no places */
    const struct rxt_outcome *outcome;
    const char *wrong; /* what --check said against the answer; "" if nothing; NULL: it was not asked */
};

/** Write why a launch is a failure, one sentence; false: it is none. *timed_out becomes true if a watch ended its rank. */
bool rxt_program_failed(const struct rxt_program_seen *seen, bool *timed_out, char *why, size_t n_bytes);
/** Make the sample of a launch that is no failure. NULL when memory ran out.
 *
 *  finding  in  what its ranks said
 *  proof    in  where its threads were
 */
json_t *rxt_program_sample(const struct rxt_program_seen *seen, const struct rxt_finding *finding,
                           const struct rxt_watch_proof *proof);

#endif
