/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_record.c - the record of a program that has ended: how, what it said, what it used.
 */
#include "watch_run_parts.h"

#include "text.h"
#include "watch_worker.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum {
    SEND_HEAD = 8 * 1024, /* of the output that a record takes along */
    SEND_TAIL = 32 * 1024
};

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

static void fill_end(const struct watch *w, struct rxt_watched *out)
{
    out->pid = w->child.pid;
    out->signal = WIFSIGNALED(w->status) ? WTERMSIG(w->status) : 0;
    out->status = out->signal ? 128 + out->signal : WEXITSTATUS(w->status);
    out->end = w->child.why    ? RXT_END_ABSENT
               : w->is_late    ? RXT_END_TIMEOUT
               : w->is_stopped ? RXT_END_STOPPED
               : out->signal   ? RXT_END_SIGNAL
                               : RXT_END_STATUS;
    if (w->child.why) {
        const bool is_absent = w->child.why == ENOENT || w->child.why == ENOTDIR;
        struct rxt_text note = {0};
        out->status = is_absent ? 127 : 126;
        rxt_text_add(&note, "'");
        rxt_text_add_line(&note, w->watching->argv[0], strlen(w->watching->argv[0]));
        rxt_text_add(&note, "' cannot be started: %s",
                     is_absent && !strchr(w->watching->argv[0], '/') ? "it is not in PATH"
                                                                     : strerror(w->child.why));
        free(out->note);
        out->note = note.failed ? NULL : strdup(rxt_text_of(&note));
        rxt_text_free(&note);
    }
}

static void fill_output(const struct watch *w, struct rxt_watched *out)
{
    /* Of the stream that said more that is of use: errors, if there are some. */
    const struct rxt_hold *hold =
        &w->hold[w->hold[RXT_STREAM_ERR].n_head > 0 ? RXT_STREAM_ERR : RXT_STREAM_OUT];
    out->output_bytes = rxt_hold_bytes(&w->hold[RXT_STREAM_OUT]) + rxt_hold_bytes(&w->hold[RXT_STREAM_ERR]);
    if (!rxt_watched_is_right(out)) {
        out->cut_bytes =
            rxt_hold_take(hold, SEND_HEAD, SEND_TAIL, &out->head, &out->n_head, &out->tail, &out->n_tail);
    }
}

static void fill_usage(const struct watch *w, double cost_s, long own_max_kb, struct rxt_watched *out)
{
    double seen_s = out->more_cpu_s;
    const double used_s = seconds(w->used.ru_utime);
    for (size_t i = 0; i < out->n_threads; i++) {
        seen_s += out->threads[i].cpu_s;
    }
    out->wall_s = w->exit_s - w->child.start_s;
    out->cpu_s = fmax(used_s, seen_s);
    out->unseen_s = out->cpu_s - seen_s;
    out->switches = (double)w->used.ru_nvcsw;
    out->forced_switches = (double)w->used.ru_nivcsw;
    out->minor_faults = (double)w->used.ru_minflt;
    out->major_faults = (double)w->used.ru_majflt;
    out->cost_s = cost_s;
    /* The kernel's own peak holds that of this process before the exec, too. */
    const double most_bytes = 1024.0 * (double)w->used.ru_maxrss;
    if (w->used.ru_maxrss > own_max_kb && !(most_bytes <= out->peak_bytes)) {
        out->peak_bytes = most_bytes;
    }
}

enum rxt_err rxt_watch_fill(struct watch *w, double cost_s, long own_max_kb, struct rxt_watched *out)
{
    enum rxt_err err = rxt_look_fill(w->look, out);
    rxt_watch_set_aside(out, w->watching->is_launchers);
    fill_end(w, out);
    fill_usage(w, cost_s, own_max_kb, out);
    if (out->n_processes > 0 && out->processes[0].exe) {
        out->exe = strdup(out->processes[0].exe);
    }
    out->found = (struct rxt_found){.metric = NAN};
    if (w->watching->finder) {
        rxt_finder_end(w->watching->finder, &out->found);
        fill_output(w, out);
    }
    return err;
}
