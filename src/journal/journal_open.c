/* SPDX-License-Identifier: BSD-3-Clause
 * journal_open.c - open and lock the file of a journal: a new one, one to go on with, or the part of a merge.
 */
#include "journal_file.h"

#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

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

static enum rxt_err lock_and_cut(struct rxt_journal *j, const char *folder, size_t n_whole, bool can_resume)
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
        return rxt_fail(RXT_E_USAGE, "%s holds a study already: %schoose another --out", folder,
                        can_resume ? "go on with it by --resume, or " : "");
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

/* Others may write to the folder: no link is followed, no pipe is waited for. */
static enum rxt_err open_file(struct rxt_journal **out, const char *folder, const char *name)
{
    struct rxt_journal *j = calloc(1, sizeof *j);
    *out = j;
    if (!j) {
        return rxt_fail(RXT_E_MEMORY, "no room for a journal");
    }
    j->fd = -1;
    rxt_text_add(&j->path, "%s/%s", folder, name);
    const enum rxt_err err = rxt_folder_make(folder);
    if (err != RXT_OK) {
        return err;
    }
    j->fd = open(rxt_text_of(&j->path),
                 O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0666);
    return j->fd >= 0
               ? RXT_OK
               : rxt_fail(RXT_E_OUTPUT, "journal %s cannot be opened: %s; choose another --out",
                          rxt_text_of(&j->path), errno == ELOOP ? "it is a symbolic link" : strerror(errno));
}

static enum rxt_err open_locked(struct rxt_journal **out, const char *folder, size_t n_whole, bool can_resume)
{
    struct rxt_journal *j = NULL;
    enum rxt_err err = open_file(&j, folder, RXT_JOURNAL_NAME);
    if (!err) {
        err = lock_and_cut(j, folder, n_whole, can_resume);
    }
    if (!err) {
        err = rxt_journal_check(j);
    } /* between opening and lock a merge may have renamed its own */
    if (err != RXT_OK) {
        rxt_journal_close(j);
        j = NULL;
    }
    *out = j;
    return err;
}

enum rxt_err rxt_journal_open(struct rxt_journal **out, const char *folder, size_t n_whole)
{
    return open_locked(out, folder, n_whole, true);
}

/* The lock of the journal is the lock of its part too. */
static enum rxt_err open_empty(struct rxt_journal **out, const char *folder)
{
    struct stat st;
    struct rxt_journal *j = NULL;
    enum rxt_err err = open_file(&j, folder, RXT_JOURNAL_NAME ".part");
    if (!err) {
        err = is_plain(j, &st);
    }
    if (err == RXT_OK && ftruncate(j->fd, 0) != 0) {
        err = rxt_fail(RXT_E_OUTPUT, "journal %s cannot be written: %s", rxt_text_of(&j->path),
                       strerror(errno));
    }
    if (err != RXT_OK) {
        rxt_journal_close(j);
        j = NULL;
    } else {
        j->is_part = true;
    }
    *out = j;
    return err;
}

void rxt_journal_remove(const struct rxt_journal *journal)
{
    if (journal->n_bytes == 0) {
        unlink(rxt_text_of(&journal->path));
    }
}

enum rxt_err rxt_journal_open_part(struct rxt_journal **part, struct rxt_journal **target, const char *folder)
{
    *part = NULL;
    enum rxt_err err = open_locked(target, folder, 0, false);
    if (!err) {
        err = open_empty(part, folder);
    }
    if (*target && err != RXT_OK) {
        rxt_journal_remove(*target);
        rxt_journal_close(*target);
        *target = NULL;
    }
    return err;
}

enum rxt_err rxt_journal_become_whole(struct rxt_journal *part, struct rxt_journal *target)
{
    enum rxt_err err = rxt_journal_check(part);
    if (!err) {
        err = rxt_journal_check(target);
    }
    if (err == RXT_OK && fsync(part->fd) != 0 && errno != EINVAL && errno != EROFS) {
        err = rxt_fail(RXT_E_OUTPUT, "journal %s cannot be written: %s; make room, then merge again",
                       rxt_text_of(&part->path), strerror(errno));
    }
    if (err == RXT_OK && rename(rxt_text_of(&part->path), rxt_text_of(&target->path)) != 0) {
        err = rxt_fail(RXT_E_OUTPUT, "journal %s cannot be named so: %s", rxt_text_of(&target->path),
                       strerror(errno));
    }
    part->is_part = part->is_part && err != RXT_OK;
    return err;
}
