/* SPDX-License-Identifier: BSD-3-Clause
 * machine_tree.c - walk the tree of processes below one, and end it.
 */
#include "machine_tree.h"

#include "clock.h"

#include <dirent.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_PROCESSES = 65536 };

static size_t list_processes(const char *table, struct rxt_process *list)
{
    size_t n = 0;
    DIR *folder = opendir(table);
    for (struct dirent *entry; folder && n < MAX_PROCESSES && (entry = readdir(folder)) != NULL;) {
        n += entry->d_name[0] >= '1' && entry->d_name[0] <= '9' &&
             rxt_process_read(table, (pid_t)strtol(entry->d_name, NULL, 10), &list[n]) &&
             list[n].state != 'Z';
    }
    if (folder) {
        closedir(folder);
    }
    return n;
}

/* Move the processes below root to the front of the list; returns how many there are. */
static size_t gather_below(struct rxt_process *list, size_t n, pid_t root)
{
    size_t n_below = 0;
    for (size_t done = 0, first = 1; first || done < n_below; first = 0) {
        const pid_t parent = first ? root : list[done++].pid;
        for (size_t i = n_below; i < n; i++) {
            if (list[i].parent == parent) {
                const struct rxt_process found = list[i];
                list[i] = list[n_below];
                list[n_below++] = found;
            }
        }
    }
    return n_below;
}

size_t rxt_tree_below(const char *table, pid_t root, struct rxt_process **out)
{
    *out = malloc(MAX_PROCESSES * sizeof **out);
    return *out ? gather_below(*out, list_processes(table, *out), root) : 0;
}

size_t rxt_tree_signal(pid_t root, int signal_number)
{
    struct rxt_process *list = NULL;
    const size_t n_below = rxt_tree_below("/proc", root, &list);
    for (size_t i = 0; i < n_below; i++) {
        kill(list[i].pid, signal_number);
    }
    free(list);
    return n_below;
}

bool rxt_tree_has(pid_t root, const char *name)
{
    bool has = false;
    struct rxt_process *list = NULL;
    const size_t n_below = rxt_tree_below("/proc", root, &list);
    for (size_t i = 0; i < n_below; i++) {
        has |= !strcmp(list[i].name, name);
    }
    free(list);
    return has;
}

static void reap_orphans(void)
{
    while (waitpid(-1, NULL, WNOHANG) > 0) {
    }
}

int rxt_tree_end(pid_t child)
{
    int status = 0;
    const double end_s = rxt_now_s() + 2.0;
    rxt_tree_signal(child, SIGTERM);
    kill(child, SIGTERM);
    while (waitpid(child, &status, WNOHANG) == 0) {
        if (rxt_now_s() > end_s) {
            rxt_tree_signal(child, SIGKILL);
            kill(child, SIGKILL);
            waitpid(child, &status, 0);
            break;
        }
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    return status;
}

void rxt_tree_end_strays(void)
{
    reap_orphans();
    for (int i = 0; i < 200 && rxt_tree_signal(getpid(), SIGKILL) > 0; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
        reap_orphans();
    }
    reap_orphans(); /* the last may have died between the reaping and the look that no longer found it */
}
