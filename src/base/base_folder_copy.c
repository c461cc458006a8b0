/* SPDX-License-Identifier: BSD-3-Clause
 * base_folder_copy.c - copy a folder with all that is in it, and remove one.
 */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 1 << 20 };

static enum rxt_err cannot_read(const char *path)
{
    return rxt_fail(RXT_E_INPUT, "%s cannot be copied: %s", path, strerror(errno));
}

static enum rxt_err cannot_write(const char *path)
{
    return rxt_fail(RXT_E_OUTPUT, "%s cannot be written: %s", path, strerror(errno));
}

/* All bytes from one open file to another. */
static enum rxt_err pump(int in, int out, const char *from, const char *to)
{
    char *bytes = malloc(CHUNK);
    enum rxt_err err = bytes ? RXT_OK : rxt_fail(RXT_E_MEMORY, "no room to copy %s", from);
    ssize_t n = 1;
    while (err == RXT_OK && n > 0) {
        n = read(in, bytes, CHUNK);
        err = n < 0 ? cannot_read(from) : RXT_OK;
        for (ssize_t done = 0; done < n && err == RXT_OK;) {
            const ssize_t put = write(out, bytes + done, (size_t)(n - done));
            err = put < 0 ? cannot_write(to) : RXT_OK;
            done += put > 0 ? put : 0;
        }
    }
    free(bytes);
    return err;
}

/* A file, its permissions and times with it: what make compares must not change. */
static enum rxt_err copy_file(const char *from, const char *to, const struct stat *st)
{
    const struct timespec times[] = {st->st_atim, st->st_mtim};
    const int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0) {
        return cannot_read(from);
    }
    const int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, (st->st_mode & 0777) | S_IWUSR);
    enum rxt_err err = out < 0 ? cannot_write(to) : pump(in, out, from, to);
    if (err == RXT_OK) {
        (void)futimens(out, times);
    }
    close(in);
    if (out >= 0 && close(out) != 0 && err == RXT_OK) {
        err = cannot_write(to);
    }
    return err;
}

/* A link within: as it is if it stays inside of root, else to where it leads. */
static enum rxt_err copy_link(const char *from, const char *to, const char *root)
{
    char text[PATH_MAX], inside[PATH_MAX];
    char *leads = realpath(from, NULL), *real_root = realpath(root, NULL);
    const ssize_t n = readlink(from, text, sizeof text - 1);
    text[n > 0 ? n : 0] = '\0';
    snprintf(inside, sizeof inside, "%s/", real_root ? real_root : "");
    const bool stays = text[0] != '/' && (!leads || !strncmp(leads, inside, strlen(inside)));
    const enum rxt_err err = n <= 0 ? cannot_read(from)
                             : symlink(stays || !leads ? text : leads, to) == 0 ? RXT_OK
                                                                                : cannot_write(to);
    free(leads);
    free(real_root);
    return err;
}

static enum rxt_err copy_entry(const FTSENT *at, const char *to, const char *root)
{
    switch (at->fts_info) {
    case FTS_D:
        return mkdir(to, (at->fts_statp->st_mode & 0777) | S_IRWXU) == 0 || errno == EEXIST
                   ? RXT_OK
                   : cannot_write(to);
    case FTS_F:
        return copy_file(at->fts_path, to, at->fts_statp);
    case FTS_SL:
    case FTS_SLNONE:
        return copy_link(at->fts_path, to, root);
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        errno = at->fts_errno;
        return cannot_read(at->fts_path);
    default: /* the way back out of a folder; a pipe, a socket, a device */
        return RXT_OK;
    }
}

static bool is_same(const struct stat *a, const char *path)
{
    struct stat b;
    return path && stat(path, &b) == 0 && a->st_dev == b.st_dev && a->st_ino == b.st_ino;
}

/* One step of the walk; n_root is how much of a path the root is. */
static enum rxt_err copy_step(FTS *walk, FTSENT *at, size_t n_root, const char *root, const char *to,
                              const char *skip)
{
    char path[PATH_MAX];
    const int n = snprintf(path, sizeof path, "%s%s", to, at->fts_level > 0 ? at->fts_path + n_root : "");
    if (at->fts_info == FTS_D && at->fts_level > 0 && is_same(at->fts_statp, skip)) {
        (void)fts_set(walk, at, FTS_SKIP);
        return RXT_OK;
    }
    if (n < 0 || (size_t)n >= sizeof path) {
        errno = ENAMETOOLONG;
        return cannot_write(to);
    }
    return copy_entry(at, path, root);
}

enum rxt_err rxt_folder_copy(const char *from, const char *to, const char *skip)
{
    char *const roots[] = {(char *)(uintptr_t)from, NULL};
    size_t n_root = strlen(from);
    enum rxt_err err = access(from, F_OK) == 0 ? RXT_OK : cannot_read(from);
    FTS *walk = err == RXT_OK ? fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL) : NULL;
    while (n_root > 0 && from[n_root - 1] == '/') { /* the walk puts one of its own behind the root */
        n_root--;
    }
    for (FTSENT *at; err == RXT_OK && walk && (at = fts_read(walk)) != NULL;) {
        err = copy_step(walk, at, n_root, from, to, skip);
    }
    if (walk) {
        fts_close(walk);
    }
    return err;
}

void rxt_folder_remove(const char *path)
{
    char *const roots[] = {(char *)(uintptr_t)path, NULL};
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    for (FTSENT *at; walk && (at = fts_read(walk)) != NULL;) {
        if (at->fts_info == FTS_D) { /* a program may have taken our right to change it */
            (void)chmod(at->fts_accpath, 0700);
        } else {
            (void)(at->fts_info == FTS_DP ? rmdir(at->fts_accpath) : unlink(at->fts_accpath));
        }
    }
    if (walk) {
        fts_close(walk);
    }
}
