/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_say.c - the five lines on one run.
 */
#include "watch_say.h"

#include "watch_worker.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NAMED_THREADS = 4 }; /* that are told one by one */

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static void add_ran(const struct rxt_watched *w, const struct rxt_watch_ground *ground, struct rxt_text *out)
{
    char wall[32], cpu[32], bytes[32];
    rxt_text_add(out, "%s ran %s", ground->command, rxt_show_s(wall, sizeof wall, w->wall_s));
    if (w->end == RXT_END_TIMEOUT) {
        rxt_text_add(out, " and was ended, since it took longer than --timeout");
    } else if (w->end == RXT_END_STOPPED) {
        rxt_text_add(out, " and was ended, since its launcher died");
    } else if (w->signal > 0) {
        rxt_text_add(out, " and ended by signal %d (%s)", w->signal, strsignal(w->signal));
    } else {
        rxt_text_add(out, " and ended with status %d", w->status);
    }
    rxt_text_add(out, ": %s of CPU", rxt_show_s(cpu, sizeof cpu, w->cpu_s));
    if (!isnan(w->peak_bytes)) {
        rxt_text_add(out, ", %s of memory at most", rxt_show_bytes(bytes, sizeof bytes, w->peak_bytes));
    }
    rxt_text_add(out, "%s%s\n", w->note ? "; " : "", w->note ? w->note : "");
}

/* "PU 3 in 99 %", or "PUs 0, 1, 5 (PU 1 in 55 %)". */
static void add_place(const struct rxt_watched_thread *t, struct rxt_text *out)
{
    if (t->n_cpus == 0) {
        rxt_text_add(out, "not seen at work");
    } else if (t->cpus[0].share >= 0.9) {
        rxt_text_add(out, "on PU %d (%.0f %% of looks)", t->cpus[0].cpu, 100.0 * t->cpus[0].share);
    } else {
        const int n = t->n_cpus < 6 ? t->n_cpus : 6;
        rxt_text_add(out, "over PUs");
        for (int i = 0; i < n; i++) {
            rxt_text_add(out, "%s%d (%.0f %%)", i > 0 ? ", " : " ", t->cpus[i].cpu, 100.0 * t->cpus[i].share);
        }
        rxt_text_add(out, "%s", t->n_cpus > n ? ", ..." : "");
    }
}

/* Many threads: how many stayed where they were, and on how many PUs all were seen. */
static void add_crowd(const struct rxt_watched *w, size_t n, struct rxt_text *out)
{
    struct rxt_mask seen = {{0}};
    size_t n_still = 0;
    for (size_t i = 0; i < n; i++) {
        const struct rxt_watched_thread *t = &w->threads[i];
        n_still += t->n_cpus > 0 && t->cpus[0].share >= 0.9;
        for (int c = 0; c < t->n_cpus; c++) {
            if (t->cpus[c].share >= 0.02 && t->cpus[c].cpu < RXT_MAX_PUS) {
                rxt_mask_add(&seen, t->cpus[c].cpu);
            }
        }
    }
    char pus[128];
    rxt_text_add(out, "%zu stayed on one PU each, %zu moved; seen on PU%s %s", n_still, n - n_still,
                 plural(rxt_mask_count(&seen)), rxt_mask_text(&seen, pus, sizeof pus));
}

static size_t count_processes(const struct rxt_watched *w, size_t n)
{
    size_t n_found = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_new = true;
        for (size_t k = 0; k < i; k++) {
            is_new &= w->threads[k].pid != w->threads[i].pid;
        }
        n_found += is_new;
    }
    return n_found;
}

static bool are_alike(const struct rxt_watched *w, size_t n)
{
    bool are = true;
    for (size_t i = 1; i < n; i++) {
        are &= !strcmp(w->threads[i].name, w->threads[0].name);
    }
    return are;
}

static void add_where(const struct rxt_watched *w, size_t n, struct rxt_text *out)
{
    const size_t n_all = w->n_threads + (size_t)w->n_more, n_processes = count_processes(w, n);
    rxt_text_add(out, "where: ");
    if (n == 0) {
        rxt_text_add(out, "not seen%s%s\n", w->unknown ? ": " : "", w->unknown ? w->unknown : "");
        return;
    }
    rxt_text_add(out, "%zu of %zu thread%s worked", n, n_all, plural(n_all));
    if (n_processes > 1) {
        rxt_text_add(out, " (in %zu processes)", n_processes);
    }
    rxt_text_add(out, ": ");
    for (size_t i = 0; i < n && n <= NAMED_THREADS; i++) {
        rxt_text_add(out, "%s", i > 0 ? "; " : "");
        if (!are_alike(w, n)) {
            rxt_text_add(out, "'%s' ", w->threads[i].name);
        }
        add_place(&w->threads[i], out);
    }
    if (n > NAMED_THREADS) {
        add_crowd(w, n, out);
    }
    rxt_text_add(out, "\n");
}

static void add_had(const struct rxt_watched *w, size_t n, struct rxt_text *out)
{
    double ran_s = 0.0, waited_s = 0.0;
    char ran[32], waited[32];
    for (size_t i = 0; i < n; i++) {
        ran_s += w->threads[i].cpu_s;
        waited_s += w->threads[i].wait_s;
    }
    const double busy = n > 0 && w->wall_s > 0.0 ? 100.0 * ran_s / (w->wall_s * (double)n) : 0.0;
    rxt_text_add(out, "had:   ");
    if (n == 0) {
        rxt_text_add(out, "not known\n");
        return;
    }
    rxt_text_add(out, "%.0f %% of the run on a core (%s each, on average); ", fmin(busy, 100.0),
                 rxt_show_s(ran, sizeof ran, ran_s / (double)n));
    if (isnan(waited_s)) {
        rxt_text_add(out, "this kernel does not tell how long they waited for one\n");
    } else {
        rxt_text_add(out, "waited %s each for one, %.0f %% of the time that they wanted it\n",
                     rxt_show_s(waited, sizeof waited, waited_s / (double)n),
                     ran_s + waited_s > 0.0 ? 100.0 * waited_s / (ran_s + waited_s) : 0.0);
    }
}

static double percent(long part, long whole)
{
    return whole > 0 ? 100.0 * (double)part / (double)whole : 0.0;
}

static void add_stacked(const struct rxt_watched *w, const struct rxt_watch_ground *ground,
                        struct rxt_text *out)
{
    const size_t n_tied = rxt_watch_tied(w);
    rxt_text_add(out, "busy threads shared a PU in %.0f %% of looks, though it may use %zu: ",
                 percent(w->on_one_pu, w->pair_looks), rxt_mask_count(&ground->mask));
    if (n_tied > 0) {
        rxt_text_add(out, "%zu %s bound to one PU by the program or its run-time%s%s", n_tied,
                     n_tied == 1 ? "is" : "are", ground->movers[0] ? ", told by " : "", ground->movers);
    } else {
        rxt_text_add(out, "nothing binds them, and they met%s%s", ground->movers[0] ? "; set is " : "",
                     ground->movers);
    }
}

/* Who had the cores, if that was seen: those that were met most. */
static void add_rivals(const struct rxt_watched *w, struct rxt_text *out)
{
    const int n = w->n_rivals < 3 ? w->n_rivals : 3;
    rxt_text_add(out, "its cores were shared with other programs%s",
                 n > 0 ? ": " : ", no thread of its own was in the way");
    for (int i = 0; i < n; i++) {
        rxt_text_add(out, "%s'%s' (process %d) on PU %d", i > 0 ? ", " : "", w->rivals[i].name,
                     w->rivals[i].pid, w->rivals[i].cpu);
    }
    rxt_text_add(out, "%s", w->n_rivals > n ? ", ..." : "");
}

static void add_found(const struct rxt_watched *w, const struct rxt_watch_ground *ground,
                      enum rxt_watch_finding finding, size_t n, struct rxt_text *out)
{
    char pus[128];
    const size_t n_pus = rxt_mask_count(&ground->mask);
    rxt_text_add(out, "found: ");
    switch (finding) {
    case RXT_FOUND_UNKNOWN:
        rxt_text_add(out, "too little to tell: %ld look%s%s%s", w->looks, plural((size_t)w->looks),
                     w->unknown ? ", " : "", w->unknown ? w->unknown : "");
        break;
    case RXT_FOUND_NARROW:
        rxt_text_add(
            out,
            "%zu busy threads on %zu PU%s: it was started with PU%s %s alone, and they shared in %.0f %% of "
            "looks",
            n, n_pus, plural(n_pus), plural(n_pus), rxt_mask_text(&ground->mask, pus, sizeof pus),
            percent(w->on_one_pu, w->pair_looks));
        break;
    case RXT_FOUND_STACKED:
        add_stacked(w, ground, out);
        break;
    case RXT_FOUND_QUOTA:
        rxt_text_add(out,
                     "the quota of CPU time of its container or job lets %.3g run at once, and %zu are busy",
                     ground->quota_cpus, n);
        break;
    case RXT_FOUND_SHARED:
        add_rivals(w, out);
        break;
    case RXT_FOUND_SIBLINGS:
        rxt_text_add(out,
                     "busy threads were hardware threads of one core in %.0f %% of looks, and other cores "
                     "were idle",
                     percent(w->on_one_core, w->pair_looks));
        break;
    case RXT_FOUND_UNUSED:
        rxt_text_add(out, "%s asks for %d threads, and %zu worked", ground->told, ground->n_told, n);
        break;
    case RXT_FOUND_WANDERING:
        rxt_text_add(out, "threads moved between PUs: each move leaves its caches behind, and two may meet");
        break;
    case RXT_FOUND_WAITING:
        rxt_text_add(out,
                     "it waited for most of the run for something else than a core (input, output, a sleep, "
                     "other processes)");
        break;
    case RXT_FOUND_ROOM:
        rxt_text_add(out, "each working thread had a core of its own; of its %zu PUs, %zu were not used",
                     n_pus, n_pus - n);
        break;
    case RXT_FOUND_WELL:
        rxt_text_add(out, "all is well: each working thread had a core of its own, and stayed there");
        break;
    }
    rxt_text_add(out, "\n");
}

/* "rxt bind 2x4 -- ./app ..." */
static void add_bind(const struct rxt_watch_ground *ground, size_t n, struct rxt_text *out)
{
    if (ground->advice) {
        rxt_text_add(out, "%s; ", ground->advice);
    }
    rxt_text_add(out, "'rxt bind %dx%zu -- %s ...' gives each thread a core of its own", ground->n_local, n,
                 ground->command);
}

static void add_try(const struct rxt_watch_ground *ground, enum rxt_watch_finding finding, size_t n,
                    bool is_hidden, struct rxt_text *out)
{
    rxt_text_add(out, "try:   ");
    switch (finding) {
    case RXT_FOUND_UNKNOWN:
        rxt_text_add(out, "%s",
                     is_hidden ? "as the user that it runs as, or where /proc is mounted without hidepid"
                               : "a run of some seconds");
        break;
    case RXT_FOUND_NARROW:
        if (ground->advice) {
            rxt_text_add(out, "%s", ground->advice);
        } else {
            rxt_text_add(out, "start it with %zu PUs: taskset, a cpuset or the batch system gave it %zu", n,
                         rxt_mask_count(&ground->mask));
        }
        rxt_text_add(out, "; or as many threads as there are PUs");
        break;
    case RXT_FOUND_STACKED:
        rxt_text_add(out, "%s%s%s", ground->mover_names[0] ? "unset " : "", ground->mover_names,
                     ground->mover_names[0] ? "; or " : "");
        add_bind(ground, n, out);
        break;
    case RXT_FOUND_QUOTA:
        rxt_text_add(out, "as many threads as the quota has CPUs, or a larger quota");
        break;
    case RXT_FOUND_SHARED:
        rxt_text_add(
            out,
            "a node of its own; or for programs side by side a part of the cores each, as 'rxt bind %dx%zu "
            "--slice 1/2 -- %s ...' gives",
            ground->n_local, n, ground->command);
        break;
    case RXT_FOUND_UNUSED:
        rxt_text_add(out,
                     "the program's own option for threads, or a build of it with OpenMP; if it has neither, "
                     "ranks (mpirun -n), and 1 thread each");
        break;
    case RXT_FOUND_SIBLINGS:
    case RXT_FOUND_WANDERING:
        add_bind(ground, n, out);
        break;
    case RXT_FOUND_WAITING:
        rxt_text_add(
            out, "more threads or ranks will not make that faster; 'strace -c -f' shows what it waits in");
        break;
    case RXT_FOUND_ROOM:
        rxt_text_add(out, "more threads or ranks: 'rxt study -- %s ...' tells how many are worth it",
                     ground->command);
        break;
    case RXT_FOUND_WELL:
        rxt_text_add(
            out, "nothing to mend; 'rxt study -- %s ...' tells whether other ranks and threads are faster",
            ground->command);
        break;
    }
    rxt_text_add(out, "\n");
}

void rxt_watch_say(const struct rxt_watched *w, const struct rxt_watch_ground *ground, struct rxt_text *out)
{
    const size_t n = rxt_watch_workers(w);
    const enum rxt_watch_finding finding = rxt_watch_judge_run(w, ground);
    add_ran(w, ground, out);
    add_where(w, n, out);
    add_had(w, n, out);
    add_found(w, ground, finding, n, out);
    add_try(ground, finding, n, w->looks > 0 && w->n_threads == 0, out);
}
