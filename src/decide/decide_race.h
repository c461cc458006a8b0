/* SPDX-License-Identifier: BSD-3-Clause
 * decide_race.h - the race of one subject's layouts: a few rounds of all, then fresh rounds of those that are left.
 *
 * Rounds of all choose the finalists, and only how noisy a launch is decides when the fresh rounds end: so the intervals of
 * the fresh rounds keep their level. All functions are pure: the same launches, the same answer. docs/method.md has the rule.
 */
#ifndef RXT_DECIDE_RACE_H
#define RXT_DECIDE_RACE_H

#include "decide.h"

#include "rxt/err.h"

#include <stdbool.h>
#include <stddef.h>

/* In so many rounds that two layouts have in common there is no 95 % interval of their ratio: nothing is said. */
enum { RXT_RACE_LEAST = 6 };

/* The part that a layout plays. Serial is never dropped and is a candidate beside the finalists; the plain line is never
 * dropped and never chosen. */
enum rxt_race_part { RXT_RACE_ABSENT, RXT_RACE_CONTENDER, RXT_RACE_SERIAL, RXT_RACE_PLAIN };

struct rxt_racer {
    enum rxt_race_part part;
    int cores, ranks;
    double memory_bytes; /* of a node; NaN: not known */
    bool is_wrong;       /* not chosen, whatever it took */
};

/* One layout in one round, all tries together. */
struct rxt_lap {
    double y;       /* natural logarithm of what is compared, the smaller the better; NaN: no value */
    double cost;    /* of all tries, in the budget's unit; 0: nothing was launched */
    bool launched;  /* it ended, with a value or without */
    bool disturbed; /* a thread did not have its core, in the try that counts */
};

/* One subject of one step of a study. */
struct rxt_race {
    size_t n_layouts, n_rounds; /* rounds that have begun */
    struct rxt_racer *racers;   /* n_layouts */
    struct rxt_lap *laps;       /* n_layouts x n_rounds, rounds run fastest */
    size_t n_parts;             /* subjects x steps of the study, over which "out" must hold */
    bool screens;               /* false: every layout is a finalist */
    size_t exactly;             /* confirming rounds that were asked for; 0: the rule ends it */
    double budget;              /* in the unit of the costs; NaN: none was asked for */
    double share;               /* of 20 rounds of all; NaN: none was asked for */
    double indifference, tolerance;
};

/* A moment at which contenders were dropped. */
struct rxt_race_moment {
    size_t n_rounds, n_alive; /* before it */
    double scale;             /* pooled, of one launch's logarithm */
    bool *is_left;            /* n_layouts: dropped now */
    double *effect, *spread;  /* n_layouts: of those that were alive; else NaN */
};

/** Return the standard error of a comparison of a layout with another one at a moment, which both were alive at. */
double rxt_race_drop_error(const struct rxt_race_moment *moment, size_t layout);

enum rxt_race_end {
    RXT_RACE_GOES_ON,
    RXT_RACE_PRECISE, /* a comparison is narrow enough */
    RXT_RACE_SPENT,   /* the next round would exceed the budget */
    RXT_RACE_MOST,    /* as many rounds as the rule allows, or as were asked for */
    RXT_RACE_NOBODY,  /* no layout gives a time */
};

/* Where a race stands behind the launches so far. */
struct rxt_race_stand {
    enum rxt_race_end end;
    size_t n_layouts;
    size_t round;        /* the one that is under way, or comes next; if it ended, how many there were */
    bool *takes, *wants; /* n_layouts: takes part in this round; and was not launched in it */
    bool is_confirming;  /* this round is one of the finalists */
    bool *is_finalist;   /* n_layouts: contenders that are alive */
    size_t n_screening, n_confirming; /* whole rounds so far */
    size_t least, most;               /* confirming rounds */
    double spent, budget;             /* in the costs' unit; the budget is INFINITY if there is none */
    double
        width; /* half of a comparison's, behind so many confirming rounds that it may end the race; NaN before */
    struct rxt_race_moment *moments;
    size_t n_moments;
};

/** Tell where a race stands: who is launched next, who was dropped when and on what evidence, or why it is over.
 *
 *  out  out  give back with rxt_race_stand_free
 *
 *  Errors:  RXT_E_MEMORY
 *  Source:  own, after sequential halving (Karnin, Koren & Somekh, ICML 2013)
 */
RXT_CHECKED enum rxt_err rxt_race_stand(const struct rxt_race *race, struct rxt_race_stand *out);
void rxt_race_stand_free(struct rxt_race_stand *stand);

/* What is said of a layout. */
struct rxt_race_place {
    enum rxt_verdict verdict;
    struct rxt_estimate
        ratio; /* to the best, of the confirming rounds; of a dropped one as it left, without interval */
    bool is_slower_here; /* undecided, and slower in this comparison: not shown over all of the study */
    bool may_do;         /* undecided, on fewer cores than the recommended one, perhaps as fast as the best */
    bool is_unequally_disturbed; /* why it is open; of the plain line: nothing is said of its price */
    struct rxt_drop drop;        /* its n_rounds is 0 where it was not dropped */
};

struct rxt_race_result {
    size_t n_layouts;
    struct rxt_race_place *places;    /* n_layouts */
    size_t best, recommended;         /* SIZE_MAX: there is none */
    double regret, regret_of_best;    /* at most so much slower than the fastest that ran; NaN: not known */
    size_t n_screening, n_confirming; /* rounds that have begun */
    double scale;         /* noise of one launch in the confirming rounds: its logarithm's; NaN: not known */
    bool is_busy;         /* too many of its launches were disturbed: nothing is concluded, all are open */
    bool plain_is_faster; /* than the best */
};

/** Decide a race, whether it is over or not.
 *
 *  out  out  give back with rxt_race_result_free
 *
 *  Errors:  RXT_E_MEMORY
 *  Source:  Hettmansperger & Sheather 1986; Hodges & Lehmann 1963; Hsu 1981 (docs/method.md)
 */
RXT_CHECKED enum rxt_err rxt_race_decide(const struct rxt_race *race, struct rxt_race_result *out);
void rxt_race_result_free(struct rxt_race_result *result);

/* How many workers a subject should have. */
struct rxt_race_workers {
    size_t fastest, answer;     /* which step; SIZE_MAX: none has a value */
    bool *may_do;               /* n_steps: fewer workers than the answer, and not shown to be slower */
    struct rxt_estimate *ratio; /* n_steps: to the fastest */
    bool none_shown;            /* all steps below may do: no difference is shown */
};
/** Choose the step.
 *
 *  y    in   n_steps x n_rounds, rounds run fastest: of the best layout of each step, fewest workers first; NaN: no value
 *  out  out  give back with rxt_race_workers_free
 *
 *  Errors:  RXT_E_MEMORY
 */
RXT_CHECKED enum rxt_err rxt_race_workers(const double *y, size_t n_steps, size_t n_rounds, double tolerance,
                                          struct rxt_race_workers *out);
void rxt_race_workers_free(struct rxt_race_workers *workers);

/** Make the race of one subject of a study and one step, as its journal has it: by the header's "strategy" ("race", or
 *  rounds of all), "full" (no screening), "rounds" (of a race: N or null), "budget" ({"value", "unit": "s", "core_h" or
 *  "share"} or null), "indifference", "tolerance" and "scaling".
 *
 *  workers  in   those of the step; 0: outside of scaling studies
 *  out      out  give back with rxt_race_free; its layouts are the header's, those of other steps absent
 *
 *  Errors:  RXT_E_MEMORY
 */
RXT_CHECKED enum rxt_err rxt_race_read(struct rxt_race *out, const struct rxt_study *study,
                                       const char *kernel, size_t workers);
void rxt_race_free(struct rxt_race *race);

#endif
