/* SPDX-License-Identifier: BSD-3-Clause
 * decide_access.h - how far a scaling study keeps a rule: what centres ask for before they grant a large partition.
 */
#ifndef RXT_DECIDE_ACCESS_H
#define RXT_DECIDE_ACCESS_H

#include "decide.h"

/* The best layout of a number of workers, against that of the smallest number. */
struct rxt_count {
    const struct rxt_row *row;
    struct rxt_estimate speedup, efficiency;
    struct rxt_estimate
        gain;     /* of a doubling on the way from the count before: 2 is ideal; unknown of the first count */
    bool keeps;   /* the rule, by the value */
    bool is_sure; /* and its interval lies on the same side of the limit */
};

struct rxt_access {
    struct rxt_count
        *counts; /* ascending. Of a study of several nodes: of each number of nodes the most workers */
    size_t n;
    bool has_nodes; /* several numbers of nodes */
    size_t
        n_keep;   /* so many counts from the smallest on keep the rule by their values: 0 only where n is 0 */
    bool is_sure; /* the intervals allow to say so: of these, and of the next that does not */
    char launch[8192]; /* what starts the largest of them, to paste; "" if unknown */
};

/** Find how far a rule is kept: the efficiency against the smallest count, or what a doubling brought, step by step. The
 *  smallest count keeps every rule.
 *
 *  kernel  in  of a decision of this study, which is one of scaling
 *
 *  Errors:  RXT_E_INPUT  the header has no such kernel
 *           RXT_E_MEMORY
 *  Memory:  free counts; NULL on error
 */
RXT_CHECKED enum rxt_err rxt_access_make(const struct rxt_study *study,
                                         const struct rxt_verdict_of_kernel *kernel,
                                         const struct rxt_rule *rule, struct rxt_access *out);

#endif
