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
#include "launch_batch.h"
#include "launch_job.h"
#include "launch_rank.h"
#include "machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const programs[] = {"srun", NULL};

static bool serves(const struct rxt_layout *layout, const char *library)
{
    (void)layout;
    return rxt_batch_here() == &rxt_batch_slurm && (library || strcmp(rxt_build.mpi, "no") != 0);
}

static void command(struct rxt_words *out, const char *path, const struct rxt_launch *launch)
{
    const struct rxt_layout *layout = &launch->layout;
    rxt_words_add(out, "%s", path);
    rxt_words_add(out, "--mpi=%s", rxt_mpi_suits(&rxt_launcher_mpich, launch->way.library) ? "pmi2" : "pmix");
    rxt_words_add(out, "--nodes=%d", layout->nodes);
    rxt_words_add(out, "--ntasks=%d", rxt_layout_ranks(layout));
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

/* All that command writes. */
static const char *const options[] = {
    "--mpi=",    "--nodes=",     "--ntasks=",        "--ntasks-per-node=", "--kill-on-bad-exit=",
    "--overlap", "--overcommit", "--cpus-per-task=", "--cpu-bind=",        NULL};

static void set_environment(const struct rxt_launch *launch)
{
    unsetenv("SLURM_CPUS_PER_TASK"); /* of sbatch; srun before 22.05 would take it for the step's */
    unsetenv("SRUN_CPUS_PER_TASK");
    if (launch->options.oversubscribe) {
        setenv("OMPI_MCA_mpi_yield_when_idle", "1", 1);
    }
    rxt_openmpi_stay_on_node(launch, rxt_openmpi_major(launch->way.library), rxt_shm_available());
}

/* "srun: error: tn1: task 1: Segmentation fault (core dumped)". */
static bool read_end(const char *said, struct rxt_outcome *out)
{
    for (const char *at = said; (at = strstr(at, "srun: error: ")) != NULL; at++) {
        char name[64] = "";
        int rank = -1;
        if (sscanf(at, "srun: error: %*[^:\n]: task %d: %63[^(\n]", &rank, name) != 2) {
            continue;
        }
        name[strcspn(name, "(")] = '\0';
        for (size_t n = strlen(name); n > 0 && name[n - 1] == ' '; n--) {
            name[n - 1] = '\0';
        }
        for (int s = 1; s < 32; s++) {
            if (!strcmp(name, strsignal(s))) {
                out->rank = rank;
                out->signal = s;
                return true;
            }
        }
    }
    return false;
}

static bool write_binder(char *out, size_t n_bytes)
{
    const char *bind = getenv("SLURM_CPU_BIND");
    if (bind) {
        snprintf(out, n_bytes, "srun's --cpu-bind (%s)", bind);
    }
    return bind != NULL;
}

static void advise(int n_threads, char *out, size_t n_bytes)
{
    snprintf(out, n_bytes,
             "start with --cpu-bind=none and rxt binds, or with --cpus-per-task=%d --cpu-bind=cores",
             n_threads);
}

static const char *const parents[] = {"slurmstepd", NULL};
/* A job's script and a shell of salloc are children of a slurmstepd, too, whose title then ends in "[7.batch]". */
static const char *const no_ranks[] = {".batch]", ".interactive]", ".extern]", NULL};
/* Slurm sets its variables in batch scripts as well, but PMI's for ranks alone. */
static const char *const proof[] = {"PMIX_RANK", "PMI_RANK", NULL};
static const char *const forget[] = {NULL}; /* the job's are needed, and those of PMI and PMIx others tell */

static int count_local(void)
{
    const char *node = getenv("SLURM_NODEID");
    const int n = rxt_job_cpus(getenv("SLURM_STEP_TASKS_PER_NODE"), node ? (int)strtol(node, NULL, 10) : 0);
    return n > 0 ? n : -1;
}

static const struct rxt_ranks ranks = {
    .starter = "srun",
    .parents = parents,
    .no_ranks = no_ranks,
    .rank = "SLURM_PROCID",
    .local_rank = "SLURM_LOCALID",
    .n_ranks = "SLURM_STEP_NUM_TASKS",
    .n_nodes = "SLURM_STEP_NUM_NODES",
    .count_local = count_local,
    .proof = proof,
    .forget = forget,
    .binder = write_binder,
    .is_step = true,
    .advise = advise,
};

static const char *const suspects[] = {"SLURM_MPI_TYPE=", "OMPI_MCA_", "PMIX_MCA_", "MPIR_CVAR_", NULL};

const struct rxt_launcher rxt_launcher_srun = {
    .name = "srun",
    .what = "Slurm's srun",
    .programs = programs,
    .ranks = &ranks,
    .serves = serves,
    .command = command,
    .options = options,
    .environ = set_environment,
    .read_end = read_end,
    .suspects = suspects,
};
