/* SPDX-License-Identifier: BSD-3-Clause
 * wrong.c - an item of each chunk is wrong.
 *
 * right: its check failed, under 1x1, static, with n=101: item 0 is
 * spares: layouts partials order
 */
#define HAS_BODY
#include "../begin.h"

static void body(void *context, const struct rxt_chunk *chunk)
{
    struct state *s = context;
    set_items(s, chunk->first, chunk->last, chunk->partial);
    s->a[chunk->first] += 1.0;
}

#include "../end.h"
