/* SPDX-License-Identifier: BSD-3-Clause
 * watch_look_parts.h - what a look keeps of processes and threads.
 */
#ifndef RXT_WATCH_LOOK_PARTS_H
#define RXT_WATCH_LOOK_PARTS_H

#include "watch_look.h"
#include "watch_proc.h"

enum {
    KEEP_OPEN = 400, /* threads whose files stay open */
    KEEP_ROWS =
        4096, /* threads that have ended and are told one by one; smaller ones are summed up beyond an eighth */
    PU_COUNTS = 64 /* PUs of a thread that are counted one by one */
};

struct look_thread {
    int tid;
    int stat_fd, run_fd;   /* -1: not open */
    bool is_here;          /* the last listing had it */
    bool is_gone, is_kept; /* kept: its files stay open */
    char state;
    double run_s, wait_s; /* at the look before; NaN: not known */
    double at_s;          /* that look; < 0: there was none */
    int busy_pu;          /* where the last look that found it busy saw it; -1 */
    uint64_t mask;        /* digest of the last one */
    int n_counts;
    struct {
        int pu;
        long n;
    } counts[PU_COUNTS];
    struct rxt_watched_thread row;
};

struct look_process {
    struct rxt_watched_process row;
    int task_fd;
    bool is_gone, is_stale; /* stale: its threads are to be listed */
    unsigned long n_links;  /* of its folder of threads */
    long listed;            /* look at which they were */
    struct look_thread **threads;
    size_t n_threads, room;
    double more_cpu_s; /* of threads that are not kept */
    long n_more;
    double peak, now, anonymous, shared, read, written; /* NaN: not known */
    double memory_at_s;
};

/* One PU in one look. */
struct look_pu {
    long crowded;         /* look that saw a thread wait here, and none of its own beside it */
    long look, core_look; /* that saw it, or as first PU its core, busy last */
    int n_busy;
    double run_s; /* of those together */
    int core;     /* first PU of its core; -1: not asked for yet */
};

struct rxt_look {
    struct rxt_look_world world;
    pid_t self;
    double start_s, first_s, last_s;
    struct look_process **processes;
    size_t n_processes, room;
    size_t n_open;        /* threads whose files are open */
    double tree_at_s;     /* when processes are to be looked for again */
    bool has_no_children; /* the kernel has no files of children */
    bool has_no_schedstat, has_no_masks;
    double tick_s;
    long looks, pair_looks, on_one_pu, on_one_core;
    double peak_bytes, private_bytes, shared_bytes, most_now; /* of all processes at once */
    struct look_pu *pus;                                      /* RXT_MAX_PUS of them */
    int scans, n_rivals;
    double scan_at_s; /* when all processes may be read again */
    struct rxt_rival rivals[RXT_WATCHED_RIVALS];
    bool failed; /* memory ran out */
};

/** Read all processes for those that run where threads of the program wait in this look. */
void rxt_look_for_rivals(struct rxt_look *look, double now_s);
/** Find the processes that have come, and those that have gone. */
void rxt_look_find(struct rxt_look *look, double now_s);
/** List the threads of a process if they may be others than before. */
void rxt_look_list(struct rxt_look *look, struct look_process *process);
/** Close the files of a thread. */
void rxt_look_shut(struct look_thread *thread);
/** Read anew which program a process is. */
void rxt_look_at_exe(struct look_process *process);
/** Take a thread as ended; its row stays. */
void rxt_look_let_go(struct rxt_look *look, struct look_thread *thread);
/** Read "NAME" of a process or "TID/NAME" of a thread into text; false if that cannot be. */
bool rxt_look_read(int folder, const char *name, int *fd, char *text, size_t n_bytes);

#endif
