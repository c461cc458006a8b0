/* SPDX-License-Identifier: BSD-3-Clause
 * exits.c - open ends the process.
 *
 * runs: it ended the process (status 7) in open
 */
#define HAS_OPEN
#include "../begin.h"

static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *values)
{
    (void)out, (void)team, (void)values;
    printf("no licence\n");
    exit(7);
}

#include "../end.h"
