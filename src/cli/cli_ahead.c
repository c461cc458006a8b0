/* SPDX-License-Identifier: BSD-3-Clause
 * cli_ahead.c - how long a study may become, told before it begins.
 */
#include "cli_audit.h"

#include "study_forecast.h"
#include "text.h"

#include <math.h>

/* Layouts x subjects for which it is told before; of more it would take longer than the first launch. */
enum { MOST_PAIRS = 2000 };

void rxt_study_announce(const struct rxt_study_spec *spec)
{
    char budget[RXT_BUDGET_BYTES];
    const struct rxt_way way = {.hostfile = spec->hostfile};
    struct rxt_forecast ahead = {0};
    const size_t n_pairs = spec->n_layouts * spec->n_subjects;
    rxt_budget_text(&spec->budget, budget, sizeof budget);
    if (spec->budget.unit == RXT_BUDGET_TIME) {
        rxt_say("rxt: ", "this ends after %s at the latest, and before if a comparison is narrow enough",
                budget);
    } else if (n_pairs <= MOST_PAIRS && rxt_study_foretell(spec, &way, 1, NAN, &ahead) == RXT_OK) {
        rxt_say(
            "rxt: ",
            "%s %zu launch%s in %zu round%s%s%s, and second tries of disturbed ones; fewer if comparisons are narrow "
            "before. Ctrl-C ends it with a report of what there is, and so does --budget 5m in time",
            ahead.by_share ? "about" : "at most", ahead.n_launches, ahead.n_launches == 1 ? "" : "es",
            ahead.n_rounds, ahead.n_rounds == 1 ? "" : "s", budget[0] ? " and a budget of " : "", budget);
    }
    rxt_forecast_free(&ahead);
}
