/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_fill.c - from what a look keeps to the record of a rank.
 */
#include "watch_look_parts.h"

#include "text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_looks(const void *a, const void *b)
{
    const struct rxt_seen_cpu *x = a, *y = b;
    return x->share < y->share ? 1 : x->share > y->share ? -1 : x->cpu - y->cpu;
}

static void fill_cpus(const struct look_thread *t, struct rxt_watched_thread *row)
{
    struct rxt_seen_cpu seen[PU_COUNTS];
    for (int i = 0; i < t->n_counts; i++) {
        seen[i] = (struct rxt_seen_cpu){t->counts[i].pu, (double)t->counts[i].n / (double)row->busy_looks};
    }
    qsort(seen, (size_t)t->n_counts, sizeof *seen, by_looks);
    row->n_cpus = t->n_counts < RXT_WATCHED_CPUS ? t->n_counts : RXT_WATCHED_CPUS;
    memcpy(row->cpus, seen, (size_t)row->n_cpus * sizeof *seen);
}

static int by_cpu_time(const void *a, const void *b)
{
    const struct rxt_watched_thread *x = a, *y = b;
    return x->cpu_s < y->cpu_s ? 1 : x->cpu_s > y->cpu_s ? -1 : x->tid - y->tid;
}

static size_t count_threads(const struct rxt_look *look)
{
    size_t n = 0;
    for (size_t i = 0; i < look->n_processes; i++) {
        n += look->processes[i]->n_threads;
    }
    return n;
}

/* The rows of all threads, those that used most first; beyond RXT_WATCHED_THREADS as one sum. */
static void fill_threads(const struct rxt_look *look, struct rxt_watched *out)
{
    size_t n = 0;
    for (size_t i = 0; i < look->n_processes; i++) {
        const struct look_process *p = look->processes[i];
        for (size_t t = 0; t < p->n_threads; t++) {
            if (p->threads[t]->at_s >= 0.0) {
                out->threads[n] = p->threads[t]->row;
                fill_cpus(p->threads[t], &out->threads[n++]);
            }
        }
        out->n_more += p->n_more;
        out->more_cpu_s += p->more_cpu_s;
    }
    qsort(out->threads, n, sizeof *out->threads, by_cpu_time);
    out->n_threads = n < RXT_WATCHED_THREADS ? n : RXT_WATCHED_THREADS;
    for (size_t t = 0; t < n; t++) {
        out->wait_s += out->threads[t].wait_s;
        if (t >= out->n_threads) {
            out->more_cpu_s += out->threads[t].cpu_s;
            out->n_more++;
        }
    }
}

static enum rxt_err fill_processes(const struct rxt_look *look, struct rxt_watched *out)
{
    double read = 0.0, written = 0.0;
    for (; out->n_processes < look->n_processes; out->n_processes++) {
        const struct look_process *p = look->processes[out->n_processes];
        struct rxt_watched_process *row = &out->processes[out->n_processes];
        *row = p->row;
        row->exe = p->row.exe ? strdup(p->row.exe) : NULL;
        row->cpu_s = p->more_cpu_s;
        for (size_t t = 0; t < p->n_threads; t++) {
            row->cpu_s += p->threads[t]->row.cpu_s;
        }
        read += p->read;
        written += p->written;
        if (p->row.exe && !row->exe) {
            return rxt_fail(RXT_E_MEMORY, "no room for the record of a program");
        }
    }
    out->read_bytes = out->n_processes > 0 ? read : NAN;
    out->written_bytes = out->n_processes > 0 ? written : NAN;
    return RXT_OK;
}

/* What could not be seen, and why, in one sentence; NULL: nothing. */
static char *tell_unknown(const struct rxt_look *look, const struct rxt_watched *w)
{
    struct rxt_text text = {0};
    if (look->looks == 0) {
        rxt_text_add(&text, "it ended before the first look at it");
    } else if (w->n_threads == 0) {
        rxt_text_add(&text, "/proc shows none of its threads (hidepid, or another container's)");
    } else {
        rxt_text_add(&text, "%s",
                     look->has_no_schedstat ? "; this kernel counts no waiting (schedstat)" : "");
        rxt_text_add(&text, "%s", look->has_no_masks ? "; the mask of a thread could not be read" : "");
        rxt_text_add(&text, "%s", look->failed ? "; memory ran out, and threads are missing" : "");
        rxt_text_add(&text, "%s",
                     w->n_processes > 0 && !w->processes[0].exe
                         ? "; what it is may not be read: it runs with other rights (set-uid?)"
                         : "");
    }
    const size_t n_lead = strspn(rxt_text_of(&text), "; ");
    char *out = text.n > n_lead ? strdup(rxt_text_of(&text) + n_lead) : NULL;
    rxt_text_free(&text);
    return out;
}

enum rxt_err rxt_look_fill(const struct rxt_look *look, struct rxt_watched *out)
{
    out->threads = calloc(count_threads(look) + 1, sizeof *out->threads);
    out->processes = calloc(look->n_processes + 1, sizeof *out->processes);
    if (!out->threads || !out->processes) {
        return rxt_fail(RXT_E_MEMORY, "no room for the record of a program");
    }
    out->wait_s = 0.0;
    fill_threads(look, out);
    if (out->n_threads == 0) {
        out->wait_s = NAN;
    }
    memcpy(out->rivals, look->rivals, sizeof out->rivals);
    out->n_rivals = look->n_rivals;
    out->looks = look->looks;
    out->look_s = look->looks > 1 ? (look->last_s - look->first_s) / (double)(look->looks - 1) : NAN;
    out->pair_looks = look->pair_looks;
    out->on_one_pu = look->on_one_pu;
    out->on_one_core = look->on_one_core;
    out->peak_bytes = look->peak_bytes;
    out->private_bytes = look->private_bytes;
    out->shared_bytes = look->shared_bytes;
    const enum rxt_err err = fill_processes(look, out);
    out->unknown = err == RXT_OK ? tell_unknown(look, out) : NULL;
    return err;
}
