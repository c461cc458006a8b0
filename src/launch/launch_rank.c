/* SPDX-License-Identifier: BSD-3-Clause
 * launch_rank.c - where rxt-rank is, what it is linked with, and how rxt becomes it.
 */
#include "launch_rank.h"

#include "build.h"
#include "launch.h"
#include "launch_process.h"
#include "machine.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

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

/* Find a file of rxt's own that is no command. */
static enum rxt_err find_part(const char *name, const char *what, char *path, size_t n_bytes)
{
    char folder[4096] = "";
    if (!find_folder(folder, sizeof folder)) {
        return rxt_fail(RXT_E_ABSENT, "rxt cannot find its own folder, where %s is: is /proc not mounted?",
                        name);
    }
    snprintf(path, n_bytes, "%s/%s", folder, name);
    if (access(path, R_OK) == 0) {
        return RXT_OK;
    }
    snprintf(path, n_bytes, "%s/../libexec/rxt/%s", folder, name);
    return access(path, R_OK) == 0 ? RXT_OK
                                   : rxt_fail(RXT_E_ABSENT,
                                              "%s, %s, is neither at %s/%s nor at %s: "
                                              "'make' builds it beside rxt, 'make install' installs both",
                                              name, what, folder, name, path);
}

enum rxt_err rxt_rank_find(char *path, size_t n_bytes)
{
    return find_part("rxt-rank", "the program that ranks are", path, n_bytes);
}

enum rxt_err rxt_preload_find(char *path, size_t n_bytes)
{
    return find_part("librxt-pmpi.so", "the library that accounts for a program's time in MPI", path,
                     n_bytes);
}

enum rxt_err rxt_kit_library_find(char *path, size_t n_bytes)
{
    return find_part("librxt-kit.so", "the library that counts allocations", path, n_bytes);
}

const char *rxt_self_find(char *out, size_t n_bytes)
{
    const ssize_t n = readlink("/proc/self/exe", out, n_bytes - 1);
    out[n > 0 ? n : 0] = '\0';
    return out;
}

enum rxt_err rxt_include_find(char *path, size_t n_bytes)
{
    char folder[4096] = "", header[8192];
    (void)find_folder(folder, sizeof folder);
    for (int up = 1; up <= 2; up++) {
        snprintf(path, n_bytes, "%s/../%sinclude", folder, up == 1 ? "" : "../");
        snprintf(header, sizeof header, "%s/rxt/kernel.h", path);
        if (access(header, R_OK) == 0) {
            return RXT_OK;
        }
    }
    return rxt_fail(RXT_E_ABSENT, "rxt/kernel.h is not at %s/../include: 'make install' installs it", folder);
}

enum rxt_err rxt_share_find(const char *name, char *path, size_t n_bytes)
{
    char folder[4096] = "";
    if (!find_folder(folder, sizeof folder)) {
        return rxt_fail(RXT_E_ABSENT,
                        "rxt cannot find its own folder, beside which %s are: is /proc not mounted?", name);
    }
    snprintf(path, n_bytes, "%s/../share/rxt/%s", folder, name);
    if (access(path, R_OK) == 0) {
        return RXT_OK;
    }
    snprintf(path, n_bytes, "%s/../../share/%s", folder, name);
    return access(path, R_OK) == 0
               ? RXT_OK
               : rxt_fail(
                     RXT_E_ABSENT,
                     "rxt's %s are neither at %s/../share/rxt/%s nor at %s: 'make install' installs them",
                     name, folder, name, path);
}

/* Ask rxt-rank for its library; out gets its answer, or what it or the loader says instead. */
static bool ask_rank(const char *path, char *out, size_t n_bytes)
{
    struct rxt_answer answer;
    const char *const words[] = {path, "library", NULL};
    const bool ran = rxt_program_ask(&(struct rxt_question){.words = words}, &answer) == RXT_OK;
    const bool told = ran && answer.status == 0;
    const char *said = !ran                                  ? "it cannot be started"
                       : !told && answer.said[RXT_ERR].n > 0 ? rxt_text_of(&answer.said[RXT_ERR])
                                                             : rxt_text_of(&answer.said[RXT_OUT]);
    snprintf(out, n_bytes, "%.*s", (int)strcspn(said, "\n"), said);
    rxt_answer_free(&answer);
    return told;
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
    if (!err) {
        err = check_room(path);
    }
    if (err == RXT_OK) {
        execv(path, argv);
        err = rxt_fail(RXT_E_ABSENT, "%s cannot be started: %s", path, strerror(errno));
    }
    return err;
}

static const char unknown[] = "not known";

const char *rxt_rank_library(void)
{
    static char library[600];
    char path[8192], said[512] = "it is not there";
    if (!library[0] && !strcmp(rxt_build.mpi, "no")) {
        snprintf(library, sizeof library, "none (built with MPI=no)");
    } else if (!library[0]) {
        const bool told = rxt_rank_find(path, sizeof path) == RXT_OK && ask_rank(path, said, sizeof said);
        snprintf(library, sizeof library, told ? "%s%s" : "%s (rxt-rank: %s)", told ? "" : unknown, said);
    }
    return library;
}

bool rxt_library_suits(const struct rxt_launcher *launcher, const char *library)
{
    bool suits = false;
    if (!strncmp(library, unknown, strlen(unknown))) {
        return launcher->mpi && !strcmp(rxt_build.mpi, launcher->mpi);
    }
    for (const char *const *word = launcher->libraries; word && *word; word++) {
        suits |= strstr(library, *word) != NULL;
    }
    return suits;
}

bool rxt_rank_suits(const struct rxt_launcher *launcher)
{
    return rxt_library_suits(launcher, rxt_rank_library());
}

bool rxt_mpi_suits(const struct rxt_launcher *launcher, const char *library)
{
    return library ? rxt_library_suits(launcher, library) : rxt_rank_suits(launcher);
}
