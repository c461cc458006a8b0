/* SPDX-License-Identifier: BSD-3-Clause
 * launch_room.h - folders of a launch's own for what MPI leaves behind when it is killed.
 */
#ifndef RXT_LAUNCH_ROOM_H
#define RXT_LAUNCH_ROOM_H

#include "launch.h"

#include <time.h>

enum { RXT_ROOM_SHARED, RXT_ROOM_FILES, RXT_ROOMS };

/* Folders in /dev/shm, and in TMPDIR or /tmp, where they could be made; begin with {0}. */
struct rxt_room {
    struct {
        char path[256]; /* "": there is none, and MPI takes its usual places */
        int fd;         /* holds the folder's lock: whose lock is free is nobody's any more */
    } part[RXT_ROOMS];
    time_t since;
};

/** Make the folders for a launch of this host alone; where ranks may be elsewhere (is_spread) there are none. Removes those that a killed
 *  rxt of this user left. */
void rxt_room_open(struct rxt_room *room, const struct rxt_launcher *launcher, bool is_spread);
/** In the child: name them to MPI, unless the user named others. */
void rxt_room_environ(const struct rxt_room *room);
/** Remove them with all that is in them; after an end that was not clean also what MPICH and OpenMP put beside them. */
void rxt_room_close(struct rxt_room *room, bool was_clean);

#endif
