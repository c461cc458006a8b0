/* SPDX-License-Identifier: BSD-3-Clause
 * team_strange.c - how long did threads run that are not the team's?
 *
 * The clock of the process counts all of its threads, those that have ended, too: what is not the team's, nor of threads
 * that were there before, is somebody else's.
 */
#include "team_state.h"

#include "machine_cgroup.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static bool is_ours(const struct rxt_team *team, long tid)
{
    int t = 0;
    while (t < team->gang.n_threads && team->workers[t].placed.tid != tid) {
        t++;
    }
    return t < team->gang.n_threads;
}

enum rxt_err rxt_strange_begin(struct rxt_team *team)
{
    DIR *threads = team->known ? NULL : opendir("/proc/self/task");
    enum rxt_err err = RXT_OK;
    size_t room = 0;
    for (struct dirent *entry; threads && err == RXT_OK && (entry = readdir(threads)) != NULL;) {
        const long tid = strtol(entry->d_name, NULL, 10);
        if (team->n_known == room) {
            room = 2 * room + 16;
            long *more = realloc(team->known, room * sizeof *more);
            team->known = more ? more : team->known;
            err = more ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for the threads of a process");
        }
        if (!err && tid > 0 && !is_ours(team, tid)) {
            team->known[team->n_known++] = tid;
        }
    }
    if (threads) {
        closedir(threads);
    }
    return err;
}

double rxt_strange_s(const struct rxt_team *team)
{
    struct timespec all;
    char path[64];
    double strange_s = clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &all) == 0
                           ? (double)all.tv_sec + 1e-9 * (double)all.tv_nsec
                           : (double)NAN;
    for (int t = 0; t < team->gang.n_threads; t++) {
        strange_s -= team->workers[t].ran_s;
    }
    for (size_t i = 0; i < team->n_known; i++) {
        snprintf(path, sizeof path, "/proc/self/task/%ld/schedstat", team->known[i]);
        const double ran_ns = rxt_number_in(path, "");
        strange_s -= isnan(ran_ns) ? 0.0 : 1e-9 * ran_ns; /* it has ended */
    }
    return strange_s;
}

/* Threads wait for the next region by polling while the clocks are read. */
bool rxt_strange_is_much(double strange_s, double run_s, int n_threads)
{
    return strange_s > 0.02 * run_s + 1e-3 + 1e-4 * n_threads;
}
