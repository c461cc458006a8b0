/* SPDX-License-Identifier: BSD-3-Clause
 * program.h - a program that knows nothing of rxt, as its user defined it, and what becomes of it under a layout.
 *
 * Words are bytes: they reach the program as they were given. Of a word only the seven names {ranks} {ranks_per_node}
 * {threads} {nodes} {cores} {p} {q} are replaced; every other brace stays. No shell reads any of it.
 */
#ifndef RXT_PROGRAM_H
#define RXT_PROGRAM_H

#include "finder.h"
#include "launch.h"
#include "layout.h"
#include "text.h"

#include "rxt/err.h"

#include <jansson.h>

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/* Who starts the ranks. */
enum rxt_program_start {
    RXT_START_LAUNCHER, /* the launcher of the study, the same for all layouts, 1x1 too */
    RXT_START_ONE, /* --launcher none: one process with the cores of R x T; its ranks are threads, or its own affair */
    RXT_START_LINE /* --launcher-template: the words in `launcher` */
};

/* One row of the matrix: a command, and how many copies of it run side by side on a node. */
struct rxt_program_subject {
    char *name;               /* rxt_is_name */
    struct rxt_words command; /* not filled in yet */
    int n_copies; /* >= 1; the layout is that of one copy, which has a part of the node of its own */
};

/* What the options of a study, or a recipe, say of a program. All is owned. Begin with {0}; rxt_program_free. */
struct rxt_program {
    struct rxt_program_subject *subjects;
    size_t n_subjects;
    enum rxt_program_start start;
    struct rxt_words launcher;      /* of RXT_START_LINE */
    struct rxt_words whens;         /* "ranks>1:-parallel" */
    struct rxt_words ranks_rules;   /* "square"; all must hold, for the ranks of all nodes */
    struct rxt_words threads_rules; /* the same for the threads of a rank */
    /* What a launch finds. */
    struct rxt_words env;       /* NAME=VALUE */
    struct rxt_words templates; /* files, filled in */
    struct rxt_words inputs;    /* --copy: files and folders */
    struct rxt_words prepare;   /* a command for each rank count; no words: none */
    double prepare_timeout_s;   /* 0: none */
    bool keep;                  /* the folders of launches are not removed */
    char *stdin_file;           /* NULL: nothing to read */
    char *workdir;              /* NULL: the folder that the study runs in */
    bool no_preload;            /* its time in MPI is not measured */
    int n_warmup;               /* launches of each layout that do not count */
    /* What is measured; NULL: wall time. */
    char *metric, *metric_file, *unit;
    enum rxt_take take;
    bool higher_is_better;
    /* When an answer is right; NULL, and no words: not asked. */
    char *expect, *answer;
    double tolerance; /* relative */
    struct rxt_words check;
    char *recipe; /* that filled some of it; NULL: none */
    /* Of the nodes that it is studied on. */
    size_t n_cores; /* of the smallest, for copies side by side; 0: any number */
    bool
        fills; /* the layouts are rxt's choice: a subject runs those alone that fill most of the node with its copies */
};

void rxt_program_free(struct rxt_program *program);

/** Add a subject for a command that is words already.
 *
 *  name      in  NULL: after the last part of its first word
 *  n_copies  in  beyond 1 the name gets "-xN" behind it
 *
 *  Errors:  RXT_E_USAGE  no words; a name that is none, or is there already (names the way out)
 */
RXT_CHECKED enum rxt_err rxt_program_add(struct rxt_program *program, const char *name,
                                         const struct rxt_words *command, int n_copies);

/** Make the JSON of all that defines a subject: bytes as rxt_bytes_to_json writes them. NULL when memory ran out. */
json_t *rxt_program_to_json(const struct rxt_program *program, size_t subject);
/** Make the program of such a definition, with this one subject of this name. It may be anybody's: rxt_program_check it.
 *
 *  out  out  rxt_program_free, also after an error
 *
 *  Errors:  RXT_E_INPUT  it is none that rxt_program_to_json makes; names the field
 */
RXT_CHECKED enum rxt_err rxt_program_from_json(const json_t *json, const char *name, struct rxt_program *out);

/** Refuse what cannot be before anything is launched: no subject, a rule, a condition or a variable that is none, options
 *  that contradict each other. Opens no file. RXT_E_USAGE, RXT_E_RANGE. */
RXT_CHECKED enum rxt_err rxt_program_check(const struct rxt_program *program);

/* What the seven names stand for. */
struct rxt_program_values {
    long ranks; /* of all nodes; of one copy */
    long ranks_per_node, threads, nodes;
    long cores; /* ranks x threads */
    long p, q;  /* p x q = ranks, p <= q, as near to each other as can be */
};
struct rxt_program_values rxt_program_values_of(const struct rxt_layout *layout);

/** Append a word with its names filled in. */
void rxt_program_fill(const char *bytes, size_t n_bytes, const struct rxt_program_values *values,
                      struct rxt_text *out);

/** Split a line into words as a shell does with blanks, ends of lines, '...', "..." and \. Nothing else means anything:
 *  $ * ; & | # ~ are letters. RXT_E_USAGE for a quote that is not closed. what names the line. */
RXT_CHECKED enum rxt_err rxt_program_split(const char *line, const char *what, struct rxt_words *out);

/** Read a rule: square, cube, power-of-2, divides:N, multiple-of:N, max:N, or counts 1,2,4-8; tell whether it takes n. what
 *  names the option. RXT_E_USAGE, RXT_E_RANGE for a rule that is none. */
RXT_CHECKED enum rxt_err rxt_program_rule(const char *rule, const char *what, long n, bool *takes);

/** Read "CONDITION:WORD", a condition being ranks, threads, nodes or cores, one of = != < > <= >=, and a number.
 *
 *  holds  out
 *  word   out  points into text, behind the first colon
 *
 *  Errors:  RXT_E_USAGE, RXT_E_RANGE
 */
RXT_CHECKED enum rxt_err rxt_program_when(const char *text, const struct rxt_program_values *values,
                                          bool *holds, const char **word);

/** Tell whether a subject may run under a layout; why not, as part of a sentence, goes to why. */
bool rxt_program_allows(const struct rxt_program *program, size_t subject, const struct rxt_layout *layout,
                        char *why, size_t n_bytes);

/** Append the layouts of n_nodes nodes of n_workers cores that its rules and copies ask for beside rxt_layout_candidates:
 *  with all of the cores of a copy's part, or as many as a number of ranks that its rules take can use.
 *
 *  list    inout  n layouts so far, grown by realloc; those that are there are not added again
 */
RXT_CHECKED enum rxt_err rxt_program_layouts(const struct rxt_program *program, int n_nodes, size_t n_workers,
                                             struct rxt_layout **list, size_t *n);

/** Write the words of a subject's command under a layout: filled in, then each argument whose condition holds, in the order
 *  that they were given. */
RXT_CHECKED enum rxt_err rxt_program_words(const struct rxt_program *program, size_t subject,
                                           const struct rxt_layout *layout, struct rxt_words *out);

/** Write the launcher's words of --launcher-template under a layout. */
RXT_CHECKED enum rxt_err rxt_program_launcher(const struct rxt_program *program,
                                              const struct rxt_layout *layout, struct rxt_words *out);

/* One copy of one launch. */
struct rxt_program_turn {
    size_t subject;
    struct rxt_layout layout; /* of one copy */
    int launch;               /* its number in the study */
    int copy;                 /* 0 ... n_copies - 1 */
    const char *folder;       /* where its ranks run; absolute */
};

struct rxt_task;
/** Tell a rank what to run: what the watch is handed. out is given back as watch_task.h says, also on error. */
RXT_CHECKED enum rxt_err rxt_program_task(const struct rxt_program *program,
                                          const struct rxt_program_turn *turn, struct rxt_task *out);

/** Make the identities (identity.h) of the files that a subject is and is given: its program, arguments that name a file,
 *  templates, copies, standard input. NULL when memory ran out. */
json_t *rxt_program_files(const struct rxt_program *program, size_t subject);

/** Refuse a subject whose first word is no program here, as a shell looks for it, and files of the options that are not
 *  there. To be asked on the hosts that run it alone. RXT_E_USAGE, RXT_E_INPUT. */
RXT_CHECKED enum rxt_err rxt_program_find_files(const struct rxt_program *program);

/* The folders that launches run in: a fresh one each where something is copied, filled in or prepared, or copies run side
 * by side; else the work folder. */
struct rxt_program_folders;
/** study  in  the folder of the study: fresh ones are made in its "launches", or in the work folder if one is named */
RXT_CHECKED enum rxt_err rxt_program_folders_open(const struct rxt_program *program, const char *study,
                                                  const volatile sig_atomic_t *stop,
                                                  struct rxt_program_folders **out);
void rxt_program_folders_close(struct rxt_program_folders *folders); /* accepts NULL */
/** Make the folder of a launch ready: copied, prepared for its rank count (once a count), its templates filled in.
 *
 *  out  out  n_bytes: its absolute path
 *
 *  Errors:  RXT_E_OUTPUT, RXT_E_INPUT
 *           RXT_E_LAUNCH   the command that prepares failed, now or before for this count
 *           RXT_E_STOPPED  while it ran
 */
RXT_CHECKED enum rxt_err rxt_program_folder_enter(struct rxt_program_folders *folders,
                                                  const struct rxt_program_turn *turn, char *out,
                                                  size_t n_bytes);
/** Leave it when the launch has ended: a fresh one is removed unless it is kept; in a shared one the first file that the
 *  launch made or changed is warned of, once a study. */
void rxt_program_folder_leave(struct rxt_program_folders *folders, const char *folder);

#endif
