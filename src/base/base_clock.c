/* SPDX-License-Identifier: BSD-3-Clause
 * base_clock.c - the step of the clock, and the date.
 */
#include "clock.h"

double rxt_clock_step_s(void)
{
    double step_s = 1.0;
    for (int i = 0; i < 1000; i++) {
        const double start_s = rxt_now_s();
        double stop_s = start_s;
        while (stop_s <= start_s) {
            stop_s = rxt_now_s();
        }
        step_s = stop_s - start_s < step_s ? stop_s - start_s : step_s;
    }
    return step_s;
}

void rxt_clock_date(char *out, size_t n_bytes)
{
    const time_t now = time(NULL);
    struct tm utc;
    gmtime_r(&now, &utc);
    strftime(out, n_bytes, "%Y-%m-%dT%H:%M:%SZ", &utc);
}
