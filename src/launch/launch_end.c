/* SPDX-License-Identifier: BSD-3-Clause
 * launch_end.c - why a launch ended as it did: the cause first, then the launcher's own words.
 */
#include "launch_end.h"

#include <stdio.h>
#include <string.h>

const char rxt_lingered_text[] = "all ranks were done, but the launcher lived on and was ended: something "
                                 "that a rank left behind may hold its "
                                 "streams; what was measured counts";

/* The launcher may have been started by another one, or have started it: then that one may tell. */
static void read_end(const struct rxt_launcher *launcher, const char *said, struct rxt_outcome *out)
{
    bool is_read = launcher->read_end && launcher->read_end(said, out);
    for (const struct rxt_launcher *const *l = rxt_launchers; *l && !is_read; l++) {
        is_read = (*l)->read_end && (*l)->read_end(said, out);
    }
}

/* A line that tells nothing: empty, a ruler, or a frame of a backtrace, "/lib/libc.so.6(+0x3c050)[0x7fd9abe03050]". */
static bool is_noise(const char *line, size_t n)
{
    char text[512];
    snprintf(text, sizeof text, "%.*s", (int)n, line);
    const char *offset = strstr(text, "+0x");
    return strspn(line, "-=*# \t") >= n || (offset && strstr(offset, "[0x"));
}

/* A line that names the file, or what else there is too little of. */
static bool is_telling(const char *line, size_t n)
{
    static const char *const words[] = {"error while loading shared libraries",
                                        "No such file",
                                        "No space left",
                                        "Permission denied",
                                        "Cannot allocate memory",
                                        "not found",
                                        "not enough slots",
                                        "not enough space"};
    char text[512];
    snprintf(text, sizeof text, "%.*s", (int)n, line);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strstr(text, words[i])) {
            return true;
        }
    }
    return false;
}

static void add_line(char *out, size_t n_bytes, const char *line, size_t n)
{
    const size_t used = strlen(out);
    if (used + n + 2 <= n_bytes) {
        snprintf(out + used, n_bytes - used, "%s%.*s", used > 0 ? "\n" : "", (int)n, line);
    }
}

/* Give each the lines that tell something. */
static const char *next_line(const char *at, size_t *n)
{
    for (; *at; at += *n + (at[*n] == '\n')) {
        *n = strcspn(at, "\n");
        if (!is_noise(at, *n)) {
            return at;
        }
    }
    return NULL;
}

/* Whole lines: the first that is telling, then the last ones that there is room for. */
static void keep_lines(const char *said, char *out, size_t n_bytes)
{
    const char *telling = NULL, *from = NULL;
    size_t n = 0, n_telling = 0, n_room = n_bytes - 1;
    for (const char *at = said; (at = next_line(at, &n)) && !telling; at += n) {
        telling = is_telling(at, n) ? at : NULL;
        n_telling = n;
    }
    if (telling) {
        add_line(out, n_bytes, telling, n_telling);
        n_room -= strlen(out) + 1 < n_room ? strlen(out) + 1 : n_room;
    }
    for (const char *at = said + strlen(said); at > said; at--) { /* line by line from the end */
        if ((at == said + 1 || at[-2] == '\n') && strlen(at - 1) > n_room) {
            break;
        }
        from = at == said + 1 || at[-2] == '\n' ? at - 1 : from;
    }
    for (const char *at = from; at && (at = next_line(at, &n)); at += n) {
        if (at != telling) {
            add_line(out, n_bytes, at, n);
        }
    }
}

void rxt_outcome_read(struct rxt_outcome *outcome, const struct rxt_launcher *launcher, const char *said)
{
    const char *own = NULL;
    for (const char *at = said; (at = strstr(at, "rxt: ")) != NULL; at++) {
        const bool begins = at == said || at[-1] == '\n';
        own = begins && strncmp(at, "rxt: warning", 12) != 0 ? at + 5 : own;
    }
    outcome->is_own = own != NULL;
    outcome->note[0] = '\0';
    if (!outcome->stopped && !outcome->timed_out && !outcome->silent && !outcome->lingered) {
        read_end(launcher, said, outcome);
    }
    if (own) {
        snprintf(outcome->note, sizeof outcome->note, "%.*s", (int)strcspn(own, "\n"), own);
    } else {
        keep_lines(said, outcome->note, sizeof outcome->note);
    }
}

const char *rxt_outcome_text(const struct rxt_outcome *outcome, const char *limit, char *out, size_t n_bytes)
{
    char cause[256], rank[32] = "";
    if (outcome->rank >= 0) {
        snprintf(rank, sizeof rank, "rank %d ", outcome->rank);
    }
    if (outcome->timed_out) {
        snprintf(cause, sizeof cause, "ended after %.1f s without an answer (%s)", outcome->wall_s, limit);
    } else if (outcome->silent) {
        snprintf(cause, sizeof cause,
                 "ended after %.1f s in which rank 0 did not come up (RXT_START_TIMEOUT gives it longer)",
                 outcome->wall_s);
    } else if (outcome->signal > 0) {
        snprintf(cause, sizeof cause, "%sended by signal %d (%s)", rank, outcome->signal,
                 strsignal(outcome->signal));
    } else {
        snprintf(cause, sizeof cause, "exit status %d", outcome->status);
    }
    snprintf(out, n_bytes, "%s%s%s%s", cause, outcome->suspects, outcome->note[0] ? ": " : "", outcome->note);
    return out;
}
