/* SPDX-License-Identifier: BSD-3-Clause
 * launch_openmpi.c - the mpirun of Open MPI up to 4 (ORTE), alone, with a file of hosts, or in an allocation.
 */
#include "launch.h"

#include "build.h"
#include "launch_rank.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const programs[] = {"mpirun.openmpi", "mpirun", NULL};

int rxt_openmpi_major(void)
{
    static const char name[] = "Open MPI v";
    const char *library = !strcmp(rxt_build.mpi, "openmpi") ? rxt_rank_library() : "";
    return strncmp(library, name, sizeof name - 1) == 0 ? (int)strtol(library + sizeof name - 1, NULL, 10)
                                                        : 0;
}

static bool serves(const struct rxt_layout *layout)
{
    (void)layout; /* behind the dialect of 5, so that either mpirun is tried with either library */
    return !strcmp(rxt_build.mpi, "openmpi");
}

static void command(struct rxt_words *out, const char *path, const struct rxt_launch *launch)
{
    const struct rxt_layout *layout = &launch->layout;
    const bool is_plain = layout->policy == RXT_BY_NONE; /* what mpirun does when nobody thinks */
    rxt_words_add(out, "%s", path);
    rxt_words_add(out, "-n");
    rxt_words_add(out, "%d", layout->nodes * layout->ranks);
    if (rxt_hostfile()) {
        rxt_words_add(out, "--hostfile");
        rxt_words_add(out, "%s", rxt_hostfile());
    }
    if (launch->way.binds && !is_plain) {
        rxt_words_add(out, "--map-by");
        rxt_words_add(out, "ppr:%d:node:PE=%d", layout->ranks, layout->threads);
    } else if (rxt_hosts_known() && (!is_plain || layout->nodes > 1)) { /* else it fills the first host up */
        rxt_words_add(out, "--map-by");
        rxt_words_add(out, "ppr:%d:node", layout->ranks);
    }
    if (!is_plain) {
        rxt_words_add(out, "--bind-to");
        rxt_words_add(out, launch->way.binds ? "core" : "none");
    }
    if (launch->options.oversubscribe ||
        launch->options.smt) { /* its slots are cores, and fewer in containers */
        rxt_words_add(out, "--oversubscribe");
    }
}

void rxt_openmpi_environ(const struct rxt_launch *launch)
{
    const char *cpus = getenv("SLURM_JOB_CPUS_PER_NODE");
    if (geteuid() == 0) { /* mpirun refuses root otherwise; in containers everybody is */
        setenv("OMPI_ALLOW_RUN_AS_ROOT", "1", 1);
        setenv("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1", 1);
        setenv("PRTE_ALLOW_RUN_AS_ROOT", "1", 1);
        setenv("PRTE_ALLOW_RUN_AS_ROOT_CONFIRM", "1", 1);
    }
    if (launch->options.oversubscribe) {
        setenv("OMPI_MCA_mpi_yield_when_idle", "1", 1);
    }
    if (cpus && cpus[0]) { /* its slots are the job's tasks, whatever cores they have; layouts are of cores */
        setenv("SLURM_TASKS_PER_NODE", cpus, 1);
        unsetenv("SLURM_CPUS_PER_TASK");
    }
}

const struct rxt_launcher rxt_launcher_openmpi = {
    .name = "openmpi",
    .what = "Open MPI's mpirun",
    .programs = programs,
    .serves = serves,
    .command = command,
    .environ = rxt_openmpi_environ,
};
