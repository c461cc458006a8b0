/* SPDX-License-Identifier: BSD-3-Clause
 * trial_memory.c - does a kernel fit here, and how much memory did it take?
 */
#include "trial_memory.h"

#include "machine_cgroup.h"
#include "text.h"
#include "trial_kernel.h"

#include <stdio.h>

/* Let the peak of resident memory begin anew. */
bool rxt_peak_forget(void)
{
    FILE *file = fopen("/proc/self/clear_refs", "w");
    if (!file) {
        return false;
    }
    const bool written = fputs("5", file) >= 0;
    return fclose(file) == 0 && written;
}

double rxt_peak_bytes(void)
{
    return 1024.0 * rxt_number_in("/proc/self/status", "VmHWM:");
}

double rxt_pss_bytes(void)
{
    return 1024.0 * rxt_number_in("/proc/self/smaps_rollup", "Pss:");
}

/* Before anything is allocated: do all ranks of this node fit into what is free here? */
enum rxt_err rxt_memory_check(struct rxt_team *team, const struct rxt_setting *setting)
{
    struct rxt_need need;
    char wants[16], has[16], share[16];
    rxt_kernel_need(setting->kernel, setting->values, &need);
    const int n_ranks = rxt_team_ranks(team), n_here = rxt_team_node_ranks(team);
    const double rank_bytes = need.split_bytes / n_ranks + need.rank_bytes;
    const double free_bytes = rxt_memory_available();
    enum rxt_err err = RXT_OK;
    if (rank_bytes * n_here > 0.9 * free_bytes) {
        err =
            rxt_fail(RXT_E_MEMORY,
                     "%s needs %s on each of %d rank%s of a node, %s in all, and %s are free there: make it "
                     "smaller (--size small, or its parameters)",
                     setting->kernel->name, rxt_show_bytes(share, sizeof share, rank_bytes), n_here,
                     n_here == 1 ? "" : "s", rxt_show_bytes(wants, sizeof wants, rank_bytes * n_here),
                     rxt_show_bytes(has, sizeof has, free_bytes));
    }
    return rxt_team_agree(team, err);
}
