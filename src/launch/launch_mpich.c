/* SPDX-License-Identifier: BSD-3-Clause
 * launch_mpich.c - MPICH's mpiexec (Hydra). It binds nothing unless asked.
 */
#include "launch.h"

#include "build.h"

#include <string.h>

static const char *const programs[] = {"mpiexec.mpich", "mpiexec.hydra", "mpiexec", NULL};

static bool serves(const struct rxt_layout *layout)
{
    return !strcmp(rxt_build.mpi, "mpich") && layout->nodes == 1;
}

static void command(struct rxt_words *out, const char *path, const struct rxt_launch *launch)
{
    rxt_words_add(out, "%s", path);
    rxt_words_add(out, "-n");
    rxt_words_add(out, "%d", launch->layout.ranks);
}

static void set_environment(const struct rxt_launch *launch)
{
    (void)launch;
}

const struct rxt_launcher rxt_launcher_mpich = {
    .name = "mpich",
    .what = "MPICH's mpiexec (Hydra)",
    .programs = programs,
    .serves = serves,
    .command = command,
    .environ = set_environment,
};
