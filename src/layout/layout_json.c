/* SPDX-License-Identifier: BSD-3-Clause
 * layout_json.c - a plan as placement rows.
 */
#include "layout_show.h"

static json_t *index_or_null(int index)
{
    return index >= 0 ? json_integer(index) : json_null();
}

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
                            index_or_null(core->numa), "package", index_or_null(core->package), "planned_pu",
                            place->pu, "kind", core->kind, "mixes_kinds",
                            (int)rxt_plan_mixes_kinds(plan, topology, place->rank)));
    }
    if (failed) {
        json_decref(rows);
        return NULL;
    }
    return rows;
}
