/* SPDX-License-Identifier: BSD-3-Clause
 * program_listing.c - has a launch written into a folder that all launches share?
 */
#include "program_parts.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MOST_ENTRIES = 20000
}; /* of a folder that is no work folder the listing would cost more than it tells */

struct entry {
    char *name;
    off_t n_bytes;
    struct timespec changed;
    ino_t inode;
};

struct rxt_listing {
    size_t n;
    struct entry entries[];
};

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* What rxt writes to itself: the study, and a log that its own output goes to. */
static bool is_ours(const struct stat *st, const char *skip)
{
    struct stat other;
    return (skip && stat(skip, &other) == 0 && is_same(st, &other)) ||
           (fstat(STDOUT_FILENO, &other) == 0 && is_same(st, &other)) ||
           (fstat(STDERR_FILENO, &other) == 0 && is_same(st, &other));
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

/* Read all entries; false: there are too many, or no room. */
static bool read_all(DIR *folder, const char *skip, struct rxt_listing *out)
{
    for (struct dirent *at; (at = readdir(folder)) != NULL;) {
        struct stat st;
        if (!strcmp(at->d_name, ".") || !strcmp(at->d_name, "..") ||
            fstatat(dirfd(folder), at->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0 || is_ours(&st, skip)) {
            continue;
        }
        char *name = out->n < MOST_ENTRIES ? strdup(at->d_name) : NULL;
        if (!name) {
            return false;
        }
        out->entries[out->n++] = (struct entry){name, st.st_size, st.st_mtim, st.st_ino};
    }
    return true;
}

struct rxt_listing *rxt_listing_take(const char *path, const char *skip)
{
    DIR *folder = opendir(path);
    struct rxt_listing *out = folder ? calloc(1, sizeof *out + MOST_ENTRIES * sizeof out->entries[0]) : NULL;
    if (out && !read_all(folder, skip, out)) {
        rxt_listing_free(out);
        out = NULL;
    }
    if (out) {
        qsort(out->entries, out->n, sizeof out->entries[0], by_name);
    }
    if (folder) {
        closedir(folder);
    }
    return out;
}

static bool is_changed(const struct entry *was, const struct entry *is)
{
    return was->n_bytes != is->n_bytes || was->inode != is->inode ||
           was->changed.tv_sec != is->changed.tv_sec || was->changed.tv_nsec != is->changed.tv_nsec;
}

bool rxt_listing_differs(const struct rxt_listing *before, const struct rxt_listing *now, char *out,
                         size_t n_bytes)
{
    for (size_t i = 0; before && now && i < now->n; i++) {
        const struct entry *is = &now->entries[i];
        const struct entry *was = bsearch(is, before->entries, before->n, sizeof before->entries[0], by_name);
        if (!was || is_changed(was, is)) {
            snprintf(out, n_bytes, "%s", is->name);
            return true;
        }
    }
    return false;
}

void rxt_listing_free(struct rxt_listing *listing)
{
    for (size_t i = 0; listing && i < listing->n; i++) {
        free(listing->entries[i].name);
    }
    free(listing);
}
