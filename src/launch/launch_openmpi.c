/* SPDX-License-Identifier: BSD-3-Clause
 * launch_openmpi.c - Open MPI's mpirun.
 */
#include "launch.h"

#include "build.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const programs[] = {"mpirun.openmpi", "mpirun", NULL};

static bool serves(const struct rxt_layout *layout)
{
    return !strcmp(rxt_build.mpi, "openmpi") && layout->nodes == 1;
}

static void command(struct rxt_words *out, const char *path, const struct rxt_launch *launch)
{
    rxt_words_add(out, "%s", path);
    rxt_words_add(out, "-n");
    rxt_words_add(out, "%d", launch->layout.ranks);
    if (launch->layout.policy != RXT_BY_NONE) { /* rxt binds; policy none is what plain mpirun does */
        rxt_words_add(out, "--bind-to");
        rxt_words_add(out, "none");
    }
    if (launch->options.oversubscribe ||
        launch->options.smt) { /* its slots are cores, and fewer in containers */
        rxt_words_add(out, "--oversubscribe");
    }
}

static void set_environment(const struct rxt_launch *launch)
{
    if (geteuid() == 0) { /* mpirun refuses root otherwise; in containers everybody is */
        setenv("OMPI_ALLOW_RUN_AS_ROOT", "1", 1);
        setenv("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1", 1);
    }
    if (launch->options.oversubscribe) {
        setenv("OMPI_MCA_mpi_yield_when_idle", "1", 1);
    }
}

const struct rxt_launcher rxt_launcher_openmpi = {
    .name = "openmpi",
    .what = "Open MPI's mpirun",
    .programs = programs,
    .serves = serves,
    .command = command,
    .environ = set_environment,
};
