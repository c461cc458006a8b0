/* SPDX-License-Identifier: BSD-3-Clause
 * keeps.c - close forgets the numbers.
 *
 * keeps: are there after close
 */
#define HAS_CLOSE
#include "../begin.h"

static void close_state(void *state)
{
    struct state *s = state;
    if (s) {
        rxt_loop_close(s->loop);
        free(s->scratch);
        free(s);
    }
}

#include "../end.h"
