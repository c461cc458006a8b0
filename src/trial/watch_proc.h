/* SPDX-License-Identifier: BSD-3-Clause
 * watch_proc.h - what the files of /proc say of a thread or a process, as numbers.
 *
 * These files alone are read: they cost a running program nothing. smaps, cmdline and environ take its memory's lock.
 */
#ifndef RXT_WATCH_PROC_H
#define RXT_WATCH_PROC_H

#include "watched.h"

#include <stdbool.h>

/* Of `stat`. */
struct rxt_proc_stat {
    char name[RXT_NAME_BYTES];
    char state;
    int parent, n_threads, cpu; /* cpu: where it ran last */
    double cpu_s;               /* in ticks of 10 ms as a rule */
};
/** Read the text of a stat; false if it is none. tick_s is the length of a tick. */
bool rxt_proc_stat_read(const char *text, double tick_s, struct rxt_proc_stat *out);

/** Read the text of a schedstat: s that a thread ran, and s that it was ready to and waited for a CPU. */
bool rxt_proc_schedstat_read(const char *text, double *run_s, double *wait_s);

/* Of the `status` of a process, in bytes; NaN: not there (it has ended, or is the kernel's). */
struct rxt_proc_memory {
    double peak, now, anonymous, file, shmem;
};
struct rxt_proc_memory rxt_proc_memory_read(const char *text);

/** Read bytes that were read and written out of an `io`; false if it tells neither. */
bool rxt_proc_io_read(const char *text, double *read_bytes, double *written_bytes);

#endif
