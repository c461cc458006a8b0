/* SPDX-License-Identifier: BSD-3-Clause
 * underrun.c - a body writes before its partial result.
 *
 * partials: the body of chunk 1 (items 10 to 19) wrote before its partial result of 16 bytes
 */
#define HAS_BODY
#include "../begin.h"

static void body(void *context, const struct rxt_chunk *chunk)
{
    struct part *part = chunk->partial;
    set_items(context, chunk->first, chunk->last, part);
    if (chunk->index > 0) {
        part[-1].sum = 0.5;
    }
}

#include "../end.h"
