/* SPDX-License-Identifier: BSD-3-Clause
 * cli_job.c - what rxt job refuses, since a script that fails does so after its time in the queue.
 */
#include "cli.h"

#include "text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A name for a #SBATCH line, which Slurm reads and no shell: what could be taken for more than a name is refused. */
static enum rxt_err check_name(const char *option, const char *name)
{
    for (const char *c = name; c && *c; c++) {
        if (!isalnum((unsigned char)*c) && !strchr("_-.,:+@%=/[]", *c)) {
            return rxt_fail(RXT_E_USAGE, "--%s '%s' must be letters, digits and _-.,:+@%%=/[] alone", option,
                            name);
        }
    }
    return RXT_OK;
}

/* The largest of 1,2,4. */
static enum rxt_err most_of(const char *list, const char *option, int *out)
{
    int counts[64];
    size_t n = 0;
    const enum rxt_err err = rxt_parse_counts(list, option, RXT_MAX_WORKERS, counts, 64, &n);
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        *out = counts[i] > *out ? counts[i] : *out;
    }
    return err;
}

/* Kernels that cannot grow, or read a file. */
static enum rxt_err check_growth(const struct rxt_request *request)
{
    enum rxt_err err = RXT_OK;
    for (size_t i = 0; i < request->n_settings && err == RXT_OK; i++) {
        union rxt_value *values = calloc(rxt_setting_params(&request->settings[i]) + 1, sizeof *values);
        err = values ? rxt_setting_grow(&request->settings[i], 1.0, values)
                     : rxt_fail(RXT_E_MEMORY, "no room for the parameters of a kernel");
        free(values);
    }
    return err;
}

/* The words as the study of the job will read them. */
static enum rxt_err check_words(const char *kind, unsigned takes, const struct rxt_args *args)
{
    struct rxt_request request = {0};
    enum rxt_err err = RXT_OK;
    for (size_t i = 1; i < args->n_words && err == RXT_OK; i++) {
        if (!(takes & RXT_JOB_KERNELS)) {
            err =
                rxt_fail(RXT_E_USAGE, "rxt job %s takes no kernel, and '%s' was given", kind, args->words[i]);
        } else if (!(takes & RXT_JOB_PARAMS) && strchr(args->words[i], '=')) {
            err = rxt_fail(RXT_E_USAGE, "rxt job %s takes kernels, one a task, and not '%s': edit the script",
                           kind, args->words[i]);
        }
    }
    err = err == RXT_OK && args->n_words > 1
              ? rxt_request_add(&request, args->words + 1, args->n_words - 1, rxt_size_from(args->size))
              : err;
    err = err == RXT_OK ? rxt_request_fits_study(&request) : err;
    err = err == RXT_OK && (takes & RXT_JOB_GROWS) ? check_growth(&request) : err;
    rxt_request_free(&request);
    return err;
}

enum rxt_err rxt_job_check(const char *kind, unsigned takes, const struct rxt_args *args, const char *nodes,
                           int *n_nodes)
{
    int cores = 0;
    enum rxt_err err = check_words(kind, takes, args);
    err = err == RXT_OK ? check_name("partition", args->partition) : err;
    err = err == RXT_OK ? check_name("account", args->account) : err;
    if (err == RXT_OK && args->nodes && !(takes & RXT_JOB_NODES)) {
        return rxt_fail(RXT_E_USAGE, "rxt job %s is of one node: strong, weak and hybrid-nodes take --nodes",
                        kind);
    }
    if (err == RXT_OK && args->cores && !(takes & RXT_JOB_CORES)) {
        return rxt_fail(RXT_E_USAGE, "rxt job %s is of all cores: strong and weak take --cores", kind);
    }
    err = err == RXT_OK && args->cores ? most_of(args->cores, "--cores", &cores) : err;
    return err == RXT_OK ? most_of(nodes, "--nodes", n_nodes) : err;
}
