/* SPDX-License-Identifier: BSD-3-Clause
 * launch_room.c - folders of a launch's own for what MPI leaves behind when it is killed.
 *
 * Open MPI keeps its session's files in /tmp, both MPIs 4 MiB a rank in /dev/shm, and neither removes them when it is
 * ended by a signal. The folders are known by their names, and as living by a lock, which ends with its process.
 */
#include "launch_room.h"

#include "launch_sweep.h"
#include "note.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *base_of(int part)
{
    const char *tmp = getenv("TMPDIR");
    return part == RXT_ROOM_SHARED ? "/dev/shm" : tmp && tmp[0] == '/' ? tmp : "/tmp";
}

/* Once for all launches of a study. */
static void say_no_room(int part, int why)
{
    static bool said[RXT_ROOMS];
    if (!said[part]) {
        rxt_note(RXT_NOTE_WARNING,
                 "no folder can be made in %s: %s; what MPI leaves there, if a launch is killed, will stay",
                 base_of(part), strerror(why));
    }
    said[part] = true;
}

static void open_part(struct rxt_room *room, int part)
{
    char *path = room->part[part].path;
    const size_t room_bytes = sizeof room->part[part].path;
    room->part[part].fd = -1;
    const int n = snprintf(path, room_bytes, "%s/" RXT_ROOM_NAME "XXXXXX", base_of(part));
    if (n < 0 || (size_t)n >= room_bytes || !mkdtemp(path)) {
        say_no_room(part, n < 0 || (size_t)n >= room_bytes ? ENAMETOOLONG : errno);
        path[0] = '\0';
        return;
    }
    struct stat st;
    const int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &st) == 0 && st.st_nlink > 0) {
        room->part[part].fd = fd;
        return;
    }
    if (fd >= 0) { /* another rxt sweeps it just now, before it was locked */
        close(fd);
    }
    rmdir(path);
    path[0] = '\0';
}

void rxt_room_open(struct rxt_room *room, const struct rxt_launcher *launcher, bool is_spread)
{
    static bool swept; /* once for all launches of a study */
    const bool is_wanted = launcher != &rxt_launcher_none && !is_spread;
    room->since = time(NULL);
    for (int part = 0; part < RXT_ROOMS; part++) {
        room->part[part].fd = -1;
        if (is_wanted && !swept) {
            rxt_sweep_rooms(base_of(part));
        }
        if (is_wanted) {
            open_part(room, part);
        }
    }
    swept |= is_wanted;
}

void rxt_room_environ(const struct rxt_room *room)
{
    static const struct {
        int part;
        const char *name;
    } variables[] = {{RXT_ROOM_SHARED, "OMPI_MCA_btl_vader_backing_directory"},
                     {RXT_ROOM_SHARED, "OMPI_MCA_btl_sm_backing_directory"},
                     {RXT_ROOM_SHARED, "OMPI_MCA_osc_rdma_backing_directory"},
                     {RXT_ROOM_SHARED, "OMPI_MCA_osc_sm_backing_directory"},
                     {RXT_ROOM_SHARED, "UCX_POSIX_DIR"},
                     {RXT_ROOM_FILES, "OMPI_MCA_orte_tmpdir_base"},
                     {RXT_ROOM_FILES, "PRTE_MCA_prte_tmpdir_base"}};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *path = room->part[variables[i].part].path;
        if (path[0]) {
            setenv(variables[i].name, path, 0);
        }
    }
}

void rxt_room_close(struct rxt_room *room, bool was_clean)
{
    for (int part = 0; part < RXT_ROOMS; part++) {
        if (room->part[part].path[0]) {
            rxt_sweep_folder(room->part[part].path);
        }
        if (room->part[part].fd >= 0) {
            close(room->part[part].fd);
        }
    }
    if (!was_clean && room->part[RXT_ROOM_SHARED].path[0]) {
        rxt_sweep_files(base_of(RXT_ROOM_SHARED), room->since);
    }
}
