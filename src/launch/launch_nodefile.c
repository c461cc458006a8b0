/* SPDX-License-Identifier: BSD-3-Clause
 * launch_nodefile.c - the file in which a batch system names the nodes of a job: a line a slot.
 */
#include "launch_batch.h"

#include "layout.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct node {
    char name[256];
    int n_slots;
};

struct nodes {
    struct node *list;
    int n, room;
};

/* Lines of one node may stand apart. */
static bool add(struct nodes *nodes, const char *name)
{
    for (int i = nodes->n - 1; i >= 0; i--) {
        if (!strcmp(nodes->list[i].name, name)) {
            nodes->list[i].n_slots++;
            return true;
        }
    }
    if (nodes->n == nodes->room) {
        const int room = 2 * nodes->room + 16;
        struct node *list =
            nodes->n < RXT_MAX_WORKERS ? realloc(nodes->list, (size_t)room * sizeof *list) : NULL;
        if (!list) {
            return false;
        }
        nodes->list = list;
        nodes->room = room;
    }
    nodes->list[nodes->n] = (struct node){.n_slots = 1};
    snprintf(nodes->list[nodes->n++].name, sizeof nodes->list->name, "%s", name);
    return true;
}

static bool read_nodes(const char *path, struct nodes *out)
{
    char line[512], name[256];
    bool is_read = true;
    FILE *file = path ? fopen(path, "r") : NULL;
    while (file && is_read && fgets(line, sizeof line, file)) {
        if (sscanf(line, "%255s", name) == 1) {
            is_read = add(out, name);
        }
    }
    if (file) {
        fclose(file);
    }
    return file && is_read;
}

/* "4(x2),2" */
static void write_slots(const struct nodes *nodes, struct rxt_text *out)
{
    for (int first = 0, next; first < nodes->n; first = next) {
        for (next = first; next < nodes->n && nodes->list[next].n_slots == nodes->list[first].n_slots;
             next++) {
        }
        rxt_text_add(out, "%s%d", first > 0 ? "," : "", nodes->list[first].n_slots);
        if (next - first > 1) {
            rxt_text_add(out, "(x%d)", next - first);
        }
    }
}

int rxt_nodefile_count(const char *path, const char **slots)
{
    static struct rxt_text text; /* of the one job that a process runs in */
    struct nodes nodes = {0};
    const int n = read_nodes(path, &nodes) ? nodes.n : 0;
    rxt_text_free(&text);
    text = (struct rxt_text){0};
    if (n > 0) {
        write_slots(&nodes, &text);
    }
    *slots = n > 0 && !text.failed ? rxt_text_of(&text) : NULL;
    free(nodes.list);
    return n;
}

void rxt_nodefile_judge(const struct rxt_batch *batch, char *why, size_t n_bytes)
{
    const char *path = rxt_job_variable(batch->nodefile);
    if (!path || access(path, R_OK) != 0) {
        snprintf(why, n_bytes, "its file of nodes is not here (%s)", batch->nodefile);
    }
}

const char *rxt_job_hostfile(void)
{
    const struct rxt_batch *batch = rxt_batch_here();
    const char *path = batch ? rxt_job_variable(batch->nodefile) : NULL;
    struct nodes nodes = {0};
    const bool is_spread = read_nodes(path, &nodes) && nodes.n > 1;
    free(nodes.list);
    return is_spread ? path : NULL;
}
