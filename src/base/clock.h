/* SPDX-License-Identifier: BSD-3-Clause
 * clock.h - time in seconds from a clock that never jumps.
 */
#ifndef RXT_CLOCK_H
#define RXT_CLOCK_H

#include <stddef.h>
#include <time.h>

/** Return the monotonic time in s; inline, since teams read it around every loop. */
static inline double rxt_now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/** Measure the smallest step of rxt_now_s in s: the least positive difference of 1000 pairs of readings. */
double rxt_clock_step_s(void);

/** Write the date and time in UTC as 2026-01-31T12:34:56Z; 21 bytes with the NUL. */
void rxt_clock_date(char *out, size_t n_bytes);
/** Return the seconds since such a date; NaN if it is none. */
double rxt_clock_since(const char *date);

#endif
