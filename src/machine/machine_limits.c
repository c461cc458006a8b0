/* SPDX-License-Identifier: BSD-3-Clause
 * machine_limits.c - the CPU time and the memory that control groups leave: the least of a group and all above it.
 */
#include "machine_cgroup.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void take_least(double *least, double value)
{
    if (value < *least) { /* no for NaN */
        *least = value;
    }
}

static double number_of(const char *folder, const char *name)
{
    char path[16384];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return rxt_number_in(path, "");
}

/* "20000 100000" or "max 100000": microseconds of CPU time in each period. */
static double read_cpu_max(const char *folder)
{
    char path[16384], line[64] = "";
    double quota_us = (double)NAN, period_us = (double)NAN;
    snprintf(path, sizeof path, "%s/cpu.max", folder);
    FILE *file = fopen(path, "r");
    if (file) {
        const bool is_read = fgets(line, sizeof line, file) != NULL;
        fclose(file);
        return is_read && sscanf(line, "%lf %lf", &quota_us, &period_us) == 2 ? quota_us / period_us
                                                                              : (double)NAN;
    }
    return (double)NAN;
}

static void take_cpus(void *context, const char *folder, bool is_v2)
{
    const double cpus = is_v2 ? read_cpu_max(folder)
                              : number_of(folder, "cpu.cfs_quota_us") /
                                    number_of(folder, "cpu.cfs_period_us"); /* -1: no quota */
    if (cpus > 0.0) {
        take_least(context, cpus);
    }
}

static void take_memory(void *context, const char *folder, bool is_v2)
{
    const double no_limit = 0x1p62; /* version 1 writes the largest number of whole pages */
    const double bytes = number_of(folder, is_v2 ? "memory.max" : "memory.limit_in_bytes");
    if (bytes >= 0.0 && bytes < no_limit) {
        take_least(context, bytes);
    }
}

struct rxt_limits rxt_limits_below(const char *root)
{
    struct rxt_limits limits = {.cpus = (double)INFINITY, .memory_bytes = (double)INFINITY};
    const bool sees_cpu = rxt_cgroup_visit(root, "cpu", take_cpus, &limits.cpus);
    const bool sees_memory = rxt_cgroup_visit(root, "memory", take_memory, &limits.memory_bytes);
    limits.hides = !sees_cpu || !sees_memory;
    return limits;
}

struct rxt_limits rxt_limits_here(void)
{
    return rxt_limits_below("");
}

size_t rxt_quota_workers(const struct rxt_topology *topology, size_t n)
{
    const double most =
        fmax(1.0, floor(topology->quota_cpus + 1e-9)); /* a third of a period is no whole number */
    return topology->quota_cpus > 0.0 && (double)n > most ? (size_t)most : n;
}
