/* SPDX-License-Identifier: BSD-3-Clause
 * launch_sibling.c - the other children of this process' parent.
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

/* Any thread of the parent may have started them. */
static size_t list_children(pid_t parent, pid_t *out)
{
    char path[600];
    size_t n = 0;
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

/* The number that a variable had when a process was started. */
static int number_in_environ(pid_t pid, const char *variable)
{
    char path[64], *entry = NULL, *end = NULL;
    size_t room = 0;
    int number = -1;
    const size_t n_name = strlen(variable);
    snprintf(path, sizeof path, "/proc/%d/environ", (int)pid);
    FILE *file = fopen(path, "r");
    while (file && number < 0 && getdelim(&entry, &room, '\0', file) > 0) {
        if (!strncmp(entry, variable, n_name) && entry[n_name] == '=') {
            const long value = strtol(entry + n_name + 1, &end, 10);
            number = end > entry + n_name + 1 && !*end && value >= 0 && value <= INT_MAX ? (int)value : -1;
        }
    }
    free(entry);
    if (file) {
        fclose(file);
    }
    return number;
}

/* A child that has its parent's name has not become a program yet. */
static bool is_sibling(pid_t pid, const char *parent)
{
    struct rxt_process process;
    return pid != getpid() && rxt_process_read("/proc", pid, &process) && process.state != 'Z' &&
           strcmp(process.name, parent) != 0;
}

void rxt_siblings_list(const char *variable, struct rxt_sibling **list, size_t *n)
{
    struct rxt_process parent;
    *n = 0;
    *list = NULL;
    pid_t *pids = malloc(MOST * sizeof *pids);
    if (!pids || !rxt_process_read("/proc", getppid(), &parent)) {
        free(pids);
        return;
    }
    size_t n_children = list_children(parent.pid, pids);
    n_children = n_children > 0 ? n_children : find_children(parent.pid, pids);
    *list = n_children > 0 ? calloc(n_children, sizeof **list) : NULL;
    for (size_t i = 0; i < n_children && *list; i++) {
        struct rxt_sibling *sibling = *list + *n;
        if (is_sibling(pids[i], parent.name) && rxt_mask_of(pids[i], &sibling->mask)) {
            sibling->pid = pids[i];
            sibling->local_rank = variable ? number_in_environ(pids[i], variable) : -1;
            ++*n;
        }
    }
    free(pids);
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
