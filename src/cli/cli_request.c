/* SPDX-License-Identifier: BSD-3-Clause
 * cli_request.c - from options to a request.
 */
#include "cli.h"

#include "build.h"
#include "machine_rank.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

enum rxt_size rxt_size_from(const char *text)
{
    return !strcmp(text, "small") ? RXT_SMALL : !strcmp(text, "large") ? RXT_LARGE : RXT_DEFAULT;
}

/* The layout that was not given: what a launcher started, or all cores of one rank; of one thread in a build without
 * OpenMP. */
static enum rxt_err default_layout(struct rxt_layout *out)
{
    long long threads = 1;
    const bool has_threads = strcmp(rxt_build.openmp, "no") != 0;
    const char *omp = getenv("OMP_NUM_THREADS");
    const struct rxt_rank rank = rxt_rank_here();
    *out = (struct rxt_layout){1, 1, 1, RXT_BY_SPREAD};
    if (rank.is_one) {
        enum rxt_err err =
            omp ? rxt_parse_integer(omp, "OMP_NUM_THREADS", 1, RXT_MAX_WORKERS, &threads) : RXT_OK;
        out->nodes = rank.n_nodes;
        out->ranks = rank.n_ranks > 0 ? rank.n_ranks / out->nodes : 1;
        out->threads = has_threads ? (int)threads : 1;
        return err;
    }
    struct rxt_topology *topology = NULL;
    const enum rxt_err err = rxt_topology_open(&topology, NULL);
    if (err == RXT_OK && has_threads) {
        out->threads = (int)rxt_quota_workers(topology, topology->n_cores);
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
        layout ? rxt_layout_parse(layout, &out->team.layout) : default_layout(&out->team.layout);
    return err == RXT_OK ? rxt_request_add(out, kernels, n_kernels, rxt_size_from(args->size)) : err;
}
