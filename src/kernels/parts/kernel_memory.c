/* SPDX-License-Identifier: BSD-3-Clause
 * kernel_memory.c - states and untouched pages for kernels.
 */

#include "rxt/memory.h"

#include "rxt/kernel.h"

#include <sys/mman.h>

#include <stdlib.h>

enum rxt_err rxt_state_open(void **out, struct rxt_team *team, size_t n_bytes)
{
    *out = calloc(1, n_bytes);
    return rxt_team_agree(team, *out ? RXT_OK : rxt_fail(RXT_E_MEMORY, "%zu bytes for a kernel", n_bytes));
}

/* From mmap and not from malloc, which hands out again what another worker has touched. */
enum rxt_err rxt_pages_open(struct rxt_pages *out, struct rxt_team *team, size_t n_bytes)
{
    enum rxt_err err = RXT_OK;
    const size_t n = rxt_max(n_bytes, 1);
    void *at = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) {
        err = rxt_fail(RXT_E_MEMORY, "no %.3g MiB on this rank: choose a smaller size",
                       (double)n_bytes / (1 << 20));
    } else {
        *out = (struct rxt_pages){.at = at, .n_bytes = n};
    }
    if (!err) {
        /* Pages of 2 MiB, whatever the share of a rank: else layouts would differ by their page size.
         * It is advice; refused, it changes no answer. */
        (void)madvise(at, n, MADV_HUGEPAGE);
    }
    return rxt_team_agree(team, err);
}

void rxt_pages_close(struct rxt_pages *pages)
{
    if (pages->at) {
        munmap(pages->at, pages->n_bytes);
    }
    *pages = (struct rxt_pages){.at = NULL};
}
