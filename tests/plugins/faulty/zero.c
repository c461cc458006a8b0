/* SPDX-License-Identifier: BSD-3-Clause
 * zero.c - nothing is divided by no items.
 *
 * sizes: it crashed (Floating point exception) in open, under 1x1, static, with n=0
 */
#include "../begin.h"

static volatile int64_t each;
static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *values);
static enum rxt_err open_badly(void **out, struct rxt_team *team, const union rxt_value *values)
{
    each = 1000000 / values[0].integer;
    return open_state(out, team, values);
}

#define OPEN open_badly
#include "../end.h"
