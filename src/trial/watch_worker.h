/* SPDX-License-Identifier: BSD-3-Clause
 * watch_worker.h - which threads of a rank are workers: told by what they did, since a program's own word is no proof.
 *
 * Pure. A *worker* is a thread that had at least a twentieth of the CPU time of the busiest one of its rank, and is of no
 * process of a launcher; the others (progress threads of an MPI, a script around the program) are helpers, and may be
 * anywhere.
 */
#ifndef RXT_WATCH_WORKER_H
#define RXT_WATCH_WORKER_H

#include "watched.h"

#include <stdbool.h>
#include <stddef.h>

enum rxt_watch_part {
    RXT_PART_WORKER, /* a twentieth of the busiest one's CPU time: Open MPI's helpers have a hundredth */
    RXT_PART_HEAVY /* a quarter: what has less may be a library that lets its threads spin, as OpenBLAS does */
};

/** Return the CPU time from which a thread of the program has such a part. */
double rxt_watch_least_s(const struct rxt_watched *rank, enum rxt_watch_part part);
/** Tell whether a thread of a rank is the program's, and had so much CPU time. */
bool rxt_watch_has_used(const struct rxt_watched *rank, const struct rxt_watched_thread *thread,
                        double least_s);
/** Tell whether a thread had such a part; asked for all threads of a large rank, the two above are cheaper. */
bool rxt_watch_has_part(const struct rxt_watched *rank, const struct rxt_watched_thread *thread,
                        enum rxt_watch_part part);
/** Return how many workers a rank has: they are the first rows of its record. */
size_t rxt_watch_workers(const struct rxt_watched *rank);

/** Note which processes of a record are a launcher's, and put their threads behind all others. */
void rxt_watch_set_aside(struct rxt_watched *rank, bool (*names_one)(const char *name));

#endif
