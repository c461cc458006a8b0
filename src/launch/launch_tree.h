/* SPDX-License-Identifier: BSD-3-Clause
 * launch_tree.h - end a process and all that came from it.
 */
#ifndef RXT_LAUNCH_TREE_H
#define RXT_LAUNCH_TREE_H

#include <stdbool.h>
#include <sys/types.h>

/** Tell whether a process of this name runs below root. */
bool rxt_tree_has(pid_t root, const char *name);

/** End a child and all its descendants: SIGTERM, after 2 s SIGKILL; wait for the child.
 *  Launchers put ranks into sessions of their own, so the tree of parents is walked, not a group.
 *  Returns the child's wait status. */
int rxt_tree_end(pid_t child);

/** End with SIGKILL what a finished launch left behind: descendants that were orphaned to this process. */
void rxt_tree_end_strays(void);

#endif
