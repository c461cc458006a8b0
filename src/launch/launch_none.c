/* SPDX-License-Identifier: BSD-3-Clause
 * launch_none.c - one rank needs no launcher, unless it belongs on another host.
 */
#include "launch.h"
#include "launch_job.h"

static bool serves(const struct rxt_layout *layout, const char *library)
{
    (void)library;
    return rxt_layout_ranks(layout) == 1 && layout->policy != RXT_BY_NONE && !rxt_job_is_elsewhere();
}

static void command(struct rxt_words *out, const char *path, const struct rxt_launch *launch)
{
    (void)out, (void)path, (void)launch;
}

static void set_environment(const struct rxt_launch *launch)
{
    (void)launch;
}

static const char *const suspects[] = {"OMPI_MCA_", "PMIX_MCA_", "MPIR_CVAR_", "UCX_", NULL};

const struct rxt_launcher rxt_launcher_none = {
    .name = "none",
    .what = "one rank, started directly",
    .serves = serves,
    .command = command,
    .environ = set_environment,
    .suspects = suspects,
};
