/* SPDX-License-Identifier: BSD-3-Clause
 * cli_request.c - from options to a request.
 */
#include "cli.h"

#include "build.h"
#include "study_nodes.h"
#include "launch_job.h"
#include "launch_place.h"
#include "report_document.h"
#include "text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool rxt_terminal_is_able(void)
{
    const char *term = getenv("TERM");
    return term && term[0] && strcmp(term, "dumb") != 0;
}

bool rxt_wants_colour(const struct rxt_args *args)
{
    const char *no = getenv("NO_COLOR");
    return !strcmp(args->color, "always") || (!strcmp(args->color, "auto") && isatty(STDOUT_FILENO) &&
                                              rxt_terminal_is_able() && !(no && no[0]));
}

struct rxt_screen rxt_screen_of(const struct rxt_args *args)
{
    struct winsize size;
    const bool is_told = isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
    return (struct rxt_screen){rxt_wants_colour(args), is_told ? size.ws_col : 0};
}

bool rxt_size_is_list(const char *size)
{
    return isdigit((unsigned char)size[0]) && size[strspn(size, "0123456789,")] == '\0';
}

enum rxt_size rxt_size_from(const char *text)
{
    return !strcmp(text, "small") ? RXT_SMALL : !strcmp(text, "large") ? RXT_LARGE : RXT_DEFAULT;
}

/* A list for levels of nested threads, as OpenMP takes it ("4,2", " 8 "): rxt has the outer level. */
static enum rxt_err parse_threads(const char *text, int *out)
{
    char outer[32];
    long long threads = 0;
    const char *begin = text + strspn(text, " \t");
    const size_t n = strcspn(begin, " \t,"), behind = strspn(begin + n, " \t");
    snprintf(outer, sizeof outer, "%.*s", (int)n, begin);
    if (begin[n + behind] != '\0' && begin[n + behind] != ',') {
        snprintf(outer, sizeof outer, "%.31s", text);
    }
    const enum rxt_err err = rxt_parse_integer(outer, "OMP_NUM_THREADS", 1, RXT_MAX_WORKERS, &threads);
    *out = (int)threads;
    return err;
}

/* Of a launch: its ranks, and as many threads as OMP_NUM_THREADS says, else as the masks of the ranks have cores. */
static enum rxt_err launched_layout(const struct rxt_rank *rank, struct rxt_team_spec *out)
{
    const char *omp = getenv("OMP_NUM_THREADS");
    out->layout.nodes = rank->n_nodes;
    out->layout.ranks = rank->n_ranks > 0 ? rank->n_ranks / rank->n_nodes : 1;
    if (!strcmp(rxt_build.openmp, "no")) {
        return RXT_OK;
    }
    out->threads_by_mask = !(omp && omp[strspn(omp, " \t")]);
    return out->threads_by_mask ? RXT_OK : parse_threads(omp, &out->layout.threads);
}

/* In an allocation of several nodes, or from a host that is none of it: one rank a node, on the cores of the smallest. */
static enum rxt_err allocated_layout(const struct rxt_job *job, const char *hostfile, struct rxt_layout *out)
{
    struct rxt_nodes nodes = {0};
    json_t *tried = json_array();
    out->nodes = job->n_nodes > 0 ? job->n_nodes : 1;
    const enum rxt_err err = rxt_nodes_survey(out->nodes, job, hostfile, NULL, tried, &nodes);
    if (err == RXT_OK && strcmp(rxt_build.openmp, "no") != 0) {
        const struct rxt_topology *smallest = nodes.topology[nodes.smallest];
        out->threads = (int)rxt_quota_workers(smallest, smallest->n_cores);
    }
    rxt_nodes_free(&nodes);
    json_decref(tried);
    return err;
}

/* The layout that was not given: what a launcher started, the nodes of the allocation, or all cores of one rank. */
static enum rxt_err default_layout(const char *hostfile, struct rxt_team_spec *out)
{
    struct rxt_job job;
    struct rxt_topology *topology = NULL;
    const struct rxt_rank rank = rxt_rank_here();
    out->layout = (struct rxt_layout){1, 1, 1, RXT_BY_SPREAD};
    if (rank.is_one) {
        return launched_layout(&rank, out);
    }
    rxt_job_read(&job);
    if (job.is_one && (job.n_nodes > 1 || rxt_job_is_elsewhere()) && strcmp(rxt_build.mpi, "no") != 0) {
        return allocated_layout(&job, rxt_hostfile(hostfile), &out->layout);
    }
    const enum rxt_err err = rxt_topology_open(&topology, NULL);
    if (err == RXT_OK && strcmp(rxt_build.openmp, "no") != 0) {
        out->layout.threads = (int)rxt_quota_workers(topology, topology->n_cores);
    }
    rxt_topology_close(topology);
    return err;
}

enum rxt_err rxt_request_from(const struct rxt_args *args, const char *layout, char *const *kernels,
                              size_t n_kernels, struct rxt_request *out)
{
    const char *launcher = getenv("RXT_LAUNCHER");
    *out = (struct rxt_request){
        .team = {.options = {.smt = args->smt, .oversubscribe = args->oversubscribe},
                 .sched = args->sched && !strcmp(args->sched, "dynamic") ? RXT_DYNAMIC : RXT_STATIC},
        .n_reps = args->reps > 0 ? (int)args->reps : 5,
        .launcher = launcher ? launcher : "user",
        .is_launched = launcher != NULL,
    };
    enum rxt_err err =
        rxt_size_is_list(args->size)
            ? rxt_fail(RXT_E_USAGE,
                       "--size %s is of rxt study; write the size behind the kernel, as in: heat n=1000",
                       args->size)
        : layout ? rxt_layout_parse(layout, &out->team.layout)
                 : default_layout(args->hostfile, &out->team);
    return err == RXT_OK ? rxt_request_add(out, kernels, n_kernels, rxt_size_from(args->size)) : err;
}
