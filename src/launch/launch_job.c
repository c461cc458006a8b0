/* SPDX-License-Identifier: BSD-3-Clause
 * launch_job.c - what Slurm says of the allocation that rxt runs in: nodes, cores, remaining time.
 */
#include "launch_job.h"

#include "launch.h"
#include "launch_process.h"
#include "text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Read the whole number 1 ... most at *text and step over it; 0 if there is none. */
static int read_count(const char **text, int most)
{
    char *end = NULL;
    const long n = **text >= '0' && **text <= '9' ? strtol(*text, &end, 10) : 0;
    *text = end ? end : *text;
    return n >= 1 && n <= most ? (int)n : 0;
}

/* Read "16" or "16(x3)" and the comma behind it; false if that is not what stands there. */
static bool read_nodes(const char **text, int *cpus, int *times)
{
    *cpus = read_count(text, RXT_MAX_PUS);
    *times = 1;
    if (!strncmp(*text, "(x", 2)) {
        *text += 2;
        *times = read_count(text, RXT_MAX_WORKERS);
        *times = **text == ')' ? *times : 0;
        *text += **text == ')';
    }
    const bool ends = **text == ',' || **text == '\0';
    *text += **text == ',';
    return *cpus > 0 && *times > 0 && ends;
}

int rxt_job_cpus(const char *text, int node)
{
    int least = 0, cpus, times;
    for (int left = node; text && *text; left -= times) {
        if (!read_nodes(&text, &cpus, &times)) {
            return 0;
        }
        if (node >= 0 && left < times) {
            return cpus;
        }
        least = least == 0 || cpus < least ? cpus : least;
    }
    return node < 0 ? least : 0;
}

double rxt_job_seconds(const char *text)
{
    double parts[4] = {0.0};
    const char *dash = strchr(text, '-');
    int n = 0;
    if (!strncmp(text, "UNLIMITED", 9)) {
        return INFINITY;
    }
    for (const char *at = text; n < 4;) {
        char *end;
        parts[n] = strtod(at, &end);
        if (end == at || !(parts[n] >= 0.0)) {
            return NAN;
        }
        n++;
        if (*end != ':' && !(end == dash && n == 1)) {
            break;
        }
        at = end + 1;
    }
    if (dash) { /* days-hours[:minutes[:seconds]] */
        return ((24.0 * parts[0] + parts[1]) * 60.0 + parts[2]) * 60.0 + parts[3];
    }
    double seconds = 0.0;
    for (int i = 0; i < n; i++) {
        seconds = 60.0 * seconds + parts[i];
    }
    return n > 1 ? seconds : NAN;
}

bool rxt_job_is_elsewhere(void)
{
    const char *id = getenv("SLURM_JOB_ID"), *node = getenv("SLURMD_NODENAME");
    return id && id[0] && !(node && node[0]);
}

void rxt_slurm_ask(struct rxt_text *out, const char *const *command)
{
    struct rxt_answer answer;
    const struct rxt_question question = {.words = command, .timeout_s = 20.0};
    if (rxt_program_ask(&question, &answer) == RXT_OK && answer.status == 0) {
        rxt_text_add(out, "%s", rxt_text_of(&answer.said[RXT_OUT]));
    }
    rxt_answer_free(&answer);
}

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
    job->left_s = NAN;
    if (end && rxt_parse_integer(end, "SLURM_JOB_END_TIME", 1, 1LL << 40, &end_s) == RXT_OK) {
        job->left_s = (double)end_s - (double)time(NULL);
        job->left_from = "SLURM_JOB_END_TIME";
    }
    if (isnan(job->left_s)) {
        rxt_slurm_ask(&squeue, (const char *const[]){"squeue", "-h", "-j", job->id, "-o", "%L", NULL});
        job->left_s = rxt_job_seconds(rxt_text_of(&squeue));
        job->left_from = "squeue";
    }
    if (isnan(job->left_s)) {
        rxt_slurm_ask(&scontrol, (const char *const[]){"scontrol", "show", "job", job->id, NULL});
        job->left_s = read_end_time(rxt_text_of(&scontrol));
        job->left_from = isnan(job->left_s) ? NULL : "scontrol";
    }
    rxt_text_free(&squeue);
    rxt_text_free(&scontrol);
}

void rxt_job_read(struct rxt_job *out)
{
    const char *id = getenv("SLURM_JOB_ID"), *nodes = getenv("SLURM_JOB_NUM_NODES");
    long long n_nodes = 0;
    *out = (struct rxt_job){.is_one = id && id[0]};
    if (!out->is_one) {
        return;
    }
    snprintf(out->id, sizeof out->id, "%s", id);
    nodes = nodes ? nodes : getenv("SLURM_NNODES");
    if (nodes && rxt_parse_integer(nodes, "SLURM_JOB_NUM_NODES", 1, RXT_MAX_WORKERS, &n_nodes) == RXT_OK) {
        out->n_nodes = (int)n_nodes;
    }
    out->cpus = getenv("SLURM_JOB_CPUS_PER_NODE");
    out->cpus_per_node = rxt_job_cpus(out->cpus, -1);
    read_time_left(out);
    snprintf(out->absent, sizeof out->absent, "%s%s%s",
             out->n_nodes > 0 ? "" : "the number of nodes (SLURM_JOB_NUM_NODES); ",
             out->cpus_per_node > 0 ? "" : "the CPUs of each node (SLURM_JOB_CPUS_PER_NODE); ",
             isnan(out->left_s) ? "the remaining time (squeue, scontrol); " : "");
    const size_t n = strlen(out->absent);
    out->absent[n > 2 ? n - 2 : 0] = '\0';
}

double rxt_job_budget(double left_s)
{
    const double margin_s = left_s > 600.0 ? 60.0 : fmin(30.0, 0.5 * left_s);
    return left_s - margin_s;
}
