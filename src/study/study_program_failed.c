/* SPDX-License-Identifier: BSD-3-Clause
 * study_program_failed.c - why a launch of a program gave no sample, by the records of its ranks.
 */
#include "study_program.h"

#include "text.h"

#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* How much a rank's end is the cause of the launch's: those that a launcher ends are told of last. */
static int blame(const struct rxt_watched *rank)
{
    switch (rank->end) {
    case RXT_END_ABSENT:
        return 5;
    case RXT_END_SIGNAL:
        return rank->signal == SIGTERM || rank->signal == SIGKILL || rank->signal == SIGINT ? 1 : 4;
    case RXT_END_STATUS:
        return rank->status != 0 ? 3 : 0;
    case RXT_END_TIMEOUT:
        return 2;
    case RXT_END_STOPPED:
        return 1;
    }
    return 0;
}

/* The last line of what it said that says something, and is no ruler. */
static void add_last_words(const struct rxt_watched *rank, struct rxt_text *out)
{
    const char *bytes = rank->n_tail > 0 ? rank->tail : rank->head;
    const size_t n_all = rank->n_tail > 0 ? rank->n_tail : rank->n_head;
    size_t n = n_all;
    while (n > 0 && !isalnum((unsigned char)bytes[n - 1]) && (unsigned char)bytes[n - 1] < 128) {
        n--;
    }
    while (n > 0 && n < n_all && !strchr("\r\n", bytes[n])) { /* "<b>": to the end of that line */
        n++;
    }
    size_t first = n;
    while (first > 0 && bytes[first - 1] != '\n' && n - first < 300) {
        first--;
    }
    while (first < n && (bytes[first] == ' ' || bytes[first] == '\t')) {
        first++;
    }
    if (n > first) {
        rxt_text_add(out, "; it said last: ");
        rxt_text_add_line(out, bytes + first, n - first);
    }
}

static void describe(const struct rxt_watched *rank, struct rxt_text *out)
{
    if (rank->end == RXT_END_ABSENT) {
        rxt_text_add(out, "rank %d could not be started: %s", rank->rank,
                     rank->note ? rank->note : "no reason is told");
    } else if (rank->end == RXT_END_SIGNAL) {
        rxt_text_add(out, "rank %d ended by signal %d (%s) after %.3g s", rank->rank, rank->signal,
                     strsignal(rank->signal), rank->wall_s);
    } else if (rank->end == RXT_END_STATUS) {
        rxt_text_add(out, "rank %d ended with status %d after %.3g s", rank->rank, rank->status,
                     rank->wall_s);
    } else if (rank->end == RXT_END_TIMEOUT) {
        rxt_text_add(
            out,
            "rank %d took longer than a launch may, and was ended after %.3g s (--timeout gives it longer)",
            rank->rank, rank->wall_s);
    } else {
        rxt_text_add(out, "rank %d was ended when its launcher was gone", rank->rank);
    }
    add_last_words(rank, out);
}

bool rxt_program_failed(const struct rxt_program_seen *seen, bool *timed_out, char *why, size_t n_bytes)
{
    char said[1024];
    struct rxt_text text = {0};
    const struct rxt_watched *first = NULL;
    for (size_t r = 0; r < seen->n; r++) {
        const struct rxt_watched *rank = &seen->ranks[r];
        const int more = rank->rank >= 0 ? blame(rank) : 0;
        if (more > 0 &&
            (!first || more > blame(first) || (more == blame(first) && rank->wall_s < first->wall_s))) {
            first = rank;
        }
    }
    const bool failed = first || seen->missing[0];
    *timed_out |= first && first->end == RXT_END_TIMEOUT;
    if (first) {
        describe(first, &text);
    } else if (failed) {
        const bool is_quiet = !strcmp(seen->launcher, "mpich") && seen->outcome->status == 0 &&
                              seen->outcome->signal == 0 && !seen->outcome->timed_out;
        rxt_text_add(&text, "%s; of the launch: %s%s", seen->missing,
                     rxt_outcome_text(seen->outcome, "--timeout", said, sizeof said),
                     is_quiet ? "; MPICH's launcher ends all ranks when one of them ends without MPI_Finalize"
                              : "");
    }
    snprintf(why, n_bytes, "%s", rxt_text_of(&text));
    rxt_text_free(&text);
    return failed;
}
