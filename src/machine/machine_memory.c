/* SPDX-License-Identifier: BSD-3-Clause
 * machine_memory.c - how much memory may this process still get?
 *
 * Pages of files that a cgroup has not used for a while count as free, as in MemAvailable:
 * the kernel gives them up before it refuses memory.
 */
#include "machine_memory.h"

#include "machine.h"
#include "machine_cgroup.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>

double rxt_number_in(const char *path, const char *key)
{
    char line[256];
    double value = (double)NAN;
    FILE *file = fopen(path, "r");
    while (file && isnan(value) && fgets(line, sizeof line, file)) {
        char *end = line;
        if (!strncmp(line, key, strlen(key))) {
            const double number = strtod(line + strlen(key), &end);
            value = end > line + strlen(key) && isfinite(number) ? number : value;
        }
    }
    if (file) {
        fclose(file);
    }
    return value;
}

static double number_of(const char *folder, const char *name, const char *key)
{
    char path[16384];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return rxt_number_in(path, key);
}

static void take_rest(void *context, const char *folder, bool is_v2)
{
    double *least = context;
    const double limit = number_of(folder, is_v2 ? "memory.max" : "memory.limit_in_bytes", "");
    const double used = number_of(folder, is_v2 ? "memory.current" : "memory.usage_in_bytes", "");
    const double cached = number_of(folder, "memory.stat", is_v2 ? "inactive_file " : "total_inactive_file ");
    if (!isnan(limit) && !isnan(used)) { /* "max" is no number */
        *least = fmin(*least, fmax(0.0, limit - used + (isnan(cached) ? 0.0 : cached)));
    }
}

double rxt_memory_below(const char *root)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/proc/meminfo", root);
    const double available = 1024.0 * rxt_number_in(path, "MemAvailable:");
    double bytes = isnan(available) ? (double)INFINITY : available;
    (void)rxt_cgroup_visit(root, "memory", take_rest, &bytes); /* what is not seen is told by rxt topo */
    return bytes;
}

double rxt_memory_available(void)
{
    return rxt_memory_below("");
}

double rxt_shm_available(void)
{
    struct statvfs room;
    return statvfs("/dev/shm", &room) == 0 ? (double)room.f_bavail * (double)room.f_frsize : INFINITY;
}

double rxt_address_limit(void)
{
    struct rlimit limit;
    return getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY ? (double)limit.rlim_cur
                                                                                : (double)INFINITY;
}
