/* SPDX-License-Identifier: BSD-3-Clause
 * layout_json.c - a plan as placement rows.
 */
#include "layout_show.h"

#include "json.h"

json_t *rxt_plan_json(const struct rxt_plan *plan, const struct rxt_topology *topology)
{
    json_t *rows = json_array();
    int failed = 0;
    for (size_t i = 0; i < plan->n_places; i++) {
        const struct rxt_place *place = &plan->place[i];
        const struct rxt_core *core = &topology->cores[place->core];
        failed |= json_array_append_new(
            rows, json_pack("{s:i, s:i, s:i, s:i, s:i, s:o, s:o, s:i, s:i, s:b}", "node", 0, "rank",
                            place->rank, "thread", place->thread, "pu", place->pu, "core", core->core, "numa",
                            rxt_json_index(core->numa), "package", rxt_json_index(core->package),
                            "planned_pu", place->pu, "kind", core->kind, "mixes_kinds",
                            (int)rxt_plan_mixes_kinds(plan, topology, place->rank)));
    }
    if (failed) {
        json_decref(rows);
        return NULL;
    }
    return rows;
}
