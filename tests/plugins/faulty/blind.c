/* SPDX-License-Identifier: BSD-3-Clause
 * blind.c - check looks at the first item alone.
 *
 * fails: check does not notice that the middle chunk (from item
 */
#define HAS_CHECK
#include "../begin.h"

static enum rxt_err check(void *state)
{
    const struct state *s = state;
    const struct rxt_span home = rxt_loop_home(s->loop);
    return home.first == home.last || s->a[home.first] == value_of(home.first)
               ? RXT_OK
               : rxt_fail(RXT_E_WRONG, "item %zu is wrong", home.first);
}

#include "../end.h"
