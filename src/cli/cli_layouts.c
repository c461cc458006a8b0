/* SPDX-License-Identifier: BSD-3-Clause
 * cli_layouts.c - which layouts a study compares, on which nodes.
 */
#include "cli_layouts.h"

#include "build.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_COUNTS = 64 };

enum rxt_err rxt_layouts_add(struct rxt_study_spec *spec, const struct rxt_layout *layout)
{
    for (size_t i = 0; i < spec->n_layouts; i++) {
        if (rxt_layout_equal(&spec->layouts[i], layout)) {
            return RXT_OK;
        }
    }
    struct rxt_layout *layouts = realloc(spec->layouts, (spec->n_layouts + 1) * sizeof *layouts);
    if (!layouts) {
        return rxt_fail(RXT_E_MEMORY, "no room for a layout");
    }
    spec->layouts = layouts;
    spec->layouts[spec->n_layouts++] = *layout;
    return RXT_OK;
}

/* Every layout is planned on every node before the first launch, so that a request that makes no sense costs nothing. */
static enum rxt_err check_layout(const struct rxt_study_spec *spec, const struct rxt_layout *layout,
                                 const struct rxt_topology *here)
{
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; (i == 0 || i < spec->nodes.n) && err == RXT_OK && layout->policy != RXT_BY_NONE; i++) {
        struct rxt_plan *plan = NULL;
        err = rxt_plan_make(&plan, spec->nodes.n > 0 ? spec->nodes.topology[i] : here, layout,
                            &spec->terms.options);
        rxt_plan_close(plan);
    }
    return err;
}

static enum rxt_err parse_next(const char **list, struct rxt_layout *out)
{
    char text[RXT_LAYOUT_BYTES + 64];
    const size_t n = strcspn(*list, ",");
    snprintf(text, sizeof text, "%.*s", (int)n, *list);
    *list += n + ((*list)[n] == ',');
    return rxt_layout_parse(text, out);
}

bool rxt_layouts_name(const char *list, const char *text)
{
    bool is_named = false;
    while (list && *list && !is_named) {
        char name[RXT_LAYOUT_BYTES];
        struct rxt_layout layout;
        is_named = parse_next(&list, &layout) == RXT_OK &&
                   !strcmp(rxt_layout_text(&layout, name, sizeof name), text);
    }
    return is_named;
}

enum rxt_err rxt_layouts_check(const char *list)
{
    enum rxt_err err = RXT_OK;
    struct rxt_layout layout;
    while (list && *list && !err) {
        err = parse_next(&list, &layout);
    }
    return err;
}

static enum rxt_err add_listed(struct rxt_study_spec *spec, const char *list, const struct rxt_topology *here)
{
    enum rxt_err err = RXT_OK;
    while (err == RXT_OK && *list) {
        struct rxt_layout layout;
        err = parse_next(&list, &layout);
        if (!err) {
            err = check_layout(spec, &layout, here);
        }
        if (!err) {
            err = rxt_layouts_add(spec, &layout);
        }
    }
    return err;
}

static bool is_buildable(const struct rxt_layout *layout)
{
    return (strcmp(rxt_build.mpi, "no") != 0 || rxt_layout_ranks(layout) == 1) &&
           (strcmp(rxt_build.openmp, "no") != 0 || layout->threads == 1);
}

/* A program need not have what this build has. */
static enum rxt_err add_buildable(struct rxt_study_spec *spec, const struct rxt_program *program,
                                  const struct rxt_layout *layout)
{
    char text[RXT_LAYOUT_BYTES];
    if (program || is_buildable(layout)) {
        return rxt_layouts_add(spec, layout);
    }
    rxt_say("rxt: warning: ", "layout %s is left out: this build has MPI %s, OpenMP %s",
            rxt_layout_text(layout, text, sizeof text), rxt_build.mpi, rxt_build.openmp);
    return RXT_OK;
}

/* The candidates of one node on n of them. One worker in all is the base of everything; one a node is a candidate only
 * where a node has no more. */
static enum rxt_err add_candidates(struct rxt_study_spec *spec, const struct rxt_program *program,
                                   int n_nodes, const struct rxt_topology *topology)
{
    struct rxt_layout *candidates = NULL;
    size_t n = 0;
    enum rxt_err err = rxt_layout_candidates(topology, &spec->terms.options, &candidates, &n);
    for (size_t i = 0; i < n && err == RXT_OK; i++) {
        struct rxt_layout layout = candidates[i];
        const bool is_serial = rxt_layout_node_workers(&layout) == 1;
        layout.nodes = 1;
        err = is_serial ? add_buildable(spec, program, &layout) : RXT_OK;
        layout.nodes = n_nodes;
        err = err || (is_serial && rxt_quota_workers(topology, topology->n_cores) > 1)
                  ? err
                  : add_buildable(spec, program, &layout);
    }
    free(candidates);
    return err;
}

static enum rxt_err add_scaling(struct rxt_study_spec *spec, const struct rxt_args *args,
                                const struct rxt_program *program, const struct rxt_topology *topology)
{
    struct rxt_layout *layouts = NULL;
    size_t n = 0;
    enum rxt_err err = rxt_scaling_layouts(args, topology, &layouts, &n);
    for (size_t i = 0; i < n && err == RXT_OK; i++) {
        err = add_buildable(spec, program, &layouts[i]);
        if (err == RXT_OK && program) { /* of each step, which are as many cores */
            err = rxt_layouts_add_program(spec, program, layouts[i].nodes,
                                          rxt_layout_node_workers(&layouts[i]));
        }
    }
    free(layouts);
    return err;
}

/* What people type without rxt: mpirun -n P, a rank a core, bound as the launcher likes. */
static enum rxt_err add_plain(struct rxt_study_spec *spec, const struct rxt_program *program, int n_nodes,
                              const struct rxt_topology *topology)
{
    const bool is_one = program && program->start == RXT_START_ONE;
    struct rxt_layout plain = {n_nodes, (int)rxt_quota_workers(topology, topology->n_cores), 1, RXT_BY_NONE};
    for (size_t i = 0; i < spec->n_layouts && spec->scaling != RXT_SCALING_NONE; i++) { /* the last step's */
        const int workers = (int)rxt_layout_node_workers(&spec->layouts[i]);
        plain.ranks = i == 0 || workers > plain.ranks ? workers : plain.ranks;
    }
    if (is_one) { /* its ranks, if it has any, are its own affair */
        plain = (struct rxt_layout){1, 1, plain.ranks, RXT_BY_NONE};
    }
    if (rxt_layout_workers(&plain) < 2 || (!program && !strcmp(rxt_build.mpi, "no"))) {
        return RXT_OK;
    }
    spec->plain = plain;
    return rxt_layouts_add(spec, &plain);
}

/* The node counts to compare: of the list, of the layouts, of the allocation, or one. */
static enum rxt_err count_nodes(const struct rxt_study_spec *spec, const struct rxt_args *args, int *counts,
                                size_t *n_counts, int *most)
{
    *n_counts = 0;
    enum rxt_err err =
        args->nodes ? rxt_parse_counts(args->nodes, "--nodes", RXT_MAX_WORKERS, counts, MAX_COUNTS, n_counts)
                    : RXT_OK;
    if (*n_counts == 0) {
        counts[(*n_counts)++] =
            spec->job.n_nodes > 0 && !args->layouts && !args->scaling ? spec->job.n_nodes : 1;
    }
    *most = 1;
    for (size_t i = 0; i < *n_counts; i++) {
        *most = counts[i] > *most ? counts[i] : *most;
    }
    for (const char *list = args->layouts; list && *list && err == RXT_OK;) {
        struct rxt_layout layout;
        err = parse_next(&list, &layout);
        *most = err == RXT_OK && layout.nodes > *most ? layout.nodes : *most;
    }
    if (err == RXT_OK && spec->job.n_nodes > 0 && *most > spec->job.n_nodes) {
        return rxt_fail(RXT_E_USAGE, "%d nodes are asked for, and job %s has %d", *most, spec->job.id,
                        spec->job.n_nodes);
    }
    return err;
}

static enum rxt_err survey(struct rxt_study_spec *spec, const struct rxt_args *args, int n_nodes)
{
    enum rxt_err err =
        n_nodes > 1 || rxt_job_is_elsewhere()
            ? rxt_nodes_survey(n_nodes, &spec->job, spec->hostfile, spec->stop, spec->tried, &spec->nodes)
            : RXT_OK;
    if (err == RXT_OK && spec->nodes.differ[0]) {
        if (!strcmp(args->nodes_differ, "refuse")) {
            return rxt_fail(RXT_E_USAGE,
                            "the nodes differ: %s; choose nodes that are alike, or --nodes-differ smallest",
                            spec->nodes.differ);
        }
        rxt_say("rxt: warning: ", "the nodes differ: %s; layouts are planned for the smallest",
                spec->nodes.differ);
    }
    return err;
}

void rxt_quota_warn(const struct rxt_topology *topology, const struct rxt_layout *layouts, size_t n)
{
    struct rxt_text text = {0};
    if (rxt_quota_say(topology, layouts, n, &text)) {
        rxt_say("rxt: warning: ", "%s", rxt_text_of(&text));
    }
    rxt_text_free(&text);
}

/* What the counts of nodes and the options give. */
static enum rxt_err add_all(struct rxt_study_spec *spec, const struct rxt_args *args,
                            const struct rxt_program *program, const int *counts, size_t n_counts,
                            const struct rxt_topology *smallest)
{
    const size_t n_workers = rxt_quota_workers(smallest, args->smt ? smallest->n_pus : smallest->n_cores);
    enum rxt_err err = RXT_OK;
    if (spec->scaling != RXT_SCALING_NONE) {
        return add_scaling(spec, args, program, smallest);
    }
    for (size_t i = 0; i < n_counts && err == RXT_OK; i++) {
        err = add_candidates(spec, program, counts[i], smallest);
        if (!err) {
            err = rxt_layouts_add_leaves(spec, args->leave, counts[i], smallest);
        }
        err = err == RXT_OK && program ? rxt_layouts_add_program(spec, program, counts[i], n_workers) : err;
    }
    return err;
}

/* What copies side by side must know of the nodes. */
static void tell_nodes(struct rxt_program *program, const struct rxt_args *args,
                       const struct rxt_topology *smallest)
{
    const size_t n = args->smt ? smallest->n_pus : smallest->n_cores;
    program->n_cores = args->oversubscribe ? 0 : rxt_quota_workers(smallest, n);
    program->fills = !args->layouts && !args->scaling && !args->oversubscribe;
}

enum rxt_err rxt_layouts_choose(struct rxt_study_spec *spec, const struct rxt_args *args,
                                struct rxt_program *program)
{
    int counts[MAX_COUNTS], most;
    size_t n_counts;
    struct rxt_topology *here = NULL;
    if (!args->scaling && args->cores) {
        return rxt_fail(RXT_E_USAGE, "--cores goes with --scaling strong or --scaling weak");
    }
    if (args->layouts && (args->cores || args->nodes)) {
        return rxt_fail(RXT_E_USAGE, "--layouts names the layouts, --%s makes them: give one of the two",
                        args->cores ? "cores" : "nodes");
    }
    enum rxt_err err = rxt_leave_check(args);
    if (!err) {
        err = count_nodes(spec, args, counts, &n_counts, &most);
    }
    if (!err) {
        err = rxt_topology_open(&here, args->topology);
    }
    err = err == RXT_OK && !args->topology ? survey(spec, args, most) : err;
    if (err == RXT_OK) {
        const struct rxt_topology *smallest =
            spec->nodes.n > 0 ? spec->nodes.topology[spec->nodes.smallest] : here;
        err = args->layouts ? add_listed(spec, args->layouts, here)
                            : add_all(spec, args, program, counts, n_counts, smallest);
        if (!err) {
            err = add_plain(spec, program, most, smallest);
        }
        if (err == RXT_OK && program) {
            tell_nodes(program, args, smallest);
            err = rxt_layouts_keep_program(spec, program);
        }
        rxt_quota_warn(smallest, spec->layouts, spec->n_layouts);
    }
    rxt_topology_close(here);
    return err;
}
