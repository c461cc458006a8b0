/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_judge.c - what one run of a program shows of its threads and cores.
 */
#include "watch_say.h"

#include "watch_worker.h"

#include <math.h>
#include <string.h>

/* Where a number begins to mean something. Busy threads that merely meet while they wander do so in some of the looks;
 * those that are tied to one PU in nearly all. */
static const double meeting_share = 0.25, foreign_share = 0.05, home_share = 0.9, busy_least = 0.7,
                    crowd_margin = 0.1;
enum { LOOKS_LEAST = 5 };

size_t rxt_watch_tied(const struct rxt_watched *w)
{
    const size_t n = rxt_watch_workers(w);
    size_t n_tied = 0;
    for (size_t i = 0; i < n; i++) {
        const struct rxt_watched_thread *t = &w->threads[i];
        n_tied += t->n_masks > 0 && !strpbrk(t->masks[t->n_masks - 1].cpus, "-,");
    }
    return n_tied;
}

/* The part of the run that the workers lost for want of a core; 0 where that is not known. */
static double lost_share(const struct rxt_watched *w, size_t n)
{
    double waited_s = 0.0;
    for (size_t i = 0; i < n; i++) {
        waited_s += isnan(w->threads[i].wait_s) ? 0.0 : w->threads[i].wait_s;
    }
    return w->wall_s > 0.0 && n > 0 ? waited_s / (w->wall_s * (double)n) : 0.0;
}

static bool wanders(const struct rxt_watched *w, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (w->threads[i].busy_looks >= LOOKS_LEAST && w->threads[i].n_cpus > 0 &&
            w->threads[i].cpus[0].share < home_share) {
            return true;
        }
    }
    return false;
}

/* Busy for as much of the run as n workers can be. */
static double busy_share_of(const struct rxt_watched *w, size_t n)
{
    double wanted_s = 0.0;
    for (size_t i = 0; i < n; i++) {
        wanted_s += w->threads[i].cpu_s + (isnan(w->threads[i].wait_s) ? 0.0 : w->threads[i].wait_s);
    }
    return w->wall_s > 0.0 && n > 0 ? wanted_s / (w->wall_s * (double)n) : 0.0;
}

static double share_of(long part, long whole)
{
    return whole > 0 ? (double)part / (double)whole : 0.0;
}

/* Looks that found a worker busy: what is said of places rests on them. */
static long most_busy_looks(const struct rxt_watched *w, size_t n)
{
    long most = 0;
    for (size_t i = 0; i < n; i++) {
        most = w->threads[i].busy_looks > most ? w->threads[i].busy_looks : most;
    }
    return most;
}

enum rxt_watch_finding rxt_watch_judge_run(const struct rxt_watched *w, const struct rxt_watch_ground *ground)
{
    const size_t n = rxt_watch_workers(w), n_pus = rxt_mask_count(&ground->mask);
    const bool wants_cores = busy_share_of(w, n) >= busy_least;
    /* Threads that were busy at once: those of a build or a script came one after another. */
    const bool meets = w->pair_looks >= LOOKS_LEAST && share_of(w->on_one_pu, w->pair_looks) >= meeting_share;
    const double lost = lost_share(w, n);
    if (n == 0 || w->looks < LOOKS_LEAST) {
        return RXT_FOUND_UNKNOWN;
    }
    /* Threads that nothing binds are pushed together by others: n on one PU alone would lose less. */
    const bool are_pushed =
        lost > crowd_margin + 1.0 - 1.0 / (double)n && rxt_watch_tied(w) == 0 && n_pus >= n;
    if (meets && !are_pushed) {
        return n_pus > 0 && n_pus < n ? RXT_FOUND_NARROW : RXT_FOUND_STACKED;
    }
    if (lost >= foreign_share && wants_cores && ground->quota_cpus < (double)n) {
        return RXT_FOUND_QUOTA;
    }
    if (lost >= foreign_share && most_busy_looks(w, n) >= LOOKS_LEAST) {
        return RXT_FOUND_SHARED;
    }
    if (w->pair_looks >= LOOKS_LEAST && share_of(w->on_one_core, w->pair_looks) >= meeting_share &&
        n_pus >= 2 * n) {
        return RXT_FOUND_SIBLINGS;
    }
    if (ground->n_told > (int)n) {
        return RXT_FOUND_UNUSED;
    }
    if (!wants_cores || most_busy_looks(w, n) < LOOKS_LEAST) {
        return RXT_FOUND_WAITING;
    }
    return wanders(w, n) ? RXT_FOUND_WANDERING : n_pus > n ? RXT_FOUND_ROOM : RXT_FOUND_WELL;
}
