/* SPDX-License-Identifier: BSD-3-Clause
 * machine_memory.c - how much memory may this process still get?
 *
 * Pages of files that a cgroup has not used for a while count as free, as in MemAvailable:
 * the kernel gives them up before it refuses memory.
 */
#include "machine_memory.h"

#include "machine.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>

/* The two versions of cgroups: their files, and how /proc/self/cgroup names the group. */
struct cgroup {
    const char *mount, *limit, *used, *cached;
};
static const struct cgroup v1 = {"/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes",
                                 "total_inactive_file "};
static const struct cgroup v2 = {"/sys/fs/cgroup", "memory.max", "memory.current", "inactive_file "};

/* The number behind key in the first line of a file that begins with it; NaN if there is none. */
static double number_in(const char *path, const char *key)
{
    char line[256];
    double value = (double)NAN;
    FILE *file = fopen(path, "r");
    while (file && isnan(value) && fgets(line, sizeof line, file)) {
        char *end = line;
        if (!strncmp(line, key, strlen(key))) {
            const double number = strtod(line + strlen(key), &end);
            value = end > line + strlen(key) ? number : value;
        }
    }
    if (file) {
        fclose(file);
    }
    return value;
}

static double number_of(const char *root, const struct cgroup *cgroup, const char *group, const char *name,
                        const char *key)
{
    char path[2048];
    const int n = snprintf(path, sizeof path, "%s%s%s/%s", root, cgroup->mount, group, name);
    return n > 0 && (size_t)n < sizeof path ? number_in(path, key) : (double)NAN;
}

static double rest_of(const char *root, const struct cgroup *cgroup, const char *group)
{
    const double limit = number_of(root, cgroup, group, cgroup->limit, "");
    const double used = number_of(root, cgroup, group, cgroup->used, "");
    const double cached = number_of(root, cgroup, group, "memory.stat", cgroup->cached);
    if (isnan(limit) || isnan(used)) {
        return INFINITY; /* no such group to be seen, or "max" */
    }
    return fmax(0.0, limit - used + (isnan(cached) ? 0.0 : cached));
}

/* The limits of a group and of all above it, as far as they are to be seen. Cuts group. */
static double least_rest(const char *root, const struct cgroup *cgroup, char *group)
{
    double least = INFINITY;
    for (char *end = group + strlen(group); end; end = strrchr(group, '/')) {
        *end = '\0';
        least = fmin(least, rest_of(root, cgroup, group));
    }
    return least;
}

double rxt_memory_below(const char *root)
{
    char path[1024], line[1024];
    snprintf(path, sizeof path, "%s/proc/meminfo", root);
    const double available = 1024.0 * number_in(path, "MemAvailable:");
    double bytes = isnan(available) ? INFINITY : available;
    snprintf(path, sizeof path, "%s/proc/self/cgroup", root);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        char *group = strchr(line, '/');
        const struct cgroup *cgroup = !strncmp(line, "0::", 3) ? &v2 : strstr(line, ":memory:") ? &v1 : NULL;
        if (group && cgroup) {
            bytes = fmin(bytes, least_rest(root, cgroup, group));
        }
    }
    if (file) {
        fclose(file);
    }
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
