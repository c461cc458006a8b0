/* SPDX-License-Identifier: BSD-3-Clause
 * cli_progress.c - how far a study is, on a terminal.
 */
#include "cli.h"

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
    const double done = (p->round + (double)p->launch / (double)p->n_launches) / p->n_rounds;
    rxt_text_add(out, "round %d/%d  [%-20.*s]  %s  %zu samples", p->round + 1, p->n_rounds,
                 (int)(20.0 * done), "####################", p->layout, p->n_samples);
    if (p->n_failures > 0) {
        rxt_text_add(out, ", %zu failures", p->n_failures);
    }
    if (p->left_s > 0.0) {
        rxt_text_add(out, "  at most %s left", rxt_show_s(left, sizeof left, p->left_s));
    }
}

void rxt_progress_show(const struct rxt_progress *progress)
{
    struct rxt_text line = {0};
    const bool is_able = rxt_terminal_is_able();
    if (!isatty(STDERR_FILENO)) {
        return;
    }
    if (!progress->layout) {
        fprintf(stderr, "%s", is_able ? "\r\033[K" : "");
    } else if (is_able || progress->launch == 0) {
        add_state(&line, progress);
        fprintf(stderr, is_able ? "\r\033[K%.*s" : "%.*s\n", (int)room(), rxt_text_of(&line));
    }
    fflush(stderr);
    rxt_text_free(&line);
}
