/* SPDX-License-Identifier: BSD-3-Clause
 * alone.c - one rank returns from open without the others.
 *
 * layouts: open returned 'no error' on rank 0 and 'the memory does not suffice' on rank 1, under 2x1
 */
#include "../begin.h"

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *values);
static enum rxt_err open_badly(void **out, struct rxt_team *team, const union rxt_value *values)
{
    const enum rxt_err err = open_state(out, team, values);
    return rxt_team_rank(team) == 1 && rxt_team_ranks(team) == 2
               ? rxt_fail(RXT_E_MEMORY, "rank 1 has no room")
               : err;
}

#define OPEN open_badly
#include "../end.h"
