/* SPDX-License-Identifier: BSD-3-Clause
 * base_folder.c - make the folders that a path names.
 */
#include "folder.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum rxt_err rxt_folder_make(const char *path)
{
    char part[PATH_MAX];
    const size_t n = strlen(path);
    int why = n == 0 ? ENOENT : n >= sizeof part ? ENAMETOOLONG : 0;
    for (size_t i = 1; i <= n && why == 0; i++) {
        part[i - 1] = path[i - 1];
        if (path[i] != '/' && path[i] != '\0') {
            continue;
        }
        part[i] = '\0';
        why = mkdir(part, 0777) == 0 || errno == EEXIST ? 0 : errno;
    }
    return why == 0 ? RXT_OK
                    : rxt_fail(RXT_E_OUTPUT, "folder %s cannot be made: %s; choose another --out", path,
                               strerror(why));
}

enum rxt_err rxt_folder_make_new(const char *path, char *out, size_t n_bytes)
{
    char parent[PATH_MAX];
    const char *slash = strrchr(path, '/');
    snprintf(parent, sizeof parent, "%.*s", slash && slash > path ? (int)(slash - path) : 1,
             slash ? path : ".");
    enum rxt_err err = rxt_folder_make(parent);
    int why = EEXIST;
    for (int i = 1; i < 1000 && err == RXT_OK && why == EEXIST; i++) {
        const int n = i == 1 ? snprintf(out, n_bytes, "%s", path) : snprintf(out, n_bytes, "%s-%d", path, i);
        why = n < 0 || (size_t)n >= n_bytes ? ENAMETOOLONG : mkdir(out, 0777) == 0 ? 0 : errno;
    }
    return err != RXT_OK || why == 0
               ? err
               : rxt_fail(RXT_E_OUTPUT, "folder %s cannot be made: %s; choose another --out", path,
                          strerror(why));
}

enum rxt_err rxt_folder_make_temporary(const char *word, char *out, size_t n_bytes)
{
    const char *base = getenv("TMPDIR");
    const int n = snprintf(out, n_bytes, "%s/rxt-%s-XXXXXX", base && base[0] ? base : "/tmp", word);
    if (n >= 0 && (size_t)n < n_bytes && mkdtemp(out)) {
        return RXT_OK;
    }
    return rxt_fail(RXT_E_OUTPUT, "no folder can be made as %s: %s; set TMPDIR to where one can", out,
                    n < 0 || (size_t)n >= n_bytes ? "its name is too long" : strerror(errno));
}
