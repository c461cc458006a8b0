/* SPDX-License-Identifier: BSD-3-Clause
 * study_nodes.c - the nodes of a study: their cores, as a rank there sees them, and whether they are alike.
 */
#include "study_nodes.h"

#include "machine_show.h"
#include "text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *host_of(const struct rxt_nodes *nodes, size_t i)
{
    const char *host = json_string_value(json_object_get(json_array_get(nodes->list, i), "host"));
    return host ? host : "?";
}

static enum rxt_err read_nodes(const struct rxt_whereabouts *where, int n, struct rxt_nodes *out)
{
    out->list = json_incref(where->nodes_json);
    out->topology = calloc((size_t)n + 1, sizeof(struct rxt_topology *));
    if (!out->topology) {
        return rxt_fail(RXT_E_MEMORY, "no room for %d nodes", n);
    }
    out->n = (size_t)n;
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < out->n && err == RXT_OK; i++) {
        char source[80];
        snprintf(source, sizeof source, "node %s", host_of(out, i));
        err = rxt_topology_from_record(i < where->n_nodes ? where->nodes[i].topology : NULL, source,
                                       &out->topology[i]);
    }
    return err;
}

/* A node that reports the very table of the first one is listed as like it: the header stays short. */
static void drop_copies(json_t *list)
{
    const json_t *first = json_object_get(json_array_get(list, 0), "topology");
    for (size_t i = 1; i < json_array_size(list); i++) {
        json_t *node = json_array_get(list, i);
        if (json_equal(json_object_get(node, "topology"), first)) {
            json_object_del(node, "topology");
            json_object_set_new(node, "like", json_integer(0));
        }
    }
}

static void say_count(struct rxt_text *text, const char *what, size_t a, size_t b)
{
    if (a != b) {
        rxt_text_add(text, "%s%zu %s against %zu", text->n > 0 ? ", " : "", a, what, b);
    }
}

/* In what do two nodes differ? Nothing is added if they are alike to the planner. */
static void compare(const struct rxt_topology *a, const struct rxt_topology *b, struct rxt_text *text)
{
    say_count(text, "cores", a->n_cores, b->n_cores);
    say_count(text, "PUs", a->n_pus, b->n_pus);
    for (int level = 0; level < RXT_LEVELS; level++) {
        char what[32];
        snprintf(what, sizeof what, "%s(s)", rxt_level_name((enum rxt_level)level));
        say_count(text, what, a->n_domains[level], b->n_domains[level]);
    }
    if (fabs(a->quota_cpus - b->quota_cpus) > 1e-6) {
        rxt_text_add(text, "%sa CPU quota of %.4g against %.4g (0: none)", text->n > 0 ? ", " : "",
                     a->quota_cpus, b->quota_cpus);
    }
    if (strcmp(a->cpu_model, b->cpu_model) != 0) {
        rxt_text_add(text, "%s%s against %s", text->n > 0 ? ", " : "", a->cpu_model, b->cpu_model);
    }
}

/* Slurm may give more CPUs on one node than on another, and leave every rank the whole node all the same. */
static void compare_cpus(const struct rxt_job *job, size_t node, struct rxt_text *text)
{
    const int first = rxt_job_cpus(job->cpus, 0), here = rxt_job_cpus(job->cpus, (int)node);
    if (first > 0 && here > 0 && first != here) {
        rxt_text_add(text, "%s%d CPUs of the job against %d", text->n > 0 ? ", " : "", here, first);
    }
}

static void find_differences(struct rxt_nodes *nodes, const struct rxt_job *job)
{
    nodes->differ[0] = '\0';
    for (size_t i = 1; i < nodes->n; i++) {
        const struct rxt_topology *const *t = (const struct rxt_topology *const *)nodes->topology;
        struct rxt_text text = {0};
        compare(t[i], t[0], &text);
        compare_cpus(job, i, &text);
        if (text.n > 0 && !nodes->differ[0]) {
            snprintf(nodes->differ, sizeof nodes->differ, "node %s has %s of node %s", host_of(nodes, i),
                     rxt_text_of(&text), host_of(nodes, 0));
        }
        rxt_text_free(&text);
        nodes->smallest = t[i]->n_cores < t[nodes->smallest]->n_cores ? i : nodes->smallest;
    }
}

enum rxt_err rxt_nodes_survey(int n, const struct rxt_job *job, const char *hostfile,
                              const volatile sig_atomic_t *stop, json_t *tried, struct rxt_nodes *out)
{
    const struct rxt_layout one_each = {n, 1, 1, RXT_BY_SPREAD};
    const struct rxt_plan_options options = {false, false};
    struct rxt_way way = {.hostfile = hostfile};
    struct rxt_whereabouts *where = NULL;
    *out = (struct rxt_nodes){0};
    enum rxt_err err = rxt_way_find(&one_each, &options, job, stop, tried, &way, &where);
    if (!err) {
        err = read_nodes(where, n, out);
    }
    if (err == RXT_OK) {
        find_differences(out, job);
        drop_copies(out->list);
    }
    rxt_whereabouts_close(where);
    return err;
}

void rxt_nodes_free(struct rxt_nodes *nodes)
{
    for (size_t i = 0; i < nodes->n; i++) {
        rxt_topology_close(nodes->topology[i]);
    }
    free(nodes->topology);
    json_decref(nodes->list);
    *nodes = (struct rxt_nodes){0};
}
