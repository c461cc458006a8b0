/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_parts.h - what most kernels need: rows of parameters, a state, memory nobody has touched.
 */
#ifndef KERNEL_PARTS_H
#define KERNEL_PARTS_H

#include "rxt/kernel.h"

#include <stddef.h>

/* Parameters that many kernels have: a seed is whole in a double, up to 2^53; a file is none unless named. */
/* clang-format off */
#define KERNEL_SEED(what)       {"seed", "", RXT_INTEGER, 0, 9007199254740992.0, {"1", "1", "1"}, what}
#define KERNEL_FILE(name, what) {name, "", RXT_TEXT, 0, 0, {"", "", ""}, what}
/* clang-format on */

/** Allocate a zeroed state of n_bytes on every rank; collective, all ranks return the same code. */
RXT_CHECKED
enum rxt_err kernel_state_open(void **out, struct rxt_team *team, size_t n_bytes);

/* Pages fresh from the system, zero and untouched: whoever writes first places them. */
struct kernel_pages {
    void *at;
    size_t n_bytes;
};

/** Map pages; each rank may ask for another size; collective, all ranks return the same code. */
RXT_CHECKED
enum rxt_err kernel_pages_open(struct kernel_pages *out, struct rxt_team *team, size_t n_bytes);
void kernel_pages_close(struct kernel_pages *pages);

static inline size_t kernel_min(size_t a, size_t b)
{
    return a < b ? a : b;
}

static inline size_t kernel_max(size_t a, size_t b)
{
    return a > b ? a : b;
}

#endif
