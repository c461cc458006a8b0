/* SPDX-License-Identifier: BSD-3-Clause
 * launch_stale.c - variables of a job of Slurm that is over, or that is another machine's.
 *
 * Below a slurmstepd or a salloc the job lives. Elsewhere (a shell that outlived its job, an exported environment) Slurm is
 * asked; what is not known to run is forgotten, so that every command behaves as if nobody had left it.
 */
#include "launch_job.h"

#include "launch.h"
#include "machine_process.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

/* All that Slurm sets for a job; SLURM_CONF is the site's. */
static void forget_job(void)
{
    char name[256];
    for (char **variable = environ; variable && *variable;) {
        const size_t n = strcspn(*variable, "=");
        if (!strncmp(*variable, "SLURM", 5) && strncmp(*variable, "SLURM_CONF=", 11) != 0 &&
            n < sizeof name) {
            snprintf(name, sizeof name, "%.*s", (int)n, *variable);
            unsetenv(name); /* moves the others down */
        } else {
            variable++;
        }
    }
}

/* Why the job does not live; "" if it does. */
static void judge(const char *id, char *why, size_t n_bytes)
{
    char path[4096];
    const char *end = getenv("SLURM_JOB_END_TIME");
    long long end_s = 0;
    struct rxt_text state = {0};
    why[0] = '\0';
    if (end && rxt_parse_integer(end, "SLURM_JOB_END_TIME", 1, 1LL << 40, &end_s) == RXT_OK &&
        end_s < (long long)time(NULL)) {
        snprintf(why, n_bytes, "its time is over");
    } else if (!rxt_program_find("squeue", path, sizeof path)) {
        snprintf(why, n_bytes, "no Slurm is here to ask for it (squeue)");
    } else {
        rxt_slurm_ask(&state, (const char *const[]){"squeue", "-h", "-j", id, "-o", "%T", NULL});
        if (strncmp(rxt_text_of(&state), "RUNNING", 7) != 0) {
            snprintf(why, n_bytes, "squeue tells of no such job that runs");
        }
    }
    rxt_text_free(&state);
}

bool rxt_job_forget_stale(char *why, size_t n_bytes)
{
    static const char *const alive[] = {"slurmstepd", "salloc", NULL};
    const char *id = getenv("SLURM_JOB_ID");
    char reason[128];
    if (!id || !id[0] || rxt_process_is_below("/proc", getpid(), alive)) {
        return false;
    }
    judge(id, reason, sizeof reason);
    if (!reason[0]) {
        return false;
    }
    snprintf(why, n_bytes,
             "SLURM_JOB_ID is %.32s, and %s: the variables of this job are left over, and ignored", id,
             reason);
    forget_job();
    return true;
}
