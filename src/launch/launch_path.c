/* SPDX-License-Identifier: BSD-3-Clause
 * launch_path.c - the program that the first word of a command line names.
 */
#include "launch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *rxt_search_path(void)
{
    static char usual[1024];
    const char *path = getenv("PATH");
    if (path && path[0]) {
        return path;
    }
    (void)confstr(_CS_PATH, usual, sizeof usual); /* cron, and scripts that clear it: as execvp does */
    return usual;
}

/* Folders are executable, too. */
static bool is_program(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

/* Open MPI takes the folder of its mpirun for its prefix, and "/bin" of a system where that is a link to /usr/bin for
 * "/", which it refuses: name the folder that is meant. */
static bool find_in(const char *folder, const char *program, char *out, size_t n_bytes)
{
    char *real = realpath(folder, NULL);
    const int n = snprintf(out, n_bytes, "%s/%s", real ? real : folder, program);
    free(real);
    return n > 0 && (size_t)n < n_bytes && is_program(out);
}

bool rxt_program_find(const char *program, char *out, size_t n_bytes)
{
    const char *path = rxt_search_path();
    if (strchr(program, '/')) {
        snprintf(out, n_bytes, "%s", program);
        return is_program(program);
    }
    while (path && *path) {
        const size_t n = strcspn(path, ":");
        char folder[4096];
        snprintf(folder, sizeof folder, "%.*s", (int)n, path);
        if (find_in(folder, program, out, n_bytes)) {
            return true;
        }
        path += n + (path[n] == ':');
    }
    return false;
}
