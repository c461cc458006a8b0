/* SPDX-License-Identifier: BSD-3-Clause
 * team_strange.c - how long did threads run that are not the team's?
 *
 * The clock of the process counts all of its threads, those that have ended, too: what is not the team's, nor of threads
 * that were there before, is somebody else's.
 */
#include "team_state.h"

#include <dirent.h>
#include <math.h>
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
            struct rxt_known *more = realloc(team->known, room * sizeof *more);
            team->known = more ? more : team->known;
            err = more ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for the threads of a process");
        }
        if (!err && tid > 0 && !is_ours(team, tid)) {
            team->known[team->n_known++] = (struct rxt_known){tid, 0.0};
        }
    }
    if (threads) {
        closedir(threads);
    }
    return err;
}

/* Linux has a clock for every thread, by its number; 0 of one that has ended. */
static double thread_s(long tid)
{
    struct timespec ran;
    const clockid_t clock = (clockid_t)(~(unsigned)tid << 3 | 6U);
    return clock_gettime(clock, &ran) == 0 ? (double)ran.tv_sec + 1e-9 * (double)ran.tv_nsec : 0.0;
}

static double process_s(void)
{
    struct timespec ran;
    return clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ran) == 0
               ? (double)ran.tv_sec + 1e-9 * (double)ran.tv_nsec
               : (double)NAN;
}

/* That of the threads goes before: what they run until the clock of the process is read is then no stranger's. */
void rxt_strange_start(struct rxt_team *team)
{
    for (int t = 0; t < team->gang.n_threads; t++) {
        team->workers[t].ran_s = thread_s(team->workers[t].placed.tid);
    }
    for (size_t i = 0; i < team->n_known; i++) {
        team->known[i].ran_s = thread_s(team->known[i].tid);
    }
    team->process_s = process_s();
}

double rxt_strange_stop(const struct rxt_team *team)
{
    double strange_s = process_s() - team->process_s;
    for (int t = 0; t < team->gang.n_threads; t++) {
        strange_s -= fmax(0.0, thread_s(team->workers[t].placed.tid) - team->workers[t].ran_s);
    }
    for (size_t i = 0; i < team->n_known; i++) {
        strange_s -= fmax(0.0, thread_s(team->known[i].tid) - team->known[i].ran_s);
    }
    return strange_s;
}

bool rxt_strange_is_much(double strange_s, double run_s)
{
    return strange_s > 0.01 * run_s + 1e-3; /* a thread that does nothing of the work may wake now and then */
}
