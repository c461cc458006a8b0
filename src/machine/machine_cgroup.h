/* SPDX-License-Identifier: BSD-3-Clause
 * machine_cgroup.h - the control groups that this process is in, from a system's files or from a copy of them.
 */
#ifndef RXT_MACHINE_CGROUP_H
#define RXT_MACHINE_CGROUP_H

#include "machine.h"

/* Called with the folder of a group, below root. */
typedef void (*rxt_group_fn)(void *context, const char *folder, bool is_v2);

/** Visit the group of this process that a controller ("cpu", "memory") keeps, and all groups above it that can be seen.
 *
 *  root  in  what /proc and /sys lie below; "" is this system
 *
 *  Return false if there is, or may be, one that cannot be seen: a container shows its own groups as if there were none
 *  above them, but only the topmost group of the system has no limits of its own.
 *
 *  Source:  cgroups(7), cgroup_namespaces(7); Linux Documentation/admin-guide/cgroup-v2.rst, cgroup-v1/
 */
bool rxt_cgroup_visit(const char *root, const char *controller, rxt_group_fn visit, void *context);

/** Read what the cgroups below root limit; see rxt_limits_here. */
struct rxt_limits rxt_limits_below(const char *root);

/** The number behind key in the first line of a file that begins with it; NaN if there is none. */
double rxt_number_in(const char *path, const char *key);

#endif
