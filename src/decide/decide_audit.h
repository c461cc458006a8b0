/* SPDX-License-Identifier: BSD-3-Clause
 * decide_audit.h - what a race lost and saved: its choice, by a sweep of all layouts that was measured beside it.
 */
#ifndef RXT_DECIDE_AUDIT_H
#define RXT_DECIDE_AUDIT_H

#include "decide.h"

/* Rounds of the sweep, which is what shares of a budget are shares of. */
enum { RXT_SWEEP_ROUNDS = 20 };

/* One subject. */
struct rxt_audit_row {
    const char *kernel;           /* belongs to the race                                           */
    const struct rxt_row *chosen; /* of the race; NULL: none                                       */
    const struct rxt_row *best;   /* of the sweep; NULL: none                                      */
    struct rxt_estimate regret;   /* of the chosen one in the sweep, cost / that of its best - 1   */
    double share;                 /* of the sweep's core-seconds that the race took; NaN: not known */
};

struct rxt_audit {
    struct rxt_audit_row *rows;
    size_t n_rows;
    double share;            /* of all subjects, without the ceilings */
    double median, worst;    /* of the known regrets, none of them below 0; NaN: none is known */
    size_t n_known, n_above; /* above the tolerance */
};

/** Compare a race with a sweep of the same subjects and layouts.
 *
 *  out  out  points into the decisions; free its rows
 *
 *  Errors:  RXT_E_MEMORY
 */
RXT_CHECKED enum rxt_err rxt_audit_make(const struct rxt_study *race, const struct rxt_decision *raced,
                                        const struct rxt_study *sweep, const struct rxt_decision *swept,
                                        struct rxt_audit *out);

#endif
