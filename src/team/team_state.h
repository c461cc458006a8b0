/* SPDX-License-Identifier: BSD-3-Clause
 * team_state.h - what the sources of the team share.
 */
#ifndef RXT_TEAM_STATE_H
#define RXT_TEAM_STATE_H

#include "comm.h"
#include "crew.h"
#include "gang.h"

#include "clock.h"
#include "text.h"

#include <stdatomic.h>
#include <stdint.h>

/* One thread of this rank; on lines of its own, since all write at the same time. */
struct rxt_worker {
    _Alignas(
        RXT_LINE_BYTES) double useful_s; /* in bodies, since the account began; thread 0 is not counted here */
    int planned_pu;                      /* -1: not bound by us */
    int pu_before;
    struct rxt_cpu_time cpu_before;
    double ran_s; /* in its life, at the beginning of a proof that asks for strangers */
    double
        delay_s; /* that it could have run and another did: before the account began, then since; NaN: not told */
    double control_s;
    struct rxt_placed placed;
    enum rxt_err err;
};

/* A thread of a library: of MPI, of hwloc. */
struct rxt_known {
    long tid;
    double ran_s; /* as of a worker */
};

struct rxt_team {
    struct rxt_comm *comm;
    struct rxt_where where;
    struct rxt_gang gang;
    struct rxt_worker *workers;
    struct rxt_binding *binding;
    struct rxt_layout layout;
    enum rxt_sched sched;
    bool may_share_cores;    /* the plan, or the user, allows two threads on a core */
    bool is_bound;           /* by us: policy is not none */
    double start_s;          /* of the account            */
    double mpi_s;            /* in MPI, since then        */
    struct rxt_known *known; /* threads that were there before a free body began, and are not the team's */
    size_t n_known;
    double process_s; /* as ran_s, of all threads */
    unsigned n_roams; /* runs of loops that roamed over nodes */
    void *recv;       /* of rxt_alltoall           */
    size_t n_recv_room;
    int *n_exchanged;          /* bytes for each rank, then from each: of rxt_alltoall, too */
    const struct rxt_rig *rig; /* NULL: bodies are called as they are; see rig.h */
};

struct rxt_binding {
    int n_start_cores;             /* cores in it, as the CPU quota lets them run          */
    struct rxt_mask start;         /* the mask with which the process was started      */
    struct rxt_topology *topology; /* the cores in it, or in the union of all masks     */
    struct rxt_plan *plan;         /* of the ranks that share it; NULL if none was made */
    int plan_rank;                 /* this rank's number in the plan                    */
};

/** Plan for all ranks of the node from their masks, and bind this process anew. Not collective. */
RXT_CHECKED enum rxt_err rxt_binding_settle(struct rxt_binding *binding, const struct rxt_mask *masks, int n,
                                            int mine, const struct rxt_team_spec *spec);

/* What a rank adds to the account of the team. A thread waited for its core in all that it did alike.
 * The largest over the ranks: the run's time, the time outside of MPI, the longest wait for a core. The sum over the ranks:
 * the time outside of MPI, that of all threads in useful work, threads x that of the busiest, the time in MPI, 1 if waits
 * are not told, the longest wait for a core. */
struct rxt_account {
    double largest[3], sum[6];
};
/** Make the account of one rank: its time, that in MPI, and of its threads useful_s and delay_s. Pure. */
struct rxt_account rxt_account_of(double run_s, double mpi_s, const struct rxt_worker *workers,
                                  int n_threads);

/** The factors of a run, which multiply to its parallel efficiency, from the accounts of all ranks brought together. */
struct rxt_efficiency rxt_efficiency_of(const struct rxt_account *all, double n_ranks, double n_threads);

/** Bind every thread to its planned PU, from a body; workers note their err. */
void rxt_team_bind(struct rxt_team *team);

/** Take note of the threads that are there and not the team's: of MPI, of libraries. Once; RXT_E_MEMORY. */
RXT_CHECKED enum rxt_err rxt_strange_begin(struct rxt_team *team);
/** Note what all threads of this process have run, and return how long, since then, those ran that are neither the team's
 *  nor were there at the beginning; also those that have ended. NaN where the system does not tell. */
void rxt_strange_start(struct rxt_team *team);
double rxt_strange_stop(const struct rxt_team *team);
/** Tell whether this is more than nothing, of run_s. */
bool rxt_strange_is_much(double strange_s, double run_s);

/** Tell whether two masks differ and yet overlap, and of which ranks they are: then no rank may keep its own. */
bool rxt_masks_clash(const struct rxt_mask *masks, int n, int clash[2]);

/** Judge the rows of all threads: where each was before and after against its plan, its mask at the end, and whether
 *  two were on one core of a node. Writes "" if the proof holds, else why it does not. */
void rxt_proof_judge(const struct rxt_placed *rows, size_t n, bool may_share_cores, char *why,
                     size_t n_bytes);

/** The same of one rank, of n on a node whose masks are masks: its threads on n_cores cores. */
int rxt_threads_of(const struct rxt_mask *masks, int n, int mine, int n_cores);

struct rxt_roam; /* see team_roam.h */

struct rxt_loop {
    struct rxt_team *team;
    struct rxt_loop_spec spec;
    size_t n_chunks;
    struct rxt_shared shared; /* the counters and partials of the node     */
    atomic_size_t
        *counter[2];     /* of a node's dynamic, roaming runs, by turns; a range if chunks roam over nodes */
    atomic_int *over[2]; /* no node has chunks left, by turns */
    struct rxt_roam *roam; /* NULL: nodes keep their static share */
    char *partials
        [2]; /* by turns: a rank may still read one while another has begun the next run; one if `once` */
    size_t *bound;  /* bytes of partials at which each node's begin */
    uint64_t **ran; /* per thread: a bit a chunk it ran; NULL unless roaming and dynamic */
    unsigned turn;  /* runs that joined the ranks */
    _Alignas(RXT_LINE_BYTES) atomic_size_t next; /* of this rank's dynamic runs */
};

/** Return the home of any rank. */
struct rxt_span rxt_home_of(const struct rxt_loop *loop, int rank);
/** Return the items of another home that a home has as ghosts; empty if none, or if the home is. */
struct rxt_span rxt_ghosts_from(struct rxt_span home, struct rxt_span other, size_t depth);

/** Return how many chunks a worker takes at once from a counter that stands at next: the more are left, the more, so
 *  that neither the counter nor the last ones are waited for; 0 if none is left.
 *
 *  n_takers  in  workers that take from it
 *
 *  Where it is several cache lines of partial results, it ends with a line: no two workers then write to one.
 */
size_t rxt_take(const struct rxt_loop *loop, size_t next, size_t last, size_t n_takers);

/** First chunk of a worker's static block; worker counts over all ranks. */
static inline size_t rxt_block(size_t n_chunks, size_t worker, size_t n_workers)
{
    return n_chunks * worker / n_workers;
}

#endif
