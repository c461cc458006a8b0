/* SPDX-License-Identifier: BSD-3-Clause
 * hangs.c - a body waits for ever.
 *
 * runs: it hangs in run, in the body of chunk 3 (items 30 to 39)
 */
#define HAS_BODY
#include "../begin.h"

static void body(void *context, const struct rxt_chunk *chunk)
{
    while (chunk->index == 3) {
        sleep(1);
    }
    set_items(context, chunk->first, chunk->last, chunk->partial);
}

#include "../end.h"
