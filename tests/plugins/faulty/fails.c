/* SPDX-License-Identifier: BSD-3-Clause
 * fails.c - open returns an error without a reason.
 *
 * runs: open failed, under 1x1, static, with n=101: no reason was given
 */
#define HAS_OPEN
#include "../begin.h"

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *values)
{
    (void)out, (void)team, (void)values;
    return RXT_E_MEMORY;
}

#include "../end.h"
