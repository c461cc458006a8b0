/* SPDX-License-Identifier: BSD-3-Clause
 * machine_cpu.c - how much of the CPU did a thread get?
 *
 * The clock tells the time that it ran to the ns; schedstat, whose first number lags by a tick, how long it could have run
 * and another did. A cgroup's quota that is used up counts as such a wait.
 */
#include "machine.h"

#include "clock.h"

#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

#ifndef RUSAGE_THREAD
#define RUSAGE_THREAD 1 /* Linux has it; its C library tells the name to GNU programs alone */
#endif

static double delay_s(void)
{
    double run_ns = 0.0, delay_ns = NAN;
    FILE *file = fopen("/proc/thread-self/schedstat", "r");
    if (file) {
        const bool is_told = fscanf(file, "%lf %lf", &run_ns, &delay_ns) == 2 && run_ns > 0.0; /* 0 0: off */
        delay_ns = is_told ? delay_ns : NAN;
        fclose(file);
    }
    return 1e-9 * delay_ns;
}

struct rxt_cpu_time rxt_cpu_time_now(void)
{
    struct timespec ran;
    struct rusage use;
    const bool is_told = clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ran) == 0;
    const bool counts = getrusage(RUSAGE_THREAD, &use) == 0;
    return (struct rxt_cpu_time){.run_s = is_told ? (double)ran.tv_sec + 1e-9 * (double)ran.tv_nsec : NAN,
                                 .delay_s = delay_s(),
                                 .at_s = rxt_now_s(),
                                 .waits = counts ? (double)use.ru_nvcsw : NAN,
                                 .forced = counts ? (double)use.ru_nivcsw : NAN};
}

double rxt_cpu_delay_between(const struct rxt_cpu_time *before, const struct rxt_cpu_time *after)
{
    const double delay_s = after->delay_s - before->delay_s;
    const double idle_s = after->at_s - before->at_s - (after->run_s - before->run_s);
    return !isnan(delay_s)                   ? delay_s
           : after->waits == before->waits   ? fmax(0.0, idle_s)
           : after->forced == before->forced ? 0.0
                                             : (double)NAN;
}
