/* SPDX-License-Identifier: BSD-3-Clause
 * decide_verify.h - does a decision still hold? Its layout and the plain line, launched a few times in turn.
 */
#ifndef RXT_DECIDE_VERIFY_H
#define RXT_DECIDE_VERIFY_H

#include "journal.h"

#include "rxt/err.h"

enum rxt_holding {
    RXT_HOLDS,     /* at the median it is not slower than the plain line, by more than the indifference */
    RXT_MAY_HOLD,  /* at the median it is, and not each time */
    RXT_HOLDS_NOT, /* it is each time */
};

struct rxt_verified {
    enum rxt_holding holding;
    size_t n_rounds; /* in which both gave a time that counts */
    double ratio;    /* the layout's time over the plain line's, median */
};

/** Compare two layouts of a study round by round; a handful of rounds has no interval, so it is counted how often.
 *
 *  Errors:  RXT_E_LAUNCH  no round has both
 *           RXT_E_MEMORY
 */
RXT_CHECKED enum rxt_err rxt_verify(const struct rxt_study *study, const char *kernel,
                                    const struct rxt_layout *layout, const struct rxt_layout *plain,
                                    double indifference, struct rxt_verified *out);

#endif
