/* SPDX-License-Identifier: BSD-3-Clause
 * launch_job.c - what the batch system says of the allocation that rxt runs in: nodes, cores, remaining time.
 */
#include "launch_job.h"

#include "launch_batch.h"
#include "launch_process.h"
#include "layout.h"
#include "text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *rxt_job_variable(const char *name)
{
    const char *value = name ? getenv(name) : NULL;
    return value && value[0] ? value : NULL;
}

const char *rxt_batch_id(const struct rxt_batch *batch)
{
    return rxt_job_variable(batch->id) ? batch->id : rxt_job_variable(batch->old_id) ? batch->old_id : NULL;
}

const struct rxt_batch *rxt_batch_here(void)
{
    for (const struct rxt_batch *const *batch = rxt_batches; *batch; batch++) {
        if (rxt_batch_id(*batch)) {
            return *batch;
        }
    }
    return NULL;
}

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
    const struct rxt_batch *batch = rxt_batch_here();
    return batch && batch->node && !rxt_job_variable(batch->node);
}

void rxt_job_ask(struct rxt_text *out, const char *const *command)
{
    struct rxt_answer answer;
    const struct rxt_question question = {.words = command, .timeout_s = 20.0};
    if (rxt_program_ask(&question, &answer) == RXT_OK && answer.status == 0) {
        rxt_text_add(out, "%s", rxt_text_of(&answer.said[RXT_OUT]));
    }
    rxt_answer_free(&answer);
}

int rxt_job_count(const char *variable)
{
    const char *text = rxt_job_variable(variable);
    long long n = 0;
    return text && rxt_parse_integer(text, variable, 1, RXT_MAX_WORKERS, &n) == RXT_OK ? (int)n : 0;
}

const char *rxt_job_id_variable(const struct rxt_job *job)
{
    const char *id = rxt_batch_id(job->batch);
    return id ? id : job->batch->id;
}

void rxt_job_read(struct rxt_job *out)
{
    const struct rxt_batch *batch = rxt_batch_here();
    *out = (struct rxt_job){.is_one = batch != NULL, .batch = batch};
    if (!batch) {
        return;
    }
    snprintf(out->id, sizeof out->id, "%s", getenv(rxt_batch_id(batch)));
    out->left_s = NAN;
    batch->read(out);
    out->cpus_per_node = rxt_job_cpus(out->cpus, -1);
    snprintf(out->absent, sizeof out->absent, "%s%s%s", out->n_nodes > 0 ? "" : batch->nodes_from,
             out->cpus_per_node > 0 ? "" : batch->cpus_from, isnan(out->left_s) ? batch->left_from : "");
    const size_t n = strlen(out->absent);
    out->absent[n > 2 ? n - 2 : 0] = '\0';
}

double rxt_job_budget(double left_s)
{
    const double margin_s = left_s > 600.0 ? 60.0 : fmin(30.0, 0.5 * left_s);
    return left_s - margin_s;
}
