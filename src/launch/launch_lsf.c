/* SPDX-License-Identifier: BSD-3-Clause
 * launch_lsf.c - LSF. Its job runs on the first of its nodes; a line of its file of nodes is a slot, which is a CPU.
 */
#include "launch_batch.h"

#include "text.h"

#include <math.h>
#include <stdio.h>

/* "1:05 L" is an hour and 5 minutes; an X for the L, and the limit is over; "-" without a limit that is told. */
static double read_left(const char *text)
{
    int hours = 0, minutes = 0;
    char mark = 'L';
    if (sscanf(text, " %d:%d %c", &hours, &minutes, &mark) < 2 || hours < 0 || minutes < 0) {
        return NAN;
    }
    return mark == 'X' ? 0.0 : 60.0 * (60.0 * hours + minutes);
}

static void read_job(struct rxt_job *out)
{
    struct rxt_text told = {0};
    out->n_nodes = rxt_nodefile_count(rxt_job_variable("LSB_DJOB_HOSTFILE"), &out->cpus);
    rxt_job_ask(&told, (const char *const[]){"bjobs", "-noheader", "-o", "time_left", out->id, NULL});
    out->left_s = read_left(rxt_text_of(&told));
    out->left_from = isnan(out->left_s) ? NULL : "bjobs";
    rxt_text_free(&told);
}

static void judge(const char *id, char *why, size_t n_bytes)
{
    (void)id;
    rxt_nodefile_judge(&rxt_batch_lsf, why, n_bytes);
}

static const char *const told[] = {"LSB_JOBID", "LSB_QUEUE", "LSB_DJOB_NUMPROC", NULL};
static const char *const alive[] = {"res", "sbatchd", NULL};
static const char *const variables[] = {"LSB_", NULL};

const struct rxt_batch rxt_batch_lsf = {
    .name = "LSF",
    .id = "LSB_JOBID",
    .nodefile = "LSB_DJOB_HOSTFILE",
    .alive = alive,
    .variables = variables,
    .told = told,
    .nodes_from = "the number of nodes (LSB_DJOB_HOSTFILE); ",
    .cpus_from = "the CPUs of each node (LSB_DJOB_HOSTFILE); ",
    .left_from = "the remaining time (bjobs); ",
    .read = read_job,
    .judge = judge,
};
