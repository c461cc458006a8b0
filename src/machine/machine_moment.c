/* SPDX-License-Identifier: BSD-3-Clause
 * machine_moment.c - the state of a machine at a moment, from the system's files or from a copy of them.
 */
#include "machine_quality.h"

#include "clock.h"
#include "machine_cgroup.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 16384, MOST_CLOCKS = 8 }; /* reading a clock wakes its CPU */

static FILE *open_below(const char *root, const char *name)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s%s", root, name);
    return fopen(path, "r");
}

/* The first word, or of "always [madvise] never" the one that is chosen; "" if there is none. */
static void read_word(const char *root, const char *name, char *out, size_t n_bytes)
{
    char line[256] = "";
    FILE *file = open_below(root, name);
    if (file) {
        const bool is_read = fgets(line, sizeof line, file) != NULL;
        fclose(file);
        line[is_read ? strcspn(line, "\n") : 0] = '\0';
    }
    const char *chosen = strchr(line, '[');
    const char *word = chosen ? chosen + 1 : line;
    snprintf(out, n_bytes, "%.*s", (int)strcspn(word, "] "), word);
}

static double read_number(const char *root, const char *name, const char *key)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s%s", root, name);
    return rxt_number_in(path, key);
}

/* "cpu3 user nice system idle iowait irq softirq steal", in ticks; what guests had is in user and nice. */
static void add_cpu(const char *line, double tick_s, struct rxt_moment *out)
{
    double t[8] = {0.0};
    if (sscanf(line, "%*s %lf %lf %lf %lf %lf %lf %lf %lf", &t[0], &t[1], &t[2], &t[3], &t[4], &t[5], &t[6],
               &t[7]) >= 4) {
        out->busy_s += tick_s * (t[0] + t[1] + t[2] + t[5] + t[6]);
        out->idle_s += tick_s * (t[3] + t[4]);
        out->steal_s += tick_s * t[7];
        out->n_cpus++;
    }
}

static void read_cpus(const char *root, const struct rxt_mask *cpus, struct rxt_moment *out)
{
    const double tick_s = 1.0 / (double)sysconf(_SC_CLK_TCK);
    char line[512];
    int cpu;
    FILE *file = open_below(root, "/proc/stat");
    out->busy_s = out->idle_s = out->steal_s = file ? 0.0 : (double)NAN;
    while (file && fgets(line, sizeof line, file) && !strncmp(line, "cpu", 3)) {
        if (line[3] != ' ' && sscanf(line, "cpu%d ", &cpu) == 1 && (!cpus || rxt_mask_has(cpus, cpu))) {
            add_cpu(line, tick_s, out);
        }
    }
    if (file) {
        fclose(file);
    }
}

/* The mean over the first CPUs of a file of theirs. */
static double read_clock(const char *root, const struct rxt_mask *cpus, const char *name)
{
    double sum_Hz = 0.0;
    int n = 0;
    for (int cpu = cpus ? rxt_mask_next(cpus, -1) : 0; cpu >= 0 && n < MOST_CLOCKS;
         cpu = cpus ? rxt_mask_next(cpus, cpu) : cpu + 1) {
        char file[128];
        snprintf(file, sizeof file, "/sys/devices/system/cpu/cpu%d/cpufreq/%s", cpu, name);
        const double kHz = read_number(root, file, "");
        if (isnan(kHz)) {
            break;
        }
        sum_Hz += 1e3 * kHz;
        n++;
    }
    return n > 0 ? sum_Hz / n : (double)NAN;
}

/* Of the groups that this process is in, the one that was stopped most often. */
static void take_throttled(void *context, const char *folder, bool is_v2)
{
    struct rxt_moment *out = context;
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/cpu.stat", folder);
    const double n = rxt_number_in(path, "nr_throttled");
    if (n >= out->n_throttled || (!isnan(n) && isnan(out->n_throttled))) {
        out->n_throttled = n;
        out->throttled_s = is_v2 ? 1e-6 * rxt_number_in(path, "throttled_usec")
                                 : 1e-9 * rxt_number_in(path, "throttled_time");
    }
}

void rxt_moment_read(const char *root, const struct rxt_mask *cpus, struct rxt_moment *out)
{
    const double total = read_number(root, "/proc/meminfo", "SwapTotal:");
    *out = (struct rxt_moment){.at_s = rxt_now_s(), .n_throttled = NAN, .throttled_s = NAN};
    read_cpus(root, cpus, out);
    (void)rxt_cgroup_visit(root, "cpu", take_throttled, out);
    out->load = read_number(root, "/proc/loadavg", "");
    out->clock_Hz = read_clock(root, cpus, "scaling_cur_freq");
    out->limit_Hz = read_clock(root, cpus, "scaling_max_freq");
    out->swap_bytes = 1024.0 * (total - read_number(root, "/proc/meminfo", "SwapFree:"));
    read_word(root, "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", out->governor,
              sizeof out->governor);
    read_word(root, "/proc/sys/kernel/numa_balancing", out->numa_balancing, sizeof out->numa_balancing);
    read_word(root, "/sys/kernel/mm/transparent_hugepage/enabled", out->huge_pages, sizeof out->huge_pages);
}
