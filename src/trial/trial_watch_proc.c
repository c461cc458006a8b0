/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_proc.c - the texts of /proc (proc(5)), read.
 */
#include "watch_proc.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool rxt_proc_stat_read(const char *text, double tick_s, struct rxt_proc_stat *out)
{
    const char *name = strchr(text, '('), *after = strrchr(text, ')'); /* a name may hold brackets, too */
    unsigned long user = 0, system = 0;
    *out = (struct rxt_proc_stat){.cpu = -1};
    /* Of the 39 fields those that are not starred: state, parent, utime, stime, number of threads, processor. */
    if (!name || !after || after < name ||
        sscanf(
            after + 1,
            " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %*d %*d %*d %*d %d %*d %*u %*u %*d %*u %*u "
            "%*u %*u %*u %*u %*u %*u %*u %*u %*u %*u %*u %*d %d",
            &out->state, &out->parent, &user, &system, &out->n_threads, &out->cpu) != 6) {
        return false;
    }
    snprintf(out->name, sizeof out->name, "%.*s", (int)(after - name - 1), name + 1);
    out->cpu_s = (double)(user + system) * tick_s;
    return true;
}

bool rxt_proc_schedstat_read(const char *text, double *run_s, double *wait_s)
{
    unsigned long long run_ns = 0, wait_ns = 0;
    const bool is_read = sscanf(text, "%llu %llu", &run_ns, &wait_ns) == 2;
    *run_s = 1e-9 * (double)run_ns;
    *wait_s = 1e-9 * (double)wait_ns;
    return is_read;
}

/* The number behind a key at the start of a line; NaN: the key is not there. */
static double number_of(const char *text, const char *key)
{
    const size_t n = strlen(key);
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (!strncmp(line, key, n)) {
            return strtod(line + n, NULL);
        }
    }
    return NAN;
}

struct rxt_proc_memory rxt_proc_memory_read(const char *text)
{
    return (struct rxt_proc_memory){.peak = 1024.0 * number_of(text, "VmHWM:"),
                                    .now = 1024.0 * number_of(text, "VmRSS:"),
                                    .anonymous = 1024.0 * number_of(text, "RssAnon:"),
                                    .file = 1024.0 * number_of(text, "RssFile:"),
                                    .shmem = 1024.0 * number_of(text, "RssShmem:")};
}

bool rxt_proc_io_read(const char *text, double *read_bytes, double *written_bytes)
{
    *read_bytes = number_of(text, "rchar:");
    *written_bytes = number_of(text, "wchar:");
    return !isnan(*read_bytes) && !isnan(*written_bytes);
}
