/* SPDX-License-Identifier: BSD-3-Clause
 * cli.h - subcommands and options as tables.
 *
 * An option means the same wherever it is taken: one row in cli_option_table.c, one
 * member here. A command names the options that it takes.
 */
#ifndef RXT_CLI_H
#define RXT_CLI_H

#include "journal.h"
#include "note.h"
#include "trial.h"
#include "words.h"

#include "rxt/err.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct rxt_args {
    bool help, json, explain, smt, oversubscribe, resume, mask_only, one_process, tell;
    const char *layout, *layouts, *scaling, *cores, *nodes, *nodes_differ, *hostfile, *size, *sched,
        *topology, *out, *color, *partition, *account, *slice;
    const char *qos, *mem, *constraint, *mail_user;
    bool stale_ok, verify, again;
    const char *print, *format, *rule;
    long long reps, rounds, seed;
    double timeout_s, time_s, indifference, equal;
    struct rxt_budget budget;
    bool full, audit, aa, tsan;
    bool keep, higher, dry_run, no_preload;
    double guess_s;
    bool whole, cxx;
    const char *dir;
    const char *leave;
    const char *recipe, *copies, *launcher, *launcher_template, *prepare, *stdin_file, *workdir, *metric,
        *metric_file, *take, *unit, *expect, *answer, *check;
    long long warmup, tries;
    double prepare_timeout_s, tolerance;
    /* Of options that may be given again. */
    struct rxt_words subjects, env, whens, ranks, threads, templates, inputs, modules, lines;
    char **words; /* what is no option */
    size_t n_words;
    size_t n_behind; /* of them, at the end: those behind "--" */
    bool is_behind;  /* "--" was there */
};

struct rxt_cmd {
    const char *name;
    const char *words; /* usage of the words, "" if it takes none */
    size_t most_words;
    bool is_alone;       /* started as a rank it says so, and does nothing */
    const char *options; /* names, separated by blanks; help is taken everywhere */
    /* Of a command for kernels or a program: those for one of the two alone. NULL: it takes no program. */
    const char *kernel_options, *program_options;
    const char *what; /* one line */
    const char *more; /* paragraphs of the help: what is printed, examples */
    bool takes_part;  /* a rank of a launch does it: there rxt becomes rxt-rank */
    enum rxt_err (*run)(const struct rxt_args *args);
};

/* Two programs are made of this floor: rxt, the driver, and rxt-rank (rank_*.c, and what both need), which rxt becomes by
 * exec where it is to be a rank. Each has its own table of commands, rxt_mind_rank, and rxt_request_run. */
/** The subcommands, ended by NULL. */
extern const struct rxt_cmd *const rxt_cmds[];
extern const struct rxt_cmd rxt_cmd_kernels, rxt_cmd_topo, rxt_cmd_place, rxt_cmd_where, rxt_cmd_run,
    rxt_cmd_study, rxt_cmd_report, rxt_cmd_merge, rxt_cmd_job, rxt_cmd_bind, rxt_cmd_completion, rxt_cmd_best,
    rxt_cmd_compare, rxt_cmd_watch, rxt_cmd_machine, rxt_cmd_new_kernel, rxt_cmd_check_kernel,
    rxt_cmd_describe;

/** Read the options and words of a command; argv[0] is its name. RXT_E_USAGE or RXT_E_RANGE with the reason. out is given
 *  back by rxt_args_free, also on error. */
RXT_CHECKED enum rxt_err rxt_args_parse(const struct rxt_cmd *cmd, int argc, char **argv,
                                        struct rxt_args *out);
void rxt_args_free(struct rxt_args *args);
void rxt_cmd_help(const struct rxt_cmd *cmd);
/** Print every option, and which commands take it. */
void rxt_options_help(void);
struct rxt_option {
    const char *name, *arg; /* arg: "" if it takes no value */
    bool is_choice;         /* arg is its values, separated by | */
};
/** Call each with every option that the command takes; NULL: with all. */
void rxt_cmd_each_option(const struct rxt_cmd *cmd,
                         void (*each)(void *context, const struct rxt_option *option), void *context);
/** Call each with the name of every kind of batch job. */
void rxt_job_each_kind(void (*each)(void *context, const char *name), void *context);

/** True when colour may be written to standard output: an able terminal, and NO_COLOR is not set. */
bool rxt_wants_colour(const struct rxt_args *args);
/** Tell what standard output shows: its columns, if it is a terminal, and colour. */
struct rxt_screen rxt_screen_of(const struct rxt_args *args);

/** Build what the options and words ask of a team: kernels, layout, schedule. Without --layout the ranks and nodes that the
 *  launcher started times OMP_NUM_THREADS, or one rank on all allowed cores. */
RXT_CHECKED enum rxt_err rxt_request_from(const struct rxt_args *args, const char *layout,
                                          char *const *kernels, size_t n_kernels, struct rxt_request *out);
/** Tell whether --size is a list of numbers, and no preset. */
bool rxt_size_is_list(const char *size);
/** Copy the words of kernels and parameters; of a list of sizes each kernel once at every size.
 *
 *  out  inout  begin with {0}; rxt_words_free
 *
 *  Errors:  RXT_E_USAGE  a list, and no kernel, one without a size, or one whose size is there already
 */
RXT_CHECKED enum rxt_err rxt_sizes_expand(const char *size, char *const *words, size_t n,
                                          struct rxt_words *out);
/** Copy the words of kernels and parameters but those of plug-ins that cannot be opened: the others are studied without them.
 *
 *  out       inout  begin with {0}; rxt_words_free
 *  left_out  inout  a list that gets a sentence for each, which is said, too
 *
 *  Errors:  that of the last one, if no kernel is left
 */
RXT_CHECKED enum rxt_err rxt_plugins_sift(char *const *words, size_t n, struct rxt_words *out,
                                          json_t *left_out);
/** Tell at the end of a study which of them it has not: RXT_E_INPUT. */
RXT_CHECKED enum rxt_err rxt_plugins_missed(const json_t *left_out);
enum rxt_size rxt_size_from(const char *text);
/** Refuse a kernel that is named twice, since samples are told apart by the name of their kernel, and one that
 *  measures the machine. RXT_E_USAGE. */
RXT_CHECKED enum rxt_err rxt_request_fits_study(const struct rxt_request *request);

enum rxt_scaling rxt_scaling_from(const char *text);
/** The layouts of a scaling study: 1x1, and all R x T of every number of cores on every number of nodes that the
 *  options name; list is grown by realloc. */
RXT_CHECKED enum rxt_err rxt_scaling_layouts(const struct rxt_args *args, const struct rxt_topology *topology,
                                             struct rxt_layout **list, size_t *n);

/** Warn of layouts that have more threads a node than the CPU quota lets run at once. */
void rxt_quota_warn(const struct rxt_topology *topology, const struct rxt_layout *layouts, size_t n);

/** Set up what the two programs have in different ways: the driver opens no plug-in. */
void rxt_begin(void);
/** Mind that a launcher started this process: the driver becomes rxt-rank, with these words, if the command is for ranks,
 *  and refuses one that is not; rxt-rank goes on. RXT_E_ABSENT if rxt-rank is not there or cannot be started. */
RXT_CHECKED enum rxt_err rxt_mind_rank(const struct rxt_cmd *cmd, char *const *argv);

/** Fail without a word, half a second later, as a rank whose reason the first one says: once one has left, launchers end the
 *  others, not before it was said, nor with a status of their own. Returns err. */
RXT_CHECKED enum rxt_err rxt_leave_to_first(enum rxt_err err);

struct rxt_progress;
/** Tell on a terminal how far a study is: one line that is written over, cut to the terminal's width; on a terminal that
 *  can only print (TERM=dumb) a line a round. */
void rxt_progress_show(const struct rxt_progress *progress);
/** Tell whether a terminal takes escape sequences: TERM is set, and not "dumb". */
bool rxt_terminal_is_able(void);

/** Run a request: by starting a launcher; in rxt-rank, as one rank.
 *
 *  hostfile  in  of the hosts to start on, as the user named it; may be NULL
 *  record    in  gets every record in this process, or on rank 0; never called when rxt itself launched this
 *              process: the records then go to standard output for the rxt that did
 */
RXT_CHECKED enum rxt_err rxt_request_run(const struct rxt_request *request, const char *hostfile,
                                         double timeout_s, rxt_record_fn record, void *context);

/** Check a kernel by the conformance kit: by starting rxt-rank for it, or, in rxt-rank, here. RXT_E_WRONG if a claim failed. */
RXT_CHECKED enum rxt_err rxt_check_command(const struct rxt_args *args);

/** Decide, print the matrix or the JSON of the decision, and write the reports into folder.
 *  RXT_E_WRONG if a layout gave a wrong answer; RXT_E_OUTPUT. */
RXT_CHECKED enum rxt_err rxt_study_report(const struct rxt_study *study, const char *folder,
                                          const struct rxt_args *args);

/** Decide, and print one format of the report; no file is written.
 *
 *  rule  in  of --rule, by which more workers pay; NULL: the preset
 *
 *  Errors:  RXT_E_USAGE  a rule that is none; "access", and the study is none of scaling
 */
RXT_CHECKED enum rxt_err rxt_study_show(const struct rxt_study *study, const char *format, const char *rule);

/** Becomes the signal's number at Ctrl-C, SIGTERM, SIGHUP or SIGUSR1 (sbatch --signal), once rxt_catch_stop was called.
 *  One that was ignored then (nohup, a job in the background) stays ignored. */
extern volatile sig_atomic_t rxt_stop;
void rxt_catch_stop(void);
/** Return "stopped by SIGTERM", or which it was. */
const char *rxt_stop_text(void);

/** Return where results go: standard output, unless that is kept from a plug-in, which may print. */
FILE *rxt_results(void);
void rxt_results_to(FILE *file);
/** Write there and make sure that it arrived: RXT_E_OUTPUT if not. */
RXT_CHECKED enum rxt_err rxt_print(const char *text);
RXT_CHECKED enum rxt_err rxt_print_json(const json_t *json);
RXT_CHECKED enum rxt_err rxt_print_json_line(const json_t *json);
/** Print begin as it is, a text from anywhere on one line and clean, and the end of the line. */
void rxt_print_line(const char *begin, const char *text);
/** Write begin ("rxt: ") and a text, clean, to standard error; of several lines all but the
 *  first are set in by "  | ", so that no text from outside looks like another message. */
void rxt_say(const char *begin, const char *format, ...) RXT_PRINTF(2, 3);
/** Say a note of the floors below (rxt_notes_to). */
void rxt_say_note(enum rxt_note_kind kind, const char *text);

#endif
