/* SPDX-License-Identifier: BSD-3-Clause
 * launch_openmpi5.c - the mpirun of Open MPI 5 (PRRTE): what was an option is a modifier of --map-by there.
 */
#include "launch.h"

#include <stdio.h>

static const char *const programs[] = {"mpirun.openmpi", "mpirun", NULL};

static bool serves(const struct rxt_layout *layout, const char *library)
{
    (void)layout;
    return rxt_openmpi_major(library) >= 5;
}

static void command(struct rxt_words *out, const char *path, const struct rxt_launch *launch)
{
    const struct rxt_layout *layout = &launch->layout;
    const bool is_plain = layout->policy == RXT_BY_NONE;
    const bool crowds = launch->options.oversubscribe || launch->options.smt;
    char map[96] = "";
    rxt_words_add(out, "%s", path);
    rxt_words_add(out, "-n");
    rxt_words_add(out, "%d", rxt_layout_ranks(layout));
    if (launch->way.hostfile) {
        rxt_words_add(out, "--hostfile");
        rxt_words_add(out, "%s", launch->way.hostfile);
    }
    if (!is_plain || layout->nodes > 1) {
        snprintf(map, sizeof map, "ppr:%d:node", layout->ranks);
    }
    if (launch->way.binds && !is_plain) {
        snprintf(map, sizeof map, "ppr:%d:node:PE=%d", layout->ranks, layout->threads);
    }
    if (map[0] || crowds) {
        rxt_words_add(out, "--map-by");
        rxt_words_add(out, "%s%s", map, crowds ? ":OVERSUBSCRIBE" : "");
    }
    if (!is_plain) {
        rxt_words_add(out, "--bind-to");
        rxt_words_add(out, launch->way.binds ? "core" : "none");
    }
    rxt_openmpi_export(out, launch);
}

static const char *const hosts[] = {"PRTE_MCA_prte_default_hostfile", NULL};

const struct rxt_launcher rxt_launcher_openmpi5 = {
    .name = "openmpi5",
    .what = "the mpirun of Open MPI 5",
    .programs = programs,
    .ranks = &rxt_openmpi_ranks,
    .serves = serves,
    .command = command,
    .options = rxt_openmpi_options,
    .environ = rxt_openmpi_environ,
    .read_end = rxt_openmpi_read_end,
    .suspects = rxt_openmpi_suspects,
    .hosts = hosts,
    .takes_any = true,
};
