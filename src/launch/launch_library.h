/* SPDX-License-Identifier: BSD-3-Clause
 * launch_library.h - whose MPI a program has.
 */
#ifndef RXT_LAUNCH_LIBRARY_H
#define RXT_LAUNCH_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

enum rxt_linked {
    RXT_LINKED_UNKNOWN, /* a script, a static program, one that this loader does not load */
    RXT_LINKED_NONE,    /* a program that loads its libraries, and no MPI among them */
    RXT_LINKED_MPI
};

/** Tell whose MPI a program is linked with. It is not run: its own loader lists what it would load.
 *
 *  program  in   looked up as a shell does
 *  library  out  n_bytes: "Open MPI v4", "MPICH", as rxt_library_suits takes it; "" unless it is linked with one
 */
enum rxt_linked rxt_program_linked(const char *program, char *library, size_t n_bytes);

/** Read the same out of what a loader lists. */
bool rxt_library_listed(const char *list, char *library, size_t n_bytes);

#endif
