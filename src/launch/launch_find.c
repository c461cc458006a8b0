/* SPDX-License-Identifier: BSD-3-Clause
 * launch_find.c - which launcher is here for a layout.
 */
#include "launch.h"

#include "build.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool lists(const struct rxt_launcher *launcher, const char *name)
{
    for (const char *const *program = launcher->programs; program && *program; program++) {
        if (!strcmp(*program, name)) {
            return true;
        }
    }
    return false;
}

/* The dialect that a program which the user named speaks by its name; NULL: any. Every MPI installs an mpirun and an
 * mpiexec of its own. Of dialects that share a name the last one is of all versions. */
static const struct rxt_launcher *dialect_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const struct rxt_launcher *found = NULL;
    for (const struct rxt_launcher *const *l = rxt_launchers;
         *l && strcmp(name, "mpirun") != 0 && strcmp(name, "mpiexec") != 0; l++) {
        found = lists(*l, name) ? *l : found;
    }
    return found;
}

/* Does a program that the user named speak this dialect? */
static bool may_be(const struct rxt_launcher *launcher, const char *path)
{
    const char *slash = strrchr(path, '/');
    return dialect_of(path) ? lists(launcher, slash ? slash + 1 : path) : launcher->takes_any;
}

static bool find_program(const struct rxt_launcher *launcher, char *path, size_t n_bytes)
{
    const char *asked = getenv("RXT_MPIRUN");
    path[0] = '\0';
    if (!launcher->programs) {
        return true;
    }
    if (asked && asked[0]) {
        return may_be(launcher, asked) && rxt_program_find(asked, path, n_bytes);
    }
    for (const char *const *program = launcher->programs; *program; program++) {
        if (rxt_program_find(*program, path, n_bytes)) {
            return true;
        }
    }
    return false;
}

static void refuse(const struct rxt_layout *layout, const struct rxt_way *way,
                   const struct rxt_launcher *missing)
{
    char text[RXT_LAYOUT_BYTES];
    char path[4096];
    const char *asked = getenv("RXT_MPIRUN");
    const struct rxt_launcher *other = asked && asked[0] ? dialect_of(asked) : NULL;
    rxt_layout_text(layout, text, sizeof text);
    if (missing && other && !other->serves(layout, way->library) &&
        rxt_program_find(asked, path, sizeof path)) {
        (void)rxt_fail(RXT_E_ABSENT, "RXT_MPIRUN names %s, which is %s, and %s MPI %s: layout %s needs %s",
                       asked, other->what, way->library ? "the program has" : "this rxt was built with",
                       way->library ? way->library : rxt_build.mpi, text, missing->what);
    } else if (missing && asked && strchr(asked, '/') && !rxt_program_find(asked, path, sizeof path)) {
        (void)rxt_fail(RXT_E_ABSENT, "layout %s needs %s, and RXT_MPIRUN names %s, which is no program: %s",
                       text, missing->what, asked,
                       access(asked, X_OK) == 0 ? "a folder, or the like" : strerror(errno));
    } else if (!missing) {
        (void)rxt_fail(RXT_E_ABSENT, "layout %s needs MPI, and this rxt was built with MPI=no", text);
    } else if (layout->nodes > 1 && !rxt_hosts_known(way->hostfile)) {
        (void)rxt_fail(
            RXT_E_ABSENT,
            "layout %s needs %d nodes, and no other host is known here: start rxt in an allocation "
            "of Slurm, PBS or LSF, or name a file of hosts in RXT_HOSTFILE (as %s takes it)",
            text, layout->nodes, missing->programs[0]);
    } else {
        (void)rxt_fail(
            RXT_E_ABSENT,
            "layout %s needs %s, and no %s is in PATH: install it ('make deps' does on Debian), or "
            "name it in RXT_MPIRUN",
            text, missing->what, asked && asked[0] ? asked : missing->programs[0]);
    }
}

const struct rxt_launcher *rxt_launcher_find(const struct rxt_layout *layout, const struct rxt_way *given,
                                             const struct rxt_launcher *after, char *path, size_t n_bytes)
{
    const struct rxt_way none = {0}, *way = given ? given : &none;
    const struct rxt_launcher *missing = NULL;
    bool is_behind = !after;
    for (const struct rxt_launcher *const *l = rxt_launchers; *l; l++) {
        if (is_behind && (*l)->serves(layout, way->library)) {
            if ((layout->nodes == 1 || rxt_hosts_known(way->hostfile)) && find_program(*l, path, n_bytes)) {
                return *l;
            }
            missing = *l;
        }
        is_behind |= *l == after;
    }
    refuse(layout, way, missing);
    return NULL;
}

const struct rxt_launcher *rxt_launcher_of(const struct rxt_launch *launch, char *path, size_t n_bytes)
{
    const struct rxt_layout *layout = &launch->layout;
    const struct rxt_launcher *launcher = launch->way.launcher;
    const bool is_single = !launch->is_foreign && launcher != &rxt_launcher_none &&
                           rxt_launcher_none.serves(layout, launch->way.library);
    if (launch->way.is_elsewhere) {
        snprintf(path, n_bytes, "%s", launcher->programs ? launcher->programs[0] : "");
        return launcher;
    }
    if (!launcher || is_single) {
        return rxt_launcher_find(layout, &launch->way, NULL, path, n_bytes);
    }
    if (find_program(launcher, path, n_bytes)) {
        return launcher;
    }
    refuse(layout, &launch->way, launcher);
    return NULL;
}
