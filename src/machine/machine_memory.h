/* SPDX-License-Identifier: BSD-3-Clause
 * machine_memory.h - the memory that is left, from a system's files or from a copy of them.
 */
#ifndef RXT_MACHINE_MEMORY_H
#define RXT_MACHINE_MEMORY_H

/** As rxt_memory_available, with /proc and /sys below root ("" is this system). */
double rxt_memory_below(const char *root);

#endif
