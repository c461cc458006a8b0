/* SPDX-License-Identifier: BSD-3-Clause
 * machine_slack.c - how late a timer of this thread may be, and who goes first.
 */
#include "machine.h"

#include <sys/prctl.h>
#include <unistd.h>

void rxt_timer_slack(double slack_s)
{
    (void)prctl(PR_SET_TIMERSLACK, (unsigned long)(1e9 * slack_s), 0, 0, 0);
}

void rxt_step_back(void)
{
    (void)!nice(19);
}
