/* SPDX-License-Identifier: BSD-3-Clause
 * crash.c - open writes to nowhere.
 *
 * runs: it crashed (Segmentation fault) in open, under 1x1
 */
#define HAS_OPEN
#include "../begin.h"

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *values)
{
    (void)team;
    *out = NULL;
    *(volatile long *)out[0] = (long)values[0].integer;
    return RXT_OK;
}

#include "../end.h"
