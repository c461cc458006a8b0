/* SPDX-License-Identifier: BSD-3-Clause
 * base_runtimes.c - which OpenMP and which MPI a process has loaded: two of one kind are one too many.
 *
 * A call of OpenMP goes to whichever run-time the loader finds first, so that of two each may be asked about the other's
 * threads. Two MPIs share the names of all their functions, and nothing else.
 */
#include "runtimes.h"

#include "build.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct library {
    const char *begins;
    bool is_mpi;
} libraries[] = {{"libgomp.so", false},  {"libomp.so", false},  {"libiomp5.so", false},
                 {"libmpi.so.40", true}, {"libmpich.so", true}, {"libmpi.so.12", true}};
enum { LIBRARIES = sizeof libraries / sizeof *libraries, NAME_BYTES = 64 };

/* The names of the files under which each was seen; "": it was not. */
static void look_for(FILE *maps, char seen[LIBRARIES][NAME_BYTES])
{
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, maps) > 0) {
        const char *slash = strrchr(line, '/'), *name = slash ? slash + 1 : "";
        for (size_t i = 0; i < LIBRARIES; i++) {
            if (!strncmp(name, libraries[i].begins, strlen(libraries[i].begins))) {
                snprintf(seen[i], NAME_BYTES, "%.*s", (int)strcspn(name, "\n"), name);
            }
        }
    }
    free(line);
}

/* The first two of a kind; NULL: there are not so many. */
static void find_two(char seen[LIBRARIES][NAME_BYTES], bool is_mpi, const char *two[2])
{
    size_t n = 0;
    two[0] = two[1] = NULL;
    for (size_t i = 0; i < LIBRARIES && n < 2; i++) {
        if (libraries[i].is_mpi == is_mpi && seen[i][0]) {
            two[n++] = seen[i];
        }
    }
}

enum rxt_err rxt_runtimes_read(FILE *maps, char *out, size_t n_bytes)
{
    char seen[LIBRARIES][NAME_BYTES] = {{0}};
    const char *mpi[2], *omp[2];
    look_for(maps, seen);
    find_two(seen, true, mpi);
    find_two(seen, false, omp);
    out[0] = '\0';
    if (omp[1]) {
        snprintf(
            out, n_bytes,
            "two run-times of OpenMP are in one process, %s and %s, and each may be asked about the other's threads: "
            "build with rxt's own compiler (%.48s), or, as rxt has the threads, without -fopenmp",
            omp[0], omp[1], rxt_build.compiler);
    }
    return mpi[1]
               ? rxt_fail(
                     RXT_E_ABSENT,
                     "two MPI libraries are in one process, %s and %s: build it with the mpicc of rxt's MPI (%s)",
                     mpi[0], mpi[1], rxt_build.mpi)
               : RXT_OK;
}

enum rxt_err rxt_runtimes_look(char *out, size_t n_bytes)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    enum rxt_err err = RXT_OK;
    out[0] = '\0';
    if (maps) { /* without /proc nobody can tell */
        err = rxt_runtimes_read(maps, out, n_bytes);
        fclose(maps);
    }
    return err;
}

const char *rxt_runtimes_omp(char *out, size_t n_bytes)
{
    char seen[LIBRARIES][NAME_BYTES] = {{0}};
    const char *omp[2] = {NULL, NULL};
    FILE *maps = fopen("/proc/self/maps", "r");
    out[0] = '\0';
    if (maps) {
        look_for(maps, seen);
        fclose(maps);
        find_two(seen, false, omp);
    }
    if (omp[1]) {
        snprintf(out, n_bytes, "%s and %s", omp[0], omp[1]);
    }
    return out;
}
