/* SPDX-License-Identifier: BSD-3-Clause
 * journal_quality.c - how fit the machine was during a launch, as JSON, and back.
 */
#include "journal_quality.h"

#include "json.h"
#include "json_text.h"

#include <math.h>
#include <stdio.h>

static const double most_s = 1e10, most_count = 1e15; /* no time is longer than 300 years */

json_t *rxt_quality_to_json(const struct rxt_quality *q)
{
    json_t *control = isfinite(q->control_s[0]) && isfinite(q->control_s[1])
                          ? json_pack("[f, f]", q->control_s[0], q->control_s[1])
                          : json_null();
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "steal_share", rxt_json_real(q->steal_share),
                     "throttled", rxt_json_count(q->n_throttled), "throttled_s",
                     rxt_json_real(q->throttled_s), "foreign_cpus", rxt_json_real(q->foreign_cpus), "load",
                     rxt_json_real(q->load), "clock_Hz", rxt_json_real(q->clock_Hz), "control_s", control,
                     "changed", rxt_json_text(q->changed[0] ? q->changed : NULL));
}

struct rxt_quality rxt_quality_from_json(struct rxt_fields *in, const json_t *json)
{
    struct rxt_quality q = rxt_quality_unknown();
    const json_t *control = json_object_get(json, "control_s");
    const char *changed = json_string_value(json_object_get(json, "changed"));
    if (!json_is_object(json)) {
        if (json && !json_is_null(json)) {
            rxt_fields_wrong(in, "quality");
        }
        return q;
    }
    q.steal_share = rxt_fields_real(in, json, "steal_share", 0.0, 1.0);
    q.n_throttled = rxt_fields_real(in, json, "throttled", 0.0, most_count);
    q.throttled_s = rxt_fields_real(in, json, "throttled_s", 0.0, most_s);
    q.foreign_cpus = rxt_fields_real(in, json, "foreign_cpus", 0.0, RXT_MAX_PUS);
    q.load = rxt_fields_real(in, json, "load", 0.0, most_count);
    q.clock_Hz = rxt_fields_real(in, json, "clock_Hz", 0.0, most_count);
    for (size_t i = 0; i < 2 && json_is_array(control); i++) {
        q.control_s[i] = rxt_fields_real_at(in, control, i, "control_s", 0.0, most_s);
    }
    snprintf(q.changed, sizeof q.changed, "%s", changed ? changed : "");
    return q;
}
