/* SPDX-License-Identifier: BSD-3-Clause
 * trial_where.c - where every thread of a launch is, and what every node looks like from there.
 */
#include "trial_where.h"

#include "machine_show.h"

#include <stdlib.h>
#include <unistd.h>

static char *describe_node(const struct rxt_binding *binding)
{
    char host[64] = "";
    gethostname(host, sizeof host - 1);
    json_t *node =
        json_pack("{s:s, s:o}", "host", host, "topology", rxt_topology_record(rxt_binding_topology(binding)));
    char *text = node ? json_dumps(node, JSON_COMPACT) : NULL;
    json_decref(node);
    return text;
}

/* On rank 0; a node whose text was lost for want of memory is null. */
static json_t *list_nodes(char *const *texts, int n)
{
    json_t *nodes = json_array();
    for (int i = 0; i < n; i++) {
        json_t *node = json_loads(texts[i], 0, NULL);
        if (node) {
            json_object_set_new(node, "node", json_integer(i));
        }
        json_array_append_new(nodes, node ? node : json_null());
    }
    return nodes;
}

enum rxt_err rxt_trial_where(const struct rxt_request *request, struct rxt_team *team,
                             const struct rxt_binding *binding, rxt_record_fn record, void *context)
{
    char why[256] = "", text[RXT_LAYOUT_BYTES], **texts = NULL;
    struct rxt_placed *places = NULL;
    int n_nodes = 0;
    rxt_proof_start(team);
    enum rxt_err err = rxt_proof_stop(team, &places, why, sizeof why);
    if (err == RXT_OK) {
        char *mine = describe_node(binding);
        err = rxt_team_node_texts(team, mine, &texts, &n_nodes);
        free(mine);
    }
    if (err == RXT_OK && places) {
        const size_t n = (size_t)rxt_team_ranks(team) * (size_t)rxt_team_threads(team);
        json_t *told = json_pack("{s:s, s:s, s:s, s:s?, s:o, s:o}", "schema", RXT_SCHEMA_WHERE, "layout",
                                 rxt_layout_text(&request->team.layout, text, sizeof text), "launcher",
                                 request->launcher, "rejected", why[0] ? why : NULL, "placement",
                                 rxt_places_to_json(places, n), "nodes", list_nodes(texts, n_nodes));
        record(context, told);
        json_decref(told);
    }
    rxt_texts_free(texts, n_nodes);
    free(places);
    return err;
}
