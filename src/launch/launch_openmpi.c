/* SPDX-License-Identifier: BSD-3-Clause
 * launch_openmpi.c - the mpirun of Open MPI up to 4 (ORTE), alone, with a file of hosts, or in an allocation.
 */
#include "launch.h"

#include "launch_rank.h"
#include "machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const programs[] = {"mpirun.openmpi", "mpirun", NULL};

int rxt_openmpi_major(const char *library)
{
    static const char name[] = "Open MPI v";
    const char *here = library ? library : rxt_rank_library();
    return strncmp(here, name, sizeof name - 1) == 0 ? (int)strtol(here + sizeof name - 1, NULL, 10) : 0;
}

static bool serves(const struct rxt_layout *layout, const char *library)
{
    (void)layout; /* behind the dialect of 5, so that either mpirun is tried with either library */
    return rxt_mpi_suits(&rxt_launcher_openmpi, library);
}

static void command(struct rxt_words *out, const char *path, const struct rxt_launch *launch)
{
    const struct rxt_layout *layout = &launch->layout;
    const bool is_plain = layout->policy == RXT_BY_NONE; /* what mpirun does when nobody thinks */
    rxt_words_add(out, "%s", path);
    rxt_words_add(out, "-n");
    rxt_words_add(out, "%d", rxt_layout_ranks(layout));
    if (launch->way.hostfile) {
        rxt_words_add(out, "--hostfile");
        rxt_words_add(out, "%s", launch->way.hostfile);
    }
    if (launch->way.binds && !is_plain) {
        rxt_words_add(out, "--map-by");
        rxt_words_add(out, "ppr:%d:node:PE=%d", layout->ranks, layout->threads);
    } else if (rxt_hosts_known(launch->way.hostfile) &&
               (!is_plain || layout->nodes > 1)) { /* else it fills the first host up */
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
    rxt_openmpi_export(out, launch);
}

/* Ranks on other nodes get of the environment what is named. */
void rxt_openmpi_export(struct rxt_words *out, const struct rxt_launch *launch)
{
    for (size_t i = 0; launch->exports && i < launch->exports->n; i++) {
        const char *set = launch->exports->word[i];
        rxt_words_add(out, "-x");
        rxt_words_add(out, "%.*s", (int)strcspn(set, "="), set);
    }
}

/* Has the user told Open MPI by which ways ranks talk, or where it is told? */
static bool has_chosen_ways(void)
{
    static const char *const names[] = {"pml", "btl", "mtl", "mca_base_param_files"};
    char path[4096], line[512], name[64];
    bool has = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "OMPI_MCA_%s", names[i]);
        has |= getenv(path) != NULL;
    }
    snprintf(path, sizeof path, "%s/.openmpi/mca-params.conf", getenv("HOME") ? getenv("HOME") : "");
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        for (size_t i = 0; i < sizeof names / sizeof *names && sscanf(line, " %63[a-z_]", name) == 1; i++) {
            has |= !strcmp(name, names[i]);
        }
    }
    if (file) {
        fclose(file);
    }
    return has;
}

/* Half of Open MPI's start is its search for networks. */
void rxt_openmpi_stay_on_node(const struct rxt_launch *launch, int major, double shm_bytes)
{
    const struct rxt_layout *layout = &launch->layout;
    const bool may_spill = layout->policy == RXT_BY_NONE && rxt_hosts_known(launch->way.hostfile);
    const bool may = launch->tells && major >= 2 && !rxt_shm_is_short(layout, shm_bytes);
    if (may && layout->nodes == 1 && !may_spill && !has_chosen_ways()) {
        setenv("OMPI_MCA_pml", "ob1", 1);
        setenv("OMPI_MCA_btl", major >= 5 ? "sm,self" : "vader,self", 1);
    }
}

/* All that command writes, of Open MPI 5 too. */
const char *const rxt_openmpi_options[] = {"-n ", "--hostfile ", "--map-by ", "--bind-to ", "--oversubscribe",
                                           "-x ", NULL};

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
    rxt_openmpi_stay_on_node(launch, rxt_openmpi_major(launch->way.library), rxt_shm_available());
}

/* "mpirun noticed that process rank 1 with PID 42 on node a exited on signal 11 (...)": Open MPI, PRRTE. */
bool rxt_openmpi_read_end(const char *said, struct rxt_outcome *out)
{
    for (const char *at = said; (at = strstr(at, "process rank ")) != NULL; at++) {
        int rank = -1, signal_number = 0;
        if (sscanf(at, "process rank %d with PID %*d on node %*s exited on signal %d", &rank,
                   &signal_number) == 2) {
            out->rank = rank;
            out->signal = signal_number;
            return true;
        }
    }
    return false;
}

static bool write_binder(char *out, size_t n_bytes)
{
    const char *policy = getenv("OMPI_MCA_hwloc_base_binding_policy");
    const char *map = getenv("OMPI_MCA_rmaps_base_mapping_policy");
    if (policy || (map && strstr(map, "PE="))) {
        snprintf(out, n_bytes, "mpirun's %s %s", policy ? "--bind-to" : "--map-by", policy ? policy : map);
    } else if (getenv(rxt_openmpi_ranks.is_bound)) {
        snprintf(out, n_bytes, "mpirun's default --bind-to (core for 1 or 2 ranks, else socket)");
    } else {
        return false;
    }
    return true;
}

static void advise(int n_threads, char *out, size_t n_bytes)
{
    snprintf(out, n_bytes,
             "start with --bind-to none and rxt binds, or with --map-by slot:PE=%d --bind-to core",
             n_threads);
}

static const char *const parents[] = {"orted",          "prted",   "prterun",         "orterun", "mpirun",
                                      "mpirun.openmpi", "mpiexec", "mpiexec.openmpi", NULL};

/* Those of PMIx, which srun --mpi=pmix sets, too, are told here alone. */
static const char *const forget[] = {"OMPI_COMM_WORLD_",
                                     "OMPI_UNIVERSE_SIZE=",
                                     "OMPI_FILE_LOCATION=",
                                     "OMPI_MCA_ess",
                                     "OMPI_MCA_orte_ess_",
                                     "OMPI_MCA_orte_app_num=",
                                     "OMPI_MCA_orte_bound_at_launch=",
                                     "OMPI_MCA_orte_hnp_uri=",
                                     "OMPI_MCA_orte_jobfam_session_dir=",
                                     "OMPI_MCA_orte_launch=",
                                     "OMPI_MCA_orte_local_daemon_uri=",
                                     "OMPI_MCA_orte_num_nodes=",
                                     "OMPI_MCA_orte_top_session_dir=",
                                     "PMIX_BFROP_BUFFER_TYPE=",
                                     "PMIX_DSTORE_",
                                     "PMIX_GDS_MODULE=",
                                     "PMIX_HOSTNAME=",
                                     "PMIX_ID=",
                                     "PMIX_NAMESPACE=",
                                     "PMIX_RANK=",
                                     "PMIX_SECURITY_MODE=",
                                     "PMIX_SERVER_",
                                     "PMIX_VERSION=",
                                     NULL};

const struct rxt_ranks rxt_openmpi_ranks = {
    .starter = "mpirun",
    .parents = parents,
    .rank = "OMPI_COMM_WORLD_RANK",
    .local_rank = "OMPI_COMM_WORLD_LOCAL_RANK",
    .n_ranks = "OMPI_COMM_WORLD_SIZE",
    .n_local = "OMPI_COMM_WORLD_LOCAL_SIZE",
    .forget = forget,
    .is_bound = "OMPI_MCA_orte_bound_at_launch",
    .binder = write_binder,
    .advise = advise,
};

const char *const rxt_openmpi_suspects[] = {"OMPI_MCA_", "PRTE_MCA_", "PMIX_MCA_", "OPAL_PREFIX=", NULL};

static const char *const libraries[] = {"Open MPI", NULL};
static const char *const told[] = {"OMPI_MCA_btl", "OMPI_MCA_pml", "OMPI_MCA_hwloc_base_binding_policy",
                                   NULL};
static const char *const hosts[] = {"OMPI_MCA_orte_default_hostfile", NULL};

const struct rxt_launcher rxt_launcher_openmpi = {
    .name = "openmpi",
    .what = "Open MPI's mpirun",
    .programs = programs,
    .ranks = &rxt_openmpi_ranks,
    .mpi = "openmpi",
    .libraries = libraries,
    .serves = serves,
    .command = command,
    .options = rxt_openmpi_options,
    .environ = rxt_openmpi_environ,
    .read_end = rxt_openmpi_read_end,
    .suspects = rxt_openmpi_suspects,
    .told = told,
    .hosts = hosts,
    .takes_any = true,
};
