/* SPDX-License-Identifier: BSD-3-Clause
 * team_nodes.c - one text of every node, brought to rank 0.
 */
#include "team_state.h"

#include <stdlib.h>
#include <string.h>

struct part {
    int node, leads;
    size_t n_bytes; /* with the NUL */
};

static char *take_text(struct rxt_team *team, const struct part *part, int rank, const char *mine)
{
    char *text = malloc(part->n_bytes);
    if (text && rank == 0) {
        memcpy(text, mine, part->n_bytes);
    } else if (text) {
        rxt_comm_recv(team->comm, text, part->n_bytes, rank);
    }
    return text;
}

enum rxt_err rxt_team_node_texts(struct rxt_team *team, const char *text, char ***all, int *n)
{
    const struct rxt_where *w = &team->where;
    const char *mine = text ? text : "";
    const struct part part = {w->node, w->node_rank == 0, strlen(mine) + 1};
    struct part *parts = calloc((size_t)w->n_ranks, sizeof *parts);
    char **texts = calloc((size_t)w->n_nodes + 1, sizeof *texts);
    bool full = false;
    *all = NULL;
    *n = w->n_nodes;
    enum rxt_err err = rxt_team_agree(
        team, parts && texts ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for %d ranks", w->n_ranks));
    if (err != RXT_OK) {
        goto out;
    }
    rxt_comm_allgather(team->comm, &part, sizeof part, parts);
    if (w->rank > 0 && part.leads) {
        rxt_comm_send(team->comm, mine, part.n_bytes, 0);
    }
    for (int rank = 0; w->rank == 0 && rank < w->n_ranks; rank++) {
        if (parts[rank].leads) {
            texts[parts[rank].node] = take_text(team, &parts[rank], rank, mine);
            full |= !texts[parts[rank].node];
        }
    }
    err = rxt_team_agree(team, full ? rxt_fail(RXT_E_MEMORY, "no room for the texts of nodes") : RXT_OK);
    if (err == RXT_OK && w->rank == 0) {
        *all = texts;
        texts = NULL;
    }
out:
    free(parts);
    rxt_texts_free(texts, w->n_nodes);
    return err;
}

void rxt_texts_free(char **texts, int n)
{
    for (int i = 0; texts && i < n; i++) {
        free(texts[i]);
    }
    free(texts);
}
