/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_study.c - rxt study: compare layouts, decide, report.
 */
#include "cli.h"

#include "build.h"
#include "clock.h"
#include "decide.h"
#include "study.h"
#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void show_progress(const struct rxt_progress *p)
{
    char left[16];
    if (!isatty(STDERR_FILENO)) {
        return;
    }
    if (!p->layout) {
        fprintf(stderr, "\r\033[K");
        return;
    }
    const double done = (p->round + (double)p->launch / (double)p->n_launches) / p->n_rounds;
    fprintf(stderr, "\r\033[Kround %d/%d  [%-20.*s]  %s  %zu samples", p->round + 1, p->n_rounds,
            (int)(20.0 * done), "####################", p->layout, p->n_samples);
    if (p->n_failures > 0) {
        fprintf(stderr, ", %zu failures", p->n_failures);
    }
    if (p->left_s > 0.0) {
        fprintf(stderr, "  at most %s left", rxt_show_s(left, sizeof left, p->left_s));
    }
    fflush(stderr);
}

/* A layout is worth another round while it is not out for every kernel; serial and the plain line are the
 * bases that all are compared with. */
static void survivors(const struct rxt_study *so_far, const struct rxt_layout *layouts, size_t n,
                      bool *survives)
{
    struct rxt_decision *decision = NULL;
    if (rxt_decide(&decision, so_far) == RXT_OK) {
        for (size_t i = 0; i < n; i++) {
            const bool is_base =
                rxt_layout_mode(&layouts[i]) == RXT_MODE_SERIAL || layouts[i].policy == RXT_BY_NONE;
            survives[i] = is_base || !rxt_decision_is_out(decision, &layouts[i]);
        }
    }
    rxt_decision_close(decision);
}

static enum rxt_err add_layout(struct rxt_study_spec *spec, const struct rxt_layout *layout)
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

/* Every layout is planned before the first launch, so that a request that makes no sense costs nothing. */
static enum rxt_err add_listed(struct rxt_study_spec *spec, const char *list,
                               const struct rxt_topology *topology)
{
    enum rxt_err err = RXT_OK;
    while (err == RXT_OK && *list) {
        char text[RXT_LAYOUT_BYTES + 64];
        struct rxt_layout layout;
        struct rxt_plan *plan = NULL;
        const size_t n = strcspn(list, ",");
        snprintf(text, sizeof text, "%.*s", (int)n, list);
        err = rxt_layout_parse(text, &layout);
        if (err == RXT_OK && layout.policy != RXT_BY_NONE && layout.nodes == 1) {
            err = rxt_plan_make(&plan, topology, &layout, &spec->request.team.options);
            rxt_plan_close(plan);
        }
        err = err == RXT_OK ? add_layout(spec, &layout) : err;
        list += n + (list[n] == ',');
    }
    return err;
}

static bool is_buildable(const struct rxt_layout *layout)
{
    return (strcmp(rxt_build.mpi, "no") != 0 || layout->ranks == 1) &&
           (strcmp(rxt_build.openmp, "no") != 0 || layout->threads == 1);
}

static enum rxt_err add_candidates(struct rxt_study_spec *spec, const struct rxt_args *args,
                                   const struct rxt_topology *topology)
{
    struct rxt_layout *candidates = NULL;
    size_t n = 0;
    enum rxt_err err = spec->scaling != RXT_SCALING_NONE
                           ? rxt_scaling_layouts(args, topology, &candidates, &n)
                           : rxt_layout_candidates(topology, &spec->request.team.options, &candidates, &n);
    for (size_t i = 0; i < n && err == RXT_OK; i++) {
        if (is_buildable(&candidates[i])) {
            err = add_layout(spec, &candidates[i]);
        } else {
            char text[RXT_LAYOUT_BYTES];
            fprintf(stderr, "rxt: warning: layout %s is left out: this build has MPI %s, OpenMP %s\n",
                    rxt_layout_text(&candidates[i], text, sizeof text), rxt_build.mpi, rxt_build.openmp);
        }
    }
    free(candidates);
    return err;
}

/* What people type without rxt: mpirun -n P, a rank a core, bound as the launcher likes. */
static enum rxt_err add_plain(struct rxt_study_spec *spec, const struct rxt_topology *topology)
{
    struct rxt_layout plain = {1, (int)topology->n_cores, 1, RXT_BY_NONE};
    for (size_t i = 0; i < spec->n_layouts && spec->scaling != RXT_SCALING_NONE; i++) { /* the last step's */
        const int workers = spec->layouts[i].ranks * spec->layouts[i].threads;
        plain.ranks = i == 0 || workers > plain.ranks ? workers : plain.ranks;
        plain.nodes = spec->layouts[i].nodes > plain.nodes ? spec->layouts[i].nodes : plain.nodes;
    }
    if (plain.ranks * plain.nodes < 2 || !strcmp(rxt_build.mpi, "no")) {
        return RXT_OK;
    }
    spec->plain = plain;
    return add_layout(spec, &plain);
}

static enum rxt_err choose_layouts(struct rxt_study_spec *spec, const struct rxt_args *args)
{
    struct rxt_topology *topology = NULL;
    if (!args->scaling && (args->cores || args->nodes)) {
        return rxt_fail(RXT_E_USAGE, "--%s goes with --scaling strong or --scaling weak",
                        args->cores ? "cores" : "nodes");
    }
    if (args->layouts && (args->cores || args->nodes)) {
        return rxt_fail(RXT_E_USAGE, "--layouts names the layouts, --%s makes them: give one of the two",
                        args->cores ? "cores" : "nodes");
    }
    enum rxt_err err = rxt_topology_open(&topology, NULL);
    if (err == RXT_OK) {
        err =
            args->layouts ? add_listed(spec, args->layouts, topology) : add_candidates(spec, args, topology);
    }
    if (err == RXT_OK) {
        err = add_plain(spec, topology);
    }
    rxt_topology_close(topology);
    return err;
}

static enum rxt_err choose_folder(const struct rxt_args *args, char *out, size_t n_bytes)
{
    char host[64] = "host", date[32];
    if (args->out) {
        snprintf(out, n_bytes, "%s", args->out);
        return RXT_OK;
    }
    if (args->resume) {
        return rxt_fail(RXT_E_USAGE, "--resume needs --out with the folder of the study to go on with");
    }
    gethostname(host, sizeof host - 1);
    const time_t now = time(NULL);
    struct tm local;
    strftime(date, sizeof date, "%Y%m%d-%H%M%S", localtime_r(&now, &local));
    if (mkdir("results", 0777) != 0 && errno != EEXIST) {
        return rxt_fail(RXT_E_OUTPUT, "folder results cannot be made here: %s; name another with --out",
                        strerror(errno));
    }
    snprintf(out, n_bytes, "results/%s-%s", host, date);
    return RXT_OK;
}

static enum rxt_err add_kernels(const struct rxt_args *args, struct rxt_request *request)
{
    const enum rxt_size size = rxt_size_from(args->size);
    enum rxt_err err = args->n_words > 0 ? RXT_OK : rxt_request_add_all(request, false, size);
    for (size_t k = 0; args->n_words == 0 && rxt_kernels[k]; k++) {
        if (rxt_kernels[k]->lack) {
            fprintf(stderr, "rxt: warning: kernel %s is left out: this build lacks %s\n",
                    rxt_kernels[k]->name, rxt_kernels[k]->lack);
        }
    }
    return err == RXT_OK ? rxt_request_add_all(request, true, size) : err;
}

/* Samples are told apart by the name of their kernel. */
static enum rxt_err refuse_twice(const struct rxt_request *request)
{
    for (size_t i = 0; i < request->n_asks; i++) {
        for (size_t j = 0; j < i; j++) {
            if (request->asks[i].kernel == request->asks[j].kernel) {
                return rxt_fail(RXT_E_USAGE, "kernel '%s' is named twice; study its sizes one after another",
                                request->asks[i].kernel->name);
            }
        }
    }
    return RXT_OK;
}

static enum rxt_err study(struct rxt_study_spec *spec, const struct rxt_args *args)
{
    struct rxt_study *result = NULL;
    char why[1024];
    enum rxt_err err = rxt_study_run(spec, &result);
    if (!result) {
        return err;
    }
    snprintf(why, sizeof why, "%s", rxt_reason());
    const enum rxt_err told = rxt_study_report(result, spec->folder, args->json, rxt_wants_colour(args));
    rxt_study_close(result);
    if (err == RXT_E_STOPPED) {
        return rxt_fail(
            err,
            "stopped; every finished sample is kept; to go on, give the same request again with: --out %s "
            "--resume",
            spec->folder);
    }
    return err != RXT_OK ? rxt_fail(err, "%s", why) : told;
}

static enum rxt_err run(const struct rxt_args *args)
{
    char folder[4096];
    struct rxt_study_spec spec = {
        .n_rounds = (int)args->rounds,
        .budget_s = args->budget_s,
        .timeout_s = args->timeout_s,
        .seed = (uint64_t)args->seed,
        .indifference = args->indifference,
        .resume = args->resume,
        .folder = folder,
        .stop = &rxt_stop,
        .scaling = rxt_scaling_from(args->scaling),
        .survivors = args->scaling ? NULL : survivors, /* a curve wants all its points */
        .progress = show_progress,
    };
    enum rxt_err err = choose_folder(args, folder, sizeof folder);
    if (err != RXT_OK) {
        return err;
    }
    rxt_catch_stop();
    err = rxt_request_from(args, "1x1", args->words, args->n_words, &spec.request);
    spec.request.n_reps = args->reps > 0 ? (int)args->reps : 3;
    err = err == RXT_OK ? add_kernels(args, &spec.request) : err;
    err = err == RXT_OK ? refuse_twice(&spec.request) : err;
    err = err == RXT_OK ? choose_layouts(&spec, args) : err;
    err = err == RXT_OK ? study(&spec, args) : err;
    rxt_request_free(&spec.request);
    free(spec.layouts);
    return err;
}

const struct rxt_cmd rxt_cmd_study = {
    .name = "study",
    .words = "[KERNEL [name=value ...] ...]",
    .most_words = 1000,
    .options = "layouts scaling cores nodes size sched reps rounds budget timeout seed indifference out "
               "resume smt oversubscribe "
               "json color",
    .what = "compare layouts on this machine: the decision matrix",
    .more = "Without a kernel all are studied; without --layouts all that make sense here, and the "
            "launcher's plain\n"
            "line. Leaves journal.jsonl, report.md, report.csv, decision.json in --out (results/HOST-DATE). "
            "Ctrl-C ends it\n"
            "with a report of what there is; --resume goes on.\n\n"
            "Examples:\n"
            "  rxt study\n"
            "  rxt study --scaling strong\n"
            "  rxt study heat --scaling weak --cores 1,2,4,8 --rounds 8\n"
            "  rxt study heat n=4000 --layouts 1x8,2x4,4x2,8x1 --budget 10m\n"
            "  rxt study --out results/a --resume\n",
    .run = run,
};
