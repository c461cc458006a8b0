/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_library.h - a library that one kernel alone needs, opened when it is needed.
 *
 * Linked, it would be loaded, and start threads, in every process.
 */
#ifndef KERNEL_LIBRARY_H
#define KERNEL_LIBRARY_H

#include "rxt/err.h"
#include "rxt/team.h"

#include <stdbool.h>
#include <stddef.h>

/* A function of the library, and the pointer that gets it. */
struct kernel_symbol {
    const char *name;
    void *pointer; /* address of a pointer to a function */
    bool may_lack; /* then the pointer stays as it is */
};

/** Open a library and look its functions up; it stays open. All ranks return the same code.
 *
 *  kernel   in   name, for the reason
 *  file     in   as the loader looks for it, such as "libfftw3.so.3"
 *  symbols  in   ended by a NULL name
 *
 *  Errors:      RXT_E_ABSENT  it cannot be loaded, or lacks a function
 *  Collective:  yes
 */
RXT_CHECKED enum rxt_err kernel_library_open(struct rxt_team *team, const char *kernel, const char *file,
                                             const struct kernel_symbol *symbols);

/** Refuse what would take more address space than is left: n_pieces of n_bytes each. All ranks return the same code.
 *  For a library that waits for ever where it gets none. RXT_E_MEMORY. Collective. */
RXT_CHECKED enum rxt_err kernel_library_room(struct rxt_team *team, const char *kernel, const char *file,
                                             size_t n_pieces, size_t n_bytes);

#endif
