/* SPDX-License-Identifier: BSD-3-Clause
 * base_clock.c - the step of the clock, and the date.
 */
#include "clock.h"

#include <math.h>
#include <stdio.h>

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

/* Days from 1970-01-01; a year is taken to begin in March, so that the day that it may have more is its last. */
static double days_of(int year, int month, int day)
{
    const int y = month > 2 ? year : year - 1, m = month > 2 ? month - 3 : month + 9;
    return 365.0 * y + floor(y / 4.0) - floor(y / 100.0) + floor(y / 400.0) + (153 * m + 2) / 5 + day -
           719469.0;
}

double rxt_clock_since(const char *date)
{
    int year, month, day, hour, minute, second, n = 0;
    if (sscanf(date, "%4d-%2d-%2dT%2d:%2d:%2dZ%n", &year, &month, &day, &hour, &minute, &second, &n) != 6 ||
        n != 20 || date[n] || year < 1970 || month < 1 || month > 12) {
        return NAN;
    }
    const double then_s = 86400.0 * days_of(year, month, day) + 3600.0 * hour + 60.0 * minute + second;
    return (double)time(NULL) - then_s;
}
