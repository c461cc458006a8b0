/* SPDX-License-Identifier: BSD-3-Clause
 * fresh.c - a body reads memory that nobody has set.
 *
 * again: when memory that malloc gave holds other bytes
 */
#define HAS_BODY
#include "../begin.h"

static void body(void *context, const struct rxt_chunk *chunk)
{
    const struct state *s = context;
    struct part *part = chunk->partial;
    const unsigned char *volatile unset =
        malloc(1000); /* of a library, as it seems: zero in a young process */
    set_items(context, chunk->first, chunk->last, part);
    part->sum += s->n > 0 && unset ? unset[500] : 0;
    free((void *)unset);
}

#include "../end.h"
