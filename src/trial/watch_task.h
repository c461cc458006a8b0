/* SPDX-License-Identifier: BSD-3-Clause
 * watch_task.h - what a study tells each rank that watches a program: what to run, how, and what to look for.
 *
 * It travels in one variable of the environment, which every launcher hands on, and in letters that none of them changes;
 * on a command line a lone ":" would begin another program.
 */
#ifndef RXT_WATCH_TASK_H
#define RXT_WATCH_TASK_H

#include "finder.h"
#include "text.h"
#include "words.h"

#include "rxt/err.h"

#include <stdbool.h>
#include <stddef.h>

#define RXT_TASK_VARIABLE "RXT_TASK"
#define RXT_SCHEMA_TASK   "rxt-task/1"

/* The kernel takes no variable of more bytes, name and all. */
enum { RXT_TASK_MOST = 128 * 1024 - 16 };

/* It owns all of its texts, those of `find` too. Begin with {0}; rxt_task_free. */
struct rxt_task {
    struct rxt_words argv;      /* the program and its words, byte by byte                                */
    struct rxt_words env_set;   /* NAME=VALUE; set after those of env_unset are gone                      */
    struct rxt_words env_unset; /* NAME                                                                   */
    char *folder;               /* where it runs; NULL: where the launcher starts it                      */
    char *stdin_path;           /* what rank 0 reads; NULL, and in all other ranks: nothing               */
    /* How it is bound. */
    char *layout;            /* as the user would write it, policy and all; NULL: nothing is bound     */
    char *plan;              /* the PUs of every rank of a node, "0,1;2,3"; NULL: planned by each rank */
    int slice, n_slices;     /* the slice-th, from 1, of n_slices parts of the node; 0: all of it      */
    bool smt, oversubscribe; /* as the options of the study                                            */
    bool mask_only;          /* OpenMP is told of no places                                            */
    bool one_process;        /* the ranks of the layout are threads of this one                        */
    double timeout_s;        /* 0: none                                                                */
    char *nonce;             /* of this launch: letters and digits, by which its records are known     */
    bool accounts;           /* its time in MPI is noted, by a library that it loads first */
    struct rxt_find_spec find;
};

void rxt_task_free(struct rxt_task *task);

/** Write a task in letters, digits, '-' and '_' alone.
 *
 *  Errors:  RXT_E_RANGE   it is longer than RXT_TASK_MOST: says so of the words, which alone can be
 *           RXT_E_MEMORY
 */
RXT_CHECKED enum rxt_err rxt_task_to_text(const struct rxt_task *task, struct rxt_text *out);
/** Read it back: the same words, byte by byte.
 *
 *  out  out  rxt_task_free, also on error
 *
 *  Errors:  RXT_E_INPUT  none, another version's, or damaged
 */
RXT_CHECKED enum rxt_err rxt_task_from_text(const char *text, struct rxt_task *out);

#endif
