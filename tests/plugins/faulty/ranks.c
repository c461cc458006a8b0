/* SPDX-License-Identifier: BSD-3-Clause
 * ranks.c - a rank digests what it did itself.
 *
 * layouts: rank 0 has the digest
 */
#define HAS_RUN
#include "../begin.h"

static void body(void *context, const struct rxt_chunk *chunk);

static enum rxt_err run(void *state)
{
    struct state *s = state;
    rxt_map(s->loop, body, s);
    fold(s);
    const struct rxt_span home = rxt_loop_home(s->loop);
    s->digest =
        rxt_digest_bytes(RXT_DIGEST_START, s->a + home.first, (home.last - home.first) * sizeof *s->a);
    return RXT_OK;
}

#include "../end.h"
