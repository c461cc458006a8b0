/* SPDX-License-Identifier: BSD-3-Clause
 * trial_places.c - where threads were, as rows of JSON, and back. What is not known is null.
 */
#include "sample.h"

#include "json.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

json_t *rxt_places_to_json(const struct rxt_placed *places, size_t n)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        const struct rxt_placed *p = &places[i];
        json_array_append_new(
            list,
            json_pack("{s:i, s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:s, s:I, s:I, s:o, s:o}",
                      "node", p->node, "rank", p->rank, "thread", p->thread, "pu", rxt_json_index(p->pu),
                      "core", rxt_json_index(p->core), "numa", rxt_json_index(p->numa), "package",
                      rxt_json_index(p->package), "kind", rxt_json_index(p->kind), "planned_pu",
                      rxt_json_index(p->planned_pu), "pu_before", rxt_json_index(p->pu_before), "mask",
                      p->mask, "host", p->host, "pid", (json_int_t)p->pid, "tid", (json_int_t)p->tid, "cpu_s",
                      rxt_json_real(p->cpu_s), "run_delay_s", rxt_json_real(p->run_delay_s)));
    }
    return list;
}

static void read_place(struct rxt_fields *in, const json_t *row, struct rxt_placed *p)
{
    const int most = INT_MAX;
    const double most_s = 1e10; /* no time is longer than 300 years */
    const char *mask = json_string_value(json_object_get(row, "mask"));
    const char *host = json_string_value(json_object_get(row, "host"));
    *p = (struct rxt_placed){.node = rxt_fields_int(in, row, "node", -1, RXT_MAX_WORKERS),
                             .rank = rxt_fields_int(in, row, "rank", -1, RXT_MAX_WORKERS),
                             .thread = rxt_fields_int(in, row, "thread", -1, RXT_MAX_WORKERS),
                             .pu = rxt_fields_int(in, row, "pu", -1, most),
                             .pu_before = rxt_fields_int(in, row, "pu_before", -1, most),
                             .core = rxt_fields_int(in, row, "core", -1, most),
                             .numa = rxt_fields_int(in, row, "numa", -1, most),
                             .package = rxt_fields_int(in, row, "package", -1, most),
                             .kind = rxt_fields_int(in, row, "kind", -1, most),
                             .planned_pu = rxt_fields_int(in, row, "planned_pu", -1, most),
                             .pid = rxt_fields_int(in, row, "pid", -1, most),
                             .tid = rxt_fields_int(in, row, "tid", -1, most),
                             .cpu_s = rxt_fields_real(in, row, "cpu_s", 0.0, most_s),
                             .run_delay_s = rxt_fields_real(in, row, "run_delay_s", 0.0, most_s)};
    snprintf(p->mask, sizeof p->mask, "%s", mask ? mask : "");
    snprintf(p->host, sizeof p->host, "%s", host ? host : "");
}

void rxt_places_from_json(struct rxt_fields *in, const json_t *list, struct rxt_placed **out, size_t *n)
{
    const size_t n_rows = json_array_size(list);
    struct rxt_placed *places = calloc(n_rows + 1, sizeof *places);
    for (size_t i = 0; places && i < n_rows; i++) {
        read_place(in, json_array_get(list, i), &places[i]);
    }
    *out = places;
    *n = places ? n_rows : 0;
}
