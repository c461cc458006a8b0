/* SPDX-License-Identifier: BSD-3-Clause
 * hungry.c - need tells a hundredth.
 *
 * need: and need tells
 */
#define HAS_NEED
#include "../begin.h"

static void need(const union rxt_value *values, struct rxt_need *out)
{
    out->rank_bytes = 0.08 * (double)values[0].integer;
}

#include "../end.h"
