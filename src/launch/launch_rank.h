/* SPDX-License-Identifier: BSD-3-Clause
 * launch_rank.h - rxt-rank, the program that a rank is: it alone is linked with MPI and OpenMP.
 */
#ifndef RXT_LAUNCH_RANK_H
#define RXT_LAUNCH_RANK_H

#include "rxt/err.h"

#include <stdbool.h>
#include <stddef.h>

/** Find rxt-rank: beside this program, links followed, or in ../libexec/rxt from there.
 *
 *  path  out  n_bytes
 *
 *  Errors:  RXT_E_ABSENT  in neither place; names both
 */
RXT_CHECKED enum rxt_err rxt_rank_find(char *path, size_t n_bytes);
/** Find librxt-pmpi.so, which a program of others loads first to tell of its time in MPI: there, too. RXT_E_ABSENT. */
RXT_CHECKED enum rxt_err rxt_preload_find(char *path, size_t n_bytes);
/** Find librxt-kit.so, which counts allocations for the conformance kit: there, too. RXT_E_ABSENT. */
RXT_CHECKED enum rxt_err rxt_kit_library_find(char *path, size_t n_bytes);
/** Find this program, links followed; "" where the system does not tell. Returns out. */
const char *rxt_self_find(char *out, size_t n_bytes);

/** Become rxt-rank by exec; the process, its name and its words stay. Returns on error only.
 *
 *  argv  in  ended by NULL, with the program's name
 *
 *  Errors:  RXT_E_ABSENT  it is not there, or the limit of address space (ulimit -v) leaves its libraries no room
 */
RXT_CHECKED enum rxt_err rxt_rank_become(char *const *argv);

struct rxt_launcher;
/** Tell whether rxt-rank has an MPI whose ranks this launcher starts: by the name that the library gives itself, or, where
 *  rxt-rank cannot say it, by what this was built with. */
bool rxt_rank_suits(const struct rxt_launcher *launcher);
/** The same of a library by its name. */
bool rxt_library_suits(const struct rxt_launcher *launcher, const char *library);
/** The same of a library by its name; NULL: of rxt-rank's. */
bool rxt_mpi_suits(const struct rxt_launcher *launcher, const char *library);

/** Return name and version of the MPI library of rxt-rank, as it says itself, once asked; "not known (why)" if it
 *  cannot. */
const char *rxt_rank_library(void);

/** Find a folder of rxt's data: share/rxt/NAME of what is installed, share/NAME of the tree. RXT_E_ABSENT. */
RXT_CHECKED enum rxt_err rxt_share_find(const char *name, char *path, size_t n_bytes);
/** Find the folder that rxt/kernel.h is read from: include of what is installed, or of the tree. RXT_E_ABSENT. */
RXT_CHECKED enum rxt_err rxt_include_find(char *path, size_t n_bytes);

#endif
