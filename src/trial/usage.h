/* SPDX-License-Identifier: BSD-3-Clause
 * usage.h - what one launch of a program used, all its ranks together: the accounts that its reasons come from.
 *
 * A number that is not known is NaN, in JSON null. A wait that spins is CPU time: without an account of MPI nothing tells it
 * from work.
 */
#ifndef RXT_USAGE_H
#define RXT_USAGE_H

#include "watched.h"

#include "rxt/err.h"

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>

struct rxt_usage {
    int n_ranks, n_threads; /* of the launch; that each rank was given                                */
    int used;               /* workers at work at once, of the rank that had most                     */
    double wall_s;          /* of the longest rank                                                    */
    double cpu_s, wait_s;   /* of all threads: that they ran, and were ready to run and did not       */
    double cpu_share; /* see rxt_cpu_share: of the threads that had a quarter of the busiest one's CPU time */
    double
        thread_balance; /* CPU time of a rank's busiest workers, as many as it was given threads: mean / largest;
                                the least of all ranks. 1 of one thread */
    double rank_balance; /* time of a rank outside of MPI (CPU time where MPI is not known): mean / largest */
    double mpi_low,
        mpi_high; /* share of a rank's wall time that its thread which is there most spends in MPI, its begin
                                 and end left out: of the rank with the least, and the most */
    double peak_bytes, private_bytes; /* resident, ranks summed; of it what is nobody else's           */
    double minor_faults, major_faults, switches, forced_switches, read_bytes, written_bytes; /* summed */
    double watch_s; /* CPU time of the watches */
};

/** Sum up the records of a launch. Pure.
 *
 *  n_threads  in  that each rank was given
 */
void rxt_usage_of(const struct rxt_watched *ranks, size_t n, int n_threads, struct rxt_usage *out);

json_t *rxt_usage_to_json(const struct rxt_usage *usage); /* NULL is null */
/** Read it back; RXT_E_INPUT names the field. */
RXT_CHECKED enum rxt_err rxt_usage_from_json(const json_t *json, struct rxt_usage *out);

#endif
