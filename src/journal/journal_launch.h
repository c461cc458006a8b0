/* SPDX-License-Identifier: BSD-3-Clause
 * journal_launch.h - one launch of a study, as a value and as a line of JSON: what it was for, what it cost, how it ended.
 */
#ifndef RXT_JOURNAL_LAUNCH_H
#define RXT_JOURNAL_LAUNCH_H

#include "journal_budget.h"
#include "layout.h"
#include "machine_quality.h"

#include "rxt/err.h"

#include <jansson.h>

#include <stddef.h>

#define RXT_SCHEMA_LAUNCH "rxt-launch/1"

#define RXT_END_LIST(X)                                                                                      \
    X(OK, "ok")               /* it told of all that it was asked for           */                           \
    X(FAILED, "failed")       /* it could not be started, or broke off          */                           \
    X(TIME_OUT, "time-out")   /* it took longer than a launch may               */                           \
    X(KILLED, "killed")       /* a rank or the launcher was ended by a signal   */                           \
    X(PREEMPTED, "preempted") /* the study or its job was ended: no fault of the layout */
#define RXT_END_ENUM(name, text) RXT_END_##name,
enum rxt_end { RXT_END_LIST(RXT_END_ENUM) };
#undef RXT_END_ENUM
const char *rxt_end_name(enum rxt_end end);

/* A launch, written when it ended. */
struct rxt_launched {
    int launch, round; /* counted through, from 0                            */
    int place;         /* in the order of its round, from 0                  */
    int try;           /* how often its layout was launched in it before     */
    struct rxt_layout layout;
    size_t n_subjects;
    char **subjects;
    double *run_s; /* of each subject: set-up, warm-up, runs, check; NaN if it is not known */
    char start[24];
    double wall_s;
    int cores; /* that it held */
    double
        cpu_share; /* the least share of its core that a busy thread of any subject had; NaN if it is not known */
    enum rxt_end end;
    struct rxt_quality quality; /* of the machine that the study ran on, while it ran */
};

/** Make the JSON object of a launch, or read it back; the two are each other's inverse.
 *
 *  Errors (read): RXT_E_INPUT  not a launch of this schema; names the field
 *  Memory:        json_decref the object; rxt_launched_close the launch
 */
json_t *rxt_launched_to_json(const struct rxt_launched *launched); /* NULL when memory ran out */
RXT_CHECKED enum rxt_err rxt_launched_from_json(const json_t *json, struct rxt_launched **out);
/** Return what a launch cost one of its subjects, in seconds (RXT_BUDGET_TIME), else in core-seconds: what it ran there, and
 *  its part of the start-up; 0 if it is none of them. */
double rxt_launched_cost(const struct rxt_launched *launched, const char *subject, enum rxt_budget_unit unit);
void rxt_launched_close(struct rxt_launched *launched);

#endif
