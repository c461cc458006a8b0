/* SPDX-License-Identifier: BSD-3-Clause
 * no_loop.c - run does all items itself.
 *
 * items: run gave no loop to the team
 */
#define HAS_RUN
#define HAS_NO_BODY
#include "../begin.h"

static enum rxt_err run(void *state)
{
    struct state *s = state;
    struct part part;
    set_items(s, 0, s->n, &part);
    s->sum = part.sum;
    s->digest = part.digest;
    return RXT_OK;
}

#include "../end.h"
