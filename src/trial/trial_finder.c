/* SPDX-License-Identifier: BSD-3-Clause
 * trial_finder.c - lines out of bytes, each looked at once.
 */
#include "find_pattern.h"

#include "find_number.h"

#include "rxt/digest.h"

#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is known of the line that a stream is in. */
struct line {
    char bytes[RXT_LINE_MOST + 1];
    size_t n;
    bool is_long;
};

struct rxt_finder {
    struct rxt_pattern metric, expect, answer;
    enum rxt_take take;
    char *file; /* NULL: no metric file, or it is another rank's */
    bool is_metric_elsewhere;
    struct line lines[RXT_N_STREAMS + 1]; /* the last one is of the file */
    struct rxt_found found;
    bool is_bad; /* a number that is none has been met, and counts */
};

enum { OF_FILE = RXT_N_STREAMS };

static enum rxt_err open_patterns(const struct rxt_find_spec *spec, struct rxt_finder *f)
{
    enum rxt_err err = rxt_pattern_open(&f->metric, spec->metric, "--metric", true);
    if (!err) {
        err = rxt_pattern_open(&f->expect, spec->expect, "--expect", false);
    }
    if (!err) {
        err = rxt_pattern_open(&f->answer, spec->answer, "--answer", true);
    }
    if (err == RXT_OK && spec->metric_file && !spec->metric) {
        err = rxt_fail(RXT_E_USAGE, "--metric-file '%s' needs --metric: what is the number in it?",
                       spec->metric_file);
    }
    return err;
}

static char *path_of(const char *file, const char *folder)
{
    struct rxt_text path = {0};
    rxt_text_add(&path, "%s%s%s", folder && *file != '/' ? folder : "", folder && *file != '/' ? "/" : "",
                 file);
    if (path.failed) {
        rxt_text_free(&path);
    }
    return path.bytes;
}

enum rxt_err rxt_finder_open(struct rxt_finder **out, const struct rxt_find_spec *spec, int rank,
                             const char *folder)
{
    struct rxt_finder *f = calloc(1, sizeof *f);
    *out = NULL;
    if (!f) {
        return rxt_fail(RXT_E_MEMORY, "no room to look at the output of a program");
    }
    f->take = spec->take;
    f->found.metric = NAN;
    f->is_metric_elsewhere = spec->metric_file != NULL;
    enum rxt_err err = open_patterns(spec, f);
    if (err == RXT_OK && spec->metric_file && rank == 0) {
        f->file = path_of(spec->metric_file, folder);
        err = f->file ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room for the path of the metric file");
    }
    if (err != RXT_OK) {
        rxt_finder_close(f);
        return err;
    }
    *out = f;
    return RXT_OK;
}

enum rxt_err rxt_find_check(const struct rxt_find_spec *spec)
{
    struct rxt_finder *f = NULL;
    const enum rxt_err err = rxt_finder_open(&f, spec, 0, NULL);
    rxt_finder_close(f);
    return err;
}

enum rxt_err rxt_finder_begin(struct rxt_finder *f)
{
    struct stat st;
    struct rxt_text before = {0};
    if (!f->file || lstat(f->file, &st) != 0) {
        return RXT_OK; /* what cannot even be asked for is told when it is read */
    }
    if (!S_ISREG(st.st_mode)) {
        return rxt_fail(RXT_E_OUTPUT,
                        "--metric-file '%s' is no regular file: it is emptied before each launch", f->file);
    }
    rxt_text_add(&before, "%s.before-rxt", f->file);
    /* A link never takes the place of a file: what was kept once stays. */
    const bool is_kept =
        !before.failed && (st.st_size == 0 || link(f->file, before.bytes) == 0 || errno == EEXIST);
    const int why = is_kept ? 0 : errno;
    const bool is_gone = is_kept && unlink(f->file) == 0;
    const enum rxt_err err =
        is_gone ? RXT_OK
                : rxt_fail(RXT_E_OUTPUT, "--metric-file '%s' cannot be emptied before a launch: %s", f->file,
                           strerror(why ? why : errno));
    rxt_text_free(&before);
    return err;
}

static void take_number(struct rxt_finder *f, const char *line, const char *group, size_t n_bytes)
{
    struct rxt_found *found = &f->found;
    double value = NAN;
    const bool is_number = rxt_number_read(group, n_bytes, &value);
    const bool is_first = found->n_metrics++ == 0;
    if (f->take == RXT_TAKE_LAST || (f->take == RXT_TAKE_FIRST && is_first)) {
        f->is_bad = !is_number;
        found->metric = value;
    } else if (f->take != RXT_TAKE_FIRST) {
        f->is_bad |= !is_number;
        found->metric = f->is_bad                 ? NAN
                        : is_first                ? value
                        : f->take == RXT_TAKE_SUM ? found->metric + value
                                                  : fmax(found->metric, value);
    } else {
        return;
    }
    if (!is_number) {
        rxt_number_note(found->metric_note, sizeof found->metric_note, group, n_bytes, line);
    } else if (!f->is_bad) {
        found->metric_note[0] = '\0';
    }
}

/* Kept clean; one that is too long keeps its beginning and the digest of all of it, so that two of them differ. */
static void take_answer(struct rxt_finder *f, const char *group, size_t n_bytes)
{
    enum { MOST = RXT_ANSWER_BYTES / 4 - 1 }; /* a byte is shown as up to four */
    char *answer = f->found.answer;
    f->found.n_answers++;
    answer[0] = '\0';
    rxt_note_add(answer, n_bytes > MOST ? 200 : RXT_ANSWER_BYTES, group, n_bytes < MOST ? n_bytes : MOST);
    if (n_bytes > MOST) {
        const size_t n = strlen(answer);
        snprintf(answer + n, RXT_ANSWER_BYTES - n, "... (digest %016" PRIx64 ")",
                 rxt_digest_bytes(RXT_DIGEST_START, group, n_bytes));
    }
}

/* Look at a line once, by every pattern, and begin the next. */
static void end_line(struct rxt_finder *f, int stream)
{
    struct line *line = &f->lines[stream];
    const char *group = NULL;
    size_t n = 0;
    const bool is_file = stream == OF_FILE;
    if (line->n == 0) { /* no pattern matches it */
        return;
    }
    line->bytes[line->n] = '\0';
    f->found.n_lines++;
    f->found.n_long += line->is_long;
    if (is_file == f->is_metric_elsewhere && rxt_pattern_match(&f->metric, line->bytes, &group, &n)) {
        take_number(f, line->bytes, group, n);
    }
    if (!f->found.is_expected) {
        f->found.is_expected = rxt_pattern_match(&f->expect, line->bytes, &group, &n);
    }
    if (rxt_pattern_match(&f->answer, line->bytes, &group, &n)) {
        take_answer(f, group, n);
    }
    line->n = 0;
    line->is_long = false;
}

static void add_bytes(struct line *line, const char *bytes, size_t n_bytes)
{
    const size_t room = RXT_LINE_MOST - line->n;
    const size_t n = n_bytes < room ? n_bytes : room;
    char *to = line->bytes + line->n;
    memcpy(to, bytes, n);
    for (char *nul = memchr(to, '\0', n); nul; nul = memchr(nul, '\0', n - (size_t)(nul - to))) {
        *nul = ' ';
    }
    line->n += n;
    line->is_long |= n < n_bytes;
}

static size_t until(const char *bytes, size_t n_bytes, char end)
{
    const char *at = memchr(bytes, end, n_bytes);
    return at ? (size_t)(at - bytes) : n_bytes;
}

static void feed(struct rxt_finder *f, int stream, const char *bytes, size_t n_bytes)
{
    size_t carriage = until(
        bytes, n_bytes, '\r'); /* asked again only when it has been reached: bytes are read twice at most */
    for (size_t at = 0; at < n_bytes;) {
        const size_t newline = at + until(bytes + at, n_bytes - at, '\n');
        while (carriage < newline) {
            add_bytes(&f->lines[stream], bytes + at, carriage - at);
            end_line(f, stream);
            at = carriage + 1;
            carriage = at + until(bytes + at, n_bytes - at, '\r');
        }
        add_bytes(&f->lines[stream], bytes + at, newline - at);
        if (newline < n_bytes) {
            end_line(f, stream);
        }
        at = newline + 1;
    }
}

void rxt_finder_feed(struct rxt_finder *f, enum rxt_stream stream, const char *bytes, size_t n_bytes)
{
    feed(f, (int)stream, bytes, n_bytes);
}

static void read_file(struct rxt_finder *f)
{
    char bytes[16384];
    ssize_t n = 0;
    const int fd = open(f->file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    while (fd >= 0 && (n = read(fd, bytes, sizeof bytes)) != 0) {
        if (n < 0 && errno != EINTR) {
            break;
        }
        feed(f, OF_FILE, bytes, n > 0 ? (size_t)n : 0);
    }
    if (fd < 0 || n < 0) {
        char *note = f->found.file_note;
        const char *reason = strerror(errno);
        const size_t n_path = strlen(f->file), n_shown = n_path < 150 ? n_path : 150;
        snprintf(note, RXT_FOUND_NOTE_BYTES, "%.80s: the metric file '%s", reason,
                 n_shown < n_path ? "..." : "");
        rxt_note_add(note, RXT_FOUND_NOTE_BYTES - 1, f->file + n_path - n_shown, n_shown);
        strcat(note, "'");
    }
    if (fd >= 0) {
        close(fd);
    }
}

void rxt_finder_end(struct rxt_finder *f, struct rxt_found *out)
{
    if (f->file) {
        read_file(f);
    }
    for (int i = 0; i <= OF_FILE; i++) {
        if (f->lines[i].n > 0) {
            end_line(f, i);
        }
    }
    *out = f->found;
}

void rxt_finder_close(struct rxt_finder *f)
{
    if (f) {
        rxt_pattern_close(&f->metric);
        rxt_pattern_close(&f->expect);
        rxt_pattern_close(&f->answer);
        free(f->file);
        free(f);
    }
}
