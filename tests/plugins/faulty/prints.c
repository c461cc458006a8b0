/* SPDX-License-Identifier: BSD-3-Clause
 * prints.c - run says how far it is.
 *
 * io: read or write
 */
#define HAS_RUN
#include "../begin.h"

static void body(void *context, const struct rxt_chunk *chunk);

static enum rxt_err run(void *state)
{
    struct state *s = state;
    rxt_map(s->loop, body, s);
    fold(s);
    printf("done: %zu\n", s->n);
    return RXT_OK;
}

#include "../end.h"
