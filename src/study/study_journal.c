/* SPDX-License-Identifier: BSD-3-Clause
 * study_journal.c - append whole lines to a locked file, each flushed to the disk.
 */
#include "journal.h"

#include "folder.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct rxt_journal {
    int fd;
    off_t n_bytes; /* of whole lines */
    dev_t device;  /* which file it is, whatever its path names by now */
    ino_t inode;
    bool is_lost; /* it is another's by now */
    struct rxt_text path;
};

/* Is there no line end behind n_whole, so that nothing but a torn line would be cut? Another study may have
 * written between the reading of the journal and its lock. */
static bool is_torn_behind(int fd, off_t n_whole, off_t n_bytes)
{
    char block[4096];
    ssize_t n = 1;
    for (off_t at = n_whole; at < n_bytes && n > 0; at += n) {
        n = pread(fd, block, sizeof block, at);
        if (n > 0 && memchr(block, '\n', (size_t)n)) {
            return false;
        }
    }
    return n > 0 && n_whole <= n_bytes;
}

/* Nothing, or the beginning of a header that a crash cut: no study is lost with it. */
static bool is_torn_header(int fd)
{
    static const char begin[] = "{\"schema\":\"" RXT_SCHEMA_STUDY "\"";
    char block[sizeof begin - 1];
    const ssize_t n = pread(fd, block, sizeof block, 0);
    return n >= 0 && memcmp(block, begin, (size_t)n) == 0;
}

/* A pipe or a device may have no end, and keeps nothing. */
static enum rxt_err is_plain(struct rxt_journal *j, struct stat *st)
{
    if (fstat(j->fd, st) != 0) {
        return rxt_fail(RXT_E_OUTPUT, "journal %s cannot be read: %s", rxt_text_of(&j->path),
                        strerror(errno));
    }
    j->device = st->st_dev;
    j->inode = st->st_ino;
    return S_ISREG(st->st_mode) ? RXT_OK
                                : rxt_fail(RXT_E_OUTPUT, "journal %s is not a file; choose another --out",
                                           rxt_text_of(&j->path));
}

static enum rxt_err lock_and_cut(struct rxt_journal *j, const char *folder, size_t n_whole)
{
    struct stat st;
    const enum rxt_err err = is_plain(j, &st);
    if (err != RXT_OK) {
        return err;
    }
    if (flock(j->fd, LOCK_EX | LOCK_NB) != 0) {
        return rxt_fail(RXT_E_USAGE, "another study is writing to %s: wait for it, or choose another --out",
                        folder);
    }
    if (fstat(j->fd, &st) != 0) { /* once more: its size before the lock is that of another study's moment */
        return rxt_fail(RXT_E_OUTPUT, "journal %s cannot be read: %s", rxt_text_of(&j->path),
                        strerror(errno));
    }
    if (n_whole == 0 && !is_torn_behind(j->fd, 0, st.st_size)) {
        return rxt_fail(RXT_E_USAGE,
                        "%s holds a study already: go on with it by --resume, or choose another --out",
                        folder);
    }
    if (n_whole == 0 && !is_torn_header(j->fd)) {
        return rxt_fail(RXT_E_USAGE, "%s is no journal of rxt: choose another --out", rxt_text_of(&j->path));
    }
    if (!is_torn_behind(j->fd, (off_t)n_whole, st.st_size)) {
        return rxt_fail(RXT_E_USAGE, "%s has changed since it was read: another study wrote to it; try again",
                        rxt_text_of(&j->path));
    }
    if (ftruncate(j->fd, (off_t)n_whole) != 0) {
        return rxt_fail(RXT_E_OUTPUT, "journal %s cannot be written: %s", rxt_text_of(&j->path),
                        strerror(errno));
    }
    j->n_bytes = (off_t)n_whole;
    return RXT_OK;
}

enum rxt_err rxt_journal_open(struct rxt_journal **out, const char *folder, size_t n_whole)
{
    *out = NULL;
    struct rxt_journal *j = calloc(1, sizeof *j);
    if (!j) {
        return rxt_fail(RXT_E_MEMORY, "no room for a journal");
    }
    rxt_text_add(&j->path, "%s/%s", folder, RXT_JOURNAL_NAME);
    j->fd = -1;
    enum rxt_err err = rxt_folder_make(folder);
    if (err == RXT_OK) { /* others may write to the folder: no link is followed, no pipe is waited for */
        j->fd = open(rxt_text_of(&j->path),
                     O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0666);
        err = j->fd >= 0 ? lock_and_cut(j, folder, n_whole)
                         : rxt_fail(RXT_E_OUTPUT, "journal %s cannot be opened: %s; choose another --out",
                                    rxt_text_of(&j->path),
                                    errno == ELOOP ? "it is a symbolic link" : strerror(errno));
    }
    if (err != RXT_OK) {
        rxt_journal_close(j);
        return err;
    }
    *out = j;
    return RXT_OK;
}

static enum rxt_err take_back(const struct rxt_journal *j, int why)
{
    const bool is_whole = ftruncate(j->fd, j->n_bytes) == 0;
    return rxt_fail(RXT_E_OUTPUT,
                    "journal %s cannot be written: %s; what was measured before is kept%s: make room, "
                    "then go on with --resume",
                    rxt_text_of(&j->path), strerror(why),
                    is_whole ? "" : " (its last line is torn and will be cut)");
}

enum rxt_err rxt_journal_check(struct rxt_journal *j)
{
    struct stat mine, named;
    const char *what = NULL;
    if (fstat(j->fd, &mine) != 0) {
        what = strerror(errno);
    } else if (lstat(rxt_text_of(&j->path), &named) != 0) {
        what = errno == ENOENT || errno == ENOTDIR ? "it was removed or renamed" : strerror(errno);
    } else if (named.st_dev != j->device || named.st_ino != j->inode) {
        what = "another file was put in its place";
    } else if (mine.st_size < j->n_bytes) {
        what = "it was cut by another program";
    } else if (mine.st_size > j->n_bytes) {
        what = "another program wrote to it";
    }
    j->is_lost = what != NULL;
    return what ? rxt_fail(RXT_E_OUTPUT, "journal %s is no longer this study's: %s while the study ran",
                           rxt_text_of(&j->path), what)
                : RXT_OK;
}

/* Write all or nothing: what a full disk cut, or did not take, is taken back. */
static enum rxt_err append(struct rxt_journal *j, const char *bytes, size_t n)
{
    for (size_t done = 0; done < n;) {
        const ssize_t written = write(j->fd, bytes + done, n - done);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return take_back(j, written < 0 ? errno : ENOSPC);
        }
        done += (size_t)written;
    }
    if (fdatasync(j->fd) != 0 && errno != EINVAL && errno != EROFS) {
        return take_back(j, errno);
    }
    j->n_bytes += (off_t)n;
    return RXT_OK;
}

enum rxt_err rxt_journal_add(struct rxt_journal *journal, const json_t *record)
{
    char *line = json_dumps(record, JSON_COMPACT | JSON_REAL_PRECISION(17));
    const size_t n = line ? strlen(line) : 0;
    char *whole = line ? realloc(line, n + 2) : NULL;
    if (!whole) {
        free(line);
        return rxt_fail(RXT_E_MEMORY, "no room for a line of the journal");
    }
    whole[n] = '\n';
    whole[n + 1] = '\0';
    enum rxt_err err = rxt_journal_check(journal);
    err = err == RXT_OK ? append(journal, whole, n + 1) : err;
    free(whole);
    return err;
}

void rxt_journal_close(struct rxt_journal *journal)
{
    if (journal) {
        if (journal->fd >= 0) {
            close(journal->fd);
        }
        rxt_text_free(&journal->path);
        free(journal);
    }
}

bool rxt_journal_is_lost(const struct rxt_journal *journal)
{
    return journal->is_lost;
}
