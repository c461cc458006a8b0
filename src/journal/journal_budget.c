/* SPDX-License-Identifier: BSD-3-Clause
 * journal_budget.c - a budget as text and as JSON.
 */
#include "journal_budget.h"

#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUDGET_NAME(name, text) [RXT_BUDGET_##name] = text,
static const char *const units[] = {RXT_BUDGET_LIST(BUDGET_NAME)};
#undef BUDGET_NAME
enum { UNITS = sizeof units / sizeof *units };

static const double most_core_h = 1e9;

enum rxt_err rxt_budget_parse(const char *text, const char *what, struct rxt_budget *out)
{
    char *end = NULL;
    const bool begins = text[0] >= '0' && text[0] <= '9';
    const double value = begins ? strtod(text, &end) : 0.0;
    const bool is_share = begins && !strcmp(end, "%"), is_cores = begins && !strcmp(end, "ch");
    if (is_share && !(value > 0.0 && value <= 100.0)) {
        return rxt_fail(RXT_E_RANGE, "%s '%s' must be above 0%% and at most 100%% of the full sweep", what,
                        text);
    }
    if (is_cores && !(value > 0.0 && value <= most_core_h)) {
        return rxt_fail(RXT_E_RANGE, "%s '%s' must be above 0 core-hours and at most %.0ech", what, text,
                        most_core_h);
    }
    if (is_share || is_cores) {
        *out = (struct rxt_budget){is_share ? RXT_BUDGET_SHARE : RXT_BUDGET_CORES,
                                   is_share ? value / 100.0 : value};
        return RXT_OK;
    }
    out->unit = RXT_BUDGET_TIME;
    if (rxt_parse_duration(text, what, &out->value) == RXT_OK) {
        return RXT_OK;
    }
    *out = (struct rxt_budget){RXT_BUDGET_NONE, 0.0};
    return rxt_fail(RXT_E_RANGE, "%s; or core-hours such as 40ch, or a share of the full sweep such as 25%%",
                    rxt_reason());
}

const char *rxt_budget_text(const struct rxt_budget *budget, char *out, size_t n_bytes)
{
    const bool is_share = budget->unit == RXT_BUDGET_SHARE;
    snprintf(out, n_bytes, "%.15g%s", budget->value * (is_share ? 100.0 : 1.0),
             is_share                           ? "%"
             : budget->unit == RXT_BUDGET_CORES ? "ch"
                                                : "s");
    out[0] = budget->unit == RXT_BUDGET_NONE ? '\0' : out[0];
    return out;
}

json_t *rxt_budget_to_json(const struct rxt_budget *budget)
{
    return budget->unit == RXT_BUDGET_NONE
               ? json_null()
               : json_pack("{s:f, s:s}", "value", budget->value, "unit", units[budget->unit]);
}

struct rxt_budget rxt_budget_from_json(const json_t *json)
{
    const char *name = json_string_value(json_object_get(json, "unit"));
    const double value = json_number_value(json_object_get(json, "value"));
    size_t unit = RXT_BUDGET_NONE;
    for (size_t i = RXT_BUDGET_TIME; name && i < UNITS; i++) {
        unit = !strcmp(name, units[i]) ? i : unit;
    }
    return value > 0.0 && unit != RXT_BUDGET_NONE ? (struct rxt_budget){(enum rxt_budget_unit)unit, value}
                                                  : (struct rxt_budget){RXT_BUDGET_NONE, 0.0};
}
