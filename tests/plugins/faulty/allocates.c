/* SPDX-License-Identifier: BSD-3-Clause
 * allocates.c - a body allocates.
 *
 * allocates: in a run that is not the first
 */
#define HAS_BODY
#include "../begin.h"

static void body(void *context, const struct rxt_chunk *chunk)
{
    double *copy = malloc((chunk->last - chunk->first) * sizeof *copy);
    set_items(context, chunk->first, chunk->last, chunk->partial);
    if (copy) {
        memcpy(copy, ((struct state *)context)->a + chunk->first,
               (chunk->last - chunk->first) * sizeof *copy);
        ((struct state *)context)->a[chunk->first] = *(volatile double *)copy;
    }
    free(copy);
}

#include "../end.h"
