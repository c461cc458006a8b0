/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_rivals.c - who else runs where a thread of the program waits for its core.
 *
 * All processes are read for it, so it is done a few times in a run, and only where threads wait.
 */
#include "watch_look_parts.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_SCANS = 5, MOST_THREADS = 4096 }; /* of one scan, of processes with several */

static const double first_scan_s = 0.3, next_scan_s = 1.0, growth = 2.0;

static bool is_own(const struct rxt_look *look, int pid)
{
    bool is = pid == look->self;
    for (size_t i = 0; i < look->n_processes && !is; i++) {
        is = look->processes[i]->row.pid == pid;
    }
    return is;
}

static void count(struct rxt_look *look, int pid, const struct rxt_proc_stat *stat)
{
    int i = 0;
    if (stat->state != 'R' || stat->cpu < 0 || stat->cpu >= RXT_MAX_PUS ||
        look->pus[stat->cpu].crowded != look->looks) {
        return;
    }
    for (; i < look->n_rivals && (look->rivals[i].pid != pid || look->rivals[i].cpu != stat->cpu); i++) {
    }
    if (i == RXT_WATCHED_RIVALS) {
        return;
    }
    if (i == look->n_rivals) {
        look->rivals[look->n_rivals++] = (struct rxt_rival){.pid = pid, .cpu = stat->cpu};
        memcpy(look->rivals[i].name, stat->name, sizeof look->rivals[i].name);
    }
    look->rivals[i].looks++;
}

static bool read_stat(struct rxt_look *look, int folder, const char *name, struct rxt_proc_stat *out)
{
    char text[1024];
    int fd = -1;
    const bool is_read = rxt_look_read(folder, name, &fd, text, sizeof text);
    if (fd >= 0) {
        close(fd);
    }
    return is_read && rxt_proc_stat_read(text, look->tick_s, out);
}

/* The threads of another process; returns how many were read. */
static int scan_threads(struct rxt_look *look, int table, int pid)
{
    char path[64];
    struct rxt_proc_stat stat;
    int n = 0;
    snprintf(path, sizeof path, "%d/task", pid);
    const int fd = openat(table, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    for (struct dirent *entry; folder && n < MOST_THREADS && (entry = readdir(folder)) != NULL;) {
        snprintf(path, sizeof path, "%.20s/stat", entry->d_name);
        if (entry->d_name[0] != '.' && read_stat(look, fd, path, &stat)) {
            n++;
            count(look, pid, &stat);
        }
    }
    if (folder) {
        closedir(folder);
    }
    return n;
}

static void scan(struct rxt_look *look)
{
    char path[64];
    struct rxt_proc_stat stat;
    int n_threads = 0;
    DIR *folder = opendir(look->world.table);
    for (struct dirent *entry; folder && (entry = readdir(folder)) != NULL;) {
        const int pid = (int)strtol(entry->d_name, NULL, 10);
        snprintf(path, sizeof path, "%d/stat", pid);
        if (pid <= 0 || is_own(look, pid) || !read_stat(look, dirfd(folder), path, &stat)) {
            continue;
        }
        if (stat.n_threads > 1 && n_threads < MOST_THREADS) {
            n_threads += scan_threads(look, dirfd(folder), pid);
        } else {
            count(look, pid, &stat);
        }
    }
    if (folder) {
        closedir(folder);
    }
}

void rxt_look_for_rivals(struct rxt_look *look, double now_s)
{
    const double age_s = now_s - look->start_s;
    if (look->scans < MOST_SCANS && age_s >= first_scan_s && now_s >= look->scan_at_s) {
        scan(look);
        look->scans++;
        look->scan_at_s = now_s + next_scan_s * (age_s > 1.0 ? age_s * growth : growth);
    }
}
