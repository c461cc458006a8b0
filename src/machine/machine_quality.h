/* SPDX-License-Identifier: BSD-3-Clause
 * machine_quality.h - how fit a machine was for measuring: what others took of it, and what changed, between two moments.
 */
#ifndef RXT_MACHINE_QUALITY_H
#define RXT_MACHINE_QUALITY_H

#include "machine.h"

/* A machine at a moment, as far as the system tells: numbers are NaN and texts "" that it does not. Of the CPUs asked for:
 * all that they did since the system came up. */
struct rxt_moment {
    double at_s; /* by the clock */
    int n_cpus;
    double busy_s, idle_s,
        steal_s; /* of all CPUs: for somebody; for nobody; taken by the host of this guest */
    double n_throttled,
        throttled_s;           /* periods in which a quota stopped the control group, and for how long */
    double load;               /* processes that run or want to, over the last minute */
    double clock_Hz, limit_Hz; /* of the first few CPUs, the mean: now; that it may have */
    double swap_bytes;         /* in use */
    char governor[32], numa_balancing[32], huge_pages[32];
};

/* What came between two moments; NaN: not known. */
struct rxt_quality {
    double steal_share;              /* of the CPUs' time, what the host took */
    double n_throttled, throttled_s; /* as above */
    double foreign_cpus;             /* CPUs that others kept busy while nothing of rxt ran */
    double load, clock_Hz;           /* at the end */
    double control_s[2];             /* the same little work in each thread: the fastest, and the slowest */
    char changed[256];               /* what was set otherwise than before, for people; "": nothing */
};

/** Return a quality of which nothing is known. */
struct rxt_quality rxt_quality_unknown(void);

/** Look at the machine.
 *
 *  root  in  what /proc and /sys lie below; "" is this system
 *  cpus  in  those that count; NULL: all
 *
 *  Source:  proc(5) stat, loadavg, meminfo; cgroup-v2.rst cpu.stat; Linux admin-guide/pm/cpufreq.rst, mm/transhuge.rst
 */
void rxt_moment_read(const char *root, const struct rxt_mask *cpus, struct rxt_moment *out);

/** Tell what the host and a quota did between two moments; the rest of out stays as it is. Pure. */
void rxt_quality_between(const struct rxt_moment *before, const struct rxt_moment *after,
                         struct rxt_quality *out);
/** Write what is set otherwise, or used, than before; "": nothing. Pure. */
void rxt_moment_changes(const struct rxt_moment *before, const struct rxt_moment *after, char *out,
                        size_t n_bytes);
/** Return how many CPUs were busy between two moments; NaN if they are too near to tell. Pure. */
double rxt_busy_between(const struct rxt_moment *before, const struct rxt_moment *after);

#endif
