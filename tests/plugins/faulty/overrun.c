/* SPDX-License-Identifier: BSD-3-Clause
 * overrun.c - a body writes behind its partial result.
 *
 * partials: the body of chunk 0 (items 0 to 9) wrote behind its partial result of 16 bytes
 */
#define HAS_BODY
#include "../begin.h"

static void body(void *context, const struct rxt_chunk *chunk)
{
    struct part *part = chunk->partial;
    set_items(context, chunk->first, chunk->last, part);
    if (chunk->last - chunk->first == GRAIN) {
        part[1].sum = 0.0;
    }
}

#include "../end.h"
