/* SPDX-License-Identifier: BSD-3-Clause
 * machine_process.h - the process table: parents, groups, names.
 */
#ifndef RXT_MACHINE_PROCESS_H
#define RXT_MACHINE_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

enum { RXT_MAX_GENERATIONS = 200 }; /* that a walk up the parents takes */

/* What the process table tells of one process. */
struct rxt_process {
    pid_t pid, parent, group;
    int terminal; /* device of its controlling terminal, 0: none */
    char state;   /* 'Z': it has ended, and nobody has waited for it yet */
    char name[64];
};

/** Read a process from a process table, "/proc" or a copy of one; false if it is not there to be seen. */
bool rxt_process_read(const char *table, pid_t pid, struct rxt_process *out);
/** Tell whether a process or one of its parents has one of the names (ended by NULL). */
bool rxt_process_is_below(const char *table, pid_t pid, const char *const *names);
/** Tell whether a name is in a list that is ended by NULL. */
bool rxt_name_is_in(const char *name, const char *const *names);

#endif
