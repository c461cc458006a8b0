/* SPDX-License-Identifier: BSD-3-Clause
 * launch_listen.c - hear what a running launch says, and end it when there is a reason to.
 *
 * Work has no limit of its own, but the way to it and from it has: a launcher hangs where ranks cannot come up, and
 * lives on where something that a rank left behind holds its streams. So rank 0 tells that it is up, and that
 * all are done.
 */
#include "launch_listen.h"

#include "clock.h"
#include "fields.h"
#include "machine_tree.h"
#include "trial.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOTE_BYTES = 16384 };

/* What the launcher is shown to say, once it is silent for so long. */
static const double show_s = 10.0;

/* Ranks that told that they are done, and do not end, are waited for so long. */
static const double leave_s = 60.0;

/* From the word that all are done to the end of a healthy launcher; many ranks take longer to be gone, and all do on a
 * machine that has more to run than cores. */
static double linger_s(const struct rxt_layout *layout)
{
    const double least_s = 2.0 + 0.05 * rxt_layout_ranks(layout);
    const double cores = fmax(1.0, (double)sysconf(_SC_NPROCESSORS_ONLN));
    double load = 0.0;
    (void)getloadavg(&load, 1);
    return fmax(least_s, fmin(leave_s, least_s * load / cores));
}

/* Does the launcher live on, without ranks of its own to wait for? Its time begins anew while there are some. */
static bool is_lingering(struct rxt_running *run, double now_s)
{
    const bool is_late = run->done_s > 0.0 && now_s - run->done_s > leave_s;
    const bool is_due =
        run->done_s > 0.0 && now_s - fmax(run->done_s, run->seen_s) > linger_s(&run->launch->layout);
    if (is_due && !is_late && rxt_tree_has(run->child.pid, "rxt-rank")) {
        run->seen_s = now_s;
        return false;
    }
    return is_late || is_due;
}

static void hear_rank(struct rxt_running *run, const json_t *record)
{
    struct rxt_fields fields = {"the word of a rank", RXT_OK};
    const char *state = json_string_value(json_object_get(record, "state"));
    run->is_up = true;
    if (state && !strcmp(state, RXT_RANK_DONE)) {
        run->done_s = rxt_now_s();
        run->done_status = rxt_fields_int(&fields, record, "status", 0, 255);
    }
}

static void take_line(struct rxt_running *run, const char *line)
{
    static const char rank[] = "{\"schema\":\"" RXT_SCHEMA_RANK "\"";
    json_t *record = strncmp(line, rank, sizeof rank - 1) ? NULL : json_loads(line, 0, NULL);
    if (record) {
        hear_rank(run, record);
        json_decref(record);
        return;
    }
    if (!run->is_ended && run->launcher->last_words && strstr(line, run->launcher->last_words)) {
        rxt_text_add(&run->pending[RXT_ERR], "%s\n", line);
    }
    run->is_enough |= !run->line(run->context, line);
}

static void take_lines(struct rxt_running *run)
{
    struct rxt_text *text = &run->pending[RXT_OUT];
    char *begin = text->bytes, *end;
    while (begin && (end = memchr(begin, '\n', text->n - (size_t)(begin - text->bytes)))) {
        *end = '\0';
        take_line(run, begin);
        begin = end + 1;
    }
    if (begin) {
        text->n -= (size_t)(begin - text->bytes);
        memmove(text->bytes, begin, text->n);
        text->bytes[text->n] = '\0';
    }
}

static void take_errors(struct rxt_running *run, const char *bytes, size_t n)
{
    struct rxt_text *text = &run->pending[RXT_ERR];
    if (run->is_ended) { /* what it says then is of its end by us */
        return;
    }
    if (text->n > NOTE_BYTES) {
        const size_t n_cut = text->n - NOTE_BYTES / 2;
        memmove(text->bytes, text->bytes + n_cut, NOTE_BYTES / 2);
        text->n = NOTE_BYTES / 2;
        run->n_shown = run->n_shown > n_cut ? run->n_shown - n_cut : 0;
    }
    rxt_text_add_bytes(text, bytes, n);
}

static void take_bytes(void *context, int pipe, const char *bytes, size_t n)
{
    struct rxt_running *run = context;
    if (pipe == RXT_OUT) {
        rxt_text_add_bytes(&run->pending[RXT_OUT], bytes, n);
        take_lines(run);
    } else {
        take_errors(run, bytes, n);
    }
}

/* Take what comes within wait_ms; whether anything came. */
static bool hear(struct rxt_running *run, int wait_ms)
{
    return rxt_child_hear(&run->child, wait_ms, take_bytes, run);
}

/* A launcher may say the same for each of thousands of ranks. */
enum { MOST_TOLD = 20 };

/* Whoever waits for ranks that do not come up sees what the launcher says meanwhile, in whole lines. */
static void show_errors(struct rxt_running *run, double now_s)
{
    const struct rxt_text *text = &run->pending[RXT_ERR];
    const double after_s = fmin(show_s, run->patience_s / 6.0);
    if (!run->launch->hint || run->is_up || !(run->patience_s > 0.0) || now_s - run->start_s < after_s) {
        return;
    }
    while (run->n_shown < text->n) {
        char line[1024];
        const char *begin = text->bytes + run->n_shown, *end = memchr(begin, '\n', text->n - run->n_shown);
        if (!end) {
            return;
        }
        snprintf(line, sizeof line, "%.*s", (int)(end - begin), begin);
        if (run->n_told <= MOST_TOLD) {
            run->launch->hint(run->n_told < MOST_TOLD ? line : "more, which is not shown");
            run->n_told++;
        }
        run->n_shown += (size_t)(end - begin) + 1;
    }
}

/* Is there a reason to end it? */
static bool is_over(struct rxt_running *run, double end_s, const volatile sig_atomic_t *stop,
                    struct rxt_outcome *outcome)
{
    const double now_s = rxt_now_s();
    outcome->stopped = run->is_enough || (stop && *stop);
    outcome->timed_out = end_s > 0.0 && now_s > end_s;
    outcome->silent = run->patience_s > 0.0 && !run->is_up && now_s - run->start_s > run->patience_s;
    outcome->lingered = is_lingering(run, now_s);
    return outcome->stopped || outcome->timed_out || outcome->silent || outcome->lingered;
}

enum rxt_err rxt_listen_patience(const struct rxt_launch *launch, double *out_s)
{
    const char *asked = getenv("RXT_START_TIMEOUT");
    /* The start of very many ranks on few cores takes its time. */
    *out_s = fmax(60.0, 0.5 * rxt_layout_ranks(&launch->layout));
    if (!launch->tells) {
        *out_s = 0.0;
    }
    return launch->tells && asked && asked[0] ? rxt_parse_duration(asked, "RXT_START_TIMEOUT", out_s)
                                              : RXT_OK;
}

void rxt_listen(struct rxt_running *run, double end_s, const volatile sig_atomic_t *stop,
                struct rxt_outcome *outcome)
{
    int status = 0;
    /* The end is the launcher's and not that of the pipes, which a stray of it may hold open. */
    while (!rxt_child_has_ended(&run->child, &status)) {
        if (is_over(run, end_s, stop, outcome)) {
            while (hear(run, 0)) {
            }
            run->is_ended = true;
            status = rxt_tree_end(run->child.pid);
            break;
        }
        hear(run, rxt_child_may_speak(&run->child) ? 100 : 2);
        show_errors(run, rxt_now_s());
    }
    while (hear(run, 0)) { /* what was written before the end */
    }
    outcome->is_up = run->is_up;
    outcome->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    outcome->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    if (run->done_s > 0.0 && outcome->lingered) { /* how we ended it says nothing of the ranks */
        outcome->signal = 0;
        outcome->status = run->done_status;
    }
}
