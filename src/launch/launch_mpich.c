/* SPDX-License-Identifier: BSD-3-Clause
 * launch_mpich.c - MPICH's mpiexec (Hydra), alone, with a file of hosts, or in an allocation, which it finds by
 * itself. It binds nothing unless asked.
 */
#include "launch.h"

#include "build.h"

#include <string.h>

static const char *const programs[] = {"mpiexec.mpich", "mpiexec.hydra", "mpiexec", NULL};

static bool serves(const struct rxt_layout *layout)
{
    (void)layout;
    return !strcmp(rxt_build.mpi, "mpich");
}

static void command(struct rxt_words *out, const char *path, const struct rxt_launch *launch)
{
    rxt_words_add(out, "%s", path);
    rxt_words_add(out, "-n");
    rxt_words_add(out, "%d", launch->layout.nodes * launch->layout.ranks);
    if (rxt_hostfile()) {
        rxt_words_add(out, "-f");
        rxt_words_add(out, "%s", rxt_hostfile());
    }
    if (rxt_hosts_known()) {
        rxt_words_add(out, "-ppn");
        rxt_words_add(out, "%d", launch->layout.ranks);
    }
    if (launch->way.binds && launch->layout.policy != RXT_BY_NONE) {
        rxt_words_add(out, "-bind-to");
        rxt_words_add(out, "core:%d", launch->layout.threads);
    }
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
