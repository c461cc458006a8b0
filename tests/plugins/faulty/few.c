/* SPDX-License-Identifier: BSD-3-Clause
 * few.c - a rank without items reads its first one.
 *
 * sizes: it crashed (Segmentation fault) in run, under 7x1, static, with n=0
 */
#define HAS_RUN
#include "../begin.h"

static void body(void *context, const struct rxt_chunk *chunk);

static enum rxt_err run(void *state)
{
    struct state *s = state;
    const struct rxt_span home = rxt_loop_home(s->loop);
    double *items = home.first < home.last || rxt_team_ranks(s->team) == 1 ? s->a + home.first : NULL;
    *(volatile double *)items = 0.0;
    rxt_map(s->loop, body, s);
    fold(s);
    return RXT_OK;
}

#include "../end.h"
