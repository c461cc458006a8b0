/* SPDX-License-Identifier: BSD-3-Clause
 * launch_mpich.c - MPICH's mpiexec (Hydra), alone, with a file of hosts, or in an allocation, which it finds by
 * itself. It binds nothing unless asked.
 */
#include "launch.h"

#include "launch_rank.h"

#include <stdio.h>
#include <string.h>

static const char *const programs[] = {"mpiexec.mpich", "mpiexec.hydra", "mpiexec", NULL};

static bool serves(const struct rxt_layout *layout, const char *library)
{
    (void)layout;
    return rxt_mpi_suits(&rxt_launcher_mpich, library);
}

static void command(struct rxt_words *out, const char *path, const struct rxt_launch *launch)
{
    rxt_words_add(out, "%s", path);
    rxt_words_add(out, "-n");
    rxt_words_add(out, "%d", rxt_layout_ranks(&launch->layout));
    if (launch->way.hostfile) {
        rxt_words_add(out, "-f");
        rxt_words_add(out, "%s", launch->way.hostfile);
    }
    if (rxt_hosts_known(launch->way.hostfile)) {
        rxt_words_add(out, "-ppn");
        rxt_words_add(out, "%d", launch->layout.ranks);
    }
    if (launch->way.binds && launch->layout.policy != RXT_BY_NONE) {
        rxt_words_add(out, "-bind-to");
        rxt_words_add(out, "core:%d", launch->layout.threads);
    }
}

/* All that command writes. */
static const char *const options[] = {"-n ", "-f ", "-ppn ", "-bind-to ", NULL};

static void set_environment(const struct rxt_launch *launch)
{
    (void)launch;
}

/* In "... TERMINATED WITH THE EXIT STRING: Segmentation fault (signal 11)", which names no rank. */
static const char last_words[] = "EXIT STRING: ";

static bool read_end(const char *said, struct rxt_outcome *out)
{
    const char *at = strstr(said, last_words);
    at = at ? strstr(at, "(signal ") : NULL;
    return at && sscanf(at, "(signal %d)", &out->signal) == 1;
}

static void advise(int n_threads, char *out, size_t n_bytes)
{
    snprintf(out, n_bytes, "start with -bind-to none and rxt binds, or with -bind-to core:%d", n_threads);
}

static const char *const parents[] = {"hydra_pmi_proxy", "hydra_bstrap_pr" /* as the kernel cuts it */, NULL};
static const char *const forget[] = {"MPI_LOCALNRANKS=", "MPI_LOCALRANKID=", "PMI_", NULL};

static const struct rxt_ranks ranks = {
    .starter = "mpiexec",
    .parents = parents,
    .rank = "PMI_RANK",
    .local_rank = "MPI_LOCALRANKID",
    .n_ranks = "PMI_SIZE",
    .n_local = "MPI_LOCALNRANKS",
    .forget = forget,
    .else_binder = "mpiexec's -bind-to",
    .advise = advise,
};

static const char *const suspects[] = {"MPIR_CVAR_", "HYDRA_", "MPIEXEC_", "UCX_", "FI_", NULL};

/* What is made of MPICH has its launcher, too. */
static const char *const libraries[] = {"MPICH", "MVAPICH", "Intel(R) MPI", NULL};
static const char *const hosts[] = {"HYDRA_HOST_FILE", NULL};

const struct rxt_launcher rxt_launcher_mpich = {
    .name = "mpich",
    .what = "MPICH's mpiexec (Hydra)",
    .programs = programs,
    .ranks = &ranks,
    .mpi = "mpich",
    .libraries = libraries,
    .serves = serves,
    .command = command,
    .options = options,
    .environ = set_environment,
    .read_end = read_end,
    .suspects = suspects,
    .hosts = hosts,
    .last_words = last_words,
    .takes_any = true,
};
