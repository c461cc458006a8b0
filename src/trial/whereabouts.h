/* SPDX-License-Identifier: BSD-3-Clause
 * whereabouts.h - what a launch that measures nothing tells of where it is, as a value and as a line of JSON.
 */
#ifndef RXT_WHEREABOUTS_H
#define RXT_WHEREABOUTS_H

#include "crew.h"

#include "rxt/err.h"

#include <jansson.h>

#include <stddef.h>

#define RXT_SCHEMA_WHERE "rxt-where/1"

/* A node as its first rank sees it. */
struct rxt_node_seen {
    const char *host; /* NULL: not told */
    size_t n_cores;
    json_t *topology; /* see rxt_topology_record */
};

/* Texts and JSON values belong to `nodes_json` and to itself.
 *
 * { schema, layout, launcher, rejected: null | "...", placement[], nodes: [{node, host, topology}] }
 */
struct rxt_whereabouts {
    char *rejected; /* why the proof failed; NULL */
    size_t n_places;
    struct rxt_placed *places;
    size_t n_nodes;
    struct rxt_node_seen *nodes;
    json_t *nodes_json; /* the list, whole */
};

/** Read a record.
 *
 *  Errors:  RXT_E_INPUT  not of this schema, or a field of it is wrong
 *  Memory:  rxt_whereabouts_close
 */
RXT_CHECKED enum rxt_err rxt_whereabouts_from_json(const json_t *json, struct rxt_whereabouts **out);
void rxt_whereabouts_close(struct rxt_whereabouts *where);

#endif
