/* SPDX-License-Identifier: BSD-3-Clause
 * decide_compare.h - two studies beside each other: in what they differ, layout by layout, and where the winner is another.
 *
 * Rounds of two studies are not paired, so a time over the other's has no interval. It is told at all only where machine,
 * work and load are alike; what is compared, such as MPI, build or schedule, may differ.
 */
#ifndef RXT_DECIDE_COMPARE_H
#define RXT_DECIDE_COMPARE_H

#include "decide.h"

#include "rxt/err.h"

#include <stdbool.h>
#include <stddef.h>

/* One thing in which two studies differ. */
struct rxt_difference {
    char *what, *a, *b;
    bool hinders; /* times cannot be compared */
};
struct rxt_differences {
    struct rxt_difference *list;
    size_t n;
    bool hinder; /* one of them does */
    bool failed; /* memory ran out */
};

/* What became of the winner. */
#define RXT_TURN_LIST(X)                                                                                     \
    X(SAME, "same")       /* one layout is the best of both                                */                \
    X(TIED, "tied")       /* two are, and neither is out in the other's study              */                \
    X(FLIPS, "flips")     /* two are, and one of them is out in the other's study          */                \
    X(UNKNOWN, "unknown") /* a study has no best, or did not compare the other's with it */
#define RXT_TURN_ENUM(name, text) RXT_TURN_##name,
enum rxt_turn { RXT_TURN_LIST(RXT_TURN_ENUM) };
#undef RXT_TURN_ENUM
const char *rxt_turn_name(enum rxt_turn turn);

/* One layout; NULL: the study does not have it. */
struct rxt_pair {
    const struct rxt_row *a, *b;
    double ratio;  /* median time, or own number, of b over that of a; NaN if they cannot be compared */
    bool is_apart; /* their 95 % intervals do not overlap */
};

/* A subject of one study or of both: NULL. */
struct rxt_compared {
    const char *subject;
    const struct rxt_verdict_of_kernel *a, *b;
    struct rxt_differences differences; /* of its parameters and its answer */
    enum rxt_turn turn;
    struct rxt_pair *pairs; /* the layouts of a, then those of b alone */
    size_t n_pairs;
};

struct rxt_comparison {
    struct rxt_differences differences;
    struct rxt_compared *subjects; /* those of a, then those of b alone */
    size_t n_subjects;
};

/** Compare two studies that were decided. Pure; texts and rows belong to them.
 *
 *  out  out  close with rxt_comparison_close before the studies; NULL on error
 *
 *  Errors:  RXT_E_MEMORY
 */
RXT_CHECKED enum rxt_err rxt_compare(struct rxt_comparison **out, const struct rxt_study *a,
                                     const struct rxt_decision *of_a, const struct rxt_study *b,
                                     const struct rxt_decision *of_b);
void rxt_comparison_close(struct rxt_comparison *comparison);

#endif
