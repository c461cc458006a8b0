/* SPDX-License-Identifier: BSD-3-Clause
 * launch_job.h - the allocation of a batch system that this process runs in.
 */
#ifndef RXT_LAUNCH_JOB_H
#define RXT_LAUNCH_JOB_H

#include <stdbool.h>
#include <stddef.h>

struct rxt_batch;

/* An allocation. What it does not tell is 0 or NaN, and named in absent. */
struct rxt_job {
    bool is_one; /* false: no allocation, all else is 0 */
    const struct rxt_batch *batch;
    char id[64];
    int n_nodes;
    int cpus_per_node;     /* the least of all nodes: cores or hardware threads, as the site has it */
    const char *cpus;      /* of each node, as rxt_job_cpus takes them; NULL */
    double left_s;         /* until its time limit; infinity without one; NaN if nobody tells */
    const char *left_from; /* who told: "SLURM_JOB_END_TIME", "squeue", "scontrol", "qstat", "bjobs"; NULL */
    char absent[160];      /* "" or what could not be found out */
};

/** Return the variable that holds the id of a job. */
const char *rxt_job_id_variable(const struct rxt_job *job);

/** Tell whether this process has an allocation but runs on none of its nodes, as a shell of salloc may. */
bool rxt_job_is_elsewhere(void);

/** Forget the variables of a job that does not run, or not here: every command then does as if they were not set.
 *
 *  why  out  n_bytes: the sentence that says so
 *
 *  Return true if there were any.
 */
bool rxt_job_forget_stale(char *why, size_t n_bytes);

/** Read the allocation from the environment, and its remaining time where need be from the batch system's programs. */
void rxt_job_read(struct rxt_job *out);

/** Return the file of nodes that a job's launcher must be given: that of a batch system which most launchers do not ask,
 *  if it names several; NULL: none. */
const char *rxt_job_hostfile(void);

/** Return the CPUs of a node (from 0), or the least of all nodes if node is -1, of a list as Slurm writes it, such as
 *  "4(x2),2"; 0 if it does not tell. text may be NULL. */
int rxt_job_cpus(const char *text, int node);
/** Return the seconds of Slurm's [days-][hours:]minutes:seconds, infinity of UNLIMITED, NaN of anything else. */
double rxt_job_seconds(const char *text);

/** Tell how much of a job's remaining time a study may take: a margin is left to end the last launch and write. */
double rxt_job_budget(double left_s);

#endif
