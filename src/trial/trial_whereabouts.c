/* SPDX-License-Identifier: BSD-3-Clause
 * trial_whereabouts.c - what a launch told of where it is, as a value again.
 */
#include "whereabouts.h"

#include "fields.h"
#include "sample.h"

#include <stdlib.h>
#include <string.h>

static struct rxt_node_seen read_node(const json_t *node)
{
    json_t *topology = json_object_get(node, "topology");
    return (struct rxt_node_seen){.host = json_string_value(json_object_get(node, "host")),
                                  .n_cores = json_array_size(json_object_get(topology, "cores")),
                                  .topology = topology};
}

enum rxt_err rxt_whereabouts_from_json(const json_t *json, struct rxt_whereabouts **out)
{
    struct rxt_fields in = {"a placement", RXT_OK};
    const char *schema = json_string_value(json_object_get(json, "schema"));
    const char *rejected = json_string_value(json_object_get(json, "rejected"));
    struct rxt_whereabouts *w = calloc(1, sizeof *w);
    *out = NULL;
    if (!schema || strcmp(schema, RXT_SCHEMA_WHERE) != 0) {
        rxt_fields_wrong(&in, "schema");
    }
    if (w) {
        w->rejected = rejected ? strdup(rejected) : NULL;
        rxt_places_from_json(&in, json_object_get(json, "placement"), &w->places, &w->n_places);
        w->nodes_json = json_incref(json_object_get(json, "nodes"));
        w->n_nodes = json_array_size(w->nodes_json);
        w->nodes = calloc(w->n_nodes + 1, sizeof *w->nodes);
    }
    for (size_t i = 0; w && w->nodes && i < w->n_nodes; i++) {
        w->nodes[i] = read_node(json_array_get(w->nodes_json, i));
    }
    if (!w || !w->places || !w->nodes || (rejected && !w->rejected)) {
        in.err = rxt_fail(RXT_E_MEMORY, "no room for a placement");
    }
    if (in.err != RXT_OK) {
        rxt_whereabouts_close(w);
        return in.err;
    }
    *out = w;
    return RXT_OK;
}

void rxt_whereabouts_close(struct rxt_whereabouts *where)
{
    if (where) {
        free(where->rejected);
        free(where->places);
        free(where->nodes);
        json_decref(where->nodes_json);
        free(where);
    }
}
