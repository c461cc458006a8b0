/* SPDX-License-Identifier: BSD-3-Clause
 * journal_budget.h - what a study may spend: a time, core-hours, or a share of what the full sweep would.
 */
#ifndef RXT_JOURNAL_BUDGET_H
#define RXT_JOURNAL_BUDGET_H

#include "rxt/err.h"

#include <jansson.h>

#include <stddef.h>

#define RXT_BUDGET_LIST(X)                                                                                   \
    X(NONE, "")                                                                                              \
    X(TIME, "s")       /* seconds by the clock: no launch goes on behind them              */                \
    X(CORES, "core_h") /* hours, times the cores that a launch holds                       */                \
    X(SHARE, "share")  /* of the core-seconds that 20 rounds of every layout would take    */
#define RXT_BUDGET_ENUM(name, text) RXT_BUDGET_##name,
enum rxt_budget_unit { RXT_BUDGET_LIST(RXT_BUDGET_ENUM) };
#undef RXT_BUDGET_ENUM

/* For all subjects of a study together; a share is each subject's own. */
struct rxt_budget {
    enum rxt_budget_unit unit;
    double value;
};

/** Read "30s", "10m", "1h" (a time), "40ch" (core-hours) or "25%" (a share, 0.25).
 *
 *  what     in  the option's name, for the reason
 *
 *  Errors:  RXT_E_RANGE  none of them, or not above 0, or a share above 100 %
 */
RXT_CHECKED enum rxt_err rxt_budget_parse(const char *text, const char *what, struct rxt_budget *out);
enum { RXT_BUDGET_BYTES = 40 };
/** Write the text that reads as the same budget; "" of none. Return out. */
const char *rxt_budget_text(const struct rxt_budget *budget, char *out, size_t n_bytes);
/** Make {"value", "unit"}, or null of none. */
json_t *rxt_budget_to_json(const struct rxt_budget *budget);
/** Read it back; what is no budget is none. */
struct rxt_budget rxt_budget_from_json(const json_t *json);

#endif
