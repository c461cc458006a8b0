/* SPDX-License-Identifier: BSD-3-Clause
 * bench.h - what the programs of bench/ share: a team, two things timed in turn, their ratio.
 */
#ifndef BENCH_H
#define BENCH_H

#include "clock.h"
#include "comm.h"
#include "crew.h"
#include "launch_place.h"
#include "stat.h"

#include "rxt/err.h"

#include <mpi.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BENCH_MAX_PAIRS = 201, BENCH_MIN_PAIRS = 15 };
static const double bench_goal = 1.02; /* team / by hand */

struct bench {
    struct rxt_layout layout;
    struct rxt_binding *binding;
    struct rxt_team *team;
    int rank, n_ranks, n_threads;
};

/* A measurement and its rival; the same on every rank. */
struct bench_pairs {
    double ours_s[BENCH_MAX_PAIRS], rival_s[BENCH_MAX_PAIRS];
    size_t n;
};

/* The ratio of medians; its interval is that of the median of the ratios of the pairs, since the
 * two of a pair see the same neighbours on the machine. */
struct bench_result {
    struct rxt_stat ours, rival, pair;
    double ratio;
};

/** Start MPI and open a team as a trial does; collective over the world. */
static inline enum rxt_err bench_open(struct bench *b, const char *layout, const char *sched)
{
    struct rxt_team_spec spec = {.sched = strcmp(sched, "dynamic") == 0 ? RXT_DYNAMIC : RXT_STATIC};
    *b = (struct bench){.rank = 0};
    enum rxt_err err = rxt_layout_parse(layout, &b->layout);
    spec.layout = b->layout;
    spec.start = rxt_start_here();
    spec.options.oversubscribe = true; /* 2x2 on two cores; a plan that needs it not is the same */
    const enum rxt_err bound = err == RXT_OK ? rxt_binding_open(&b->binding, &spec) : err;
    (void)bound;                                        /* team_open sees the NULL binding */
    const enum rxt_err started = rxt_comm_start(false); /* the sides of a comparison talk MPI */
    err = err == RXT_OK ? started : err;
    err = err == RXT_OK ? rxt_team_open(&b->team, b->binding, &spec) : err;
    if (err == RXT_OK) {
        b->rank = rxt_team_rank(b->team);
        b->n_ranks = rxt_team_ranks(b->team);
        b->n_threads = rxt_team_threads(b->team);
    }
    return err;
}

/** Close it, say on rank 0 what went wrong, and return the status to exit with. */
static inline int bench_close(struct bench *b, enum rxt_err err)
{
    if (err != RXT_OK && b->rank == 0) {
        fprintf(stderr, "bench: %s\n", rxt_reason());
    }
    rxt_team_close(b->team);
    rxt_binding_close(b->binding);
    rxt_comm_stop();
    return rxt_err_status(err);
}

/* Both sides of a pair are timed by these two: ranks start together, the slowest one counts. */
static inline double bench_start_s(void)
{
    MPI_Barrier(MPI_COMM_WORLD);
    return rxt_now_s();
}

static inline double bench_stop_s(double start_s)
{
    double run_s = rxt_now_s() - start_s;
    MPI_Allreduce(MPI_IN_PLACE, &run_s, 1, MPI_DOUBLE, MPI_MAX, MPI_COMM_WORLD);
    return run_s;
}

static inline enum rxt_err bench_compare(const struct bench_pairs *p, struct bench_result *out)
{
    double pair[BENCH_MAX_PAIRS];
    for (size_t i = 0; i < p->n; i++) {
        pair[i] = p->ours_s[i] / p->rival_s[i];
    }
    enum rxt_err err = rxt_stat_of(p->ours_s, p->n, &out->ours);
    err = err == RXT_OK ? rxt_stat_of(p->rival_s, p->n, &out->rival) : err;
    err = err == RXT_OK ? rxt_stat_of(pair, p->n, &out->pair) : err;
    if (err == RXT_OK) {
        out->ratio = out->ours.median / out->rival.median;
    }
    return err;
}

/** Say whether the goal was reached, and whether the interval leaves a doubt. */
static inline const char *bench_verdict(const struct bench_result *r)
{
    const bool hit = r->ratio <= bench_goal;
    if (hit ? r->pair.high <= bench_goal : r->pair.low > bench_goal) {
        return hit ? "hit" : "MISS";
    }
    return hit ? "hit, in doubt" : "MISS, in doubt";
}

#endif
