/* SPDX-License-Identifier: BSD-3-Clause
 * launch_stale.c - variables of a job that is over, or that is another machine's.
 *
 * Below a process that runs jobs (slurmstepd, salloc, pbs_mom) the job lives. Elsewhere (a shell that outlived its job, an
 * exported environment) its batch system is asked; what is not known to run is forgotten, so that every command behaves as
 * if nobody had left it.
 */
#include "launch_batch.h"

#include "machine_process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

static bool is_of_job(const struct rxt_batch *batch, const char *variable)
{
    bool is = false;
    for (const char *const *prefix = batch->variables; *prefix; prefix++) {
        is |= !strncmp(variable, *prefix, strlen(*prefix));
    }
    return is && !(batch->site && !strncmp(variable, batch->site, strlen(batch->site)));
}

/* All that the batch system sets for a job. */
static void forget_job(const struct rxt_batch *batch)
{
    char name[256];
    for (char **variable = environ; variable && *variable;) {
        const size_t n = strcspn(*variable, "=");
        if (is_of_job(batch, *variable) && n < sizeof name) {
            snprintf(name, sizeof name, "%.*s", (int)n, *variable);
            unsetenv(name); /* moves the others down */
        } else {
            variable++;
        }
    }
}

bool rxt_job_forget_stale(char *why, size_t n_bytes)
{
    const struct rxt_batch *batch = rxt_batch_here();
    char reason[128] = "";
    if (!batch || rxt_process_is_below("/proc", getpid(), batch->alive)) {
        return false;
    }
    const char *name = rxt_batch_id(batch);
    batch->judge(getenv(name), reason, sizeof reason);
    if (!reason[0]) {
        return false;
    }
    snprintf(why, n_bytes, "%s is %.32s, and %s: the variables of this job are left over, and ignored", name,
             getenv(name), reason);
    forget_job(batch);
    return true;
}
