/* SPDX-License-Identifier: BSD-3-Clause
 * cli_become.c - rxt started as a rank: it becomes rxt-rank, which alone is linked with MPI and OpenMP, or says that
 * its command is none for ranks.
 */
#include "cli.h"

#include "launch.h"
#include "launch_job.h"
#include "launch_place.h"
#include "launch_plugin.h"
#include "launch_rank.h"
#include "signals.h"
#include "text.h"

#include <signal.h>
#include <stdlib.h>
#include <time.h>

enum rxt_err rxt_leave_to_first(enum rxt_err err)
{
    const struct timespec until_said = {.tv_nsec = 500000000};
    rxt_signal_ignore(SIGTERM);
    nanosleep(&until_said, NULL);
    return rxt_fail(err, "%s", "");
}

/* What starts ranks itself, or needs none, would be done by every rank: N studies on the same cores. */
static enum rxt_err refuse_rank(const struct rxt_cmd *cmd, const struct rxt_rank *rank)
{
    const bool is_step = rank->ranks->is_step;
    if (rank->rank > 0) {
        return rxt_leave_to_first(RXT_E_USAGE);
    }
    return rxt_fail(RXT_E_USAGE,
                    "rxt %s is no program of ranks%s, and %s started it as one: start it without %s, as "
                    "'rxt %s ...'%s%s%s",
                    cmd->name, cmd == &rxt_cmd_study ? " (it starts them itself)" : "", rank->launcher,
                    rank->launcher, cmd->name, is_step ? "; in a batch script: 'exec rxt " : "",
                    is_step ? cmd->name : "", is_step ? " ...'" : "");
}

void rxt_begin(void)
{
    rxt_plugins_by(&rxt_plugin_by_rank);
}

enum rxt_err rxt_mind_rank(const struct rxt_cmd *cmd, char *const *argv)
{
    char why[256];
    rxt_listener_forget_stale();
    if (!cmd->takes_part && !cmd->is_alone) {
        return RXT_OK;
    }
    const struct rxt_rank rank = rxt_rank_here();
    if (cmd->takes_part && (rank.is_one || getenv("RXT_LAUNCHER"))) {
        return rxt_rank_become(argv);
    }
    if (rank.is_one && cmd->is_alone) {
        return refuse_rank(cmd, &rank);
    }
    if ((cmd->takes_part || cmd == &rxt_cmd_study) && rxt_job_forget_stale(why, sizeof why)) {
        rxt_say("rxt: warning: ", "%s", why);
    }
    return RXT_OK;
}
