/* SPDX-License-Identifier: BSD-3-Clause
 * launch_pbs.c - PBS: Torque, OpenPBS, PBS Professional. Its job runs on the first of its nodes.
 *
 * A line of the file of nodes is a CPU where Torque's PBS_NUM_PPN is set, else a process as the job asked for them
 * (mpiprocs), and then the CPUs are not told.
 */
#include "launch_batch.h"

#include "text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* "    Resource_List.walltime = 01:00:00" of qstat -f. */
static double read_seconds(const char *text, const char *key)
{
    char value[64] = "";
    const char *at = strstr(text, key);
    return at && sscanf(at + strlen(key), " = %63s", value) == 1 ? rxt_job_seconds(value) : (double)NAN;
}

static void read_time_left(struct rxt_job *job)
{
    struct rxt_text told = {0};
    rxt_job_ask(&told, (const char *const[]){"qstat", "-f", job->id, NULL});
    const double limit_s = read_seconds(rxt_text_of(&told), "Resource_List.walltime");
    const double used_s = read_seconds(rxt_text_of(&told), "resources_used.walltime");
    job->left_s = limit_s - (isnan(used_s) ? 0.0 : used_s); /* nothing is told as used in the first minutes */
    job->left_from = isnan(job->left_s) ? NULL : "qstat";
    rxt_text_free(&told);
}

static void read_job(struct rxt_job *out)
{
    const char *slots = NULL;
    out->n_nodes = rxt_nodefile_count(rxt_job_variable("PBS_NODEFILE"), &slots);
    out->cpus = rxt_job_count("PBS_NUM_PPN") > 0 ? slots : NULL;
    read_time_left(out);
}

static void judge(const char *id, char *why, size_t n_bytes)
{
    (void)id;
    rxt_nodefile_judge(&rxt_batch_pbs, why, n_bytes);
}

static const char *const told[] = {"PBS_JOBID", "PBS_QUEUE", "PBS_NUM_NODES", "PBS_NUM_PPN", NULL};
static const char *const alive[] = {"pbs_mom", NULL};
static const char *const variables[] = {
    "PBS_JOB", "PBS_NODE", "PBS_NUM_", "PBS_NP=", "PBS_TASKNUM", "PBS_ENV", "PBS_MOMPORT=", NULL};

const struct rxt_batch rxt_batch_pbs = {
    .name = "PBS",
    .id = "PBS_JOBID",
    .nodefile = "PBS_NODEFILE",
    .alive = alive,
    .variables = variables,
    .told = told,
    .nodes_from = "the number of nodes (PBS_NODEFILE); ",
    .cpus_from = "the CPUs of each node (PBS_NUM_PPN); ",
    .left_from = "the remaining time (qstat -f); ",
    .read = read_job,
    .judge = judge,
};
