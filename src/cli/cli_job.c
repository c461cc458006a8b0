/* SPDX-License-Identifier: BSD-3-Clause
 * cli_job.c - what rxt job refuses, since a script that fails does so after its time in the queue.
 */
#include "cli_job.h"
#include "cli_layouts.h"
#include "cli_option.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

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

/* The kernels as the study of the job will read them. */
static enum rxt_err check_kernels(const char *kind, unsigned takes, const struct rxt_args *args)
{
    struct rxt_request request = {0};
    struct rxt_words words = {0};
    enum rxt_err err = rxt_program_hint(args);
    for (size_t i = 0; i < args->n_words && err == RXT_OK; i++) {
        if (!(takes & RXT_JOB_KERNELS)) {
            err =
                rxt_fail(RXT_E_USAGE, "rxt job %s takes no kernel, and '%s' was given", kind, args->words[i]);
        } else if (!(takes & RXT_JOB_PARAMS) && rxt_is_param(args->words[i])) {
            err = rxt_fail(RXT_E_USAGE, "rxt job %s takes kernels, one a task, and not '%s': edit the script",
                           kind, args->words[i]);
        }
    }
    if (err == RXT_OK && (args->n_words > 0 || rxt_size_is_list(args->size))) {
        err = rxt_sizes_expand(args->size, args->words, args->n_words, &words);
    }
    if (!err) {
        err = rxt_request_add(&request, words.word, words.n, rxt_size_from(args->size));
    }
    if (!err) {
        err = rxt_request_fits_study(&request);
    }
    err = err == RXT_OK && (takes & RXT_JOB_GROWS) ? check_growth(&request) : err;
    rxt_request_free(&request);
    rxt_words_free(&words);
    return err;
}

/* The program as well, but for its files, which may be on the nodes alone. */
static enum rxt_err check_program(const char *kind, unsigned takes, const struct rxt_args *args)
{
    struct rxt_program program = {0};
    if (!(takes & RXT_JOB_PROGRAM)) {
        return rxt_fail(RXT_E_USAGE,
                        "rxt job %s takes no program%s: matrix, cores, strong and hybrid-nodes take one",
                        kind, takes & RXT_JOB_GROWS ? ", whose size is its own" : "");
    }
    const enum rxt_err err = rxt_program_from(args, true, &program);
    rxt_program_free(&program);
    return err;
}

static enum rxt_err check_study(const struct rxt_args *args)
{
    enum rxt_err err = rxt_layouts_check(args->layouts);
    if (!err) {
        err = rxt_leave_check(args);
    }
    if (!err && args->launcher && (strcmp(args->launcher, "none") != 0 || !rxt_args_name_program(args))) {
        return rxt_fail(
            RXT_E_USAGE,
            "--launcher %s says nothing to a job: a study finds the launcher of its nodes; none is for "
            "a program of one process",
            args->launcher);
    }
    return err;
}

/* What the kind has no use for. */
static enum rxt_err check_kind(const char *kind, unsigned takes, const struct rxt_args *args)
{
    if (args->nodes && !(takes & RXT_JOB_NODES)) {
        return rxt_fail(RXT_E_USAGE, "rxt job %s is of one node: strong, weak and hybrid-nodes take --nodes",
                        kind);
    }
    if (args->cores && !(takes & RXT_JOB_CORES)) {
        return rxt_fail(RXT_E_USAGE, "rxt job %s is of all cores: cores, strong and weak take --cores", kind);
    }
    if ((args->layouts || args->leave) && (takes & RXT_JOB_CORES)) {
        return rxt_fail(RXT_E_USAGE,
                        "rxt job %s makes its layouts of --cores and nodes; matrix and hybrid-nodes take "
                        "--%s",
                        kind, args->layouts ? "layouts" : "leave");
    }
    return RXT_OK;
}

enum rxt_err rxt_job_check(const char *kind, unsigned takes, const struct rxt_args *args, const char *nodes,
                           int *n_nodes)
{
    int cores = 0;
    struct rxt_args study = *args; /* without the kind */
    study.words++;
    study.n_words--;
    enum rxt_err err =
        rxt_args_name_program(args) ? check_program(kind, takes, &study) : check_kernels(kind, takes, &study);
    if (!err) {
        err = rxt_job_check_lines(args);
    }
    if (!err) {
        err = check_kind(kind, takes, args);
    }
    if (!err) {
        err = check_study(args);
    }
    err = err == RXT_OK && args->cores ? most_of(args->cores, "--cores", &cores) : err;
    return err == RXT_OK ? most_of(nodes, "--nodes", n_nodes) : err;
}
