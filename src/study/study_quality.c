/* SPDX-License-Identifier: BSD-3-Clause
 * study_quality.c - how fit the machine was during each launch: a look before it and one behind it.
 *
 * Who else keeps CPUs busy can only be told while nothing of rxt runs, and the system counts in ticks of 10 ms: it takes a
 * pause of 100 ms. A study pauses where all pauses together stay below a fiftieth of its time.
 */
#include "study_state.h"

#include "clock.h"

#include <math.h>
#include <string.h>
#include <time.h>

static const double pause_s = 0.1, most_part = 0.02;

/* Of the CPUs that this process may use: others are no concern of its. */
static void look(struct rxt_moment *out)
{
    struct rxt_mask cpus;
    rxt_moment_read("", rxt_mask_of(0, &cpus) ? &cpus : NULL, out);
}

bool rxt_pause_fits(double paused_s, double elapsed_s)
{
    return paused_s + pause_s <= most_part * elapsed_s;
}

void rxt_quality_begin(struct rxt_runner *run)
{
    struct rxt_watcher *w = &run->watcher;
    struct rxt_moment before;
    w->foreign_cpus = (double)NAN;
    look(&before);
    if (rxt_pause_fits(w->paused_s, rxt_now_s() - run->begin_s)) {
        nanosleep(&(struct timespec){.tv_nsec = (long)(1e9 * pause_s)}, NULL);
        look(&w->before);
        w->foreign_cpus = rxt_busy_between(&before, &w->before);
        w->paused_s += pause_s;
    } else {
        w->before = before;
    }
}

void rxt_quality_end(struct rxt_runner *run, struct rxt_quality *out)
{
    struct rxt_watcher *w = &run->watcher;
    struct rxt_moment after;
    *out = rxt_quality_unknown();
    look(&after);
    rxt_quality_between(&w->before, &after, out);
    rxt_moment_changes(w->has_last ? &w->last : &w->before, &after, out->changed, sizeof out->changed);
    out->foreign_cpus = w->foreign_cpus;
    w->last = after;
    w->has_last = true;
    for (size_t i = run->study->n_samples; i > 0 && run->study->samples[i - 1]->launch == run->launch; i--) {
        memcpy(out->control_s, run->study->samples[i - 1]->control_s, sizeof out->control_s);
    }
}
