/* SPDX-License-Identifier: BSD-3-Clause
 * team_account.c - where the time of a run went.
 *
 * Thread 0 of a rank is useful whenever it neither is in MPI nor waits for the
 * other threads; the others are useful in bodies alone.
 */
#include "team_state.h"

#include <stdlib.h>

void rxt_account_start(struct rxt_team *team)
{
    rxt_comm_barrier(team->comm);
    for (int t = 0; t < team->pool.n_threads; t++) {
        team->workers[t].useful_s = 0.0;
    }
    team->mpi_s = 0.0;
    team->pool.join_s = 0.0;
    team->start_s = rxt_now_s();
}

struct rxt_efficiency rxt_efficiency_of(const double largest[2], const double sum[4], double n_ranks,
                                        double n_threads)
{
    return (struct rxt_efficiency){
        .parallel = sum[1] / (n_ranks * n_threads * largest[0]),
        .mpi_load_balance = sum[0] / (n_ranks * largest[1]),
        .mpi_transfer = largest[1] / largest[0],
        .omp_load_balance = sum[1] / sum[2],
        .omp_overhead = sum[2] / (n_threads * sum[0]),
        .useful_s = sum[1],
        .mpi_s = sum[3],
    };
}

void rxt_account_stop(struct rxt_team *team, double *run_s, struct rxt_efficiency *out)
{
    const double my_s = rxt_now_s() - team->start_s;
    const double outside_s = my_s - team->mpi_s;
    const double n_threads = team->pool.n_threads;
    double useful_s = outside_s - team->pool.join_s, busiest_s = useful_s;
    for (int t = 1; t < team->pool.n_threads; t++) {
        const double t_s = team->workers[t].useful_s;
        useful_s += t_s;
        busiest_s = t_s > busiest_s ? t_s : busiest_s;
    }
    double largest[2] = {my_s, outside_s};
    double sum[4] = {outside_s, useful_s, n_threads * busiest_s, team->mpi_s};
    rxt_comm_max(team->comm, largest, 2);
    rxt_comm_sum(team->comm, sum, 4);
    const double n_ranks = team->where.n_ranks;
    *run_s = largest[0];
    *out = rxt_efficiency_of(largest, sum, n_ranks, n_threads);
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
