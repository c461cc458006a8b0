/* SPDX-License-Identifier: BSD-3-Clause
 * race.c - bodies set a common flag, all to the same value.
 *
 * races: data race
 */
#define HAS_BODY
#include "../begin.h"

static void body(void *context, const struct rxt_chunk *chunk)
{
    struct state *s = context;
    set_items(s, chunk->first, chunk->last, chunk->partial);
    s->scratch[0] = 1.0;
}

#include "../end.h"
