/* SPDX-License-Identifier: BSD-3-Clause
 * launch_slurm.c - Slurm: its variables, squeue, scontrol.
 */
#include "launch_batch.h"

#include "launch.h"
#include "text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* "EndTime=2026-01-31T12:00:00" of scontrol show job. */
static double read_end_time(const char *text)
{
    struct tm tm = {.tm_isdst = -1};
    const char *at = strstr(text, "EndTime=");
    if (!at || sscanf(at, "EndTime=%d-%d-%dT%d:%d:%d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &tm.tm_hour,
                      &tm.tm_min, &tm.tm_sec) != 6) {
        return at && !strncmp(at, "EndTime=Unknown", 15) ? INFINITY : NAN;
    }
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    return difftime(mktime(&tm), time(NULL));
}

static void read_time_left(struct rxt_job *job)
{
    const char *end = getenv("SLURM_JOB_END_TIME");
    long long end_s = 0;
    struct rxt_text squeue = {0}, scontrol = {0};
    if (end && rxt_parse_integer(end, "SLURM_JOB_END_TIME", 1, 1LL << 40, &end_s) == RXT_OK) {
        job->left_s = (double)end_s - (double)time(NULL);
        job->left_from = "SLURM_JOB_END_TIME";
    }
    if (isnan(job->left_s)) {
        rxt_job_ask(&squeue, (const char *const[]){"squeue", "-h", "-j", job->id, "-o", "%L", NULL});
        job->left_s = rxt_job_seconds(rxt_text_of(&squeue));
        job->left_from = "squeue";
    }
    if (isnan(job->left_s)) {
        rxt_job_ask(&scontrol, (const char *const[]){"scontrol", "show", "job", job->id, NULL});
        job->left_s = read_end_time(rxt_text_of(&scontrol));
        job->left_from = isnan(job->left_s) ? NULL : "scontrol";
    }
    rxt_text_free(&squeue);
    rxt_text_free(&scontrol);
}

static void read_job(struct rxt_job *out)
{
    const int n_nodes = rxt_job_count("SLURM_JOB_NUM_NODES");
    out->n_nodes = n_nodes > 0 || getenv("SLURM_JOB_NUM_NODES") ? n_nodes : rxt_job_count("SLURM_NNODES");
    out->cpus = getenv("SLURM_JOB_CPUS_PER_NODE");
    read_time_left(out);
}

static void judge(const char *id, char *why, size_t n_bytes)
{
    char path[4096];
    const char *end = getenv("SLURM_JOB_END_TIME");
    long long end_s = 0;
    struct rxt_text state = {0};
    if (end && rxt_parse_integer(end, "SLURM_JOB_END_TIME", 1, 1LL << 40, &end_s) == RXT_OK &&
        end_s < (long long)time(NULL)) {
        snprintf(why, n_bytes, "its time is over");
    } else if (!rxt_program_find("squeue", path, sizeof path)) {
        snprintf(why, n_bytes, "no Slurm is here to ask for it (squeue)");
    } else {
        rxt_job_ask(&state, (const char *const[]){"squeue", "-h", "-j", id, "-o", "%T", NULL});
        if (strncmp(rxt_text_of(&state), "RUNNING", 7) != 0) {
            snprintf(why, n_bytes, "squeue tells of no such job that runs");
        }
    }
    rxt_text_free(&state);
}

static const char *const alive[] = {"slurmstepd", "salloc", NULL};
static const char *const variables[] = {"SLURM", NULL};
static const char *const told[] = {"SLURM_JOB_ID", "SLURM_JOB_PARTITION", "SLURM_CPUS_PER_TASK", NULL};

const struct rxt_batch rxt_batch_slurm = {
    .name = "Slurm",
    .id = "SLURM_JOB_ID",
    .old_id = "SLURM_JOBID",
    .node = "SLURMD_NODENAME",
    .alive = alive,
    .variables = variables,
    .told = told,
    .site = "SLURM_CONF=",
    .nodes_from = "the number of nodes (SLURM_JOB_NUM_NODES); ",
    .cpus_from = "the CPUs of each node (SLURM_JOB_CPUS_PER_NODE); ",
    .left_from = "the remaining time (squeue, scontrol); ",
    .read = read_job,
    .judge = judge,
};
