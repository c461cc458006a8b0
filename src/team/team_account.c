/* SPDX-License-Identifier: BSD-3-Clause
 * team_account.c - where the time of a run went.
 *
 * Thread 0 of a rank is useful whenever it neither is in MPI nor waits for the
 * other threads; the others are useful in bodies alone. That a thread could have run and another had its
 * core is read of each before and behind the run, outside of what is timed.
 */
#include "team_state.h"

#include "machine.h"

#include <math.h>
#include <stdlib.h>

static void note_delay(void *context, int worker)
{
    struct rxt_worker *w = &((struct rxt_team *)context)->workers[worker];
    w->delay_s = rxt_cpu_time_now().delay_s;
}

static void take_delay(void *context, int worker)
{
    struct rxt_worker *w = &((struct rxt_team *)context)->workers[worker];
    w->delay_s = rxt_cpu_time_now().delay_s - w->delay_s;
}

void rxt_account_start(struct rxt_team *team)
{
    rxt_comm_barrier(team->comm); /* what somebody waits here for the others is before the account */
    rxt_gang_do(&team->gang, note_delay, team);
    rxt_comm_barrier(team->comm);
    for (int t = 0; t < team->gang.n_threads; t++) {
        team->workers[t].useful_s = 0.0;
    }
    team->mpi_s = 0.0;
    team->gang.join_s = 0.0;
    team->start_s = rxt_now_s();
}

/* What is left of a time in which a thread waited for its core by this share. Something is: it did its work. */
static double without(double time_s, double share)
{
    const double most = 0.999;
    return time_s * (1.0 - fmin(fmax(share, 0.0), most));
}

struct rxt_account rxt_account_of(double run_s, double mpi_s, const struct rxt_worker *workers, int n_threads)
{
    double useful_s = 0.0, busiest_s = 0.0, delay_s = 0.0;
    bool is_told = true;
    for (int t = 0; t < n_threads; t++) {
        const bool is_known = !isnan(workers[t].delay_s);
        const double wait_s = is_known ? workers[t].delay_s : 0.0;
        const double t_s = without(workers[t].useful_s, wait_s / run_s);
        is_told &= is_known;
        useful_s += t_s;
        busiest_s = fmax(busiest_s, t_s);
        delay_s = fmax(delay_s, fmin(wait_s, run_s));
    }
    /* A wait of one thread that another was not held up by is none of the rank. */
    const double outside_s = fmax(busiest_s, without(run_s - mpi_s, delay_s / run_s));
    return (struct rxt_account){
        .largest = {run_s, outside_s, delay_s},
        .sum = {outside_s, useful_s, n_threads * busiest_s, mpi_s, is_told ? 0.0 : 1.0, delay_s}};
}

struct rxt_efficiency rxt_efficiency_of(const struct rxt_account *all, double n_ranks, double n_threads)
{
    const double run_s = all->largest[0], outside_s = all->largest[1], useful_s = all->sum[1];
    /* A rank is held up by its own waits and by those of another that it waits for in MPI, which spins: what two ranks
     * waited in turn is no time of MPI. A wait in somebody's slack held nobody up. */
    const double delay_s = fmin(all->sum[5], 2.0 * all->largest[2]);
    const double left_s = fmax(outside_s, run_s - delay_s);
    const bool is_told = !(all->sum[4] > 0.0);
    return (struct rxt_efficiency){
        .parallel = useful_s / (n_ranks * n_threads * run_s),
        .mpi_load_balance = all->sum[0] / (n_ranks * outside_s),
        .mpi_transfer = outside_s / (is_told ? left_s : run_s),
        .omp_load_balance = useful_s / all->sum[2],
        .omp_overhead = all->sum[2] / (n_threads * all->sum[0]),
        .useful_s = useful_s,
        .mpi_s = all->sum[3],
        .core_time = is_told ? left_s / run_s : NAN,
    };
}

static const struct rxt_efficiency unknown = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};

/* Of one rank alone what copies between ranks is its own work: nobody is there to wait for. */
void rxt_account_stop(struct rxt_team *team, double *run_s, struct rxt_efficiency *out)
{
    const double my_s = rxt_now_s() - team->start_s;
    const double mpi_s = team->where.n_ranks > 1 ? team->mpi_s : 0.0;
    const double first_s = my_s - mpi_s - team->gang.join_s;
    rxt_gang_do(&team->gang, take_delay, team);
    team->workers[0].useful_s = first_s;
    struct rxt_account all = rxt_account_of(my_s, mpi_s, team->workers, team->gang.n_threads);
    rxt_comm_max(team->comm, all.largest, 3);
    rxt_comm_sum(team->comm, all.sum, 6);
    *run_s = all.largest[0];
    *out = team->gang.is_free ? unknown : rxt_efficiency_of(&all, team->where.n_ranks, team->gang.n_threads);
}

double rxt_team_max(struct rxt_team *team, double value)
{
    rxt_comm_max(team->comm, &value, 1);
    return value;
}

bool rxt_team_same(struct rxt_team *team, double value)
{
    double range[2] = {value, -value};
    rxt_comm_max(team->comm, range, 2);
    return range[0] == -range[1];
}

double rxt_team_fullest_node(struct rxt_team *team, double value)
{
    double *all = malloc((size_t)team->where.n_ranks * sizeof *all);
    double fullest = -1.0;
    if (rxt_comm_worst(team->comm, !all)) {
        free(all);
        return fullest;
    }
    rxt_comm_allgather(team->comm, &value, sizeof value, all);
    double node = 0.0;
    for (int r = 0; r < team->where.n_node_ranks; r++) {
        node += all[team->where.node_first + r];
    }
    free(all);
    return rxt_team_max(team, node);
}
