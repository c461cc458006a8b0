/* SPDX-License-Identifier: BSD-3-Clause
 * again.c - a run adds to what the one before left.
 *
 * again: the first run gives the digest
 * spares: layouts partials order
 */
#define HAS_RUN
#include "../begin.h"

static void body(void *context, const struct rxt_chunk *chunk);

static enum rxt_err run(void *state)
{
    struct state *s = state;
    const uint64_t before = s->digest;
    rxt_map(s->loop, body, s);
    fold(s);
    s->digest += before;
    return RXT_OK;
}

#include "../end.h"
