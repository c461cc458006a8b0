/* SPDX-License-Identifier: BSD-3-Clause
 * launch_srun.c - Slurm's srun, inside an allocation.
 *
 * It is told everything: since 22.05 srun does not take --cpus-per-task from sbatch any more, and without
 * --ntasks-per-node it fills nodes unevenly. --overlap, since rxt itself may run in a step of the same cores.
 * Where rxt binds, srun is not told of the threads: --cpus-per-task implies --exact, and would take from the step
 * the cores that this layout leaves idle, among which rxt chooses.
 */
#include "launch.h"

#include "build.h"

#include <stdlib.h>
#include <string.h>

static const char *const programs[] = {"srun", NULL};

static bool serves(const struct rxt_layout *layout)
{
    const char *job = getenv("SLURM_JOB_ID");
    (void)layout;
    return job && job[0] && strcmp(rxt_build.mpi, "no") != 0;
}

static void command(struct rxt_words *out, const char *path, const struct rxt_launch *launch)
{
    const struct rxt_layout *layout = &launch->layout;
    rxt_words_add(out, "%s", path);
    rxt_words_add(out, "--mpi=%s", !strcmp(rxt_build.mpi, "mpich") ? "pmi2" : "pmix");
    rxt_words_add(out, "--nodes=%d", layout->nodes);
    rxt_words_add(out, "--ntasks=%d", layout->nodes * layout->ranks);
    rxt_words_add(out, "--ntasks-per-node=%d", layout->ranks);
    rxt_words_add(out, "--kill-on-bad-exit=1");
    rxt_words_add(out, "--overlap");
    if (launch->options.oversubscribe) {
        rxt_words_add(out, "--overcommit");
    }
    if (launch->way.binds && layout->policy != RXT_BY_NONE) {
        rxt_words_add(out, "--cpus-per-task=%d", layout->threads);
    }
    if (layout->policy !=
        RXT_BY_NONE) { /* bound by nobody each rank has the job's cores of its node, and rxt binds */
        rxt_words_add(out, "--cpu-bind=%s", launch->way.binds ? "cores" : "none");
    }
}

static void set_environment(const struct rxt_launch *launch)
{
    unsetenv("SLURM_CPUS_PER_TASK"); /* of sbatch; srun before 22.05 would take it for the step's */
    unsetenv("SRUN_CPUS_PER_TASK");
    if (launch->options.oversubscribe) {
        setenv("OMPI_MCA_mpi_yield_when_idle", "1", 1);
    }
}

const struct rxt_launcher rxt_launcher_srun = {
    .name = "srun",
    .what = "Slurm's srun",
    .programs = programs,
    .serves = serves,
    .command = command,
    .environ = set_environment,
};
