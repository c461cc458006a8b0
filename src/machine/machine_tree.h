/* SPDX-License-Identifier: BSD-3-Clause
 * machine_tree.h - a process and all that came from it: find it, signal it, end it.
 */
#ifndef RXT_MACHINE_TREE_H
#define RXT_MACHINE_TREE_H

#include "machine_process.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/** List the processes below one in a process table ("/proc", or a copy), itself and those that have ended apart; returns how
 *  many. Free the list. */
size_t rxt_tree_below(const char *table, pid_t root, struct rxt_process **out);
/** Send a signal to every process below root, not to root itself; returns how many there are. */
size_t rxt_tree_signal(pid_t root, int signal_number);

/** Tell whether a process of this name runs below root. */
bool rxt_tree_has(pid_t root, const char *name);

/** End a child and all its descendants: SIGTERM, after 2 s SIGKILL; wait for the child.
 *  Launchers put ranks into sessions of their own, so the tree of parents is walked, not a group.
 *  Returns the child's wait status. */
int rxt_tree_end(pid_t child);

/** End with SIGKILL what a finished launch left behind: descendants that were orphaned to this process. */
void rxt_tree_end_strays(void);

#endif
