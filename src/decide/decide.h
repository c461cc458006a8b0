/* SPDX-License-Identifier: BSD-3-Clause
 * decide.h - from samples to a decision: per kernel the best layout, its equals, the price of the others, and why.
 *
 * One observation is one launch: the median of its timed runs. Layouts of one
 * round ran one after another, so they are compared round by round: the ratio of two layouts
 * is the median over the confirming rounds that both ran in, with the 95 % interval of that median by
 * order statistics; slow drift of the machine cancels. Below 6 rounds there is no such interval. Which rounds are
 * confirming, and what is said then, is told by the race (decide_race.h); of a journal of before all are.
 */
#ifndef RXT_DECIDE_H
#define RXT_DECIDE_H

#include "decide_estimate.h"
#include "decide_model.h"
#include "journal.h"
#include "stat.h"

#include "rxt/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In a scaling study layouts are compared with those of as many workers: a step. Elsewhere all are one step. */

/* What is said of a layout. */
#define RXT_VERDICT_LIST(X)                                                                                  \
    X(BEST, "best")           /* no other bound layout of its step is faster, round by round  */             \
    X(EQUAL, "equal")         /* shown to be within the tolerance of the best                */              \
    X(UNDECIDED, "undecided") /* neither is shown                                        */                  \
    X(OUT, "out")             /* shown to be slower than the best by more than the indifference */           \
    X(DROPPED, "dropped")     /* left before the best was sought among the rest              */              \
    X(OPEN, "open")           /* too few rounds for an interval                              */              \
    X(PLAIN, "plain")         /* the launcher's default line: compared, never chosen         */              \
    X(WRONG, "wrong")         /* a check failed, or its digest is not the others'            */              \
    X(FAILED, "failed")       /* launched, and no sample that counts                         */              \
    X(NOT_RUN, "not run")     /* not launched: its subject does not take it, or the study ended before */
#define RXT_VERDICT_ENUM(name, text) RXT_IS_##name,
enum rxt_verdict { RXT_VERDICT_LIST(RXT_VERDICT_ENUM) };
#undef RXT_VERDICT_ENUM
const char *rxt_verdict_name(enum rxt_verdict verdict);

/* How a layout left before the best was sought among the rest: against the best, as the rounds of all told then. */
struct rxt_drop {
    size_t n_rounds;        /* behind which it left; 0: it did not, or by another rule */
    size_t n_alive, n_stay; /* that raced then, and of them those that went on */
    double standard_error;  /* of the logarithm of its ratio */
    double at_least;        /* the lower limit of its ratio, which fails in one of twenty; NaN: not known */
    double slowest_stay; /* the ratio that it was held against: of the slowest that went on; NaN: not known */
};

/* One kernel under one layout. */
struct rxt_row {
    struct rxt_layout layout;
    char text[RXT_LAYOUT_BYTES];
    enum rxt_verdict verdict;
    size_t n_launches, n_rejected, n_failed; /* that count; that the proof rejected; without a sample */
    size_t n_disturbed;                      /* of those that count: a thread did not have its core */
    struct rxt_estimate time_s;
    struct rxt_estimate
        metric; /* the program's own number, in its unit; NaN where it has none                    */
    struct rxt_estimate
        cost;           /* what is compared: the metric, or its inverse if more is better, or the time      */
    double least, most; /* what is shown of it, metric or time, over its launches; NaN: none    */
    size_t workers, step; /* nodes x ranks x threads; which of the kernel's steps          */
    double size;          /* its parameter n; NaN of a file                                */
    double load;          /* work / serial's work: above 1 in weak scaling                 */
    struct rxt_estimate
        ratio; /* cost / that of its step's best, of the confirming rounds; 1 for the best itself. Of
                                * a dropped one as it left, without interval */
    struct rxt_drop drop;
    bool is_slower_here; /* undecided, and slower in this comparison: not shown over all of the study */
    bool may_do;         /* undecided, on fewer cores than the recommended one, perhaps as fast */
    bool is_unequally_disturbed;    /* its launches and the best's were not disturbed alike: it is open */
    struct rxt_estimate speedup;    /* load x serial cost / this cost                                */
    struct rxt_estimate efficiency; /* speed-up / workers                                            */
    struct rxt_estimate serial;     /* Karp and Flatt's serial fraction; of strong scaling alone     */
    const char *serial_why; /* why a speed-up has no serial fraction, which is no share then; NULL      */
    /* Of the rounds next to the efficiency that is told; without serial, of the launch with the median time. Those of the
     * team and computation scaling (serial's time / useful time here) multiply to the efficiency. */
    struct rxt_efficiency factors;
    double scaling;               /* NaN if unknown */
    double rate_flop, rate_bytes; /* a second; NaN if the kernel does not count them                */
    /* Of the ceiling: of so many cores, as `rxt machine` kept it, of the bytes where the data lie; else as it was measured
     * under the same layout, for memory alone. NaN if unknown. */
    double share_flop, share_bytes;
    const char *place; /* where the data lie: "L1", "L2", "L3", "memory"; NULL: not told */
    const char
        *kept_on; /* the date of the ceilings that were kept; NULL: measured beside; belongs to the study */
    double
        cpu_share; /* as in struct rxt_sample, of the launch with the median time: below 0.95 no cause is told */
    double peak_node_bytes, pss_node_bytes, setup_s; /* as in struct rxt_sample */
    /* Of the launch with the median time, of the time that its threads held their cores: they ran; they ran or waited for a
     * core that another had. NaN if unknown. */
    double busy, wanted;
    const struct rxt_usage *usage; /* of the launch with the median time; NULL: none; belongs to the study */
    bool checked, has_digest;      /* checked: every check passed */
    uint64_t digest;
    const char *note; /* why it is wrong or failed; NULL; belongs to the study, or is this: */
    char said[320];
};

/* By what a subject is measured. */
struct rxt_measure {
    bool is_program, has_metric, higher_is_better; /* of the metric */
    const char *unit;                              /* of the metric; NULL: not told; belongs to the study */
};

/* The layouts of as many workers. */
struct rxt_step {
    size_t workers;
    const struct rxt_row *best, *recommended; /* NULL if no layout gave a time */
    double
        regret; /* `recommended` is slower than the fastest that ran in it by at most this share; NaN: not known */
    double
        noise; /* of one launch, in the confirming rounds: of its logarithm, about a share; NaN: not known */
    bool is_busy;         /* so many of its launches were disturbed that nothing can be concluded */
    bool plain_is_faster; /* than the best; shown */
    size_t n_screening, n_confirming; /* rounds that have begun */
    struct rxt_estimate ratio;        /* of its best to that of the fastest step, by the work of a worker */
    bool may_do; /* fewer workers than recommended, and not shown to be slower by more than the tolerance */
};

/* A mode, or the plain line, that is shown to be slower than the best. */
struct rxt_loss {
    const struct rxt_row *row; /* the fastest of its mode */
    bool is_known;             /* why: else the sentence says what is missing */
    char text[448];            /* one sentence */
};
enum { RXT_MOST_LOSSES = 4 }; /* threads, ranks, hybrid, the plain line */

struct rxt_verdict_of_kernel {
    const char *kernel; /* belongs to the study */
    struct rxt_measure measure;
    bool is_checked;      /* every sample that counts was checked; only a program's need not be */
    struct rxt_row *rows; /* in the order of the header's layouts */
    size_t n_rows;
    struct rxt_step *steps; /* by workers; one alone outside of scaling studies, its workers are the most */
    size_t n_steps;
    char turn[512];         /* at which number of workers the winner changes; "" outside of scaling studies */
    struct rxt_model model; /* of a scaling study: of the best of every step; its n_points is 0 elsewhere */
    char grows[40];         /* the rule by which the work grows, "n^2 log n"; "" outside of weak scaling */
    const struct rxt_row *best; /* of the fastest step; NULL if there is none */
    const struct rxt_row
        *recommended; /* what to use: of the fewest workers that are as fast; NULL if there is none */
    bool none_shown;  /* of a scaling study: no number of workers is shown to be faster than another */
    const struct rxt_row *plain, *serial; /* among rows; NULL if there is none */
    const char *plain_name;               /* "plain mpirun", by its launcher */
    double
        regret; /* `recommended` is slower than the fastest of its step that ran by at most this share; NaN: not known */
    struct rxt_estimate loss; /* plain's cost / best's - 1 */
    char work[320];           /* does it compute or wait, under the recommended layout; "" without one */
    char reason[768];         /* one sentence */
    bool bound_is_known;      /* what bounds it, of the reason; of a program never */
    struct rxt_loss losses[RXT_MOST_LOSSES];
    size_t n_losses;
    char launch[8192]; /* to paste, whole; "" if unknown or longer */
};

/* One layout for all subjects that have a best: the one whose worst ratio to those bests is the smallest. */
struct rxt_common {
    const struct rxt_row
        *row; /* of the subject for which it costs most; NULL: one subject, or a scaling study, or none
                                  has a time for all */
    const struct rxt_verdict_of_kernel *kernel; /* that subject */
    size_t n_subjects;
};

/* A kernel that was studied at several sizes, under a name for each. */
struct rxt_sizes {
    const char *kernel, *param; /* belong to the study */
    size_t n;
    char turn[512]; /* at which size the winner changes */
};

struct rxt_decision {
    struct rxt_verdict_of_kernel *kernels; /* without the ceilings */
    size_t n_kernels;
    struct rxt_common common;
    struct rxt_sizes *sizes;
    size_t n_sizes;
    struct rxt_rule rule; /* of a scaling study, by which more workers pay; the caller may change it */
    enum rxt_scaling scaling;
    double indifference, tolerance; /* up to which a difference does not matter; and counts as none */
    size_t n_rounds;                /* that have a sample */
    bool is_wrong;                  /* some row is wrong  */
};

/** Tell whether it is known how the plain line stands to the best of its step: not below 6 rounds, nor where the two were
 *  not disturbed alike, or all too much. */
bool rxt_plain_is_told(const struct rxt_verdict_of_kernel *kernel);

/** Decide. Pure: the same study, the same decision.
 *
 *  out  out  close with rxt_decision_close before the study
 *
 *  Errors:  RXT_E_INPUT   the header names no kernels or layouts, or a layout is no layout; one program was measured
 *                         by different numbers
 *           RXT_E_MEMORY
 *  Source:  order statistics as in stat.h; factors as in the POP metrics (pop-coe.eu)
 */
RXT_CHECKED enum rxt_err rxt_decide(struct rxt_decision **out, const struct rxt_study *study);
void rxt_decision_close(struct rxt_decision *decision);

/* A program that used one thread of several in so many launches uses no more of them. */
enum { RXT_IDLE_LAUNCHES = 2 };
struct rxt_idle {
    size_t n;                 /* launches on end; a second try of one counts with the first */
    int round;                /* of the last launch */
    struct rxt_layout layout; /* the same */
};
/** Count one launch more: it used one thread of several, or more of them. */
void rxt_idle_add(struct rxt_idle *idle, int round, const struct rxt_layout *layout, bool used_one);
/** Count the last launches on end in which a program, proven to be where it was planned, used one of the several threads that
 *  its ranks were given. None of a kernel. */
struct rxt_idle rxt_decide_idle(const struct rxt_study *study, const char *subject);

#endif
