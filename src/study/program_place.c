/* SPDX-License-Identifier: BSD-3-Clause
 * program_place.c - where in the fresh folder of a launch a file of the user goes.
 */
#include "program_parts.h"

#include "folder.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool goes_up(const char *path)
{
    for (const char *at = path; at; at = strchr(at, '/')) {
        at += *at == '/';
        if (!strncmp(at, "..", 2) && (at[2] == '/' || at[2] == '\0')) {
            return true;
        }
    }
    return false;
}

const char *rxt_program_target(const char *path, char *out, size_t n_bytes)
{
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/') {
        n--;
    }
    while (n >= 2 && !strncmp(path, "./", 2)) {
        const size_t n_skip = 2 + strspn(path + 2, "/");
        path += n_skip < n ? n_skip : n;
        n -= n_skip < n ? n_skip : n;
    }
    snprintf(out, n_bytes, "%.*s", (int)n, n == 1 && path[0] == '.' ? "" : path);
    const char *slash = strrchr(out, '/');
    if (slash && (path[0] == '/' || goes_up(out))) {
        memmove(out, slash + 1, strlen(slash));
    }
    return out;
}

void rxt_program_absolute(const char *path, char *out, size_t n_bytes)
{
    char here[RXT_PATH_BYTES];
    const bool is_relative = path[0] != '/' && getcwd(here, sizeof here);
    snprintf(out, n_bytes, is_relative ? "%s/%s" : "%s%s", is_relative ? here : "", path);
}
