/* SPDX-License-Identifier: BSD-3-Clause
 * runtimes.h - which OpenMP and which MPI a process has loaded.
 */
#ifndef RXT_RUNTIMES_H
#define RXT_RUNTIMES_H

#include "rxt/err.h"

#include <stddef.h>
#include <stdio.h>

/** Look which run-times of OpenMP and MPI this process has loaded; out gets a warning of two of OpenMP, or "".
 *
 *  Errors:  RXT_E_ABSENT  the MPI libraries are two
 */
RXT_CHECKED enum rxt_err rxt_runtimes_look(char *out, size_t n_bytes);
/** Write the names of two run-times of OpenMP that this process has loaded, "" if there are not two. Return out. */
const char *rxt_runtimes_omp(char *out, size_t n_bytes);
/** rxt_runtimes_look of a text like /proc/self/maps. */
RXT_CHECKED enum rxt_err rxt_runtimes_read(FILE *maps, char *out, size_t n_bytes);

#endif
