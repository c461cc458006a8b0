/* SPDX-License-Identifier: BSD-3-Clause
 * launch_sweep.c - remove what launches that were killed have left.
 */
#include "launch_sweep.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH = 16 }; /* of Open MPI's sessions: 4 */

static bool is_dots(const char *name)
{
    return !strcmp(name, ".") || !strcmp(name, "..");
}

/* Empty the folder that fd is open on; takes fd over. */
static void empty(int fd, int depth)
{
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    if (!folder) {
        if (fd >= 0) {
            close(fd);
        }
        return;
    }
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (is_dots(entry->d_name) || unlinkat(fd, entry->d_name, 0) == 0 || depth == 0) {
            continue;
        }
        empty(openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), depth - 1);
        (void)unlinkat(fd, entry->d_name, AT_REMOVEDIR);
    }
    closedir(folder);
}

void rxt_sweep_folder(const char *path)
{
    empty(open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), DEPTH);
    (void)rmdir(path);
}

/* A folder of this user whose lock is free is nobody's any more. */
static void sweep_room(const char *path)
{
    struct stat st;
    const int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 && fstat(fd, &st) == 0 && st.st_uid == geteuid() && flock(fd, LOCK_EX | LOCK_NB) == 0) {
        rxt_sweep_folder(path);
    }
    if (fd >= 0) {
        close(fd);
    }
}

static void each(const char *base, const char *prefix, void (*visit)(void *context, const char *path),
                 void *context)
{
    char path[PATH_MAX];
    DIR *folder = opendir(base);
    for (struct dirent *entry; folder && (entry = readdir(folder)) != NULL;) {
        const int n = snprintf(path, sizeof path, "%s/%s", base, entry->d_name);
        if (!strncmp(entry->d_name, prefix, strlen(prefix)) && n > 0 && (size_t)n < sizeof path) {
            visit(context, path);
        }
    }
    if (folder) {
        closedir(folder);
    }
}

static void visit_room(void *context, const char *path)
{
    (void)context;
    sweep_room(path);
}

void rxt_sweep_rooms(const char *base)
{
    each(base, RXT_ROOM_NAME, visit_room, NULL);
}

/* Is a file mapped by a process? (MPICH closes it as soon as it is.) */
static bool maps(const char *pid, const char *file)
{
    char path[300], line[PATH_MAX + 200];
    bool found = false;
    snprintf(path, sizeof path, "/proc/%s/maps", pid);
    FILE *list = fopen(path, "r");
    while (list && !found && fgets(line, sizeof line, list)) {
        found = strstr(line, file) != NULL;
    }
    if (list) {
        fclose(list);
    }
    return found;
}

static bool is_mapped(const char *file)
{
    bool found = false;
    DIR *folder = opendir("/proc");
    for (struct dirent *entry; folder && !found && (entry = readdir(folder)) != NULL;) {
        found = entry->d_name[0] >= '1' && entry->d_name[0] <= '9' && maps(entry->d_name, file);
    }
    if (folder) {
        closedir(folder);
    }
    return found || !folder;
}

static void visit_mpich(void *context, const char *path)
{
    struct stat st;
    if (lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
        st.st_mtime >= *(const time_t *)context && !is_mapped(path)) {
        (void)unlink(path);
    }
}

/* "__KMP_REGISTERED_LIB_PID_UID", which LLVM's OpenMP removes when its process ends by itself. */
static void visit_openmp(void *context, const char *path)
{
    int pid = 0;
    struct stat st;
    if (sscanf(strrchr(path, '/'), "/__KMP_REGISTERED_LIB_%d_", &pid) == 1 && lstat(path, &st) == 0 &&
        st.st_uid == geteuid() && st.st_mtime >= *(const time_t *)context && kill(pid, 0) != 0 &&
        errno == ESRCH) {
        (void)unlink(path);
    }
}

void rxt_sweep_files(const char *base, time_t since)
{
    each(base, "__KMP_REGISTERED_LIB_", visit_openmp, &since);
    each(base, "mpich_shar_tmp", visit_mpich, &since);
}
