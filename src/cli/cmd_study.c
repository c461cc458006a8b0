/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_study.c - rxt study: compare layouts, decide, report.
 */
#include "cli.h"
#include "cli_audit.h"
#include "cli_dry.h"
#include "cli_layouts.h"
#include "cli_option.h"
#include "cli_program.h"

#include "clock.h"
#include "folder.h"
#include "machine_ceilings.h"
#include "program_recipe.h"
#include "study_subject_kernel.h"
#include "study_subject_program.h"
#include "text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum rxt_err choose_folder(const struct rxt_args *args, char *out, size_t n_bytes)
{
    char host[64] = "host", date[32];
    if (args->out) {
        snprintf(out, n_bytes, "%s", args->out);
        return RXT_OK;
    }
    if (args->resume) {
        return rxt_fail(RXT_E_USAGE, "--resume needs --out with the folder of the study to go on with");
    }
    gethostname(host, sizeof host - 1);
    const time_t now = time(NULL);
    struct tm local;
    strftime(date, sizeof date, "%Y%m%d-%H%M%S", localtime_r(&now, &local));
    snprintf(out, n_bytes, "results/%s-%s", host, date);
    return RXT_OK;
}

/* A study that is gone on with keeps to what it began with; another takes what is kept of this machine, where it runs here
 * alone. NULL: the ceilings are measured. */
static json_t *find_ceilings(const struct rxt_study_spec *spec, const struct rxt_args *args)
{
    char path[RXT_FOLDER_BYTES + 32];
    struct rxt_study *begun = NULL;
    struct rxt_topology *topology = NULL;
    json_t *found = NULL;
    snprintf(path, sizeof path, "%s/journal.jsonl", spec->folder);
    if (args->resume && access(path, F_OK) == 0) {
        if (rxt_journal_read(path, &begun, NULL) == RXT_OK) {
            found = json_incref(begun->header->ceilings);
            rxt_study_close(begun);
        }
        return found;
    }
    const bool is_here = !spec->hostfile && !args->nodes && !(spec->job.is_one && spec->job.n_nodes != 1);
    if (is_here && rxt_topology_open(&topology, NULL) == RXT_OK) {
        json_t *identity = rxt_ceilings_identity(topology);
        found = rxt_ceilings_kept(identity);
        json_decref(identity);
        rxt_topology_close(topology);
    }
    return found;
}

static enum rxt_err add_kernels(const struct rxt_study_spec *spec, const struct rxt_args *args,
                                struct rxt_request *request)
{
    const enum rxt_size size = rxt_size_from(args->size);
    enum rxt_err err = args->n_words > 0 ? RXT_OK : rxt_request_add_all(request, false, size);
    for (size_t k = 0; args->n_words == 0 && rxt_kernels[k]; k++) {
        if (rxt_kernels[k]->lack) {
            rxt_say("rxt: warning: ", "kernel %s is left out: this build lacks %s", rxt_kernels[k]->name,
                    rxt_kernels[k]->lack);
        }
    }
    return err == RXT_OK && !spec->ceilings ? rxt_request_add_all(request, true, size) : err;
}

/* Two subjects of one kernel are told apart by their sizes. */
static bool is_same(const struct rxt_setting *a, const struct rxt_setting *b)
{
    const union rxt_value *size = rxt_setting_value(a, a->kernel->size_param),
                          *other = rxt_setting_value(b, b->kernel->size_param);
    return a->kernel == b->kernel && (!size || !other || size->integer == other->integer);
}

enum rxt_err rxt_request_fits_study(const struct rxt_request *request)
{
    for (size_t i = 0; i < request->n_settings; i++) {
        if (request->settings[i].kernel->ceiling != RXT_NO_CEILING) {
            return rxt_fail(RXT_E_USAGE, "kernel '%s' measures the machine, beside every study: leave it out",
                            request->settings[i].kernel->name);
        }
        for (size_t j = 0; j < i; j++) {
            if (is_same(&request->settings[i], &request->settings[j])) {
                return rxt_fail(RXT_E_USAGE,
                                "kernel '%s' is named twice with one size; several sizes are: --size A,B",
                                request->settings[i].kernel->name);
            }
        }
    }
    return RXT_OK;
}

/* SIGTERM near the limit of a job is Slurm's notice of it (--signal, which may come a minute early), and the
 * study has then used the time that it had. */
static bool is_notice(const struct rxt_study_spec *spec, double start_s)
{
    const double notice_s = 150.0;
    return rxt_stop == SIGTERM && spec->job.is_one && spec->job.left_s - (rxt_now_s() - start_s) < notice_s;
}

/* Who names a layout wants its times: a launch of it that failed is no success, whatever the others gave. One that the
 * end of a job cut short is none. */
static enum rxt_err find_failed(const struct rxt_study *study, const struct rxt_args *args)
{
    for (size_t i = 0; args->layouts && i < study->n_failures; i++) {
        const struct rxt_failure *f = &study->failures[i];
        if (rxt_layouts_name(args->layouts, f->layout) && !rxt_study_was_cut(study, f->launch)) {
            return rxt_fail(f->status == 2 ? RXT_E_INPUT : RXT_E_LAUNCH,
                            "layout %s was asked for, and failed in round %d: %s", f->layout, f->round + 1,
                            f->reason);
        }
    }
    return RXT_OK;
}

static enum rxt_err study(struct rxt_study_spec *spec, const struct rxt_args *args)
{
    struct rxt_study *result = NULL;
    struct rxt_text out = {0}; /* what to go on with, as it may be pasted */
    char why[1024];
    const double start_s = rxt_now_s();
    rxt_study_announce(spec);
    enum rxt_err err = rxt_study_run(spec, &result);
    if (!result) {
        return err;
    }
    if (err == RXT_E_STOPPED && is_notice(spec, start_s)) {
        *spec->ran_out = true;
        err = RXT_OK;
    }
    snprintf(why, sizeof why, "%s", rxt_reason());
    enum rxt_err told = rxt_study_report(result, spec->kept[0] ? spec->kept : spec->folder, args);
    told = told == RXT_OK && !*spec->ran_out ? find_failed(result, args) : told;
    if (err == RXT_OK && told == RXT_OK && (args->audit || args->aa)) {
        err = rxt_audit(spec, result, args);
        snprintf(why, sizeof why, "%s", rxt_reason());
    }
    rxt_study_close(result);
    rxt_text_add_quoted(&out, spec->folder);
    if (err == RXT_E_STOPPED) {
        err = rxt_fail(
            err,
            "%s; every finished sample is kept; to go on, give the same request again with: --out %s "
            "--resume",
            rxt_stop_text(), rxt_text_of(&out));
    } else if (*spec->is_spent) {
        rxt_say(
            "rxt: ",
            "the budget is spent: launches were left out; to go on, give the same request with more of it and: "
            "--out %s --resume",
            rxt_text_of(&out));
    } else if (*spec->ran_out) {
        rxt_say("rxt: warning: ",
                "the time of job %s is nearly over: launches were left out; to go on in another "
                "job, give the same request again with: --out %s --resume",
                spec->job.id, rxt_text_of(&out));
    }
    rxt_text_free(&out);
    return err == RXT_E_STOPPED ? err : err != RXT_OK ? rxt_fail(err, "%s", why) : told;
}

/* In an allocation a study fits itself into the remaining time. */
static enum rxt_err fit_into_job(struct rxt_study_spec *spec)
{
    const double left_s = spec->job.is_one ? rxt_job_budget(spec->job.left_s) : INFINITY;
    if (spec->job.absent[0]) {
        rxt_say("rxt: warning: ", "job %s does not tell %s", spec->job.id, spec->job.absent);
    }
    if (spec->job.is_one && spec->job.left_s <= 0.0) {
        return rxt_fail(RXT_E_USAGE,
                        "the time of job %s is over, by %s: start rxt in a job that runs, or without "
                        "%s in its environment",
                        spec->job.id, spec->job.left_from, rxt_job_id_variable(&spec->job));
    }
    if (left_s <= 0.0) {
        return rxt_fail(RXT_E_USAGE, "job %s ends in %.0f s: too soon for a study", spec->job.id,
                        spec->job.left_s);
    }
    spec->limit_s = isfinite(left_s) ? left_s : 0.0;
    return RXT_OK;
}

/* Studies that begin in one second have a folder each. An empty one is not left. */
static enum rxt_err study_in(struct rxt_study_spec *spec, const struct rxt_args *args, char *folder)
{
    char wanted[RXT_FOLDER_BYTES];
    if (args->out) {
        return study(spec, args);
    }
    snprintf(wanted, sizeof wanted, "%s", folder);
    enum rxt_err err = rxt_folder_make_new(wanted, folder, RXT_FOLDER_BYTES);
    if (!err) {
        err = study(spec, args);
    }
    rmdir(folder);
    return err;
}

/* What is studied, and how it is run. */
static enum rxt_err choose_kernels(struct rxt_study_spec *spec, const struct rxt_args *args,
                                   struct rxt_words *words, struct rxt_request *request)
{
    struct rxt_args preset = *args;
    struct rxt_words kept = {0};
    enum rxt_err err = rxt_program_hint(args);
    if (!err) {
        err = rxt_plugins_sift(args->words, args->n_words, &kept, spec->left_out);
    }
    if (!err) {
        err = rxt_sizes_expand(args->size, kept.word, kept.n, words);
    }
    rxt_words_free(&kept);
    if (!err) {
        preset.size = rxt_size_is_list(args->size) ? "default" : args->size;
        err = rxt_request_from(&preset, "1x1", words->word, words->n, request);
    }
    spec->terms = (struct rxt_terms){.options = request->team.options,
                                     .sched = request->team.sched,
                                     .n_reps = args->reps > 0 ? (int)args->reps : 3};
    if (!err) {
        err = rxt_request_fits_study(request);
    }
    spec->ceilings = find_ceilings(spec, args);
    if (!err) {
        err = add_kernels(spec, args, request);
    }
    err = err == RXT_OK && !rxt_job_is_elsewhere() ? rxt_request_try_outputs(request) : err;
    if (!err) {
        err = rxt_study_add_kernels(spec, request);
    }
    return err == RXT_OK ? rxt_layouts_choose(spec, args, NULL) : err;
}

static enum rxt_err choose_programs(struct rxt_study_spec *spec, const struct rxt_args *args,
                                    struct rxt_program *program)
{
    enum rxt_err err =
        rxt_program_from(args, rxt_job_is_elsewhere() || (args->dry_run && args->topology), program);
    spec->terms =
        (struct rxt_terms){.options = {.smt = args->smt, .oversubscribe = args->oversubscribe}, .n_reps = 1};
    if (!err) {
        err = rxt_layouts_choose(spec, args, program);
    }
    if (err == RXT_OK && !program->expect && !program->answer && program->check.n == 0) {
        rxt_say(
            "rxt: warning: ",
            "answers are not checked, and a layout that does no work, or all of it in every rank, ends well, "
            "too: give --expect, --answer or --check");
    }
    return err == RXT_OK ? rxt_study_add_program(spec, program) : err;
}

static enum rxt_err list_recipes(void)
{
    struct rxt_text text = {0};
    const enum rxt_err err = rxt_recipe_list(&text);
    fputs(rxt_text_of(&text), stdout);
    rxt_text_free(&text);
    return err;
}

/* Options that ask for more than a study, or for less. */
static enum rxt_err check_ways(const struct rxt_args *args)
{
    enum rxt_err err = rxt_dry_check(args);
    if (!err) {
        err = rxt_audit_check(args);
    }
    return err;
}

/* 0: as a study has them. */
static int tries_of(const struct rxt_args *args)
{
    const char *usual = getenv("RXT_TRIES");
    const long asked = usual ? strtol(usual, NULL, 10) : 0;
    return args->tries > 0 ? (int)args->tries : asked > 0 && asked <= 100 ? (int)asked : 0;
}

static enum rxt_err run(const struct rxt_args *args)
{
    if (args->recipe && !strcmp(args->recipe, "list")) {
        return list_recipes();
    }
    char folder[RXT_FOLDER_BYTES], kept[RXT_FOLDER_BYTES] = "";
    bool ran_out = false, is_spent = false;
    struct rxt_request request = {0};
    struct rxt_program program = {0};
    struct rxt_words words = {0}; /* of kernels; their texts are the request's */
    struct rxt_study_spec spec = {
        .is_full = args->full,
        .n_rounds = (int)args->rounds,
        .budget = args->budget,
        .timeout_s = args->timeout_s,
        .seed = (uint64_t)args->seed,
        .indifference = args->indifference,
        .tolerance = args->equal,
        .resume = args->resume,
        .folder = folder,
        .kept = kept,
        .ran_out = &ran_out,
        .is_spent = &is_spent,
        .tried = json_array(),
        .left_out = json_array(),
        .stop = &rxt_stop,
        .scaling = rxt_scaling_from(args->scaling),
        .n_tries = tries_of(args),
        .progress = rxt_progress_show,
    };
    enum rxt_err err = check_ways(args);
    if (!err) {
        err = choose_folder(args, folder, sizeof folder);
    }
    if (err != RXT_OK) {
        return err;
    }
    rxt_catch_stop();
    rxt_job_read(&spec.job);
    err = fit_into_job(&spec);
    spec.hostfile = rxt_hostfile(args->hostfile);
    if (!err) {
        err = rxt_hostfile_check(spec.hostfile);
    }
    err = err != RXT_OK                 ? err
          : rxt_args_name_program(args) ? choose_programs(&spec, args, &program)
                                        : choose_kernels(&spec, args, &words, &request);
    err = err != RXT_OK ? err : args->dry_run ? rxt_dry_show(&spec, args) : study_in(&spec, args, folder);
    err = err != RXT_OK ? err : rxt_plugins_missed(spec.left_out);
    rxt_subjects_close(spec.subjects, spec.n_subjects);
    rxt_request_free(&request);
    rxt_words_free(&words);
    rxt_program_free(&program);
    rxt_nodes_free(&spec.nodes);
    json_decref(spec.tried);
    json_decref(spec.left_out);
    json_decref(spec.ceilings);
    free(spec.layouts);
    return err;
}

const struct rxt_cmd rxt_cmd_study = {
    .name = "study",
    .words = "[KERNEL [name=value ...] ...] | -- COMMAND ARGS",
    .most_words = 1000,
    .is_alone = true,
    .options =
        "layouts scaling cores nodes nodes-differ hostfile size sched reps rounds full tries budget timeout seed "
        "indifference equal audit aa out resume smt oversubscribe leave dry-run guess topology launcher "
        "explain json color",
    .kernel_options = "size sched reps",
    .program_options = RXT_PROGRAM_OPTIONS,
    .what = "compare layouts on this machine: the decision matrix",
    .more =
        "Without a kernel all are studied; without --layouts all that make sense here, and the "
        "launcher's plain\n"
        "line. Leaves journal.jsonl, report.html, report.md, report.csv, rounds.csv, decision.json in --out (results/HOST-DATE). "
        "Ctrl-C, SIGTERM\n"
        "or SIGUSR1 ends it with a report of what there is, and status 130; --resume goes on. A launch that "
        "fails is told\nin the report; of a layout that --layouts names it makes the status 3, and where the proof rejects every bound\n"
        "launch of a subject the status is 1.\n\n"
        "In an allocation of Slurm, PBS or LSF the layouts are those of its nodes and cores, and the study "
        "ends "
        "before its "
        "time\nlimit. Elsewhere other hosts are named by --hostfile, a line each with its cores, or by "
        "the launcher's own means:\n"
        "  Open MPI   node1 slots=8\n"
        "  MPICH      node1:8\n\n"
        "A kernel with a '/' in its name, or that ends in .so, is a plug-in, a kernel of your own (rxt new-kernel): one that cannot be\n"
        "opened is left out, and the status is 2 then.\n\n"
        "--size 1000,4000 studies each kernel that is named at both sizes (its parameter n; 'rxt kernels NAME' tells which),\n"
        "as subjects heat-1000 and heat-4000, and tells at which size the winner changes.\n\n"
        "Behind -- is a program that knows nothing of rxt, and its arguments; no shell reads them. In them, in "
        "--env,\n--template, --when, --prepare, --check and --launcher-template {ranks} {ranks_per_node} {threads} "
        "{nodes} {cores}\n({p} {q}: the squarest factors of the ranks) are filled in, and nothing else. Arguments of "
        "--when come last. Without\n--metric wall times are compared, of the longest rank: a program whose work grows "
        "with its ranks needs a rate.\n--copy, --template, --prepare and --copies give each launch a fresh folder, in "
        "--out or --workdir.\n\n"
        "Examples:\n"
        "  rxt study\n"
        "  rxt study --scaling strong\n"
        "  rxt study heat --scaling weak --cores 1,2,4,8 --rounds 8\n"
        "  rxt study heat --size 500,2000,8000 --budget 10m\n"
        "  rxt study heat n=4000 --layouts 1x8,2x4,4x2,8x1 --budget 10m\n"
        "  rxt study ./saxpy.so heat\n"
        "  rxt study --out results/a --resume\n"
        "  rxt study --expect 'Success' -- ./app -n {ranks} in.txt\n"
        "  rxt study --launcher none --ranks 1 --copy big.tar --check 'xz -t big.tar.xz' -- xz -T{threads} -k big.tar\n"
        "  rxt study --subject old='./a {threads}' --subject new='./b {threads}' --answer 'E = ([-0-9.e+]+)' --tolerance "
        "1e-9\n"
        "  rxt study --ranks square --copy case --template dict --prepare 'split {ranks}' --when 'ranks>1:-parallel' -- "
        "./app\n"
        "  rxt study --dry-run --topology cluster.xml --launcher srun --nodes 4 --guess 2m -- ./app\n",
    .run = run,
};
