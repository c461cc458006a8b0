/* SPDX-License-Identifier: BSD-3-Clause
 * decide_quality.h - was the machine quiet while a study ran, and what holds if it was not?
 */
#ifndef RXT_DECIDE_QUALITY_H
#define RXT_DECIDE_QUALITY_H

#include "journal.h"

#include <stdbool.h>
#include <stddef.h>

enum rxt_fitness { RXT_FITNESS_UNKNOWN, RXT_QUIET, RXT_DISTURBED };
/** Return "not known", "quiet" or "disturbed". */
const char *rxt_fitness_name(enum rxt_fitness fitness);

/* Of all launches of a study. Least and most are NaN where no launch tells. */
struct rxt_calm {
    enum rxt_fitness fitness;
    size_t n_all, n_known,
        n_disturbed; /* launches with a sample; that tell what threads had; in which one lacked its core */
    size_t n_values,
        n_lacking; /* samples by subject, layout and round; those without one try that had its cores */
    size_t n_told, n_stopped,
        n_stolen;                 /* launches that tell of the machine; in which a quota stopped the group; in
                                           which the host took more than a twentieth of the CPUs */
    double least_share;           /* of its core, of a busy thread */
    double stopped_s, most_steal; /* by a quota, in all; the host's share of a launch */
    double most_load,
        most_foreign; /* in a minute before a launch ended; CPUs busy while nothing of rxt ran */
    double control_s[2], clock_Hz[2]; /* the same little work; a clock: least and most */
};

/** Sum up what the launches of a study tell of the machine. Pure. */
void rxt_calm_find(const struct rxt_study *study, struct rxt_calm *out);

/** Write it in one line, "quiet" or "disturbed: in 14 of 24 launches ... (load 7.3 on 2 cores)". */
void rxt_calm_say(const struct rxt_calm *calm, const struct rxt_study *study, char *out, size_t n_bytes);
/** Write what can be said all the same; "" of a quiet machine. */
void rxt_calm_say_holds(const struct rxt_calm *calm, char *out, size_t n_bytes);
/** Write what comparisons of so many rounds can tell apart, where the logarithm of one launch has this noise; "" if that is
 *  not known. */
void rxt_noise_say(double noise, size_t n_rounds, char *out, size_t n_bytes);

#endif
