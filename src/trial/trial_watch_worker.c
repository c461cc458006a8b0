/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_worker.c - which threads of a rank are workers.
 */
#include "watch_worker.h"

#include <stdlib.h>

static bool is_launchers(const struct rxt_watched *rank, int pid)
{
    bool is = false;
    for (size_t p = 0; p < rank->n_processes; p++) {
        is |= rank->processes[p].pid == pid && rank->processes[p].is_launchers;
    }
    return is;
}

double rxt_watch_least_s(const struct rxt_watched *rank, enum rxt_watch_part part)
{
    static const double parts[] = {[RXT_PART_WORKER] = 0.05, [RXT_PART_HEAVY] = 0.25};
    double most_s = 0.0;
    for (size_t t = 0; t < rank->n_threads; t++) {
        const struct rxt_watched_thread *thread = &rank->threads[t];
        most_s = thread->cpu_s > most_s && !is_launchers(rank, thread->pid) ? thread->cpu_s : most_s;
    }
    return parts[part] * most_s;
}

bool rxt_watch_has_used(const struct rxt_watched *rank, const struct rxt_watched_thread *thread,
                        double least_s)
{
    return thread->cpu_s > 0.0 && thread->cpu_s >= least_s && !is_launchers(rank, thread->pid);
}

bool rxt_watch_has_part(const struct rxt_watched *rank, const struct rxt_watched_thread *thread,
                        enum rxt_watch_part part)
{
    return rxt_watch_has_used(rank, thread, rxt_watch_least_s(rank, part));
}

size_t rxt_watch_workers(const struct rxt_watched *rank)
{
    size_t n = 0;
    const double least_s = rxt_watch_least_s(rank, RXT_PART_WORKER);
    while (n < rank->n_threads && rxt_watch_has_used(rank, &rank->threads[n], least_s)) {
        n++;
    }
    return n;
}

void rxt_watch_set_aside(struct rxt_watched *rank, bool (*names_one)(const char *name))
{
    struct rxt_watched_thread *aside = calloc(rank->n_threads + 1, sizeof *aside);
    size_t n = 0, n_aside = 0;
    for (size_t p = 0; p < rank->n_processes; p++) {
        rank->processes[p].is_launchers = names_one(rank->processes[p].name);
    }
    for (size_t t = 0; aside && t < rank->n_threads; t++) {
        if (is_launchers(rank, rank->threads[t].pid)) {
            aside[n_aside++] = rank->threads[t];
        } else {
            rank->threads[n++] = rank->threads[t];
        }
    }
    for (size_t t = 0; t < n_aside; t++) {
        rank->threads[n + t] = aside[t];
    }
    free(aside);
}
