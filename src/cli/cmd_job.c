/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_job.c - rxt job: a batch script for Slurm, filled in; jobs/ holds the scripts as they are without options.
 */
#include "cli_job.h"

#include "trial_words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One kind of batch job. */
struct job {
    const char *name;
    const char *what;  /* the question that it answers */
    const char *usage; /* how it is submitted, comment lines */
    const char *nodes; /* default of --nodes */
    const char *time;  /* default of --time, as a user writes it */
    const char *apart; /* what sbatch may change and makes another study: part of its folder's name */
    unsigned takes;    /* enum rxt_job_takes */
    void (*body)(struct rxt_text *out, const struct job *job, const struct rxt_args *args);
};

static void add_quoted(struct rxt_text *out, const struct rxt_args *args, size_t first, size_t last)
{
    for (size_t i = first; i < last; i++) {
        rxt_text_add(out, " ");
        rxt_text_add_quoted(out, args->words[i]);
    }
}

/* What holds for all kernels, and for a program. */
static void add_terms(struct rxt_text *out, const struct rxt_args *args)
{
    if (strcmp(args->size, "default") != 0) {
        rxt_text_add(out, " --size %s", args->size);
    }
    rxt_job_add_options(out, args);
    if (args->rounds > 0) {
        rxt_text_add(out, " --rounds %lld", args->rounds);
    }
}

static void add_study(struct rxt_text *out, const struct job *job, const struct rxt_args *args)
{
    const size_t n_words = rxt_job_words(args);
    rxt_text_add(
        out,
        "# exec: rxt itself gets the signal above. The same --out and --resume: submitted again, it goes on.\n"
        "exec \"$RXT\" study");
    add_quoted(out, args, 1, n_words);
    const bool is_list = args->nodes && strchr(args->nodes, ','); /* one number is the allocation's own */
    if (args->scaling) {
        rxt_text_add(out, " --scaling %s", args->scaling);
    }
    if ((args->scaling && (job->takes & RXT_JOB_NODES)) || is_list) {
        rxt_text_add(out, " --nodes ");
        rxt_text_add_quoted(out, args->nodes ? args->nodes : job->nodes);
    }
    if (args->cores) {
        rxt_text_add(out, " --cores ");
        rxt_text_add_quoted(out, args->cores);
    }
    add_terms(out, args);
    struct rxt_args named = *args; /* whose number of nodes sbatch may change */
    named.nodes = job->apart[0] && !is_list ? NULL : args->nodes;
    rxt_text_add(out, " --out ");
    rxt_job_add_folder(out, job->name, is_list ? "" : job->apart, job->takes, &named);
    rxt_text_add(out, " --resume%s", args->n_behind > 0 ? " --" : "");
    add_quoted(out, args, n_words, args->n_words);
    rxt_text_add(out, "\n");
}

static void add_strong(struct rxt_text *out, const struct job *job, const struct rxt_args *args)
{
    struct rxt_args strong = *args;
    strong.scaling = "strong";
    add_study(out, job, &strong);
}

static void add_weak(struct rxt_text *out, const struct job *job, const struct rxt_args *args)
{
    struct rxt_args weak = *args;
    weak.scaling = "weak";
    add_study(out, job, &weak);
}

/* One kernel a task of the array: named by the user, or all. */
static void add_array(struct rxt_text *out, const struct job *job, const struct rxt_args *args)
{
    rxt_text_add(out, "kernels=(");
    size_t n = 0;
    for (size_t i = 1; i < args->n_words; i++) {
        rxt_text_add(out, "%s", n++ > 0 ? " " : "");
        rxt_text_add_quoted(out, args->words[i]);
    }
    for (size_t k = 0; rxt_kernels[k] && args->n_words < 2; k++) {
        if (rxt_kernels[k]->ceiling == RXT_NO_CEILING) {
            rxt_text_add(out, "%s%s", n++ > 0 ? " " : "", rxt_kernels[k]->name);
        }
    }
    rxt_text_add(out,
                 ")\n"
                 "kernel=${kernels[$SLURM_ARRAY_TASK_ID]:-}\n"
                 "[ -n \"$kernel\" ] || { echo \"no kernel has number $SLURM_ARRAY_TASK_ID\" >&2; exit 2; }\n"
                 "mkdir -p ");
    rxt_job_add_folder(out, job->name, "", job->takes, args);
    rxt_text_add(out, "\nexec \"$RXT\" study \"$kernel\"");
    add_terms(out, args);
    rxt_text_add(out, " --out ");
    rxt_job_add_folder(out, job->name, "", job->takes, args);
    rxt_text_add(out, "/\"${kernel##*/}\" --resume\n");
}

/* Its folder is that of the array. */
static void add_report(struct rxt_text *out, const struct job *job, const struct rxt_args *args)
{
    rxt_text_add(out,
                 "# Each task of the array left a study: they become one. Needs no MPI. Requeued, it takes a "
                 "new folder.\n"
                 "exec \"$RXT\" merge ");
    rxt_job_add_folder(out, "array", "", job->takes, args);
    rxt_text_add(out, "/*/ --out ");
    rxt_job_add_folder(out, "array", "", job->takes, args);
    rxt_text_add(out, "-report-\"$SLURM_JOB_ID${SLURM_RESTART_COUNT:+-$SLURM_RESTART_COUNT}\"\n");
}

static const struct job jobs[] = {
    {"matrix", "which ranks x threads run best on one node?", "", "1", "30m", "",
     RXT_JOB_KERNELS | RXT_JOB_PARAMS | RXT_JOB_PROGRAM, add_study},
    {"cores", "how does the time fall with more cores of one node?", "", "1", "30m", "",
     RXT_JOB_KERNELS | RXT_JOB_PARAMS | RXT_JOB_CORES | RXT_JOB_PROGRAM, add_strong},
    {"strong", "how does the time of one size fall with more nodes?", "", "1,2,4", "1h", "",
     RXT_JOB_KERNELS | RXT_JOB_PARAMS | RXT_JOB_NODES | RXT_JOB_CORES | RXT_JOB_PROGRAM, add_strong},
    {"weak", "does the time stay when the size grows with the nodes?", "", "1,2,4", "1h", "",
     RXT_JOB_KERNELS | RXT_JOB_PARAMS | RXT_JOB_NODES | RXT_JOB_CORES | RXT_JOB_GROWS, add_weak},
    {"hybrid-nodes", "which ranks x threads a node run best over several nodes?",
     "#   sbatch --nodes=4 jobs/hybrid-nodes.sbatch   another number of nodes\n", "2", "30m",
     "-$SLURM_JOB_NUM_NODES", RXT_JOB_KERNELS | RXT_JOB_PARAMS | RXT_JOB_NODES | RXT_JOB_PROGRAM, add_study},
    {"array", "one kernel a task: the matrix of one node, in parallel",
     "#   id=$(sbatch --parsable jobs/array.sbatch)\n"
     "#   sbatch --dependency=afterany:$id jobs/array-report.sbatch   one report of all\n",
     "1", "30m", "", RXT_JOB_KERNELS, add_array},
    {"array-report", "merge what the tasks of array.sbatch measured into one study", "#   see array.sbatch\n",
     "1", "10m", "", 0, add_report},
};
enum { JOBS = sizeof jobs / sizeof *jobs };

void rxt_job_each_kind(void (*each)(void *context, const char *name), void *context)
{
    for (size_t i = 0; i < JOBS; i++) {
        each(context, jobs[i].name);
    }
}

static enum rxt_err find(const char *name, const struct job **out)
{
    const char *names[JOBS];
    for (size_t i = 0; i < JOBS; i++) {
        names[i] = jobs[i].name;
        if (!strcmp(name, names[i])) {
            *out = &jobs[i];
            return RXT_OK;
        }
    }
    const char *near = rxt_nearest(name, names, JOBS);
    return rxt_fail(RXT_E_USAGE, "no job is called '%s'%s%s%s; 'rxt help job' lists them", name,
                    near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

static void add_head(struct rxt_text *out, const struct job *job, const struct rxt_args *args, int nodes,
                     double time_s)
{
    const long long s = (long long)ceil(time_s);
    const bool measures = job->body != add_report;
    rxt_text_add(out,
                 "#!/bin/bash\n"
                 "# SPDX-License-Identifier: BSD-3-Clause\n"
                 "# %s.sbatch - %s\n"
                 "#\n"
                 "#   sbatch jobs/%s.sbatch   the report is then in results/%s\n"
                 "%s# 'rxt job %s --help' fills such a script in for your site.\n"
                 "#SBATCH --job-name=rxt-%s\n"
                 "#SBATCH --nodes=%d\n",
                 job->name, job->what, job->name, measures ? "; submitted again, it goes on" : "",
                 args->nodes && strchr(args->nodes, ',') ? "" : job->usage, job->name, job->name, nodes);
    rxt_text_add(out, "%s#SBATCH --time=%02lld:%02lld:%02lld%s\n",
                 measures ? "#SBATCH --exclusive  # all cores, and nobody beside: else times mean little\n"
                          : "#SBATCH --ntasks=1\n",
                 s / 3600, s / 60 % 60, s % 60, measures ? "  # a study fits itself into it" : "");
    if (job->body == add_array) {
        size_t n = args->n_words < 2 ? 0 : args->n_words - 1;
        for (size_t k = 0; rxt_kernels[k] && args->n_words < 2; k++) {
            n += rxt_kernels[k]->ceiling == RXT_NO_CEILING;
        }
        rxt_text_add(out, "#SBATCH --array=0-%zu  # one task a kernel of the list below\n", n - 1);
    }
    rxt_text_add(
        out,
        "%s#SBATCH --requeue  # after the failure of a node it begins again%s\n"
        "#SBATCH --open-mode=append\n",
        measures
            ? "#SBATCH --signal=B:TERM@20  # should a launch still run then: rxt ends it and writes the report\n"
            : "",
        measures ? ", and goes on" : "");
    rxt_job_add_lines(out, args);
}

static enum rxt_err run(const struct rxt_args *args)
{
    const struct job *job = NULL;
    struct rxt_text text = {0};
    struct rxt_words own = {0};
    double time_s = args->time_s;
    int nodes = 1;
    enum rxt_err err =
        rxt_job_words(args) > 0
            ? find(args->words[0], &job)
            : rxt_fail(RXT_E_USAGE, "rxt job needs a kind, such as: rxt job matrix --time 30m");
    if (!err) {
        err = rxt_job_check(job->name, job->takes, args, args->nodes ? args->nodes : job->nodes, &nodes);
    }
    if (err == RXT_OK && !(time_s > 0.0)) {
        err = rxt_parse_duration(job->time, "--time", &time_s);
    }
    if (!err) {
        err = rxt_own_word(&own);
    }
    if (err != RXT_OK) {
        return err;
    }
    add_head(&text, job, args, nodes, time_s);
    rxt_job_add_begin(&text, args, own.n > 0 ? own.word[0] : "rxt");
    job->body(&text, job, args);
    err = text.failed ? rxt_fail(RXT_E_MEMORY, "no room for a script") : rxt_print(rxt_text_of(&text));
    rxt_text_free(&text);
    rxt_words_free(&own);
    return err;
}

const struct rxt_cmd rxt_cmd_job = {
    .name = "job",
    .words = "KIND [KERNEL [name=value ...] ...] | KIND -- COMMAND ARGS",
    .most_words = 1000,
    .is_alone = true,
    .options =
        "nodes cores size rounds out time partition account qos mem constraint mail-user module sbatch "
        "" RXT_JOB_PASSED,
    .kernel_options = "size sched reps",
    .program_options = RXT_PROGRAM_OPTIONS,
    .what = "write a batch script for Slurm, filled in",
    .more =
        "Kinds: matrix (all layouts on one node), cores (1, 2, 4 ... cores of one node), strong and weak (scaling "
        "over\n"
        "--nodes), hybrid-nodes (all layouts over several nodes), array (one kernel a task) with array-report (one "
        "report\n"
        "of all, of the same --out). jobs/ holds them as they are without options. matrix, cores, strong and "
        "hybrid-nodes\n"
        "take a program, too, and pass on what 'rxt study -- COMMAND' takes. Without --out the study is in "
        "results/rxt-KIND\n"
        "and what was asked. The next job reads its decision by 'rxt best'.\n\n"
        "Examples:\n"
        "  rxt job matrix > matrix.sbatch && sbatch matrix.sbatch\n"
        "  rxt job strong heat n=8000 --nodes 1,2,4 --time 30m --partition p --account a > strong.sbatch\n"
        "  rxt job cores --time 2:00:00 --module openmpi --expect 'Success' -- ./app in.txt > cores.sbatch\n"
        "  rxt job matrix --launcher none --mem 8G --out results/xz -- xz -T{threads} -k big.tar > xz.sbatch\n",
    .run = run,
};
