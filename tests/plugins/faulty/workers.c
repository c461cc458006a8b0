/* SPDX-License-Identifier: BSD-3-Clause
 * workers.c - the sum is folded in the order of workers.
 *
 * layouts: and let no answer depend on ranks, threads, or who did what first
 * spares: partials order
 */
#define HAS_BODY
#define HAS_RUN
#include "../begin.h"

static void body(void *context, const struct rxt_chunk *chunk)
{
    struct state *s = context;
    set_items(s, chunk->first, chunk->last, chunk->partial);
    s->scratch[chunk->worker] += 0.1 * ((struct part *)chunk->partial)->sum;
}

static enum rxt_err run(void *state)
{
    struct state *s = state;
    double sum = 0.0;
    memset(s->scratch, 0, (size_t)rxt_team_threads(s->team) * sizeof *s->scratch);
    rxt_map(s->loop, body, s);
    fold(s);
    for (int t = 0; t < rxt_team_threads(s->team); t++) {
        sum += s->scratch[t];
    }
    rxt_bcast(s->team, &sum, sizeof sum, 0);
    s->digest = rxt_digest_bytes(RXT_DIGEST_START, &sum, sizeof sum);
    return RXT_OK;
}

#include "../end.h"
