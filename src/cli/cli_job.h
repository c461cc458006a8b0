/* SPDX-License-Identifier: BSD-3-Clause
 * cli_job.h - batch jobs: what their scripts say, and what is refused.
 */
#ifndef RXT_CLI_JOB_H
#define RXT_CLI_JOB_H

#include "cli.h"
#include "cli_program.h"

#include "text.h"

/* What a study takes that the script of its job passes on as it was given. */
#define RXT_JOB_PASSED                                                                                                    \
    "layouts leave nodes-differ launcher sched reps full tries budget timeout seed indifference equal smt oversubscribe " \
    "" RXT_PROGRAM_OPTIONS

/* What a kind of batch job takes of rxt job's words and options. */
enum rxt_job_takes {
    RXT_JOB_KERNELS = 1,
    RXT_JOB_PARAMS = 2,
    RXT_JOB_NODES = 4,
    RXT_JOB_CORES = 8,
    RXT_JOB_GROWS = 16, /* kernels that have a rule to grow by */
    RXT_JOB_PROGRAM = 32
};
/** Refuse words and options that a kind of batch job does not take, that its study would refuse, or that would be more than
 *  a value in the script.
 *
 *  takes    in   of enum rxt_job_takes
 *  nodes    in   --nodes, or what stands for it
 *  n_nodes  out  the most of them: what the job needs
 *
 *  Errors:  RXT_E_USAGE, RXT_E_RANGE, RXT_E_ABSENT as rxt_request_add and rxt_program_from
 */
RXT_CHECKED enum rxt_err rxt_job_check(const char *kind, unsigned takes, const struct rxt_args *args,
                                       const char *nodes, int *n_nodes);
/** The same of what goes into the lines for Slurm, and into "module load". */
RXT_CHECKED enum rxt_err rxt_job_check_lines(const struct rxt_args *args);

/** Append the lines that Slurm reads of what the site asks for. */
void rxt_job_add_lines(struct rxt_text *out, const struct rxt_args *args);
/** Append the first commands: where rxt is, the modules, the folder of all studies. */
void rxt_job_add_begin(struct rxt_text *out, const struct rxt_args *args, const char *program);

/** Return how many words are the kind and its kernels, and none of a program. */
size_t rxt_job_words(const struct rxt_args *args);
/** Append " --NAME VALUE", quoted, of the options that are passed on and say another thing than their presets. */
void rxt_job_add_options(struct rxt_text *out, const struct rxt_args *args);
/** Append the folder of the study, quoted: --out, or results/rxt-KIND and what was asked, in letters, digits and ._-
 *
 *  apart  in  what sbatch may change and makes another study, for the shell; goes behind the name; may be ""
 *
 *  What such letters do not hold (arguments, options) becomes six hexadecimal digits, so that another question has another
 *  folder. An array has one folder for all kernels.
 */
void rxt_job_add_folder(struct rxt_text *out, const char *kind, const char *apart, unsigned takes,
                        const struct rxt_args *args);

#endif
