/* SPDX-License-Identifier: BSD-3-Clause
 * launch_sibling.c - the processes beside this one, below their launcher.
 */
#include "launch_sibling.h"

#include "machine_process.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST = RXT_MAX_PUS };

const char rxt_sibling_mark[] = "RXT_BOUND";

/* Take the processes of a list as the kernel writes it: "12 34 ". */
static size_t read_children(const char *path, pid_t *out, size_t n)
{
    int pid = 0;
    FILE *file = fopen(path, "r");
    while (file && n < MOST && fscanf(file, "%d", &pid) == 1) {
        out[n++] = pid;
    }
    if (file) {
        fclose(file);
    }
    return n;
}

/* Add the children of a process to n; any thread of it may have started them. */
static size_t list_children(pid_t parent, pid_t *out, size_t n)
{
    char path[600];
    snprintf(path, sizeof path, "/proc/%d/task", (int)parent);
    DIR *threads = opendir(path);
    for (struct dirent *entry; threads && (entry = readdir(threads)) != NULL;) {
        snprintf(path, sizeof path, "/proc/%d/task/%s/children", (int)parent, entry->d_name);
        n = read_children(path, out, n);
    }
    if (threads) {
        closedir(threads);
    }
    return n;
}

/* A kernel without these lists: look at every process. */
static size_t find_children(pid_t parent, pid_t *out)
{
    struct rxt_process process;
    size_t n = 0;
    DIR *all = opendir("/proc");
    for (struct dirent *entry; all && n < MOST && (entry = readdir(all)) != NULL;) {
        const pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        if (pid > 0 && rxt_process_read("/proc", pid, &process) && process.parent == parent) {
            out[n++] = pid;
        }
    }
    if (all) {
        closedir(all);
    }
    return n;
}

/* Write what a variable was when a process became what it is; false if it was not set, or cannot be read. */
static bool read_variable(pid_t pid, const char *variable, char *out, size_t n_bytes)
{
    char path[64], *entry = NULL;
    size_t room = 0;
    bool found = false;
    const size_t n_name = strlen(variable);
    snprintf(path, sizeof path, "/proc/%d/environ", (int)pid);
    FILE *file = fopen(path, "r");
    while (file && !found && getdelim(&entry, &room, '\0', file) > 0) {
        found = !strncmp(entry, variable, n_name) && entry[n_name] == '=';
    }
    if (found) {
        snprintf(out, n_bytes, "%s", entry + n_name + 1);
    }
    free(entry);
    if (file) {
        fclose(file);
    }
    return found;
}

static int read_rank(pid_t pid, const char *variable)
{
    char text[32], *end = NULL;
    const long value =
        variable && read_variable(pid, variable, text, sizeof text) ? strtol(text, &end, 10) : -1;
    return value >= 0 && value <= INT_MAX && end > text && !*end ? (int)value : -1;
}

/* The mask of rxt itself is what it is; that of a program is read off its mark, which rxt still has from whoever started it
 * if it was bound before. */
static bool read_mask(const struct rxt_process *process, const char *own_name, struct rxt_mask *out)
{
    char text[8192];
    if (!strcmp(process->name, own_name)) {
        return rxt_mask_of(process->pid, out);
    }
    return read_variable(process->pid, rxt_sibling_mark, text, sizeof text) && rxt_mask_read(text, out);
}

static bool read_sibling(pid_t pid, const char *own_name, const char *variable, struct rxt_sibling *out)
{
    struct rxt_process process;
    *out = (struct rxt_sibling){.pid = pid};
    if (!rxt_process_read("/proc", pid, &process) || process.state == 'Z' ||
        !read_mask(&process, own_name, &out->mask)) {
        return false;
    }
    out->local_rank = read_rank(pid, variable);
    return true;
}

/* Is a process this one, or above it? Rxt may have been started by a program that rxt bound. */
static bool is_own(pid_t pid)
{
    struct rxt_process at = {.pid = getpid(), .parent = getppid()};
    for (int i = 0; i < RXT_MAX_GENERATIONS && at.pid > 0 && at.pid != pid; i++) {
        at.pid = at.parent;
        if (!rxt_process_read("/proc", at.pid, &at)) {
            return false;
        }
    }
    return at.pid == pid;
}

/* Walk down from the launcher; what is below a sibling is its own. pids has what was found so far, in front those that
 * were looked at. */
static bool walk(pid_t root, pid_t *pids, const char *variable, struct rxt_sibling *list, size_t *n)
{
    struct rxt_process self;
    bool are_seen = false;
    size_t n_found = list_children(root, pids, 0);
    const bool has_lists = n_found > 0;
    n_found = has_lists ? n_found : find_children(root, pids);
    if (!rxt_process_read("/proc", getpid(), &self)) {
        return false;
    }
    for (size_t i = 0; i < n_found; i++) {
        if (pids[i] == self.pid) {
            are_seen = true;
        } else if (!is_own(pids[i]) && read_sibling(pids[i], self.name, variable, &list[*n])) {
            ++*n;
        } else if (has_lists) {
            n_found = list_children(pids[i], pids, n_found);
        }
    }
    return are_seen;
}

bool rxt_siblings_list(pid_t root, const char *variable, struct rxt_sibling **list, size_t *n)
{
    pid_t *pids = malloc(MOST * sizeof *pids);
    *n = 0;
    *list = calloc(MOST, sizeof **list);
    const bool are_seen = root > 0 && pids && *list && walk(root, pids, variable, *list, n);
    free(pids);
    return are_seen;
}

struct rxt_share rxt_siblings_share(const struct rxt_mask *start, int local_rank,
                                    const struct rxt_sibling *list, size_t n)
{
    struct rxt_share share = {1, 0};
    for (size_t i = 0; i < n; i++) {
        const bool shares = list[i].local_rank >= 0 && rxt_mask_holds(start, &list[i].mask);
        share.n_sharing += shares;
        share.mine += shares && list[i].local_rank < local_rank;
    }
    return share;
}

const struct rxt_sibling *rxt_siblings_clash(const struct rxt_mask *mask, int n_threads,
                                             const struct rxt_sibling *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (rxt_mask_count(&list[i].mask) <= (size_t)n_threads && rxt_mask_meets(mask, &list[i].mask)) {
            return &list[i];
        }
    }
    return NULL;
}
