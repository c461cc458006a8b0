/* SPDX-License-Identifier: BSD-3-Clause
 * launch_rank.c - where rxt-rank is, what it is linked with, and how rxt becomes it.
 */
#include "launch_rank.h"

#include "build.h"
#include "machine.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* The folder of this program without the last slash; false where the system does not tell. */
static bool find_folder(char *out, size_t n_bytes)
{
    char path[4096];
    const ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    const char *started = (const char *)getauxval(AT_EXECFN); /* without /proc: as it was started */
    char *whole = n > 0 ? NULL : realpath(started ? started : "", NULL);
    path[n > 0 ? n : 0] = '\0';
    const char *name = n > 0 ? path : whole ? whole : "";
    const char *slash = strrchr(name, '/');
    const bool found = slash && (size_t)(slash - name) < n_bytes;
    snprintf(out, n_bytes, "%.*s", found ? (int)(slash - name) : 0, name);
    free(whole);
    return found;
}

enum rxt_err rxt_rank_find(char *path, size_t n_bytes)
{
    char folder[4096] = "";
    if (!find_folder(folder, sizeof folder)) {
        return rxt_fail(RXT_E_ABSENT,
                        "rxt cannot find its own folder, where rxt-rank is: is /proc not mounted?");
    }
    snprintf(path, n_bytes, "%s/rxt-rank", folder);
    if (access(path, X_OK) == 0) {
        return RXT_OK;
    }
    snprintf(path, n_bytes, "%s/../libexec/rxt/rxt-rank", folder);
    return access(path, X_OK) == 0
               ? RXT_OK
               : rxt_fail(RXT_E_ABSENT,
                          "rxt-rank, the program that ranks are, is neither at %s/rxt-rank nor at %s: "
                          "'make' builds it beside rxt, 'make install' installs both",
                          folder, path);
}

/* The beginning of a process' output up to its end, as one line. */
static void read_line(int fd, char *out, size_t n_bytes)
{
    size_t n = 0;
    char rest[4096];
    for (ssize_t got = 1; got > 0;) {
        const bool is_full = n + 1 >= n_bytes;
        got = read(fd, is_full ? rest : out + n, is_full ? sizeof rest : n_bytes - 1 - n);
        n += got > 0 && !is_full ? (size_t)got : 0;
    }
    out[n] = '\0';
    out[strcspn(out, "\n")] = '\0';
}

/* Ask rxt-rank for its library; out gets its answer, or what it or the loader says instead. */
static bool ask_rank(const char *path, char *out, size_t n_bytes)
{
    char name[] = "rxt-rank", word[] = "library", *argv[] = {name, word, NULL};
    int fd[2], status = -1;
    pid_t pid = -1;
    posix_spawn_file_actions_t actions;
    snprintf(out, n_bytes, "it cannot be started");
    if (pipe(fd) != 0) {
        return false;
    }
    fcntl(fd[0], F_SETFD, FD_CLOEXEC);
    fcntl(fd[1], F_SETFD, FD_CLOEXEC);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, fd[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, fd[1], STDERR_FILENO);
    const bool started = posix_spawn(&pid, path, &actions, NULL, argv, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    close(fd[1]);
    if (started) {
        read_line(fd[0], out, n_bytes);
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
        }
    }
    close(fd[0]);
    return started && status == 0;
}

/* Under a limit of address space the loader may find no room for MPI's libraries; after exec nobody would say so. */
static enum rxt_err check_room(const char *path)
{
    char said[512];
    const double limit = rxt_address_limit();
    if (isinf(limit) || ask_rank(path, said, sizeof said)) {
        return RXT_OK;
    }
    return rxt_fail(RXT_E_ABSENT,
                    "rxt-rank and its libraries do not fit into the limit of %.0f kB of address space: raise "
                    "it (ulimit -v; of a batch system: ask for more memory) (%s)",
                    limit / 1024.0, said);
}

enum rxt_err rxt_rank_become(char *const *argv)
{
    char path[8192];
    enum rxt_err err = rxt_rank_find(path, sizeof path);
    err = err == RXT_OK ? check_room(path) : err;
    if (err == RXT_OK) {
        execv(path, argv);
        err = rxt_fail(RXT_E_ABSENT, "%s cannot be started: %s", path, strerror(errno));
    }
    return err;
}

const char *rxt_rank_library(void)
{
    static char library[600];
    char path[8192], said[512] = "it is not there";
    if (!library[0] && !strcmp(rxt_build.mpi, "no")) {
        snprintf(library, sizeof library, "none (built with MPI=no)");
    } else if (!library[0]) {
        const bool told = rxt_rank_find(path, sizeof path) == RXT_OK && ask_rank(path, said, sizeof said);
        snprintf(library, sizeof library, told ? "%s" : "not known (rxt-rank: %s)", said);
    }
    return library;
}
