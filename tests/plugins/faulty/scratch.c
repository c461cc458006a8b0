/* SPDX-License-Identifier: BSD-3-Clause
 * scratch.c - all workers use the scratch of the first.
 *
 * writes: both wrote to the same bytes
 */
#define HAS_BODY
#include "../begin.h"

static void body(void *context, const struct rxt_chunk *chunk)
{
    struct state *s = context;
    struct part *part = chunk->partial;
    set_items(s, chunk->first, chunk->last, part);
    s->scratch[0] = part->sum;
    part->sum = s->scratch[0];
}

#include "../end.h"
