/* SPDX-License-Identifier: BSD-3-Clause
 * report_compare.h - two studies beside each other, for people and for programs.
 */
#ifndef RXT_REPORT_COMPARE_H
#define RXT_REPORT_COMPARE_H

#include "decide_compare.h"
#include "text.h"

#include <jansson.h>

#include <stdbool.h>

struct rxt_screen;

/* One of the two. */
struct rxt_side {
    const char *path; /* as the user named it */
    const struct rxt_study *study;
    const struct rxt_decision *decision;
};

/** Append the comparison as text for a terminal. */
void rxt_report_comparison(struct rxt_text *out, const struct rxt_comparison *comparison,
                           const struct rxt_side *a, const struct rxt_side *b,
                           const struct rxt_screen *screen);
/** Make it an object (schema rxt-comparison/1); NULL when memory ran out. */
json_t *rxt_report_comparison_json(const struct rxt_comparison *comparison, const struct rxt_side *a,
                                   const struct rxt_side *b);

#endif
