/* SPDX-License-Identifier: BSD-3-Clause
 * memory.h - memory of a kernel: its state, and pages that nobody has touched.
 */
#ifndef RXT_MEMORY_H
#define RXT_MEMORY_H

#include "rxt/err.h"
#include "rxt/team.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** Allocate a zeroed state on every rank.
 *
 *  out      out  n_bytes; NULL on error
 *  n_bytes  in   >= 1
 *
 *  Errors:      RXT_E_MEMORY  a rank has none (all ranks agree)
 *  Collective:  yes
 *  Memory:      free it with free
 *  Source:      own
 */
RXT_CHECKED enum rxt_err rxt_state_open(void **out, struct rxt_team *team, size_t n_bytes);

/* Pages fresh from the system, zero and untouched: whoever writes first places them near itself. */
struct rxt_pages {
    void *at; /* NULL until they are opened */
    size_t n_bytes;
};

/** Map pages, of 2 MiB where the system gives them.
 *
 *  n_bytes  in  of this rank; each may ask for another number, also for 0
 *
 *  Errors:      RXT_E_MEMORY  a rank has no room (all ranks agree)
 *  Collective:  yes
 *  Memory:      close with rxt_pages_close
 *  Source:      own
 */
RXT_CHECKED enum rxt_err rxt_pages_open(struct rxt_pages *out, struct rxt_team *team, size_t n_bytes);

/** Give pages back and set the struct to {NULL, 0}.
 *
 *  pages  inout  opened, or zeroed: then nothing is done
 *
 *  Collective:  no
 *  Source:      own
 */
void rxt_pages_close(struct rxt_pages *pages);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
