/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_files.c - which of its files a watch keeps beside its program.
 */
#include "watch_run_parts.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* What this process was started with, and the program has: here it would keep pipes and sockets of the launcher open
 * longer than the program does. Standard error, and standard output of a rank that sends a record, are the watch's own. */
void rxt_watch_let_go(const struct rxt_watching *watching, const int *fds, size_t n)
{
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (size_t i = 0; i < n; i++) {
        if (fds[i] > STDERR_FILENO && fds[i] != watching->keep_fd && fds[i] != watching->launcher_fd) {
            close(fds[i]);
        }
    }
    if (null >= 0) {
        dup2(null, STDIN_FILENO);
        if (!watching->finder) {
            dup2(null, STDOUT_FILENO);
        }
        close(null);
    }
}

/* The files that are open now; returns how many. */
size_t rxt_watch_list_files(int *fds, size_t most)
{
    size_t n = 0;
    DIR *folder = opendir("/proc/self/fd");
    for (struct dirent *entry; folder && n < most && (entry = readdir(folder)) != NULL;) {
        const int fd = (int)strtol(entry->d_name, NULL, 10);
        if (entry->d_name[0] != '.' && fd != dirfd(folder)) {
            fds[n++] = fd;
        }
    }
    if (folder) {
        closedir(folder);
    }
    return n;
}
