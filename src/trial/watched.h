/* SPDX-License-Identifier: BSD-3-Clause
 * watched.h - what was seen of one rank of a program: how it ended, what it used, where each of its threads ran.
 *
 * "The rank" is the program that was started and all that came from it. A number that is not known is NaN (-1 for whole
 * ones), in JSON null: /proc may be closed, the kernel may not count waiting, and what ended between two looks was not seen.
 */
#ifndef RXT_WATCHED_H
#define RXT_WATCHED_H

#include "finder.h"

#include "rxt/err.h"

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>

#define RXT_SCHEMA_WATCHED "rxt-watched/1"

enum rxt_watched_end {
    RXT_END_STATUS,  /* it ended by itself, with `status`                      */
    RXT_END_SIGNAL,  /* by a signal                                            */
    RXT_END_TIMEOUT, /* it took longer than it may, and was ended              */
    RXT_END_STOPPED, /* its parent died, and it was ended                      */
    RXT_END_ABSENT   /* it could not be started: status 127 or 126, see `note` */
};

enum {
    RXT_WATCHED_THREADS = 256, /* that are told one by one: those that used most CPU */
    RXT_WATCHED_CPUS = 16,     /* of each thread, by share                           */
    RXT_WATCHED_RIVALS = 8,    /* of other programs                                     */
    RXT_WATCHED_MASKS = 4,     /* of each thread, in time: the first, and the last   */
    RXT_NAME_BYTES = 16        /* as the kernel keeps names of threads               */
};

/* Where a thread was seen. Shares are of the looks at which it was busy: it had run, or wanted to, in at least half of the
 * time since the look before. */
struct rxt_seen_cpu {
    int cpu;
    double share;
};

/* A mask, and when it was first seen, in s since the start of the program. */
struct rxt_seen_mask {
    double since_s;
    char cpus[128]; /* "0-3,8"; cut with "..." */
};

struct rxt_watched_thread {
    int pid, tid;
    char name[RXT_NAME_BYTES];
    double cpu_s, wait_s;   /* ran; was ready to run and had no CPU (NaN: the kernel does not tell)     */
    double from_s, until_s; /* first and last seen, in s since the start of the program                 */
    long looks, busy_looks; /* that saw it; of them those that found it busy                            */
    long moves;             /* pairs of busy looks, one after the other, that saw it on two CPUs        */
    int n_cpus;
    struct rxt_seen_cpu cpus[RXT_WATCHED_CPUS]; /* the most frequent first                              */
    int n_masks;                                /* 0: not known                                         */
    struct rxt_seen_mask masks[RXT_WATCHED_MASKS];
    int mask_changes; /* n_masks may be fewer                                                           */
};

/* Another process that ran where a thread waited for its core. */
struct rxt_rival {
    int pid, cpu;
    char name[RXT_NAME_BYTES];
    int looks; /* of a few that looked for it */
};

struct rxt_watched_process {
    int pid, parent;
    char name[RXT_NAME_BYTES];
    char *exe; /* NULL: not to be read */
    double cpu_s;
    int n_threads;     /* at most at one time */
    bool is_left;      /* it outlived the program that was started, and was ended */
    bool is_launchers; /* it is none of the program: a launcher's daemon */
};

struct rxt_watched {
    int rank, local_rank; /* -1: no launcher tells                      */
    char *host;
    int pid;
    char *exe; /* of the program that was started; NULL: not to be read */
    enum rxt_watched_end end;
    int status, signal; /* signal 0: none                                   */
    char *note;         /* a sentence on its end, or on what was left; NULL */
    double wall_s;      /* from its exec to its exit */
    double cpu_s;       /* of all of it that was waited for, and of what was seen besides */
    double
        unseen_s; /* of that: not seen in a thread: what ended between two looks, the time behind the last                 */
    double wait_s;                      /* of all threads                                                  */
    double peak_bytes;                  /* resident, of all processes at once; by `status`, as what follows */
    double private_bytes, shared_bytes; /* when it was largest: of its own; of files, and shared */
    double switches, forced_switches;   /* it waited; it was put off its CPU                     */
    double minor_faults, major_faults;
    double read_bytes, written_bytes; /* by its calls of read and write, pipes and sockets too */
    long looks;
    double look_s;               /* mean time between looks                                             */
    double cost_s;               /* CPU time of the watch                                               */
    long pair_looks;             /* looks at which at least two threads were busy                       */
    long on_one_pu, on_one_core; /* of them: two of them on one PU; on two PUs of one core  */
    int *plan;                   /* PUs of this rank by the plan                                        */
    size_t n_plan;               /* 0: it was not bound                                                 */
    char *unknown;               /* why something is not known, a sentence; NULL                        */
    struct rxt_watched_thread *threads; /* most CPU time first                             */
    size_t n_threads;
    long n_more; /* n_more of them are not told one by one                       */
    double more_cpu_s;
    struct rxt_watched_process *processes;
    size_t n_processes;
    struct rxt_rival rivals[RXT_WATCHED_RIVALS];
    int n_rivals;
    struct rxt_found found;
    json_t *mpi;   /* its account of MPI; NULL: not measured                                 */
    json_t *bound; /* what was set and cleared for it, object; NULL: it was not bound         */
    char *head,
        *tail; /* of its output, only if it failed; bytes; NULL: none. tail follows head, `cut_bytes` between */
    size_t n_head, n_tail;
    double cut_bytes, output_bytes;
};

/** Give back what a record owns; it is {0} then. */
void rxt_watched_free(struct rxt_watched *watched);

/** Tell whether the program ended as one that did its work: by itself, with status 0. */
bool rxt_watched_is_right(const struct rxt_watched *watched);

/** Make the JSON object of a record, or read it back: each other's inverse. A record comes from another process: each number
 *  is held to its range, and counts of rows to what they may be.
 *
 *  out (read)     out  rxt_watched_free, also on error
 *  Errors (read):      RXT_E_INPUT  names the field
 */
json_t *rxt_watched_to_json(const struct rxt_watched *watched); /* NULL when memory ran out */
RXT_CHECKED enum rxt_err rxt_watched_from_json(const json_t *json, struct rxt_watched *out);

#endif
