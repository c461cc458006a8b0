/* SPDX-License-Identifier: BSD-3-Clause
 * team_control.c - the same little work in every thread: how fast are their cores just now?
 *
 * About 10 ms. Each step waits for the one before and touches no memory, so that only the clock of the core counts, and
 * whoever takes it away: the host of a guest, another process, a quota.
 */
#include "team_state.h"

#include <math.h>

enum { STEPS = 9000000 }; /* a multiplication and an addition each: 4 cycles */

static void work(void *context, int worker)
{
    struct rxt_team *team = context;
    const double start_s = rxt_now_s();
    volatile uint64_t from = (uint64_t)worker, to;
    uint64_t x = from;
    for (int i = 0; i < STEPS; i++) {
        x = x * UINT64_C(6364136223846793005) +
            UINT64_C(1442695040888963407); /* Knuth's; its value is not used */
    }
    to = x;
    (void)to;
    team->workers[worker].control_s = rxt_now_s() - start_s;
}

void rxt_control_run(struct rxt_team *team, double span_s[2])
{
    double range[2] = {-INFINITY, -INFINITY};
    if (!team->may_share_cores) { /* many on one core would take as many times as long, and tell that alone */
        rxt_gang_do(&team->gang, work, team);
        for (int t = 0; t < team->gang.n_threads; t++) {
            range[0] = fmax(range[0], -team->workers[t].control_s);
            range[1] = fmax(range[1], team->workers[t].control_s);
        }
    }
    rxt_comm_max(team->comm, range, 2);
    span_s[0] = isfinite(range[0]) ? -range[0] : (double)NAN;
    span_s[1] = isfinite(range[1]) ? range[1] : (double)NAN;
}
