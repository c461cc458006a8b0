/* SPDX-License-Identifier: BSD-3-Clause
 * crew.h - the team as the trial sees it: open, bind, run, prove where it ran, account for time.
 */
#ifndef RXT_CREW_H
#define RXT_CREW_H

#include "layout.h"

#include "rxt/err.h"
#include "rxt/team.h"

#include <stdbool.h>
#include <stddef.h>

/* How chunks come to threads: in equal blocks, or from a counter, the fewer at a time the fewer are left. */
enum rxt_sched { RXT_STATIC, RXT_DYNAMIC };
const char *rxt_sched_name(enum rxt_sched sched);

/* Where one thread was. OS indices, save core (logical); -1 is unknown, or not planned. */
struct rxt_placed {
    int node, rank, thread; /* rank in the whole team */
    int pu_before, pu;      /* before and after the timed runs */
    int core, numa, package, kind;
    int planned_pu;
    long pid, tid;
    double cpu_s,
        run_delay_s; /* over the timed runs: it ran; it could have, and another did; NaN if not told */
    int n_pus;       /* in its mask; not in JSON */
    char host[64];
    char mask[64]; /* "0-3,8" */
};

/* Factors of the parallel efficiency, in the terms of the POP metrics and one besides; each in (0, 1], and
 * parallel = mpi_load_balance * mpi_transfer * omp_load_balance * omp_overhead * core_time.
 * A thread that could have run while another had its core was neither useful nor in MPI: what it waited for its core is
 * taken out of the times that the other factors are made of. A factor that was not measured is NaN, null in JSON; without
 * core_time the others multiply alone. */
struct rxt_efficiency {
    double parallel;
    double mpi_load_balance; /* mean over ranks of the time outside MPI / the largest            */
    double mpi_transfer;     /* the largest time outside MPI / the run's time without such waits */
    double omp_load_balance; /* useful time of all threads / threads x the busiest of each rank  */
    double omp_overhead;     /* threads x the busiest of each rank / threads x time outside MPI  */
    double useful_s;         /* useful time summed over all threads                              */
    double mpi_s;            /* time in MPI summed over all ranks; of one rank alone 0           */
    double core_time;        /* the run's time without what waits for a core may have cost it / that time */
};

/* What is known of how this process was started: by a launcher, whose words only the floor of launchers knows. Begin
 * with {0}: by none. */
struct rxt_start {
    bool is_rank;     /* a launcher started it; else the rest is not looked at */
    bool is_bound;    /* the launcher says that it bound it */
    int local_rank;   /* its number in its node, -1 if the launcher does not tell */
    int n_ranks;      /* the size of the world that the launcher meant to start, -1 if it does not tell */
    char binder[160]; /* who gave it its mask, in the words of the launcher's own options; "": not known */
    /** Write how ranks are started with cores enough for n_threads; may be NULL. */
    void (*advise)(int n_threads, char *out, size_t n_bytes);
};

/** Refuse a mask that has too few cores for the threads of a rank, in the words of the launcher's own option. RXT_E_USAGE. */
RXT_CHECKED enum rxt_err rxt_start_refuse_narrow(const struct rxt_start *start, const struct rxt_mask *mask,
                                                 int n_cores, int rank, bool is_shared,
                                                 const struct rxt_layout *layout);

struct rxt_team_spec {
    bool wants_mpi;           /* message passing is started even for one rank */
    struct rxt_layout layout; /* nodes and ranks must be those that the launcher started */
    struct rxt_plan_options options;
    struct rxt_start start;
    enum rxt_sched sched;
    bool goes_on_beside;  /* it is to be started by rxt_team_start and not run, which needs no OpenMP */
    bool threads_by_mask; /* layout.threads is not given: rxt_threads_agree finds it */
};

struct rxt_binding; /* opaque: the masks and the plan of this rank */

/** Read this process' mask and bind it to its share of the plan, before MPI starts.
 *
 *  spec  in  the layout; with policy none nothing is bound
 *
 *  The plan is the whole layout if the mask is wide enough for all ranks of the node, else this
 *  rank's threads inside the mask; rxt_team_open looks at all masks and corrects it.
 *
 *  Errors:      RXT_E_ABSENT  this machine's topology or mask cannot be read
 *  Collective:  no
 */
RXT_CHECKED enum rxt_err rxt_binding_open(struct rxt_binding **out, const struct rxt_team_spec *spec);
void rxt_binding_close(struct rxt_binding *binding);
/** Give the calling thread the mask again that this process was started with; NULL is accepted. */
void rxt_binding_lift(const struct rxt_binding *binding);
/** Find how many threads every rank of a launch can have: the least, over all ranks, of the cores in a rank's mask divided
 *  by the ranks of its node that have the same mask; 1 where masks overlap and differ. At least 1.
 *
 *  binding     in   NULL counts as one core
 *  Collective: yes, after the start of message passing, before rxt_team_open
 *  Errors:     RXT_E_MEMORY
 */
RXT_CHECKED enum rxt_err rxt_threads_agree(const struct rxt_binding *binding, int *n_threads);
/** Return the cores that the started mask allows. */
const struct rxt_topology *rxt_binding_topology(const struct rxt_binding *binding);

/** Start and stop message passing where more threads were asked for than there are PUs: kindly to the launcher, which
 *  needs a core to answer all ranks. Elsewhere rxt_comm_start and rxt_comm_stop alone.
 *
 *  Ranks that start or stop ask every 0.1 ms whether all are there (Open MPI 4). 128 of them keep two cores busy with
 *  nothing else, so these sleeps may be longer; and at the end they leave without the answer that they wait for, which
 *  mpirun calls an error, so ranks that stop let it go before them.
 *
 *  binding  in  NULL if rxt_binding_open failed
 *
 *  Errors:      those of rxt_comm_start
 *  Collective:  yes, over the world
 */
RXT_CHECKED enum rxt_err rxt_binding_comm_start(const struct rxt_binding *binding,
                                                const struct rxt_team_spec *spec);
void rxt_binding_comm_stop(const struct rxt_binding *binding, const struct rxt_team_spec *spec);

/** Open the team of all ranks that the launcher started, and settle who is bound where.
 *
 *  Masks that the launcher set are kept when they are disjoint and wide enough; masks that
 *  all ranks of a group share are divided among the group. When they overlap in part the
 *  plan is made over their union, with a warning on standard error.
 *
 *  Errors:      RXT_E_USAGE   another number of ranks or nodes than the layout's; a mask too narrow
 *                             (names the launcher's option that made it so, and the way out)
 *               RXT_E_LAUNCH  the launcher belongs to another MPI: N worlds of one rank
 *               RXT_E_ABSENT  threads that cannot be started here
 *               RXT_E_MEMORY
 *               (all ranks agree)
 *  Collective:  yes, over the world; rxt_comm_start before
 *  Memory:      close with rxt_team_close; binding must live as long; NULL if rxt_binding_open failed
 */
RXT_CHECKED enum rxt_err rxt_team_open(struct rxt_team **out, struct rxt_binding *binding,
                                       const struct rxt_team_spec *spec);
void rxt_team_close(struct rxt_team *team);

/** Start and bind the threads of every rank, then run body on each rank's first thread.
 *
 *  Errors:      what body returns; RXT_E_ABSENT if threads cannot be started or bound (all ranks agree)
 *  Collective:  yes
 */
RXT_CHECKED enum rxt_err rxt_team_run(struct rxt_team *team, enum rxt_err (*body)(void *), void *context);

/** The same for a program that goes on beside its threads: start and bind those of every rank, and return. Until rxt_team_end
 *  the calling thread does on each rank what body would.
 *
 *  Errors:  RXT_E_ABSENT if threads cannot be started or bound (all ranks agree): nothing runs then
 *  Collective:  yes; rxt_team_end no
 */
RXT_CHECKED enum rxt_err rxt_team_start(struct rxt_team *team);
void rxt_team_end(struct rxt_team *team);

/** The same for a body with parallel regions and calls of MPI of its own: between the calls of the team its threads are
 *  OpenMP's, which gives them, each on its core, to a region that asks for no number. Nothing is known of how such a body
 *  spends its time: of the account the run's time alone is measured. Errors and collective as rxt_team_run. */
RXT_CHECKED enum rxt_err rxt_team_run_free(struct rxt_team *team, enum rxt_err (*body)(void *),
                                           void *context);

/** Start the account of one timed run on all ranks together, from body. Collective. */
void rxt_account_start(struct rxt_team *team);
/** End it; *run_s is the slowest rank's time. The same on all ranks. Collective. */
void rxt_account_stop(struct rxt_team *team, double *run_s, struct rxt_efficiency *out);

/** Note the PU of every thread, before the timed runs; from body. Collective. */
void rxt_proof_start(struct rxt_team *team);
/** Note it again and bring the rows of all threads together. Under rxt_team_run_free the proof breaks also where threads
 *  ran that are not the team's and came after it (those of MPI were there): they are nobody's plan, whoever started them.
 *
 *  rows      out  ranks x threads rows on rank 0, in rank order; NULL elsewhere; free
 *  rejected  out  n_bytes: "" if the proof holds, else what went wrong; on rank 0
 *
 *  Errors:      RXT_E_MEMORY (all ranks agree)
 *  Collective:  yes, from body
 */
RXT_CHECKED enum rxt_err rxt_proof_stop(struct rxt_team *team, struct rxt_placed **rows, char *rejected,
                                        size_t n_bytes);

/** Return the least share of what its plan gives it that a busy thread had over the timed runs, which took run_s in all: a
 *  core; where k threads were given one, or threads that nobody planned have fewer PUs in their mask than they are, what
 *  the others of them leave of it. A thread is busy that could run for half of run_s. NaN if none was, or the system does
 *  not tell.
 *
 *  rows  in  n, of all threads
 */
double rxt_cpu_share(const struct rxt_placed *rows, size_t n, double run_s);
/** Tell whether such a share is that of threads which did not have their cores. No if it is not known. */
bool rxt_cpu_share_is_disturbed(double share);

/** Let every thread do the same little work, 10 ms on a core of 4 GHz that is its own. span_s gets the fastest and the slowest
 *  thread's time, the same on all ranks; NaN where threads may share cores. Collective, from body. */
void rxt_control_run(struct rxt_team *team, double span_s[2]);

/** Bring one text of every node to rank 0: that of the node's first rank.
 *
 *  text   in   of this rank; NULL counts as ""
 *  all    out  on rank 0 a text a node, *n of them, in the order of the nodes; free each, and the list. NULL elsewhere
 *
 *  Errors:      RXT_E_MEMORY (all ranks agree)
 *  Collective:  yes, from body or after rxt_team_open
 */
RXT_CHECKED enum rxt_err rxt_team_node_texts(struct rxt_team *team, const char *text, char ***all, int *n);
void rxt_texts_free(char **texts, int n);

/** Return the largest value over the ranks, or over nodes the largest sum of its ranks. Collective. */
double rxt_team_max(struct rxt_team *team, double value);
double rxt_team_fullest_node(struct rxt_team *team, double value);
/** Tell whether all ranks came with the same value. Collective; for what the caller promises, in assert. */
bool rxt_team_same(struct rxt_team *team, double value);
int rxt_team_node_ranks(const struct rxt_team *team);

#endif
