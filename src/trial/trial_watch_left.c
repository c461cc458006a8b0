/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_left.c - what outlives a program: it is named, and of a rank it is ended.
 */
#include "watch_run_parts.h"

#include "clock.h"
#include "machine_tree.h"
#include "text.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const double leave_s = 0.5;

/* Append what has outlived the program. */
static void name_left(struct watch *w, struct rxt_text *out)
{
    struct rxt_process *list = NULL;
    const size_t n = rxt_tree_below("/proc", getpid(), &list);
    for (size_t i = 0; i < n; i++) {
        rxt_look_mark_left(w->look, list[i].pid);
        rxt_text_add(out, "%s'", i == 0 ? "" : ", ");
        rxt_text_add_line(out, list[i].name, strlen(list[i].name));
        rxt_text_add(out, "' (process %d)", (int)list[i].pid);
    }
    free(list);
}

/* End what has outlived the program; what cannot be ended is not waited for. Pipes are emptied meanwhile: something may
 * wait to write. */
static void end_left(struct watch *w)
{
    const double kill_s = rxt_now_s() + leave_s, enough_s = kill_s + RXT_WATCH_PATIENCE_S;
    (void)rxt_tree_signal(getpid(), SIGTERM);
    while (!rxt_watch_reap(w) && rxt_now_s() < enough_s) {
        if (rxt_now_s() >= kill_s) {
            (void)rxt_tree_signal(getpid(), SIGKILL);
        }
        rxt_watch_wait_until(w, rxt_now_s() + 0.01);
        rxt_watch_take_signals(w);
    }
}

void rxt_watch_tell_left(struct watch *w, struct rxt_watched *out)
{
    struct rxt_text names = {0}, note = {0};
    if (rxt_watch_reap(w)) {
        return;
    }
    name_left(w, &names);
    if (names.n > 0) {
        rxt_text_add(&note, "%s outlived the program%s", rxt_text_of(&names),
                     w->watching->is_rank ? ", and was ended" : ", and still runs");
        out->note = strdup(rxt_text_of(&note));
    }
    rxt_text_free(&names);
    rxt_text_free(&note);
    if (w->watching->is_rank) {
        end_left(w);
    }
}
