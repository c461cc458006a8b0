/* SPDX-License-Identifier: BSD-3-Clause
 * watched_made.h - records of watches made up in memory.
 */
#ifndef RXT_WATCHED_MADE_H
#define RXT_WATCHED_MADE_H

#include "watched.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Return a record of a rank that ran for 10 s with n busy threads on the PUs 0, 1, ...; rxt_watched_free. */
static inline struct rxt_watched made_watched(int n)
{
    struct rxt_watched w = {.rank = -1, .local_rank = -1, .pid = 100, .host = strdup("here")};
    w.exe = strdup("/usr/bin/app");
    w.wall_s = 10.0;
    w.cpu_s = 9.9 * n;
    w.unseen_s = 0.0;
    w.wait_s = 0.05 * n;
    w.peak_bytes = 1e8, w.private_bytes = 6e7, w.shared_bytes = 4e7;
    w.switches = 10, w.forced_switches = 3, w.minor_faults = 1000, w.major_faults = 0;
    w.read_bytes = w.written_bytes = NAN;
    w.looks = 200, w.look_s = 0.05, w.cost_s = 0.01, w.pair_looks = n > 1 ? 198 : 0;
    w.found.metric = NAN;
    w.threads = calloc((size_t)n, sizeof *w.threads);
    w.n_threads = (size_t)n;
    for (int i = 0; i < n; i++) {
        struct rxt_watched_thread *t = &w.threads[i];
        *t = (struct rxt_watched_thread){.pid = 100, .tid = 100 + i, .cpu_s = 9.9, .wait_s = 0.05};
        snprintf(t->name, sizeof t->name, "app");
        t->until_s = 10.0, t->looks = 200, t->busy_looks = 198, t->n_cpus = 1, t->n_masks = 1;
        t->cpus[0] = (struct rxt_seen_cpu){i, 1.0};
        snprintf(t->masks[0].cpus, sizeof t->masks[0].cpus, "%d", i);
    }
    w.processes = calloc(1, sizeof *w.processes);
    w.n_processes = 1;
    w.processes[0] = (struct rxt_watched_process){.pid = 100, .parent = 99, .cpu_s = w.cpu_s, .n_threads = n};
    snprintf(w.processes[0].name, sizeof w.processes[0].name, "app");
    return w;
}

#endif
