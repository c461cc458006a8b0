/* SPDX-License-Identifier: BSD-3-Clause
 * cli_progress.c - how far a study is, and who is ahead.
 */
#include "cli.h"

#include "clock.h"
#include "study.h"
#include "text.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Bytes that fit into a line; the last column stays free, since some terminals begin a new line behind it. */
static size_t room(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1U : 79U;
}

static void add_state(struct rxt_text *out, const struct rxt_progress *p)
{
    char left[16];
    rxt_text_add(out, "launch %zu of at most %zu", p->launch, p->n_most);
    if (p->layout) {
        rxt_text_add(out, "  %s", p->layout);
    }
    if (p->left_s > 0.0) {
        rxt_text_add(out, "  at most %s left", rxt_show_s(left, sizeof left, p->left_s));
    }
    if (*p->ahead) {
        rxt_text_add(out, "  ahead: %s", p->ahead);
    }
    if (p->n_failures > 0) {
        rxt_text_add(out, "  %zu failures", p->n_failures);
    }
}

static void show_plain(const struct rxt_progress *progress, bool is_terminal)
{
    static const double every_s = 10.0;
    static double next_s = 0.0;
    static int last_round = -1;
    struct rxt_text line = {0};
    const double now_s = rxt_now_s();
    next_s = next_s > 0.0 ? next_s : now_s + every_s;
    add_state(&line, progress);
    if (is_terminal && progress->round != last_round) {
        fprintf(stderr, "%.*s\n", (int)room(), rxt_text_of(&line));
    } else if (!is_terminal && now_s >= next_s) {
        rxt_say("rxt: ", "%s", rxt_text_of(&line));
        next_s = now_s + every_s;
    }
    last_round = progress->round;
    rxt_text_free(&line);
}

/* On a terminal one line that changes, or one a round where none can be; else a plain one now and then, for the log of a
 * job. */
void rxt_progress_show(const struct rxt_progress *progress)
{
    struct rxt_text line = {0};
    const bool is_terminal = isatty(STDERR_FILENO) == 1;
    if (!is_terminal || !rxt_terminal_is_able()) {
        if (progress->layout) {
            show_plain(progress, is_terminal);
        }
    } else if (!progress->layout) {
        fprintf(stderr, "\r\033[K");
    } else {
        add_state(&line, progress);
        fprintf(stderr, "\r\033[K%.*s", (int)room(), rxt_text_of(&line));
    }
    fflush(stderr);
    rxt_text_free(&line);
}
